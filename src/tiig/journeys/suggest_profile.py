"""Suggest a whole profile for a file that nobody has described: nothing is stored or decided.

open by trial through the gate -> search for identifiers -> propose. Read from the top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tiig import deidentify, translate
from tiig.intake import trying
from tiig.intake.parcel import label_of
from tiig.intake.trying import Tried
from tiig.model.asker import Asker
from tiig.model.errors import IDENTIFIER_FOUND, PROFILE_INVALID, TiigError, Where
from tiig.model.ports import Progress
from tiig.model.profile import Treatment
from tiig.model.proposal import Decision, Draft, FileSuggestion, Line, Proposal, Said
from tiig.model.suggestion_errors import DECISIONS_UNREADABLE, HEADER_DOUBTFUL
from tiig.services import Services
from tiig.translate import suggesting


@dataclass(frozen=True)
class SuggestRequest:
    """The file to look at; `record` names the element of XML that is one row."""

    path: str
    record: str | None = None


def suggest_profile(
    request: SuggestRequest, *, asker: Asker, services: Services, progress: Progress
) -> Proposal:
    """Look at a file and propose how to read it, line by line, each with its reason."""
    del asker
    today = services.clock.now().date()

    def names_nobody(text: str) -> bool:
        return not deidentify.kinds_typed(text, today)

    progress.step("opening")
    found = _tried(request, names_nobody)
    _check_around(found, request.path)
    progress.step("holding columns against the standard")
    names = _called(found)
    frame = names.frame(found.sample.frame(found.header))
    looked = suggesting.LookedAt(
        file=replace(_file(found, frame.height), record=_record(found, names_nobody)),
        header=names.header,
        frame=frame,
        date_system=found.date_system,
        preamble=found.preamble,
        passes=lambda text: not deidentify.kinds_in(text),
        names_nobody=names_nobody,
        no_namesake=lambda text: not deidentify.may_be_a_name(text),
        standard=services.standard,
        earlier=_earlier(services),
        paths=names.paths,
    )
    if suggesting.is_disguised(looked):
        raise TiigError(HEADER_DOUBTFUL, Where(file=label_of(Path(request.path).name)))
    proposal = suggesting.by_path(suggesting.propose(looked), names, services.standard)
    progress.step("searching for identifiers")
    search = deidentify.Search(names.roles(proposal, services.standard))
    kinds = _identifiers(found, search, names.beside(proposal))
    kept = suggesting.with_identifiers(proposal, kinds)
    return suggesting.told_by_place(kept, looked)


def _tried(request: SuggestRequest, names_nobody: Callable[[str], bool]) -> Tried:
    try:
        return trying.tried(Path(request.path), request.record)
    except TiigError as fault:
        raise suggesting.told_fault(fault, names_nobody) from None


def _record(found: Tried, names_nobody: Callable[[str], bool]) -> Said | None:
    if found.outline is None:
        return None
    records, elements = found.outline.records, found.outline.elements
    return suggesting.said_of(
        records, elements, names_nobody, Where(file=label_of(found.path.name))
    )


def _called(found: Tried) -> suggesting.Called:
    if found.outline is None:
        return suggesting.as_they_are(found.header)
    return suggesting.called(found.header, found.outline.elements, found.outline.records)


def _earlier(services: Services) -> suggesting.Earlier:
    """Return what this workspace's senders and the approved code map say already."""
    newest = (services.catalogue.profiles(sender)[-1] for sender in services.catalogue.senders())
    profiles = [translate.read_profile(record.text, services.standard) for record in newest]
    return suggesting.earlier(profiles, services.catalogue.code_decisions())


def _check_around(found: Tried, path: str) -> None:
    """Refuse a file whose header, sheet or name identifies: these would be repeated."""
    name = Path(path).name
    search = deidentify.Search({})
    elements = [one.path for one in found.outline.elements] if found.outline else ()
    search.header((*found.header, *elements), found.layout.sheet, name)
    verdict = search.verdict()
    if verdict.refused:
        kinds = sorted(kind.replace("_", " ") for kind in verdict.kinds)
        places = ", ".join(dict.fromkeys(hit.column for hit in verdict.hits))
        where = Where(file=label_of(name), column=places)
        raise TiigError(IDENTIFIER_FOUND, where, kinds=", ".join(kinds))


def _identifiers(
    found: Tried, search: deidentify.Search, beside: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return the kinds of identifiers by column for which a file read so would be refused.

    What repeats in a record identifies if any of its occurrences does; what stands `beside` the
    records is text there, and no cell of theirs.
    """
    kinds: dict[str, tuple[str, ...]] = {}
    for batch in found.batches():
        cells, texts = suggesting.parted(batch, beside)
        search.look(cells)
        for name, text in texts.items():
            kinds |= {name: tuple(sorted(told))} if (told := deidentify.kinds_in(text)) else {}
    for hit in search.verdict().hits:
        if hit.refuses:
            column = suggesting.base_of(hit.column) if found.outline else hit.column
            kinds[column] = tuple(dict.fromkeys((*kinds.get(column, ()), hit.kind)))
    return kinds


def _file(found: Tried, looked_at: int) -> FileSuggestion:
    layout = found.layout
    return FileSuggestion(
        format=str(layout.format),
        encoding=layout.encoding,
        delimiter=layout.delimiter,
        quote=layout.quote,
        quoted_line_breaks=layout.quoted_line_breaks,
        sheet=layout.sheet,
        header_row=layout.header_row,
        footer_rows=layout.footer_rows,
        rows=found.sample.rows,
        looked_at=looked_at,
        confidence=0.95,
        reason="every line of the file is accounted for",
    )


@dataclass(frozen=True)
class DraftRequest:
    """A proposal and what was decided: a table of decisions as text, and lines given at once.

    `given` are pairs of a line's id and its value, such as `sender:id` and `eastmere`.
    """

    proposal: Proposal
    decisions: str | None = None
    given: tuple[tuple[str, str], ...] = ()


def draft_profile(
    request: DraftRequest, *, asker: Asker, services: Services, progress: Progress
) -> Draft:
    """Return the profile that the decided lines make, and what is still open."""
    del asker
    progress.step("writing the profile")
    lines = suggesting.lines_of(request.proposal)
    if request.decisions is not None:
        lines = suggesting.with_decisions(lines, suggesting.decisions_in(request.decisions))
    given = {name: suggesting.Decided(Decision.CHANGE, value) for name, value in request.given}
    made = suggesting.draft(suggesting.with_decisions(lines, given), services.standard)
    if not made.open:
        _check_readable(made.text, services)
    return replace(made, identifying=tuple(_identifying(request.proposal, made, services)))


def _check_readable(text: str, services: Services) -> None:
    """Refuse decisions of which no profile comes: what is wrong stands in the table, not in it."""
    try:
        translate.read_profile(text, services.standard)
    except TiigError as fault:
        if fault.kind is not PROFILE_INVALID:
            raise
        what = f"the profile that they make is wrong: {fault.facts['what']}"
        raise TiigError(DECISIONS_UNREADABLE, what=what) from None


def _identifying(proposal: Proposal, made: Draft, services: Services) -> Iterator[str]:
    """Yield the columns that identify and are not converted, by the names they are told by."""
    decided = {line.id: line.decided for line in made.lines}
    for column in proposal.columns:
        if not column.refuses and column.treatment is None:
            continue
        item = decided.get(f"column:{column.place}:item")
        dropped = decided.get(f"column:{column.place}:treatment") == Treatment.DROP
        if dropped or item not in services.standard.items:
            yield column.name


def table_of(lines: tuple[Line, ...]) -> str:
    """Return lines as the table that a person fills in."""
    return suggesting.table_of(lines)

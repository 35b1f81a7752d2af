"""Suggest a whole profile for a file that nobody has described: nothing is stored or decided.

open by trial through the gate -> search for identifiers -> propose. Read from the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tiig import deidentify, translate
from tiig.intake import trying
from tiig.intake.parcel import label_of
from tiig.intake.trying import Tried
from tiig.model.asker import Asker
from tiig.model.errors import IDENTIFIER_FOUND, TiigError, Where
from tiig.model.ports import Progress
from tiig.model.proposal import Decision, Draft, FileSuggestion, Line, Proposal
from tiig.model.suggestion_errors import HEADER_DOUBTFUL
from tiig.services import Services
from tiig.translate import suggesting


@dataclass(frozen=True)
class SuggestRequest:
    """The file to look at."""

    path: str


def suggest_profile(
    request: SuggestRequest, *, asker: Asker, services: Services, progress: Progress
) -> Proposal:
    """Look at a file and propose how to read it, line by line, each with its reason."""
    del asker
    progress.step("opening")
    found = trying.tried(Path(request.path))
    _check_around(found, request.path)
    progress.step("holding columns against the standard")
    today = services.clock.now().date()
    frame = suggesting.gathered(found.batches, found.header)
    looked = suggesting.LookedAt(
        file=_file(found, frame.height),
        header=found.header,
        frame=frame,
        date_system=found.date_system,
        preamble=found.preamble,
        passes=lambda text: not deidentify.kinds_in(text),
        names_nobody=lambda text: not deidentify.kinds_typed(text, today),
        no_namesake=lambda text: not deidentify.may_be_a_name(text),
        standard=services.standard,
        earlier=_earlier(services),
    )
    if suggesting.is_disguised(looked):
        raise TiigError(HEADER_DOUBTFUL, Where(file=label_of(Path(request.path).name)))
    proposal = suggesting.propose(looked)
    progress.step("searching for identifiers")
    kept = suggesting.with_identifiers(proposal, _identifiers(found, proposal, services))
    return suggesting.told_by_place(kept, looked)


def _earlier(services: Services) -> suggesting.Earlier:
    """Return what this workspace's senders and the approved code map say already."""
    newest = (services.catalogue.profiles(sender)[-1] for sender in services.catalogue.senders())
    profiles = [translate.read_profile(record.text, services.standard) for record in newest]
    return suggesting.earlier(profiles, services.catalogue.code_decisions())


def _check_around(found: Tried, path: str) -> None:
    """Refuse a file whose header, sheet or name identifies: these would be repeated."""
    name = Path(path).name
    search = deidentify.Search({})
    search.header(found.header, found.layout.sheet, name)
    verdict = search.verdict()
    if verdict.refused:
        kinds = sorted(kind.replace("_", " ") for kind in verdict.kinds)
        places = ", ".join(dict.fromkeys(hit.column for hit in verdict.hits))
        where = Where(file=label_of(name), column=places)
        raise TiigError(IDENTIFIER_FOUND, where, kinds=", ".join(kinds))


def _identifiers(
    found: Tried, proposal: Proposal, services: Services
) -> dict[str, tuple[str, ...]]:
    """Return the kinds of identifiers by column for which a file read so would be refused."""
    search = deidentify.Search(suggesting.roles_of(proposal, services.standard))
    for batch in found.batches:
        search.look(batch)
    kinds: dict[str, tuple[str, ...]] = {}
    for hit in search.verdict().hits:
        if hit.refuses:
            kinds[hit.column] = (*kinds.get(hit.column, ()), hit.kind)
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
        rows=found.rows,
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
        translate.read_profile(made.text, services.standard)  # what was decided must be readable
    return made


def table_of(lines: tuple[Line, ...]) -> str:
    """Return lines as the table that a person fills in."""
    return suggesting.table_of(lines)

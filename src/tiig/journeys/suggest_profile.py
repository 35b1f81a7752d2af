"""Suggest a whole profile for a file that nobody has described: nothing is stored or decided.

open by trial through the gate -> search for identifiers -> propose. Read from the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tiig import deidentify, translate
from tiig.intake import trying
from tiig.intake.trying import Tried
from tiig.model.asker import Asker
from tiig.model.ports import Progress
from tiig.model.proposal import Decision, Draft, FileSuggestion, Line, Proposal
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
    progress.step("holding columns against the standard")
    frame = suggesting.gathered(found.batches, found.header)
    looked = suggesting.LookedAt(
        file=_file(found, frame.height),
        header=found.header,
        frame=frame,
        date_system=found.date_system,
        preamble=found.preamble,
        passes=lambda text: not deidentify.kinds_in(text),
        standard=services.standard,
        earlier=_earlier(services),
    )
    proposal = suggesting.propose(looked)
    progress.step("searching for identifiers")
    return suggesting.with_identifiers(proposal, _identifiers(found, proposal, request, services))


def _earlier(services: Services) -> suggesting.Earlier:
    """Return what this workspace's senders and the approved code map say already."""
    newest = (services.catalogue.profiles(sender)[-1] for sender in services.catalogue.senders())
    profiles = [translate.read_profile(record.text, services.standard) for record in newest]
    return suggesting.earlier(profiles, services.catalogue.code_decisions())


def _identifiers(
    found: Tried, proposal: Proposal, request: SuggestRequest, services: Services
) -> dict[str, tuple[str, ...]]:
    """Return the kinds of identifiers by column for which a file read so would be refused."""
    search = deidentify.Search(suggesting.roles_of(proposal, services.standard))
    search.header(found.header, found.layout.sheet, Path(request.path).name)
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
        row_is=str(layout.row_is),
        rows=found.rows,
        looked_at=looked_at,
        reconciled=True,
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
    given = {
        name: Line(name, "", "", 1.0, "given", Decision.CHANGE, value)
        for name, value in request.given
    }
    made = suggesting.draft(suggesting.with_decisions(lines, given), services.standard)
    if not made.open:
        translate.read_profile(made.text, services.standard)  # what was decided must be readable
    return made


def table_of(lines: tuple[Line, ...]) -> str:
    """Return lines as the table that a person fills in."""
    return suggesting.table_of(lines)

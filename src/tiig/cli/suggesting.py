"""What `tiig sender suggest` shows and writes."""

from __future__ import annotations

from pathlib import Path

from tiig.cli.door import show_json, show_lines, show_table
from tiig.cli.outputs import write_text
from tiig.model.proposal import (
    SURE,
    ColumnSuggestion,
    Decision,
    Draft,
    FileSuggestion,
    Proposal,
    Use,
)


def show_proposal(proposal: Proposal, *, as_json: bool) -> None:
    """Print a proposal: the file, its columns, what is absent."""
    if as_json:
        show_json(proposal)
        return
    file, scope = proposal.file, proposal.scope
    show_lines(
        [
            f"{file.rows:,} rows ({file.format}, {_form(file)}).",
            *_of_record(file),
            f"{file.looked_at:,} looked at closely; {file.reason}.",
            f"Scope: {scope.value} ({scope.confidence:.2f}): {scope.reason}.",
        ]
    )
    show_table(
        ("", "Column", "Suggestion", "Sure", "Values to map", "Reason"),
        [_row(column) for column in proposal.columns],
    )
    absent = ", ".join(one.item for one in proposal.absent)
    show_lines([f"Nothing in this file tells: {absent}.", *proposal.notes])


def _form(file: FileSuggestion) -> str:
    if file.record is not None:
        return f"records {file.record.value}"
    sheet = f"sheet {file.sheet or '(not repeated)'}"
    form = f"{file.encoding}, {file.delimiter!r} between cells" if file.sheet is None else sheet
    return f"{form}, header in row {file.header_row}"


def _of_record(file: FileSuggestion) -> tuple[str, ...]:
    said = file.record
    if said is None:
        return ()
    told = f"Record: {said.value} ({said.confidence:.2f}): {said.reason}."
    other = ("If another element is one attendance, name it: --record PATH.",)
    return (told, *(other if said.confidence < 1 else ()))


def _row(column: ColumnSuggestion) -> tuple[str, ...]:
    told = column.item if column.use is Use.ITEM and column.item else str(column.use)
    part = "" if column.part == "whole" else f" ({column.part})"
    if column.repeats:
        part += " (first of several)" if column.repeats == "first" else f" (up to {column.repeats})"
    open_codes = sum(1 for code in column.codes if code.node is None or code.confidence < SURE)
    mapped = sum(1 for code in column.codes if not code.known)
    codes = f"{mapped - open_codes} of {mapped}" if mapped else ""
    sure = f"{column.confidence:.2f}"
    return (
        str(column.place),
        column.name,
        f"{told}{part}",
        sure,
        codes,
        column.advice or column.reason,
    )


def write_draft(draft: Draft, table: str, profile: Path | None, suggestions: Path | None) -> None:
    """Write the profile and the table of suggestions, where they are wanted."""
    if suggestions is not None:
        write_text(suggestions, table, private=True)
    if profile is not None:
        write_text(profile, draft.text, private=True)


def say_draft(draft: Draft, profile: Path | None) -> None:
    """Say what is still open, and what comes next."""
    if profile is None:
        return
    values = _undecided(draft)
    if values:
        told = f"Values not decided: {values}. Rows that hold them stay unmapped there."
        show_lines([told, "Decide them in the table, or later: tiig codes list"])
    if draft.identifying:
        names = ", ".join(draft.identifying)
        show_lines(
            [
                f"Each of these identifies, and a file that has it is refused: {names}.",
                "Ask for an export without, or the hospital prepares its file: tiig prepare",
            ]
        )
    if draft.open:
        called = {line.id: f"{line.what} ({line.id})" for line in draft.lines}
        names = ", ".join(called.get(one, one) for one in draft.open[:12])
        more = f" and {len(draft.open) - 12} more" if len(draft.open) > 12 else ""  # noqa: PLR2004
        show_lines([f"Still open: {names}{more}."])
    else:
        show_lines(
            [
                "Everything needed is decided.",
                f"Its agreement, if there is none yet: tiig agreement draft {profile} -o FILE.toml",
                f"Add it: tiig sender add {profile}",
            ]
        )


def _undecided(draft: Draft) -> int:
    """Return how many values nobody decided on, of the columns that feed what was suggested."""
    kept = {
        line.id.rpartition(":")[0]
        for line in draft.lines
        if line.id.endswith(":item") and line.decided == line.suggestion
    }
    return sum(
        line.decision is Decision.OPEN and line.id.partition(":code:")[0] in kept
        for line in draft.lines
        if ":code:" in line.id
    )

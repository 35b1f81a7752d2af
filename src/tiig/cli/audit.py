"""`tiig audit log|head|verify`."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import (
    AsJson,
    Workspace,
    ask,
    show_json,
    show_lines,
    show_table,
)
from tiig.cli.outputs import write_text
from tiig.journeys import audit as journeys
from tiig.model.audit import AuditAsked, AuditKind, AuditRow, Head, heads_in
from tiig.model.audit_errors import HEAD_UNREADABLE
from tiig.model.errors import FILE_MISSING, Family, TiigError, Where
from tiig.model.months import day_of

app = typer.Typer(
    help="The audit trail: who did what, and the proof that nothing was altered.",
    no_args_is_help=True,
)

NEWEST = 200
"""Rows that are shown unless more are asked for."""
_LARGEST = 50_000_000

From = Annotated[str | None, typer.Option("--from", help="The first day (UTC): 2026-06-01.")]
To = Annotated[str | None, typer.Option("--to", help="The last day (UTC): 2026-06-30.")]
Kinds = Annotated[
    AuditKind | None,
    typer.Option("--kind", help=f"Only rows of one kind: {', '.join(AuditKind)}.", metavar="KIND"),
]
Person = Annotated[str | None, typer.Option("--person", help="Only what this person did.")]
Last = Annotated[int, typer.Option("--last", min=1, help="At most so many rows, the newest.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write the head to a file.")]
Heads = Annotated[
    list[Path] | None,
    typer.Option(
        "--head",
        help="A receipt or a file of tiig audit head -o, kept outside; may be given several times.",
    ),
]


@app.command()
def log(  # noqa: PLR0913 - the options of the command
    *,
    from_: From = None,
    to: To = None,
    kind: Kinds = None,
    person: Person = None,
    last: Last = NEWEST,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show the rows of the trail: who did what, when, for what purpose."""
    until = _day(to, "--to")
    asked = AuditAsked(
        since=_day(from_, "--from"),
        until=until and until + timedelta(days=1),
        kind=kind,
        person=person,
        last=last,
    )
    found = ask(partial(journeys.audit_log, asked), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    header = ("Row", "At (UTC)", "Person", "Channel", "Kind", "Because", "Purpose", "About")
    show_table(header, [_line(row) for row in found])
    if len(found) == last:
        show_lines([f"The newest {last:,} rows are shown; --last asks for more."])


@app.command()
def head(*, output: Output = None, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show the signed head of the trail, for somebody outside to keep."""
    found = ask(journeys.audit_head, workspace=workspace, quiet=as_json)
    if output is not None:
        write_text(output, f"{found.token}\n", private=False)
    if as_json:
        show_json(found)
        return
    show_lines(_told(found))
    if output is not None:
        show_lines([f"Written to {output}. Keep it outside this machine."])


@app.command()
def verify(*, head: Heads = None, workspace: Workspace = None, as_json: AsJson = False) -> int:
    """Go through the whole trail: edits, deletions, insertions, and with --head cut-off ends."""
    outside = [found for file in head or () for found in _heads(file)]
    check = ask(partial(journeys.verify_audit, outside), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(check)
        return 0 if check.sound else int(Family.STORE)
    show_lines([f"{check.rows:,} rows were read.", *check.anchored])
    show_lines([f"Warning: {warning}" for warning in check.warnings])
    if not check.sound:
        show_lines([*check.faults, "The trail is not shown to be as it was written."])
        return int(Family.STORE)
    show_lines(["No row was altered, added, removed or moved."])
    if not outside:
        show_lines(
            ["That its end was not cut off only a head kept outside can show: --head RECEIPT."]
        )
    return 0


def _line(row: AuditRow) -> tuple[str, ...]:
    return (
        str(row.number),
        f"{row.at:%Y-%m-%d %H:%M:%S}",
        row.person if row.authenticated else f"{row.person} (claimed)",
        row.channel,
        row.kind,
        row.because,
        row.purpose or "",
        ", ".join(row.subjects),
    )


def _told(head: Head) -> list[str]:
    return [
        f"Row {head.number:,}, {head.moment}, SHA-256 {head.hash}",
        f"Signed by {head.key or 'nobody'}; Ed25519 public key {head.public or '-'}",
        head.token,
    ]


def _heads(file: Path) -> tuple[Head, ...]:
    if not file.is_file():
        raise TiigError(FILE_MISSING, Where(file=file.name))
    if file.stat().st_size > _LARGEST:
        raise TiigError(HEAD_UNREADABLE, Where(file=file.name))
    found = heads_in(file.read_text(encoding="utf-8", errors="replace"))
    if not found:
        raise TiigError(HEAD_UNREADABLE, Where(file=file.name))
    return found


def _day(text: str | None, option: str) -> datetime | None:
    return None if text is None else datetime.combine(day_of(text, option), time(), UTC)

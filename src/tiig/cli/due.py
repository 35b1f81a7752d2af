"""`tiig submissions due|chase`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table, to_output
from tiig.cli.outputs import write_output, write_text
from tiig.cli.table_files import check_table_file, write_table_file
from tiig.journeys import chase as chasing
from tiig.journeys.submissions import due_submissions
from tiig.model.reminder import Reminder
from tiig.publish import DUE_HEADER, due_cells, due_csv, reminder_mail, write_due_workbook
from tiig.wiring import read_settings

REMINDERS = Path("out") / "reminders"
"""Where reminders are written in the workspace."""


def due(
    *,
    month: Annotated[str | None, typer.Option("--month", help="The months looked at.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also what was received and is settled.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="FILE.csv or FILE.xlsx to write.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List site-months that are not settled: when each was due, how late it is, and why."""
    check_table_file(output)
    found = ask(partial(due_submissions, month, every=every), workspace=workspace, quiet=as_json)
    if output is not None:
        write_table_file(
            output,
            lambda: due_csv(found),
            lambda path: write_due_workbook(found, path),
            private=True,
        )
    if as_json:
        show_json(found)
    elif output is not None:
        show_lines([f"Written: {output} ({len(found)} site-months)"])
    elif not found:
        show_lines(["Nothing is due."])
    else:
        show_table(DUE_HEADER, [due_cells(line) for line in found])


def chase(  # noqa: PLR0913 - the options of the command
    *,
    month: Annotated[str | None, typer.Option("--month", help="The months chased.")] = None,
    sender: Annotated[str | None, typer.Option("--sender", help="Only this sender.")] = None,
    contact: Annotated[
        str, typer.Option("--contact", help="Whom senders may ask; else a blank to fill in.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder; else out/reminders.")
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Only show them: nothing is written or recorded.")
    ] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Draft a reminder for each sender of whom something is missing; sending it is yours."""
    request = chasing.ChaseRequest(month, sender, contact)
    reminders = ask(partial(chasing.draft_reminders, request), workspace=workspace, quiet=as_json)
    folder = output or read_settings(workspace).workspace / REMINDERS
    files = [] if preview else [write_reminder(one, folder) for one in reminders]
    if reminders and not preview:
        ask(partial(chasing.record_reminders, reminders), workspace=workspace, quiet=as_json)
    if as_json:
        show_json({"reminders": reminders, "files": [str(one) for one in files]})
        return
    show_lines(list(_chased(reminders, files)))


def write_reminder(reminder: Reminder, folder: Path) -> Path:
    """Write a reminder as text and as a draft for a mail program, for their owner alone."""
    with to_output():
        folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"reminder-{reminder.sender}.eml"
    write_text(draft.with_suffix(".txt"), reminder.text, private=True)
    write_output(draft, lambda path: path.write_bytes(reminder_mail(reminder)), private=True)
    return draft


def _chased(reminders: Sequence[Reminder], files: Sequence[Path]) -> Iterator[str]:
    if not reminders:
        yield "Nothing is missing: there is nobody to remind."
    for place, one in enumerate(reminders):
        yield f"{one.sender}: reminder {one.number}, {len(one.lines)} site-months"
        if files:
            yield f"  Written, not sent: {files[place]}"
        else:
            yield from (f"  {line}" for line in (one.subject, "", *one.text.splitlines()))

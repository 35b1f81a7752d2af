"""`tiig quality actions open|list|show|note|close`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_effects import effects
from tiig.desk import ActionDetail, ActionLine
from tiig.journeys import quality_actions as journeys
from tiig.journeys.quality_actions import (
    ActionsAsked,
    CloseRequest,
    NoteRequest,
    OpenRequest,
)
from tiig.model.quality_actions import ActionEntry

app = typer.Typer(
    help="What is done about findings of quality: by whom, until when, and how it ended.",
    no_args_is_help=True,
)

app.command()(effects)

Id = Annotated[str, typer.Argument(help="The id of the action.")]
KINDS = "visit, call, teaching, letter, poster, system or other."


@app.command("list")
def list_(
    *,
    site: Annotated[
        str | None, typer.Option("--site", help="One department, by code or name.")
    ] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="Only whose actions.")] = None,
    closed: Annotated[bool, typer.Option("--all", help="Also those that are closed.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List actions that are open, the first due first."""
    asked = ActionsAsked(site, owner, closed)
    found = ask(
        lambda asker, services, progress: journeys.list_actions(
            asked, asker=asker, services=services, progress=progress
        ),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    show_table(
        ("Action", "Department", "Of", "Months", "Kind", "Owner", "Due", "State", "Done on"),
        [
            (
                one.id,
                one.site_name,
                _of(one),
                one.months,
                str(one.kind),
                one.owner,
                one.due.isoformat(),
                str(one.state),
                ", ".join(day.isoformat() for day in one.done),
            )
            for one in found
        ],
    )
    show_lines([f"{one.id}: {_withdrawn(one)}" for one in found if one.withdrawn])


@app.command()
def show(action: Id, *, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show an action with all that was entered on it."""
    found = ask(
        lambda asker, services, progress: journeys.show_action(
            action, asker=asker, services=services, progress=progress
        ),
        workspace=workspace,
        quiet=as_json,
    )
    _show(found, as_json=as_json)


@app.command("open")
def open_(  # noqa: PLR0913 - the options of the command
    *,
    site: Annotated[str, typer.Option("--site", help="The department, by code or name.")],
    measure: Annotated[
        str, typer.Option("--measure", help="What was measured, e.g. known, default, volume.")
    ],
    month: Annotated[str, typer.Option("--month", help="Months of the finding, e.g. 2026-06.")],
    finding: Annotated[
        str, typer.Option("--finding", help="What was seen, in a sentence. Name no patient.")
    ],
    kind: Annotated[str, typer.Option("--kind", help=f"What is done: {KINDS}")],
    due: Annotated[str, typer.Option("--due", help="Until which day, e.g. 2026-07-31.")],
    item: Annotated[
        str | None, typer.Option("--item", help="The item, by id or label; else whole months.")
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help="Who sees to it; you unless.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Open an action from a finding."""
    request = OpenRequest(
        site=site,
        measure=measure,
        month=month,
        finding=finding,
        kind=kind,
        due=due,
        item=item,
        owner=owner,
    )
    found = ask(
        lambda asker, services, progress: journeys.open_action(
            request, asker=asker, services=services, progress=progress
        ),
        workspace=workspace,
        quiet=as_json,
    )
    _show(found, as_json=as_json)


@app.command()
def note(  # noqa: PLR0913 - the options of the command
    action: Id,
    *,
    text: Annotated[str | None, typer.Option("--text", help="A note. Name no patient.")] = None,
    done: Annotated[str | None, typer.Option("--done", help=f"What was done: {KINDS}")] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="The day on which it was done; today unless.")
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help="Who sees to it from now on.")
    ] = None,
    due: Annotated[str | None, typer.Option("--due", help="Until which day from now on.")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Add to an action: a note, what was done on which day, another owner or due day."""
    request = NoteRequest(action, text, done, on, owner, due)
    found = ask(
        lambda asker, services, progress: journeys.note_action(
            request, asker=asker, services=services, progress=progress
        ),
        workspace=workspace,
        quiet=as_json,
    )
    _show(found, as_json=as_json)


@app.command()
def close(
    action: Id,
    *,
    outcome: Annotated[str, typer.Option("--outcome", help="How it ended: done or dropped.")],
    text: Annotated[str, typer.Option("--text", help="In a sentence. Name no patient.")],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Close an action for good."""
    request = CloseRequest(action, outcome, text)
    found = ask(
        lambda asker, services, progress: journeys.close_action(
            request, asker=asker, services=services, progress=progress
        ),
        workspace=workspace,
        quiet=as_json,
    )
    _show(found, as_json=as_json)


def _show(found: ActionDetail, *, as_json: bool) -> None:
    if as_json:
        show_json(found)
        return
    show_lines(_sentences(found.line))
    show_lines([_entry(one) for one in found.entries])


def _sentences(line: ActionLine) -> Iterator[str]:
    yield f"Action {line.id}: {line.state}, due {line.due}, {line.owner}"
    yield f"{line.site_name} ({line.site}), {_of(line)}, {line.months}: {line.finding}"
    yield f"{line.opened}  opened, planned: {line.kind}"
    if line.withdrawn:
        yield _withdrawn(line)


def _entry(entry: ActionEntry) -> str:
    done = f": {entry.kind} on {entry.on_day}" if entry.kind else ""
    moved = [f"owner {entry.owner}"] if entry.owner else []
    moved += [f"due {entry.due}"] if entry.due else []
    closing = f" as {entry.closing}" if entry.closing else ""
    told = f", {', '.join(moved)}" if moved else ""
    text = f" - {entry.text}" if entry.text else ""
    return f"{entry.at:%Y-%m-%d}  {entry.step}{closing}{done}{told}, {entry.person}{text}"


def _of(line: ActionLine) -> str:
    return f"{line.item_label or line.item}, {line.measure}" if line.item else line.measure


def _withdrawn(line: ActionLine) -> str:
    return f"What was sent for {', '.join(line.withdrawn)} was withdrawn since it was opened."

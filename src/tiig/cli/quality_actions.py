"""`tiig quality actions open|list|show|note|close|reopen`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_effects import effects
from tiig.cli.quality_options import Item, Month, Site
from tiig.desk import ActionDetail, ActionLine, ActionProblem
from tiig.journeys import quality_actions as journeys
from tiig.journeys.quality_action_problems import actions_beside_problems, draft_action
from tiig.journeys.quality_actions import (
    ActionsAsked,
    CloseRequest,
    NoteRequest,
    OpenRequest,
)
from tiig.journeys.reopen_action import ReopenRequest, reopen_action
from tiig.kit.plain import as_plain
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.ports import Progress
from tiig.model.quality_actions import ActionEntry
from tiig.services import Services

app = typer.Typer(
    help="What is done about findings of quality: by whom, until when, and how it ended.",
    no_args_is_help=True,
)

app.command()(effects)

Id = Annotated[str, typer.Argument(help="The id of the action.")]
KINDS = "visit, call, teaching, letter, poster, system or other."
_BY_HAND = ("site", "measure", "month", "finding")
"""What says what an action is about, where no problem does."""


@app.command("list")
def list_(
    *,
    site: Site = None,
    owner: Annotated[str | None, typer.Option("--owner", help="Only whose actions.")] = None,
    closed: Annotated[bool, typer.Option("--all", help="Also those that are closed.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List actions that are open, the first due first, and how their problems stand today."""
    asked = ActionsAsked(site, owner, closed)

    def listed(
        *, asker: Asker, services: Services, progress: Progress
    ) -> tuple[ActionProblem, ...]:
        lines = journeys.list_actions(asked, asker=asker, services=services, progress=progress)
        return actions_beside_problems(lines, asker=asker, services=services, progress=progress)

    found = ask(listed, workspace=workspace, quiet=as_json)
    if as_json:
        show_json([_as_json(one) for one in found])
        return
    show_table(
        (
            "Action", "Department", "Of", "Months", "Kind", "Owner", "Due", "State", "Done on",
            "Problem today",
        ),
        [_row(one.action, _problem(one)) for one in found],
    )  # fmt: skip
    show_lines(
        [f"{one.action.id}: {_withdrawn(one.action)}" for one in found if one.action.withdrawn]
    )


@app.command()
def show(action: Id, *, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show an action with all that was entered on it."""
    found = ask(partial(journeys.show_action, action), workspace=workspace, quiet=as_json)
    _show(found, as_json=as_json)


@app.command("open")
def open_(  # noqa: PLR0913 - the options of the command
    *,
    kind: Annotated[str, typer.Option("--kind", help=f"What is done: {KINDS}")],
    due: Annotated[str, typer.Option("--due", help="Until which day, e.g. 2026-07-31.")],
    problem: Annotated[
        str | None,
        typer.Option("--problem", help="The id of a problem, which fills in the options below."),
    ] = None,
    site: Site = None,
    measure: Annotated[
        str | None, typer.Option("--measure", help="What was measured, e.g. known, volume.")
    ] = None,
    month: Month = None,
    finding: Annotated[
        str | None, typer.Option("--finding", help="What was seen. Name no patient.")
    ] = None,
    item: Item = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help="Who sees to it; you unless.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Open an action from a problem by its id, or from a finding of your own."""
    told = {"site": site, "measure": measure, "month": month, "finding": finding, "item": item}
    _check_about(problem, told)

    def opened(*, asker: Asker, services: Services, progress: Progress) -> ActionDetail:
        about = told
        if problem is not None:
            draft = draft_action(problem, asker=asker, services=services, progress=progress)
            about = {
                "site": draft.site,
                "measure": draft.measure,
                "month": draft.month,
                "finding": finding or draft.finding,
                "item": draft.item or None,
            }
        said = {name: about[name] or "" for name in _BY_HAND}
        request = OpenRequest(**said, kind=kind, due=due, item=about["item"], owner=owner)
        return journeys.open_action(request, asker=asker, services=services, progress=progress)

    _show(ask(opened, workspace=workspace, quiet=as_json), as_json=as_json)


def _check_about(problem: str | None, told: dict[str, str | None]) -> None:
    """Refuse to be told twice, or not at all, what an action is about."""
    if problem is None:
        lacking = [f"--{name}" for name in _BY_HAND if told[name] is None]
        if lacking:
            what = f"give --problem ID, or {', '.join(lacking)}"
            raise TiigError(BAD_ARGUMENT, what=what)
        return
    twice = [f"--{name}" for name, value in told.items() if value and name != "finding"]
    if twice:
        raise TiigError(BAD_ARGUMENT, what=f"--problem says {', '.join(twice)} already")


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
    found = ask(partial(journeys.note_action, request), workspace=workspace, quiet=as_json)
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
    """Close an action; it takes nothing more unless it is opened again."""
    request = CloseRequest(action, outcome, text)
    found = ask(partial(journeys.close_action, request), workspace=workspace, quiet=as_json)
    _show(found, as_json=as_json)


@app.command()
def reopen(
    action: Id,
    *,
    because: Annotated[str, typer.Option("--because", help="Why; it is kept. Name no patient.")],
    due: Annotated[str | None, typer.Option("--due", help="Until which day from now on.")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Open a closed action again; how it had ended stays in it."""
    request = ReopenRequest(action, because, due)
    found = ask(partial(reopen_action, request), workspace=workspace, quiet=as_json)
    _show(found, as_json=as_json)


def _show(found: ActionDetail, *, as_json: bool) -> None:
    if as_json:
        show_json(found)
        return
    show_lines(_sentences(found.line))
    show_lines([_entry(one) for one in found.entries])


def _row(one: ActionLine, problem: str) -> tuple[str, ...]:
    done = ", ".join(day.isoformat() for day in one.done)
    return (
        one.id, one.site_name, _of(one), one.months, str(one.kind), one.owner,
        one.due.isoformat(), str(one.state), done, problem,
    )  # fmt: skip


def _problem(one: ActionProblem) -> str:
    """Say how the problem of an action stands today; nothing where none is found any more."""
    found = one.problem
    return "" if found is None else f"{found.kind} since {found.first}: {found.state}"


def _as_json(one: ActionProblem) -> dict[str, object]:
    """Return an action as `--json` prints it; its problem without a figure."""
    found = one.problem
    told = None
    if found is not None:
        first = str(found.first)
        told = {"id": found.id, "kind": found.kind, "first": first, "state": found.state}
    return {**as_plain(one.action), "problem": told}


def _sentences(line: ActionLine) -> Iterator[str]:
    yield f"Action {line.id}: {line.state}, due {line.due}, {line.owner}"
    yield f"{line.site_name} ({line.site}), {_of(line)}, {line.months}: {line.finding}"
    yield f"{line.opened}  opened, planned: {line.kind}, {line.opened_by}"
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

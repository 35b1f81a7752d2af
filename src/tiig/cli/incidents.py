"""`tiig incident list|show|close`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.journeys import incidents as journeys
from tiig.model.incident import Incident

app = typer.Typer(
    help="Files with identifiers that were refused and wait for the data protection officer.",
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(help="The id of the incident, as the receipt gives it.")]


@app.command("list")
def list_(
    *,
    open_only: Annotated[bool, typer.Option("--open", help="Only those not closed yet.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List incidents, the newest last."""
    found = ask(
        partial(journeys.list_incidents, open_only=open_only), workspace=workspace, quiet=as_json
    )
    if as_json:
        show_json([_told(one) for one in found])
        return
    show_table(
        ("Incident", "At (UTC)", "Sender", "State", "Kinds"),
        [
            (one.id, f"{one.at:%Y-%m-%d %H:%M}", one.sender, str(one.state), _kinds(one))
            for one in found
        ],
    )


@app.command()
def show(incident: Id, *, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show one incident: where which kinds stood, and what became of it."""
    found = ask(partial(journeys.show_incident, incident), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(_told(found))
        return
    show_lines(_sentences(found))
    show_table(
        ("Where", "Kind", "First rows", "Cells"),
        [
            (place.where, place.kind.replace("_", " "), place.rows, f"{place.cells:,}")
            for place in found.places
        ],
        numbers_from=3,
    )


@app.command()
def close(
    incident: Id,
    *,
    outcome: Annotated[str, typer.Option("--outcome", help="What came of it; name no patient.")],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Close an incident, as the data protection officer; the sealed copy is destroyed."""
    request = journeys.CloseRequest(incident, outcome)
    found = ask(partial(journeys.close_incident, request), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(_told(found))
        return
    show_lines([f"Incident {found.id} is closed."])


def _told(incident: Incident) -> dict[str, object]:
    """Return an incident for `--json`, its state and counts by kind beside its fields."""
    return {**vars(incident), "state": incident.state, "kinds": incident.kinds}


def _kinds(incident: Incident) -> str:
    return ", ".join(
        f"{kind.replace('_', ' ')} ({cells:,})" for kind, cells in incident.kinds.items()
    )


def _sentences(incident: Incident) -> Iterator[str]:
    yield f"{incident.id} of {incident.sender}, {incident.at:%Y-%m-%d %H:%M} UTC, {incident.state}"
    yield f"submission {incident.submission}"
    if incident.destroyed_at:
        yield f"The sealed copy was destroyed {incident.destroyed_at:%Y-%m-%d %H:%M} UTC."
    elif incident.holds_copy:
        yield f"The sealed copy is destroyed by {incident.destroy_by:%Y-%m-%d %H:%M} UTC."
    else:
        yield "No copy of the file was kept."
    if incident.closed_at:
        yield f"Closed by {incident.closed_by}, {incident.closed_at:%Y-%m-%d %H:%M} UTC:"
        yield f"  {incident.outcome}"

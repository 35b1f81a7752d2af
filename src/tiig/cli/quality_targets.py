"""`tiig quality targets list|add|end`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_options import Reason, Site
from tiig.journeys import quality_targets as journeys
from tiig.journeys.quality_targets import TargetEndRequest, TargetRequest, TargetsListed
from tiig.model.agreed_targets import AgreedTarget
from tiig.model.errors import BAD_ARGUMENT, TiigError

app = typer.Typer(
    help="Levels that were agreed with departments, which quality is judged by.",
    no_args_is_help=True,
)

Counts = Annotated[str, typer.Option("--from", help="The first month that it counts for.")]
Until = Annotated[
    str | None, typer.Option("--to", help="The last month; until it is ended unless.")
]
AgreedBy = Annotated[
    str, typer.Option("--agreed-by", help="Who agreed at the department, e.g. the ED lead.")
]
EverySite = Annotated[
    bool, typer.Option("--every-site", help="For every department that has none of its own.")
]
Set = Annotated[str | None, typer.Option("--set", help="A set of targets; the list names them.")]
Of = Annotated[
    str | None, typer.Option("--of", help="known, completeness, validity, timeliness or volume.")
]
ItemOrAll = Annotated[
    str | None, typer.Option("--item", help="One item, by id or label; all unless.")
]
AtLeast = Annotated[int | None, typer.Option("--at-least", help="Per cent.")]
AtMost = Annotated[int | None, typer.Option("--at-most", help="Days, of timeliness.")]


@app.command("list")
def list_(
    *,
    site: Site = None,
    ended: Annotated[bool, typer.Option("--all", help="Also those that are past.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List what was agreed, and what counts where nothing was."""
    found = ask(
        partial(journeys.list_targets, site, ended=ended),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    show_table(
        ("Target", "Department", "Item", "Of", "Level", "Months", "Agreed by"), list(_rows(found))
    )
    show_lines([f"{one} counts for the last time soon: agree anew." for one in found.ending])
    sets = ", ".join(f"{one.id} ({one.dimension}, {one.at_least} %)" for one in found.sets)
    show_lines(["", f"Sets to agree on with --set: {sets}."])


@app.command()
def add(  # noqa: PLR0913 - the options of the command
    *,
    first: Counts,
    agreed_by: AgreedBy,
    because: Reason,
    site: Site = None,
    every_site: EverySite = False,
    last: Until = None,
    chosen_set: Set = None,
    of: Of = None,
    item: ItemOrAll = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Enter what was agreed: a level for a department, of an item or a whole set, and months."""
    if (site is None) != every_site:
        raise TiigError(BAD_ARGUMENT, what="say for whom: --site SITE, or --every-site")
    request = TargetRequest(
        first=first,
        agreed_by=agreed_by,
        because=because,
        site=site,
        last=last,
        chosen_set=chosen_set,
        dimension=of,
        item=item,
        at_least=at_least,
        at_most=at_most,
    )
    made = ask(
        partial(journeys.add_targets, request),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(made)
        return
    show_lines([_sentence(one) for one in made])


@app.command()
def end(
    target: Annotated[str, typer.Argument(help="The id of the target.")],
    *,
    last: Annotated[
        str,
        typer.Option("--last", help="The last month that it counts for; before its first: never."),
    ],
    because: Reason,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """End a target: months up to the last one keep being judged by it."""
    request = TargetEndRequest(target, last, because)
    found = ask(
        partial(journeys.end_target, request),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    show_lines([_sentence(found)])


def _sentence(target: AgreedTarget) -> str:
    whose = target.site or "every department"
    item = f" {target.item}" if target.item else ""
    return f"Target {target.id}: {whose}{item}, {target.dimension} {target.level}, {target.months}."


def _rows(found: TargetsListed) -> Iterator[tuple[str, ...]]:
    for one in found.agreed:
        yield (
            one.id,
            found.sites.get(one.site, one.site) or "every department",
            found.items.get(one.item, one.item) or "all",
            str(one.dimension),
            one.level,
            one.months,
            one.agreed_by,
        )
    for packaged in found.packaged:
        items = ", ".join(found.items.get(item, item) for item in packaged.items)
        least = packaged.at_most is None
        level = f"at least {packaged.at_least} %" if least else f"at most {packaged.at_most} days"
        yield (
            packaged.id,
            "every department",
            items or "all",
            str(packaged.dimension),
            level,
            "unless agreed",
            "the data standard",
        )

"""`tiig demo`: the whole path on data made for it, leaving a workspace to explore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tiig import synthesis
from tiig.cli.counting import show
from tiig.cli.door import show_lines, spoken
from tiig.cli.submitting import RECEIPTS, summary, write_receipt
from tiig.journeys.count import CountRequest
from tiig.model.errors import WORKSPACE_EXISTS, TiigError
from tiig.model.ports import Progress
from tiig.wiring import make_workspace
from tiig.wiring.session import Session, connect

FIRST_MONTH, MONTHS = "2026-01", 6
NAMED_PARTNER = "named-partner"
_TABLES = (
    (
        "Recorded assaults by month, for a named partner",
        CountRequest(by=("month",), measure="recorded_assaults", preset=NAMED_PARTNER),
    ),
    (
        "Recorded assaults by weapon and age group, for the public",
        CountRequest(by=("weapon", "age_group"), measure="recorded_assaults"),
    ),
    (
        "Recorded assaults by local authority of residence, crude rate, for a named partner",
        CountRequest(
            by=("residence_la",), measure="recorded_assaults", rate="crude", preset=NAMED_PARTNER
        ),
    ),
)


def demo(
    folder: Annotated[
        Path, typer.Argument(help="A new folder for the workspace.", metavar="[DIR]")
    ] = Path("demo-workspace"),
    *,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Leave the pages out (none exist yet).")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help="Another seed, another invented place.")] = 1,
    months: Annotated[
        int, typer.Option("--months", min=1, max=12, help="How many months are invented.")
    ] = MONTHS,
) -> None:
    """Invent hospitals and months, send their files, print receipts and tables."""
    root = _workspace(folder)
    extracts = synthesis.make_extracts(root / "inbox", first=FIRST_MONTH, months=months, seed=seed)
    with connect(root, because="demonstration") as session, spoken(quiet=False) as progress:
        session.progress = progress
        _send(session, extracts, root, progress)
        for title, asked in _TABLES:
            show_lines(["", title, ""])
            show(session.ask(asked))
    show_lines(_what_next(root, no_serve=no_serve))


def _workspace(folder: Path) -> Path:
    """Make the workspace, or go on in the one that an earlier demonstration left."""
    try:
        return make_workspace(folder)
    except TiigError as error:
        if error.kind is not WORKSPACE_EXISTS:
            raise
        return folder.expanduser().absolute()


def _send(session: Session, extracts: synthesis.Extracts, root: Path, progress: Progress) -> None:
    """Hand the profiles and then every file to the same journeys that a hospital uses."""
    for profile in extracts.profiles:
        session.add_sender(profile)
    for number, extract in enumerate(extracts.files, start=1):
        progress.step(f"{extract.sender} {extract.month}", number, len(extracts.files))
        answer = session.submit(extract.path, sender=extract.sender, month=extract.month)
        write_receipt(answer.receipt, root / RECEIPTS)
        show_lines(["", f"{extract.path.name} ({extract.about})", *summary(answer)])


def _what_next(root: Path, *, no_serve: bool) -> list[str]:
    pages = [] if no_serve else ["There are no web pages yet; everything is on the command line."]
    return [
        "",
        f"The workspace is {root}. Receipts as HTML and workbook are in out/receipts.",
        *pages,
        f"  tiig submissions list --workspace {root}",
        f"  tiig count --by month,injury_group --preset named-partner --workspace {root}",
        f"  tiig doctor --workspace {root}",
    ]

"""`tiig demo`: the whole path on data made for it, then its pages and a workspace to explore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tiig import synthesis
from tiig.cli.counting import show
from tiig.cli.door import show_lines, spoken
from tiig.cli.papers import BULLETIN_KINDS, PROFILE_KINDS
from tiig.cli.serving import serve
from tiig.cli.submitting import RECEIPTS, summary, write_receipt
from tiig.journeys.bulletin import BulletinRequest
from tiig.journeys.count import CountRequest
from tiig.journeys.profile import ProfileRequest
from tiig.model.errors import WORKSPACE_EXISTS, TiigError
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.publish.paper_files import write_paper
from tiig.publish.press import write_papers
from tiig.wiring import make_workspace
from tiig.wiring.session import Session, connect

LAST_MONTH, MONTHS = "2026-06", 24
NAMED_PARTNER = "named-partner"
REGION = "Synthetic Greater Manchester"
PAPERS = "out/papers"
_PARTICULAR = "what happened to those with something particular stands above."
_TABLE = CountRequest(
    by=("twelve_months", "weapon"), measure="recorded_assaults", preset=NAMED_PARTNER
)


def demo(
    folder: Annotated[
        Path, typer.Argument(help="A new folder for the workspace.", metavar="[DIR]")
    ] = Path("demo-workspace"),
    *,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Do not serve the pages at the end.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help="Another seed, another invented place.")] = 1,
    months: Annotated[
        int, typer.Option("--months", min=1, max=36, help="How many months are invented.")
    ] = MONTHS,
) -> None:
    """Invent hospitals and months, send their files, write the last month's papers."""
    root = _workspace(folder)
    first = str(Month.parse(LAST_MONTH).plus(1 - months))
    extracts = synthesis.make_extracts(root / "inbox", first=first, months=months, seed=seed)
    with connect(root, because="demonstration") as session, spoken(quiet=False) as progress:
        session.progress = progress
        _send(session, extracts, root, progress)
        show_lines(["", "Recorded assaults by weapon, for a named partner", ""])
        show(session.ask(_TABLE))
        _write_papers(session, root / PAPERS, progress)
    show_lines(_what_next(root))
    if not no_serve:
        serve(workspace=root)


def _workspace(folder: Path) -> Path:
    """Make the workspace, or go on in the one that an earlier demonstration left."""
    try:
        return make_workspace(folder, region=REGION)
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
        if extract.about != "as exported":
            show_lines(["", f"{extract.path.name} ({extract.about})", *summary(answer)])
    show_lines(["", f"{len(extracts.files)} files were sent; {_PARTICULAR}"])


def _write_papers(session: Session, folder: Path, progress: Progress) -> None:
    """Write the last month's bulletins, and one profile, for a named partner."""
    author = "TIIG demonstration"
    request = BulletinRequest(all_areas=True, preset=NAMED_PARTNER, author=author)
    made = session.bulletins(request)
    named = [(f"bulletin-{stem}", paper) for stem, paper in made]
    for place, _ in enumerate(write_papers(named, folder, BULLETIN_KINDS), start=1):
        progress.step("writing bulletins", place, len(named))
    stem, paper = session.profile(ProfileRequest(preset=NAMED_PARTNER, author=author))
    write_paper(paper, folder, f"profile-{stem}", PROFILE_KINDS)
    show_lines(["", f"{len(named)} bulletins and a problem profile were written."])


def _what_next(root: Path) -> list[str]:
    return [
        "",
        f"The workspace is {root}.",
        f"Receipts are in out/receipts, bulletins and a profile in {PAPERS}.",
        f"  tiig serve --workspace {root}",
        f"  tiig submissions list --workspace {root}",
        f"  tiig count --by month,injury_group --preset named-partner --workspace {root}",
        f"  tiig profile --theme knife --area Castlereach -o {root / PAPERS} --workspace {root}",
        f"  tiig doctor --workspace {root}",
    ]

"""The end of `tiig demo`: the last month's papers, and what to look at next."""

from __future__ import annotations

from pathlib import Path

from tiig.cli.door import show_lines
from tiig.cli.papers import BULLETIN_KINDS, PROFILE_KINDS
from tiig.journeys.bulletin import BulletinRequest
from tiig.journeys.profile import ProfileRequest
from tiig.model.ports import Progress
from tiig.publish.paper_files import write_paper
from tiig.publish.press import write_papers
from tiig.wiring.session import Session

NAMED_PARTNER = "named-partner"
PAPERS = "out/papers"


def write_demo_papers(session: Session, root: Path, progress: Progress) -> None:
    """Write the last month's bulletins, and one profile, for a named partner."""
    author, folder = "TIIG demonstration", root / PAPERS
    progress.step("composing bulletins")
    request = BulletinRequest(all_areas=True, preset=NAMED_PARTNER, author=author)
    made = session.bulletins(request)
    named = [(f"bulletin-{stem}", paper) for stem, paper in made]
    for place, _ in enumerate(write_papers(named, folder, BULLETIN_KINDS), start=1):
        progress.step("writing bulletins", place, len(named))
    stem, paper = session.profile(ProfileRequest(preset=NAMED_PARTNER, author=author))
    write_paper(paper, folder, f"profile-{stem}", PROFILE_KINDS)
    show_lines(["", f"{len(named)} bulletins and a problem profile were written."])


def what_next(root: Path) -> list[str]:
    """Name the places to look at, and commands to try."""
    return [
        "",
        f"The workspace is {root}.",
        f"Receipts are in out/receipts, bulletins and a profile in {PAPERS}; what was planted in",
        "the data, and how many assaults each file holds, stands in truth/truth.json.",
        f"  tiig serve --workspace {root}",
        f"  tiig submissions list --workspace {root}",
        f"  tiig count --by month,injury_group --preset named-partner --workspace {root}",
        f"  tiig profile --theme knife --area Castlereach -o {root / PAPERS} --workspace {root}",
        f"  tiig doctor --workspace {root}",
    ]

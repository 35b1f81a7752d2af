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
    """Write the last month's bulletins, and one profile, for the recipient of the session."""
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


def what_next(root: Path, agreement: str) -> list[str]:
    """Name the places to look at, and commands to try."""
    there = f" --workspace {root}"
    return [
        "",
        f"The workspace is {root}.",
        f"Receipts are in out/receipts, bulletins and a profile in {PAPERS}; what was planted in",
        "the data, and how many assaults each file holds, stands in truth/truth.json.",
        f"  tiig serve{there}",
        f"  tiig submissions list{there}",
        f"  tiig agreement check {agreement}{there}",
        f"  tiig count --by month,injury_group --agreement {agreement}{there}",
        f"  tiig profile --theme knife --agreement {agreement} -o {root / PAPERS}{there}",
        f"  tiig doctor{there}",
    ]

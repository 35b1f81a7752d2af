"""Workspaces with months of the small hospitals' files; tests take copies (`made_once`)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.journey.small_extracts import Extracts, all_in_one, make_extracts

from tiig.testing import PARTNER, agree
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

TWO = ("aldermoor", "brackenfield")


def two_years(root: Path) -> None:
    """Two hospitals to March 2026; one department reported throughout, the others did not."""
    missing = (("brackenfield", "2024-09"), ("brackenfield", "2025-11"))
    made = make_extracts(_inbox(root), first="2024-04", months=24, seed=5, senders=TWO)
    _fill(root, made, missing)


def fifteen_months(root: Path) -> None:
    """Four hospitals to March 2026, their first months in one file, the last of one missing."""
    inbox = _inbox(root)
    made = make_extracts(inbox, first="2025-07", months=9, seed=3)
    earlier = all_in_one(inbox, first="2025-01", months=6, seed=3)
    made = replace(made, files=(*earlier, *made.files))
    _fill(root, made, (("dunmere", "2026-03"),))


def _inbox(root: Path) -> Path:
    """Return the inbox of a new workspace."""
    return make_workspace(root, region="Invented County") / "inbox"


def _fill(root: Path, made: Extracts, missing: tuple[tuple[str, str], ...]) -> None:
    """Add the profiles and send the files, but for the months that are missing."""
    with connect(root, because="testing", agreement=PARTNER) as session:
        for profile in made.profiles:
            session.add_sender(profile)
            agree(session.services)
        for extract in made.files:
            if (extract.sender, extract.month) not in missing:
                session.submit(extract.path, sender=extract.sender, month=extract.month)

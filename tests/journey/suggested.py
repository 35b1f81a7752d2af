"""What the tests of suggestions share: an invented month, what is suggested, its profile."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tiig.journeys.suggest_profile import (
    DraftRequest,
    SuggestRequest,
    draft_profile,
    suggest_profile,
)
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.proposal import (
    Draft,
    Proposal,
)
from tiig.services import Services

ASKER = Asker.local("test")
GIVEN = (
    ("sender:id", "ash"),
    ("sender:name", "Ash Trust (invented)"),
    ("sender:provider", "XQ3"),
    ("site:1:code", "XQ301"),
    ("site:1:name", "Ash Royal"),
)
HEADER = "Visit,ARRIVED,AGE,SEX,Hospital,{cause}"


def month(path: Path, header: str, *more: str, site: str = "East Ward") -> Path:
    """Write a month of sixty invented attendances under a header, then more lines."""
    lines = [
        f"V{n:04d},{n % 28 + 1:02d}/06/2026 1{n % 10}:{n % 60:02d},{n + 20},"
        f"{'MF'[n % 2]},{site},{('Knife', 'Fall')[n % 2]}"
        for n in range(60)
    ]
    path.write_text("\n".join([header, *lines, *more]) + "\n", encoding="utf-8")
    return path


def look(path: Path, services: Services) -> Proposal:
    """Return what is suggested for a file."""
    return suggest_profile(
        SuggestRequest(str(path)), asker=ASKER, services=services, progress=Silent()
    )


def drafted(found: Proposal, services: Services, *given: tuple[str, str]) -> Draft:
    """Return the profile with these lines given."""
    request = DraftRequest(found, None, given)
    draft = draft_profile(request, asker=ASKER, services=services, progress=Silent())
    tomllib.loads(draft.text)
    return draft

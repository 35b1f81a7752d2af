"""What left the team: which ledger rows were given to others, and as what kind of thing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from tiig.desk.letters import LETTER
from tiig.desk.quality import QUALITY
from tiig.desk.receipts import OWN_SUBMISSION
from tiig.model.submission import Release
from tiig.services import Services

LETTERS, RECEIPTS = "letters to departments", "receipts and reminders"
SCORECARDS, TABLES = "scorecards of quality", "tables and papers"


@dataclass(frozen=True)
class GivenRelease:
    """A release that somebody may have acted on: when, what it was, to whom it was given, why."""

    id: str
    on_day: date
    kind: str
    recipient: str
    purpose: str


def leaving_presets(services: Services) -> frozenset[str]:
    """Return the presets of what others were given: the team's own exact answers have another."""
    presets = services.standard.presets
    return frozenset({key for key, one in presets.items() if one.for_release} | {OWN_SUBMISSION})


def kind_released(release: Release) -> str:
    """Say what kind of thing a release is."""
    asked = json.loads(release.questions)
    if not asked:
        return RECEIPTS
    if LETTER in asked[0]:
        return LETTERS
    return SCORECARDS if QUALITY in asked[0] else TABLES


def given_releases(services: Services) -> tuple[GivenRelease, ...]:
    """Return what others were given, the newest first; receipts lead to nothing but files."""
    leaving = leaving_presets(services)
    found = (
        GivenRelease(one.id, one.at.date(), kind_released(one), one.organisation, one.purpose or "")
        for one in sorted(services.catalogue.releases(), key=lambda one: one.at, reverse=True)
        if one.preset in leaving
    )
    return tuple(one for one in found if one.kind != RECEIPTS)

"""What releases led to, and which of them somebody may have acted on."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.ports import Progress
from tiig.model.release_use import ReleaseUse
from tiig.services import Services

NEWEST = 60
"""Releases that are offered; an older one is named by its id."""


@dataclass(frozen=True)
class ReleaseUses:
    """Uses, the latest first, and the newest releases that were given to others.

    Of what the same people were given on one day for one purpose the newest is offered; `of` tells
    what each use is of.
    """

    uses: tuple[ReleaseUse, ...]
    given: tuple[desk.GivenRelease, ...]
    of: dict[str, desk.GivenRelease]


def release_uses(*, asker: Asker, services: Services, progress: Progress) -> ReleaseUses:
    """Return both for the team's own programme: every use, whoever entered it."""
    del progress
    desk.check_ours(asker, services)
    given = desk.given_releases(services)
    uses = sorted(
        services.catalogue.release_uses(), key=lambda one: (one.on_day, one.at), reverse=True
    )
    services.catalogue.note(asker, "listed what releases led to")
    named = {one.release for one in uses}
    alike: dict[tuple[object, ...], desk.GivenRelease] = {}
    for one in given:
        alike.setdefault((one.on_day, one.kind, one.recipient, one.purpose), one)
    return ReleaseUses(
        tuple(uses),
        tuple(alike.values())[:NEWEST],
        {one.id: one for one in given if one.id in named},
    )

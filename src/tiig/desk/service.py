"""The facts of a service report: protected quality, and what the ledger and the programme say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tiig.desk.actions import action_standings
from tiig.desk.declining import declined_in
from tiig.desk.quality import QualityAsked, quality_of
from tiig.desk.receipts import OWN_SUBMISSION
from tiig.desk.released import kind_released, leaving_presets
from tiig.model.asker import Asker
from tiig.model.letter import UsedFor
from tiig.model.months import Period
from tiig.model.quality_actions import ActionKind, ActionStanding, ActionState, Closing
from tiig.model.service import ActionsTold, FilesTold, ReleasesTold, Service
from tiig.services import Services


def service_of(period: Period, asker: Asker, services: Services, *, preset: str | None) -> Service:
    """Return what the service did in some months; its quality is a release of its own."""
    released = _releases(period, services)  # before this report adds its own
    told = Service(
        period=period,
        quality=quality_of(QualityAsked(period), asker, services, preset=preset),
        files=_files(period, services),
        releases=released,
        actions=(),
        departments_with_actions=0,
        uses=_uses(period, services),
        declined=declined_in(period, services),
    )
    standings = [one for one in action_standings(services) if _touches(one, period)]
    return replace(
        told,
        actions=tuple(_actions(standings, period)),
        departments_with_actions=len({one.action.site for one in standings}),
    )


def _within(day: date, period: Period) -> bool:
    return period.first.first_day <= day <= period.last.last_day


def _files(period: Period, services: Services) -> FilesTold:
    these = [
        one
        for one in services.catalogue.submissions()
        if not one.nil and _within(one.received_at.date(), period)
    ]
    days = sorted(one.received_at.date() for one in these)
    states = Counter(str(one.state) for one in these)
    return FilesTold(
        tuple(sorted(states.items())), days[0] if days else None, days[-1] if days else None
    )


def _releases(period: Period, services: Services) -> tuple[ReleasesTold, ...]:
    found: dict[tuple[str, str, str, str], list[date]] = {}
    leaving = leaving_presets(services)
    for one in services.catalogue.releases():
        # What the team was told for its own work, exactly, was released to nobody.
        if _within(one.at.date(), period) and one.preset in leaving:
            purpose = (one.purpose or "") if one.agreement else ""
            recipient = "senders" if one.preset == OWN_SUBMISSION else one.organisation
            said = "" if one.preset == OWN_SUBMISSION else purpose.partition(" (")[0]
            key = (kind_released(one), recipient, said, one.preset)
            found.setdefault(key, []).append(one.at.date())
    return tuple(ReleasesTold(*key, len(days), max(days)) for key, days in sorted(found.items()))


def _uses(period: Period, services: Services) -> tuple[UsedFor, ...]:
    these = (one for one in services.catalogue.release_uses() if _within(one.on_day, period))
    return tuple(
        UsedFor(one.kind, one.what, one.organisation, one.on_day)
        for one in sorted(these, key=lambda one: (one.on_day, one.at, one.id), reverse=True)
    )


def _touches(one: ActionStanding, period: Period) -> bool:
    """Tell whether an action was open on any day of the months."""
    if one.action.at.date() > period.last.last_day:
        return False
    return one.closing is None or one.closing.at.date() >= period.first.first_day


def _actions(standings: Iterable[ActionStanding], period: Period) -> Iterable[ActionsTold]:
    """Count them by kind as they stood at the end of the months."""
    every = [_as_of(one, period.last.last_day) for one in standings]
    for kind in ActionKind:
        these = [one for one in every if one.action.kind is kind]
        if these:
            closed = Counter(one.closing.closing for one in these if one.closing is not None)
            states = Counter(one.state_on(period.last.last_day) for one in these)
            yield ActionsTold(
                kind=str(kind),
                opened=sum(_within(one.action.at.date(), period) for one in these),
                done=closed[Closing.DONE],
                dropped=closed[Closing.DROPPED],
                going=states[ActionState.OPEN],
                overdue=states[ActionState.OVERDUE],
            )


def _as_of(one: ActionStanding, day: date) -> ActionStanding:
    return replace(one, entries=tuple(entry for entry in one.entries if entry.at.date() <= day))

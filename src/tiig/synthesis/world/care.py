"""What follows an injury: which department, how one comes, how urgent, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from tiig.synthesis.world.choosing import Flags, Whole
from tiig.synthesis.world.events import Events, as_index
from tiig.synthesis.world.facts import rows, table
from tiig.synthesis.world.hospitals import situations
from tiig.synthesis.world.setting import SEVERITIES, Joint, Setting
from tiig.synthesis.world.timing import DAY, HOUR, on_the_clock

CATEGORIES = ("first", "follow-up.planned", "follow-up.unplanned-here")
_FAR = 8 * HOUR
"""Who comes later than this comes from home."""
_LONGEST_STAY = 48 * HOUR


@dataclass(frozen=True)
class Attendances:
    """Columns of equal length, a row an attendance; `event` is the row of the events.

    Moments are minutes since 1970 in local time, the others rows of the setting's tables.
    """

    event: Whole
    site: Whole
    arrival: Whole
    departure: Whole
    category: Whole
    coming: Whole
    complaint: Whole
    outcome: Whole

    def take(self, rows: Flags) -> Self:
        """Return some of the rows."""
        return type(self)(*(getattr(self, one.name)[rows] for one in fields(self)))

    def joined(self, other: Self) -> Self:
        """Return the rows of both."""
        pairs = ((getattr(self, one.name), getattr(other, one.name)) for one in fields(self))
        return type(self)(*(np.concatenate(pair) for pair in pairs))


def attend(draw: np.random.Generator, setting: Setting, events: Events) -> Attendances:
    """Bring the people of events to departments; some come back for the same injury."""
    hour = events.arrival % DAY // HOUR
    first, last = table("sites")["choice"]["urgent_hours"]
    outside = len(setting.people.areas)
    near = (events.arrival - events.injury < _FAR) | (events.area == outside)
    start = np.where(near, events.place_area, events.area)
    ill = np.array([one.group == "none" for one in setting.streams])[events.stream]
    is_open = (hour >= first) & (hour <= last)
    situation = situations(events.age, events.severity, is_open, ill)
    site = setting.referral.pick(draw, start, situation)
    coming = _joint(draw, setting.arrivals, _kinds(setting, setting.arrivals, events), events)
    kinds = _kinds(setting, setting.outcomes, events)
    urgent = np.array([one.kind == "urgent-care" for one in setting.sites])[site]
    kinds = np.where(urgent, setting.outcomes.kinds.index("urgent-care"), kinds)
    complaint = setting.complaints.pick(draw, setting.mechanisms.complaints[events.mechanism])
    seen = Attendances(
        event=np.arange(len(events)),
        site=site,
        arrival=events.arrival,
        departure=_departures(draw, events.arrival, events.severity),
        category=np.zeros(len(events), dtype=np.int64),
        coming=coming,
        complaint=complaint,
        outcome=_joint(draw, setting.outcomes, kinds, events),
    )
    return seen.joined(_again(draw, setting, seen))


def _kinds(setting: Setting, joint: Joint, events: Events) -> Whole:
    """Return the kind of patient that a table of care distinguishes."""
    streams, scenes = setting.streams, setting.scenes

    def number(name: str) -> int:
        return joint.kinds.index(name if name in joint.kinds else "any")

    group = np.array([number(one.group) for one in streams])[events.stream]
    place = np.array([row["place"] for row in scenes.rows])[events.scene]
    care_home = np.array([one.name == "fall-care" for one in streams])[events.stream]
    return np.select(
        [place == "custody", care_home], [number("custody"), number("care-home")], group
    )


def _joint(draw: np.random.Generator, joint: Joint, kinds: Whole, events: Events) -> Whole:
    return joint.choices.pick(draw, kinds * len(SEVERITIES) + events.severity)


def _departures(draw: np.random.Generator, arrival: Whole, severity: Whole) -> Whole:
    care = table("shapes")["care"]
    spread = np.exp(care["stay_spread"] * draw.standard_normal(len(arrival)))
    stay = np.array(care["stay"])[severity] * spread
    return on_the_clock(arrival + np.minimum(as_index(stay) + 5, _LONGEST_STAY))


def _again(draw: np.random.Generator, setting: Setting, seen: Attendances) -> Attendances:
    """Return the follow-up attendances of some who were discharged."""
    again = table("shapes")["again"]
    home = np.array([row["destination"] == "discharged.home" for row in setting.outcomes.rows])
    back = np.flatnonzero(home[seen.outcome] & (draw.random(len(seen.event)) < again["share"]))
    rows_back = len(back)
    planned = draw.random(rows_back) < again["planned"]
    day = seen.arrival[back] // DAY + draw.integers(
        again["days"][0], again["days"][1] + 1, rows_back
    )
    hour = draw.integers(again["hours"][0], again["hours"][1] + 1, rows_back)
    arrival = day * DAY + hour * HOUR + draw.integers(0, HOUR, rows_back)
    minor = np.zeros(rows_back, dtype=np.int64)
    return Attendances(
        event=seen.event[back],
        site=seen.site[back],
        arrival=arrival,
        departure=_departures(draw, arrival, minor),
        category=np.where(planned, 1, 2),
        coming=_returning(draw, setting.arrivals, rows_back),
        complaint=np.full(rows_back, len(rows("complaints"))),
        outcome=_returning(draw, setting.outcomes, rows_back),
    )


def _returning(draw: np.random.Generator, joint: Joint, count: int) -> Whole:
    group = joint.kinds.index("again") * len(SEVERITIES)
    return joint.choices.pick(draw, np.full(count, group))

"""Put a month's attendances into words: the columns and nodes of the data standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl

from tiig.synthesis.world.care import CATEGORIES, Attendances
from tiig.synthesis.world.choosing import Flags, Whole
from tiig.synthesis.world.events import Events
from tiig.synthesis.world.facts import rows, table
from tiig.synthesis.world.people import SEXES, ethnic_groups
from tiig.synthesis.world.setting import Setting

_FOLLOW_UP_COMPLAINT = "225358003"
"""Wound care after treatment, the complaint of those who come back."""


def to_frame(setting: Setting, events: Events, seen: Attendances) -> pl.DataFrame:
    """Return attendances (and the row of events of each) as the neutral frame, sorted."""
    order = _order(seen, events.person[seen.event])
    at = seen.event[order]
    injured = np.array([one.group != "none" for one in setting.streams])[events.stream[at]]
    parts = {
        "site": _words([one.code for one in setting.sites], seen.site[order]),
        "person": pl.Series(events.person[at]),
        "incident": pl.Series(events.incident[at]),
        "arrival_at": _moments(seen.arrival[order]),
        "departure_at": _moments(seen.departure[order]),
        "injury_at": _moments(events.injury[at], injured),
        "age": pl.Series(events.age[at].astype(np.int16)),
        "sex": _words(SEXES, events.male[at].astype(np.int64)),
        **_home(setting, events.person[at], events.area[at]),
        "attendance_category": _words(CATEGORIES, seen.category[order]),
        **_care(setting, seen, order),
        **_truth(setting, events, at),
    }
    return pl.DataFrame(parts).select(COLUMNS)


COLUMNS = (
    "site", "person", "incident", "arrival_at", "departure_at", "injury_at", "age", "sex",
    "ethnic_category", "residence_lsoa", "attendance_category", "arrival_mode",
    "attendance_source", "acuity", "chief_complaint", "injury_group", "injury_intent",
    "injury_mechanism", "injury_place_type", "injury_activity_status", "alcohol_involved",
    "drugs_involved", "assault_relationship", "venue", "discharge_status",
    "discharge_destination", "discharge_follow_up",
)  # fmt: skip


def _order(seen: Attendances, person: Whole) -> Whole:
    """Sort by site, arrival and person, in one number."""
    start = int(seen.arrival.min()) if len(seen.arrival) else 0
    key = (seen.site << 50) | ((seen.arrival - start) << 30) | person
    return np.argsort(key, kind="stable")


def _words(words: Iterable[str], numbers: Whole, told: Flags | None = None) -> pl.Series:
    """Put words for numbers; an empty word, or one not told, is null."""
    known = pl.Series([*(word or None for word in words), None], dtype=pl.String)
    nothing = len(known) - 1
    return known.gather(numbers if told is None else np.where(told, numbers, nothing))


def _moments(minutes: Whole, told: Flags | None = None) -> pl.Series:
    moments = (minutes * 60_000_000).astype("datetime64[us]")
    if told is not None:
        moments[~told] = np.datetime64("NaT")
    return pl.Series(moments)


def _home(setting: Setting, person: Whole, area: Whole) -> dict[str, pl.Series]:
    groups = ethnic_groups(setting.people, person, area)
    return {
        "ethnic_category": _words(table("people")["ethnicity"], groups),
        "residence_lsoa": _words([*setting.people.areas, ""], area),
    }


def _care(setting: Setting, seen: Attendances, order: Whole) -> dict[str, pl.Series]:
    complaints = [*(row["complaint"] for row in rows("complaints")), _FOLLOW_UP_COMPLAINT]
    coming, outcome = seen.coming[order], seen.outcome[order]
    return {
        "arrival_mode": _words(_column(setting.arrivals.rows, "mode"), coming),
        "attendance_source": _words(_column(setting.arrivals.rows, "source"), coming),
        "acuity": _words(_column(setting.arrivals.rows, "acuity"), coming),
        "chief_complaint": _words(complaints, seen.complaint[order]),
        "discharge_status": _words(_column(setting.outcomes.rows, "status"), outcome),
        "discharge_destination": _words(_column(setting.outcomes.rows, "destination"), outcome),
        "discharge_follow_up": _words(_column(setting.outcomes.rows, "follow_up"), outcome),
    }


def _truth(setting: Setting, events: Events, at: Whole) -> dict[str, pl.Series]:
    scenes, mechanisms, streams = setting.scenes.rows, setting.mechanisms.rows, setting.streams
    scene, mechanism, stream = events.scene[at], events.mechanism[at], events.stream[at]
    asked = np.array([bool(row["alcohol"]) for row in scenes])[scene]
    venue = events.venue[at].astype(np.int32)
    return {
        "injury_group": _words([one.group for one in streams], stream),
        "injury_intent": _words([one.intent for one in streams], stream),
        "injury_mechanism": _words(_column(mechanisms, "mechanism"), mechanism),
        "injury_place_type": _words(_column(scenes, "place"), scene),
        "injury_activity_status": _words(_column(scenes, "activity"), scene),
        "assault_relationship": _words(_column(scenes, "relationship"), scene),
        "alcohol_involved": _words(("no", "yes"), events.alcohol[at].astype(np.int64), asked),
        "drugs_involved": _words(("no", "yes"), events.drugs[at].astype(np.int64), asked),
        "venue": pl.Series(venue).set(pl.Series(venue < 0), None),
    }


def _column(table_rows: Iterable[Mapping[str, str]], name: str) -> list[str]:
    return [row[name] for row in table_rows]

"""A small clock, ids, and rows of invented people for the store's tests."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from tiig.model.gates import Attendances, attendances, deidentified
from tiig.model.months import Month
from tiig.model.profile import Scope
from tiig.model.states import ItemState
from tiig.model.submission import Pack, Pair
from tiig.store import ParquetLake
from tiig.store.in_memory import MemoryKeys
from tiig.store.layout import Layout

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that a test moves."""

    moment: datetime = NOW

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def pass_by(self, hours: float) -> None:
        """Move on."""
        self.moment += timedelta(hours=hours)


@dataclass
class CountedIds:
    """UUIDv7-shaped ids that carry the clock's time and a number."""

    clock: HandClock
    made: int = 0

    def new(self) -> str:
        """Return the next id."""
        self.made += 1
        bits = int(self.clock.now().timestamp() * 1000) << 80 | 7 << 76 | 2 << 62 | self.made
        return str(uuid.UUID(int=bits))


@dataclass
class Bench:
    """A lake on disk with the catalogue's knowledge of packs in a dictionary."""

    lake: ParquetLake
    layout: Layout
    clock: HandClock
    keys: MemoryKeys
    root: Path
    known: dict[str, Pack] = field(default_factory=dict)

    def store(self, *batches: pl.DataFrame) -> tuple[Pack, ...]:
        """Write, publish and name packs of these rows."""
        with self.lake.stage("submission") as staging:
            for batch in batches:
                staging.write(sealed(batch, self.layout))
            packs = staging.finish()
        self.lake.publish(packs)
        self.known.update({pack.id: pack for pack in packs})
        return packs


def sealed(frame: pl.DataFrame, layout: Layout) -> Attendances:
    """Pass rows through the gates as `deidentify` and `derive` would."""
    declared = frozenset({*layout.columns, *frame.columns})
    return attendances(deidentified(frame, declared), {}, declared)


def plain_rows(months: list[str], *, site: str = "SYN01", first_row: int = 2) -> pl.DataFrame:
    """Return one invented attendance a month named."""
    count = len(months)
    rows = list(range(first_row, first_row + count))
    return pl.DataFrame(
        {
            "row": pl.Series(rows, dtype=pl.UInt32),
            "site": pl.Series([site] * count),
            "site__state": pl.Series([0] * count, dtype=pl.UInt8),
            "month": pl.Series(months),
            "attendance_id": pl.Series([f"{row:032x}" for row in rows]),
        }
    )


def full_rows(layout: Layout, count: int, month: str = "2026-06") -> pl.DataFrame:
    """Return rows that fill every declared column, each third row empty where it may be."""
    return pl.DataFrame(
        [_series(name, kind, layout, count).alias(name) for name, kind in layout.columns.items()]
    ).with_columns(month=pl.lit(month), site=pl.lit("SYN01"))


def pair(
    packs: tuple[Pack, ...], *, month: str = "2026-06", site: str = "SYN01", **more: object
) -> Pair:
    """Return a pair in force for one site-month."""
    told: dict[str, object] = {
        "id": f"pair-{site}-{month}",
        "site": site,
        "month": Month.parse(month),
        "revision": "submission",
        "derivation": "derivation",
        "sender": "sender",
        "scope": Scope.ALL_ATTENDANCES,
        "tells_assaults": True,
        "rows": 1,
        "packs": tuple(pack.id for pack in packs),
        "settled_at": NOW,
        "known_from": NOW,
    }
    return Pair(**{**told, **more})  # type: ignore[arg-type]  # the test names real fields


def _series(name: str, kind: pl.DataType, layout: Layout, count: int) -> pl.Series:
    values = [_value(name, kind, layout, place) for place in range(count)]
    may_be_empty = name != "row" and not layout.is_state(name)
    shown = [
        None if may_be_empty and place % 3 == 2 else value for place, value in enumerate(values)
    ]
    return pl.Series(name, shown, dtype=kind)


def _value(name: str, kind: pl.DataType, layout: Layout, place: int) -> object:
    if name in layout.closed:
        words = layout.closed[name].categories
        return words[place % len(words)]
    if name in layout.forms:
        return _formed(name, layout, place)
    if layout.is_state(name):
        return place % len(ItemState)
    if kind == pl.Boolean():
        return place % 2 == 0
    if kind.is_temporal():
        zone = UTC if getattr(kind, "time_zone", None) else None
        return datetime(2026, 6, 1, 3, 4, 5, 6, tzinfo=zone) + timedelta(minutes=place)
    return place + 1


def _formed(name: str, layout: Layout, place: int) -> str:
    if name in layout.keyed:
        return f"{place + 2**127:032x}"
    candidates: list[str] = [f"XS-A{place % 90 + 10}-M01-L1", f"XS-A{place % 90 + 10}-M01"]
    candidates += [f"XS-A{place % 90 + 10}", "M1", f"SYN{place}"]
    fits = pl.Series(candidates).str.contains(rf"\A(?:{layout.forms[name]})\z")
    return candidates[fits.to_list().index(True)]

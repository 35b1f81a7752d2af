"""Whatever happens in whatever order, the stores on disk know what the ones in memory know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.oracle.store_nouns import (
    NOW,
    Steps,
    fresh_schema,
    pair,
    write,
)

from tiig.model.errors import TiigError
from tiig.model.gates import attendances, deidentified
from tiig.model.months import Month
from tiig.model.ports import Catalogue, Change
from tiig.model.submission import (
    Pack,
    SubmissionState,
)
from tiig.standard import Standard, load_standard, storage_columns
from tiig.store import ParquetLake, SqlCatalogue
from tiig.store.in_memory import MemoryCatalogue, MemoryKeys, MemoryLake

SITES = st.sampled_from(["N1", "N2"])
MONTHS = st.sampled_from([Month(2026, 6), Month(2026, 7)])
PARTS = st.sampled_from([(None, None), (1, 14), (15, None), (1, 7), (8, 20)])
Part = tuple[int | None, int | None]


class TwoCatalogues(RuleBasedStateMachine):
    """Does the same to both, and compares what they know, now and as known at any time."""

    folder: Path
    made = 0

    @initialize()
    def begin(self) -> None:
        """Make both, empty."""
        type(self).made += 1
        self.both: tuple[Catalogue, ...] = (
            MemoryCatalogue(clock=Steps()),
            SqlCatalogue(self.url(), clock=Steps()),
        )
        self.moments = [NOW]
        self.names: list[str] = []

    def url(self) -> str:
        """Return the address of an empty database."""
        return f"sqlite:///{self.folder / f'{self.made}.db'}"

    @rule(site=SITES, month=MONTHS, part=PARTS, minutes=st.integers(-1, 2), rows=st.integers(0, 3))
    def put(self, site: str, month: Month, part: Part, minutes: int, rows: int) -> None:
        """Put a pair in force for a month or some of its days, perhaps too early."""
        at = self.moments[-1] + timedelta(minutes=minutes)
        name = f"p-{len(self.names)}"
        first, last = (day and date(month.year, month.number, day) for day in part)
        days = {"first_day": first, "last_day": last}
        more = {"known_from": at, "rows": rows, "nil": rows == 0, **days}
        new = pair(name, site=site, month=month, **more)
        if self._alike(lambda change: change.put_in_force([new])):
            self.names.append(name)
            self.moments.append(max(at, self.moments[-1]))

    @precondition(lambda self: self.names)
    @rule(which=st.integers(0, 50), minutes=st.integers(-1, 2))
    def close(self, which: int, minutes: int) -> None:
        """Close a pair that was put in force at some time."""
        at = self.moments[-1] + timedelta(minutes=minutes)
        name = self.names[which % len(self.names)]
        if self._alike(lambda change: change.close_pairs([name], at)):
            self.moments.append(max(at, self.moments[-1]))

    @rule(site=SITES, month=MONTHS)
    def put_and_break(self, site: str, month: Month) -> None:
        """Put a pair in force in a transaction that then fails."""
        new = pair("broken", site=site, month=month, known_from=self.moments[-1])
        done = self._alike(
            lambda change: change.put_in_force([new]),
            lambda change: change.move("nobody", SubmissionState.HELD),
        )
        assert not done

    @invariant()
    def agree(self) -> None:
        """Both know the same, and never two pairs of a site that speak for the same day."""
        memory, sql = self.both
        assert memory.change_number() == sql.change_number()
        assert memory.pairs() == sql.pairs()
        assert memory.pairs_of("s-1") == sql.pairs_of("s-1")
        for moment in self.moments[-5:]:
            for step in (timedelta(0), -timedelta.resolution):
                known = memory.pairs(as_known_at=moment + step)
                assert known == sql.pairs(as_known_at=moment + step)
                assert not any(
                    one.site == other.site and one.days.overlaps(other.days)
                    for one, other in combinations(known, 2)
                )

    def teardown(self) -> None:
        """Let go."""
        for one in getattr(self, "both", ()):
            one.close()

    def _alike(self, *writes: Callable[[Change], None]) -> bool:
        """Do it to both; both must do it, or both refuse in the same words."""
        told = []
        for one in self.both:
            try:
                write(one, *writes)
                told.append("done")
            except TiigError as fault:
                told.append(fault.sentence)
        assert len(set(told)) == 1
        return told[0] == "done"


@pytest.mark.needs_postgres
def test_postgres_agrees_whatever_happens(postgres: str) -> None:
    """The same holds for PostgreSQL."""

    class Machine(TwoCatalogues):
        def url(self) -> str:
            return fresh_schema(postgres)

    steady = settings(max_examples=5, stateful_step_count=10, derandomize=True, deadline=None)
    run_state_machine_as_test(Machine, settings=steady)


def test_catalogues_agree_whatever_happens(tmp_path: Path) -> None:
    """Putting in force, closing and breaking off in any order leaves both knowing the same."""
    machine = type("Machine", (TwoCatalogues,), {"folder": tmp_path})
    steady = settings(max_examples=15, stateful_step_count=12, derandomize=True, deadline=None)
    run_state_machine_as_test(machine, settings=steady)


def test_lakes_agree(tmp_path: Path) -> None:
    """The lake in memory gives the same table, findings and content as the one on disk."""
    standard, keys, clock = load_standard(), MemoryKeys(), Steps()
    known: dict[str, Pack] = {}
    disk = ParquetLake(
        tmp_path,
        keys=keys,
        clock=clock,
        ids=Numbers(),
        standard=standard,
        packs_by_id=lambda ids: [known[name] for name in ids],
    )
    memory = MemoryLake(keys=keys, clock=clock, ids=Numbers(), standard=standard)
    tables, findings, contents = [], [], []
    for lake in (disk, memory):
        packs = _stored(lake, standard)
        known.update({pack.id: pack for pack in packs})
        names = tuple(pack.id for pack in packs)
        assert frozenset(names) == lake.on_disk()
        assert [lake.check(pack) for pack in packs] == [None] * 3
        pairs = [
            pair(f"p-{site}-{month}", site=site, month=month, packs=names)
            for site in ("SYN01", "SYN02")
            for month in (Month(2025, 12), Month(2026, 1))
        ]
        tables.append(lake.table(pairs[1:]))
        findings.append(lake.findings(names))
        contents.append([(pack.id, pack.rows, pack.content) for pack in packs])

    assert tables[0].equals(tables[1])
    assert tables[0].schema == tables[1].schema
    assert tables[0].height > 0
    assert findings[0].equals(findings[1])
    assert contents[0] == contents[1]


class Numbers:
    """Ids that count."""

    def __init__(self) -> None:
        self._made = 0

    def new(self) -> str:
        """Return the next id."""
        self._made += 1
        return f"id-{self._made}"


def _stored(lake: ParquetLake | MemoryLake, standard: Standard) -> tuple[Pack, ...]:
    declared = frozenset(storage_columns(standard))
    rows = pl.DataFrame(
        {
            "row": pl.Series(range(2, 14), dtype=pl.UInt32),
            "site": ["SYN01", "SYN02", "SYN02"] * 4,
            "site__state": pl.Series([0] * 12, dtype=pl.UInt8),
            "month": ["2026-01", "2025-12"] * 6,
            "attendance_id": [f"{number % 7:032x}" for number in range(12)],
        }
    )
    found = pl.DataFrame(
        {"row": [2], "rule": [3], "item": [4]},
        schema={"row": pl.UInt32(), "rule": pl.UInt16(), "item": pl.UInt16()},
    )
    with lake.stage("s") as staging:
        for start in (0, 5):
            batch = deidentified(rows.slice(start, 5 if start == 0 else 7), declared)
            staging.write(attendances(batch, {}, declared))
            staging.write_findings(found)
        packs = staging.finish()
    lake.publish(packs)
    return packs

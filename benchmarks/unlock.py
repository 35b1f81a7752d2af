"""Whether a repair brings what `tiig quality unlock` says: repair it in the generator and look.

python benchmarks/unlock.py [--months 3] [--scale 0.2] [--seeds 1 2 3]

For each seed the synthetic region is sent without its planted faults, and the work list taken.
Then it is sent again three times, each time with all habits of one item (date, place, weapon)
gone from every sender, and everything else the very same. A repair is one item at one department
whose sender had such a habit, and where an assault lacks that item only; it is *covered* where the
usable records that it brought lie in the interval that was told before.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tiig import desk
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.months import Month, Period
from tiig.model.unlock import Unlock
from tiig.quality.unlock import FIELDS
from tiig.synthesis import Recording, make_world
from tiig.synthesis.recording.senders import Sender, all_senders
from tiig.testing import agree, in_memory_services
from tiig.wiring.session import Session

LAST = Month(2026, 6)
LEAST, MOST = 0.90, 0.99
"""Share of repairs that 95 % intervals may cover."""
ENOUGH = 200
_ROUNDED = 0.005


@dataclass(frozen=True)
class Repair:
    """One item repaired at one department: what was told before, and what it brought, in rows."""

    site: str
    item: str
    only: int
    expected: float
    low: float
    high: float
    brought: int

    @property
    def covered(self) -> bool:
        """Tell whether the interval holds what it brought."""
        return self.low <= self.brought <= self.high


def main() -> None:
    """Repair, compare, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--scale", type=float, default=0.2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    found: list[Repair] = []
    for seed in asked.seeds:
        for one in repairs(seed, asked.months, asked.scale):
            found.append(one)
            if asked.verbose:
                print(one, "" if one.covered else "NOT COVERED", flush=True)
    _print(found)


def repairs(
    seed: int, months: int, scale: float, items: Iterable[str] = tuple(FIELDS)
) -> Iterator[Repair]:
    """Yield what was told of each repair of a seed's region, and what it brought."""
    senders = [_sound(sender) for sender in all_senders()]
    before = _told(senders, seed, months, scale)
    for item in items:
        after = _told([_repaired(one, item) for one in senders], seed, months, scale)
        usable = {site.site: site.usable for site in after.sites}
        habitual = {site for one in senders for site in one.sites if _repaired(one, item) != one}
        for site in before.sites:
            (gain,) = (one for one in site.gains if one.items == (item,))
            if site.site not in habitual or not gain.only:
                continue
            low, high = gain.low - _ROUNDED, gain.high + _ROUNDED
            yield Repair(
                site.site,
                item,
                gain.only,
                gain.expected * site.months,
                low * site.months,
                high * site.months,
                usable[site.site] - site.usable,
            )


def _sound(sender: Sender) -> Sender:
    """Return a sender without anything planted."""
    habits = tuple(habit for habit in sender.habits if not habit.planted)
    return replace(
        sender, layouts=sender.layouts[:1], habits=habits, filters=(), corrected=(), again=()
    )


def _repaired(sender: Sender, item: str) -> Sender:
    """Return a sender that leaves an item as it was; its other habits hit the very same rows."""
    habits = tuple(
        replace(habit, share=0.0, per_month=0.0) if habit.item in FIELDS[item] else habit
        for habit in sender.habits
    )
    return replace(sender, habits=habits)


def _told(senders: Sequence[Sender], seed: int, months: int, scale: float) -> Unlock:
    first = LAST.plus(1 - months)
    session = Session(Asker.local("analyst", purpose="testing"), in_memory_services(), Silent())
    with tempfile.TemporaryDirectory() as folder:
        recording = Recording(
            make_world(seed=seed, first=first, months=months, scale=scale),
            Path(folder),
            seed=seed,
            senders=list(senders),
        )
        for batch in recording.batches(first, months):
            for due in batch.profiles:
                session.add_sender(due.path)
                agree(session.services)
            for file in batch.files:
                month = None if file.month is None else str(file.month)
                session.submit(file.path, sender=file.sender, month=month, confirm=True)
    period = str(Period(first, LAST))
    asked = {"department": None, "period": period, "repairs": [], "to_share": 100}
    return desk.unlock_of(asked, session.services.catalogue.pairs(), session.services)


def _print(found: Sequence[Repair]) -> None:
    print(f"{'repaired':<10}{'repairs':>9}{'covered':>9}{'only it':>9}{'told':>9}{'brought':>9}")
    for item in (*FIELDS, "all"):
        chosen = [one for one in found if item in {one.item, "all"}]
        if not chosen:
            continue
        covered = sum(one.covered for one in chosen) / len(chosen)
        sums = [sum(getattr(one, name) for one in chosen) for name in ("only", "expected")]
        brought = sum(one.brought for one in chosen)
        print(f"{item:<10}{len(chosen):>9}{covered:>9.1%}{sums[0]:>9}{sums[1]:>9.0f}{brought:>9}")
    covered = sum(one.covered for one in found) / len(found)
    met = LEAST <= covered <= MOST and len(found) >= ENOUGH
    print(
        f"95 % intervals cover {covered:.1%} of {len(found)} repairs; wanted {LEAST:.0%} to"
        f" {MOST:.0%} of {ENOUGH} at least: {'met' if met else 'NOT MET'}"
    )


if __name__ == "__main__":
    main()

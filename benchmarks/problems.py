"""How many planted faults are found, how many alarms are false, and how soon a drift is found.

python benchmarks/problems.py [--seeds 101 150] [--scale 0.05] [--months 24] [--verbose]
python benchmarks/problems.py --drifts --seeds 101 105 --scale 1
python benchmarks/problems.py --nothing --seeds 101 150

Each seed of the range is an invented region of its own in which one fault of each kind is planted
(see `planting.py`), with `--drifts` two slow drifts a sender, with `--nothing` none. A hit is a
problem at the right site and item whose first month is right to one month; every other problem is
false. The limits of `quality/problems/rules.py` were chosen on seeds 1 to 25.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl
from planting import Fault, Plan, region_of

from tiig.model.problems import Problem
from tiig.quality.problems import months_to_find, problems

SURE = ("late joiner", "absent month", "coding change", "filter change")
"""The kinds of which nearly all must be found, nearly always rightly."""
AT_LEAST = 0.95
MOST_FALSE = 1.0
"""False alarms by site and item in five years."""
MANY_ROWS, SOON = 900, 6
"""Rows a month from which a drift of a point a month must be found in so many months."""


@dataclass
class Tally:
    """What was found, over all seeds."""

    planted: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: Counter[tuple[str, str]] = field(default_factory=Counter)
    whenever: Counter[tuple[str, str]] = field(default_factory=Counter)
    waited: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    another_month: int = 0
    site_item_years: float = 0.0
    seconds: list[float] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Drift:
    """A planted drift of one site: its rows a month, the months stated and taken (None: not)."""

    rows: float
    stated: int | None
    left: int
    taken: int | None


def hits(fault: Fault, problem: Problem) -> bool:
    """Tell whether a problem is the fault: site, item, and first month right to one."""
    return touches(fault, problem) and abs(problem.first.index - fault.since.index) <= 1


def touches(fault: Fault, problem: Problem) -> bool:
    """Tell whether a problem is at the fault's site and item while it lasts."""
    here = problem.site in fault.sites and problem.item in fault.items
    return here and problem.last >= fault.since


def note(tally: Tally, seed: int, faults: Sequence[Fault], told: Sequence[Problem]) -> None:
    """Count what of the faults of a seed was found, and what was found beside them."""
    for fault in faults:
        key = (fault.kind, fault.size)
        for site in fault.sites:
            here = [one for one in told if one.site == site]
            fitting = [one for one in here if hits(fault, one)]
            tally.planted[key] += 1
            tally.found[key] += bool(fitting)
            tally.whenever[key] += any(touches(fault, one) for one in here)
            tally.named[key] += any(fault.kind in {one.kind, one.shape} for one in fitting)
            if fitting:
                first = min(one.found.index for one in fitting)
                tally.waited[key].append(first - fault.since.index + 1)
            else:
                where = f"{site} {fault.items[0]} {fault.since}"
                tally.lines.append(f"{seed} not found: {fault.kind} {fault.size} {where}")
    for one in told:
        if any(hits(fault, one) for fault in faults):
            tally.right[str(one.kind)] += 1
            continue
        tally.false[str(one.kind)] += 1
        tally.another_month += any(touches(fault, one) for fault in faults)
        where = f"{one.site} {one.item} {one.first}"
        tally.lines.append(f"{seed} false: {one.kind} {where}: {one.evidence}")


def site_item_years(measured: pl.DataFrame) -> float:
    """Return the watched series of a region, times their years."""
    items = measured.filter(~pl.col("measure").str.starts_with("is ")).select("site", "item")
    return items.unique().height * measured["month"].n_unique() / 12


def drifts_of(
    measured: pl.DataFrame, faults: Iterable[Fault], told: Sequence[Problem]
) -> list[Drift]:
    """Return each planted drift with the months that were stated and taken."""
    found = []
    last = str(measured["month"].max())
    for fault in faults:
        for site in fault.sites:
            before = measured.filter(
                pl.col("site") == site,
                pl.col("item") == fault.items[0],
                pl.col("measure") == "completeness",
                pl.col("month") < str(fault.since),
            )
            rows, months = int(before["out_of"].sum()), max(before.height, 1)
            bad = 1 - before["count"].sum() / max(rows, 1)
            here = [one for one in told if one.site == site and touches(fault, one)]
            taken = min((one.found.index - fault.since.index + 1 for one in here), default=None)
            left = sum(str(fault.since.plus(step)) <= last for step in range(60))
            found.append(Drift(rows / months, months_to_find(rows / months, bad), left, taken))
    return found


def main() -> None:
    """Plant, look, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs=2, default=[101, 150])
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--drifts", action="store_true")
    parser.add_argument("--nothing", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    plan = Plan.DRIFTS if asked.drifts else Plan.NOTHING if asked.nothing else Plan.FAULTS
    tally, drifts = Tally(), list[Drift]()
    for seed in range(asked.seeds[0], asked.seeds[1] + 1):
        measured, around, faults = region_of(
            seed, months=asked.months, scale=asked.scale, plan=plan
        )
        begun = time.perf_counter()
        told = problems(measured, around)
        tally.seconds.append(time.perf_counter() - begun)
        tally.site_item_years += site_item_years(measured)
        note(tally, seed, faults, told)
        if plan is Plan.DRIFTS:
            drifts += drifts_of(measured, faults, told)
    _print(tally)
    if drifts:
        _print_drifts(drifts)
    for line in tally.lines if asked.verbose else ():
        print(" ", line)


def _print(tally: Tally) -> None:
    print(f"{len(tally.seconds)} regions, at most {max(tally.seconds):.2f} s each")
    if tally.planted:
        print(
            f"{'planted':<32}{'':>6}{'hit':>6}{'recall':>8}{'named':>7}{'at all':>8}{'months':>8}"
        )
    for key in sorted(tally.planted):
        planted, waited = tally.planted[key], sorted(tally.waited[key])
        months = str(waited[len(waited) // 2]) if waited else "-"
        print(
            f"{' '.join(key):<32}{planted:>6}{tally.found[key]:>6}"
            f"{tally.found[key] / planted:>8.0%}{tally.named[key]:>7}"
            f"{tally.whenever[key]:>8}{months:>8}"
        )
    right, false = sum(tally.right.values()), sum(tally.false.values())
    if right:
        print(
            f"precision over all alarms: {right} of {right + false} ({right / (right + false):.1%})"
        )
        print(f"  of the false: right but for the month {tally.another_month}; {dict(tally.false)}")
    for kind in SURE if tally.planted and right else ():
        _judge_sure(tally, kind)
    per_five = 5 * (false - tally.another_month) / tally.site_item_years
    verdict = "met" if per_five <= MOST_FALSE else "MISSED"
    print(f"false alarms by site and item in five years: {per_five:.4f} (at most 1: {verdict})")


def _judge_sure(tally: Tally, kind: str) -> None:
    planted = sum(count for key, count in tally.planted.items() if key[0] == kind)
    if not planted:
        return
    recall = sum(tally.named[key] for key in tally.planted if key[0] == kind) / planted
    told = tally.right[kind] + tally.false[kind]
    precision = tally.right[kind] / told if told else 0.0
    verdict = "met" if min(recall, precision) >= AT_LEAST else "MISSED"
    print(f"  {kind}: recall {recall:.3f}, precision {precision:.3f} of {told}: {verdict}")


def _print_drifts(drifts: Sequence[Drift]) -> None:
    large = [one for one in drifts if one.rows >= MANY_ROWS]
    soon = sum(one.taken is not None and one.taken <= SOON for one in large)
    if large:
        verdict = "met" if soon == len(large) else "MISSED"
        print(f"drift of a point a month, {MANY_ROWS} rows and more: {soon} of {len(large)} within "
              f"{SOON} months ({verdict})")  # fmt: skip
    small = [one for one in drifts if one.rows < MANY_ROWS]
    due = [one for one in small if one.stated is not None and one.stated <= one.left]
    kept = sum(one.taken is not None and one.taken <= (one.stated or 0) for one in due)
    print(f"fewer rows: {kept} of {len(due)} within the months that are stated; "
          f"{len(small) - len(due)} are stated to take longer than there are months")  # fmt: skip


if __name__ == "__main__":
    main()

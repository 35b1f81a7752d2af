"""No share that is shown gives back a small count: played by an attacker who knows the whole.

Every way in which the rows of a cell can be split is laid out; the attacker sees what is
shown of one of them and keeps all that look the same. A small count is safe where these
leave as much open as a star in a table of counts does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest

from tiig.disclose.bounds import Rule
from tiig.disclose.shares import CellShares, shares_of
from tiig.model.figures import Mark
from tiig.model.months import Month
from tiig.model.quality import ItemCount

PUBLIC, PARTNER, EXACT = Rule(8, 5), Rule(5), Rule(1)
JUNE = Month(2026, 6)
PARTS = ("known", "partly", "not_known", "faulty", "missing")
SUMS = {
    **{part: (part,) for part in PARTS},
    "unusable": ("partly", "not_known", "faulty", "missing"),
    "answered": ("known", "partly", "not_known", "faulty"),
    "answered in vain": ("partly", "not_known", "faulty"),
    "valid": ("known", "partly", "not_known"),
}


def cell(known: int, partly: int, not_known: int, faulty: int, missing: int) -> ItemCount:
    """Return a cell of these rows."""
    parts = (known, partly, not_known, faulty)
    return ItemCount("XQ1", JUNE, "weapon", sum(parts) + missing, *parts, missing)


def splits(rows: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to split rows into parts."""
    if parts == 1:
        yield (rows,)
        return
    for first in range(rows + 1):
        for rest in splits(rows - first, parts - 1):
            yield (first, *rest)


def possible(rows: int, *, moments: bool) -> Iterator[tuple[int, ...]]:
    """Yield every cell of so many rows; only moments can be partly given."""
    if moments:
        yield from splits(rows, 5)
    else:
        yield from ((known, 0, *rest) for known, *rest in splits(rows, 4))


@cache
def looking_alike(
    rows: int, rule: Rule, *, moments: bool
) -> dict[CellShares, list[dict[str, int]]]:
    """Return the cells by what is shown of them."""
    found: dict[CellShares, list[dict[str, int]]] = defaultdict(list)
    for parts in possible(rows, moments=moments):
        named = dict(zip(PARTS, parts, strict=True))
        sums = {name: sum(named[part] for part in those) for name, those in SUMS.items()}
        found[shares_of(cell(*parts), rule)].append(sums)
    return found


@pytest.mark.parametrize("rule", [PUBLIC, PARTNER], ids=["public", "named-partner"])
@pytest.mark.parametrize(
    ("rows", "moments"),
    [(rows, False) for rows in (1, 4, 7, 9, 10, 12, 15, 16, 17, 19, 24, 31, 37)]
    + [(rows, True) for rows in (9, 10, 16, 18, 22)],
)
def test_no_share_gives_a_small_count_back(rows: int, rule: Rule, *, moments: bool) -> None:
    """Whoever knows the rows of a cell cannot tell any small part, or sum of parts, of it."""
    most = rule.smallest_shown - 1
    exposed = []
    for shown, alike in looking_alike(rows, rule, moments=moments).items():
        for name in SUMS:
            values = {one[name] for one in alike}
            small = values & set(range(1, most + 1))
            open_wide = max(values) - min(values) >= most
            anything = set(range(1, most + 1)) <= values or rows <= most
            if small and not open_wide and not anything:
                exposed.append((name, sorted(values), shown))

    assert exposed == []


@pytest.mark.parametrize("rule", [PUBLIC, PARTNER], ids=["public", "named-partner"])
def test_limits_are_true(rule: Rule) -> None:
    """The share lies between the limits that are shown, whatever the rows rounded to."""
    wrong = []
    for rows in (10, 16, 18, 22, 23, 41, 58):
        for known in range(rows + 1):
            count = cell(known, 0, 0, 0, rows - known)
            shown = shares_of(count, rule).usable
            share = 100 * known / rows
            if shown.mark is Mark.SHOWN and shown.value is None:
                assert shown.low is not None
                assert shown.high is not None
                if not shown.low <= share <= shown.high:
                    wrong.append((rows, known, shown))

    assert wrong == []


def test_enough_is_shown_to_be_useful() -> None:
    """Of a good month's hundred assaults every share is shown, or the limit that it is above."""
    shown = shares_of(cell(97, 0, 1, 0, 2), PUBLIC)

    assert (shown.usable.low, shown.usable.high) == (92, 100)
    assert (shown.completeness, shown.validity) == (shown.usable, shown.usable)
    assert (shown.unknown.low, shown.unknown.high) == (0, 8)


def test_exact_answers_carry_their_parts() -> None:
    """Where nothing is protected, part and whole stand beside the share."""
    shown = shares_of(cell(3, 0, 1, 0, 0), EXACT).usable

    assert (shown.value, shown.part, shown.whole) == (75, 3, 4)


@pytest.mark.parametrize(
    ("count", "mark"),
    [
        (cell(0, 0, 0, 0, 0), Mark.NOT_APPLICABLE),
        (ItemCount("XQ1", JUNE, "weapon", counted=False), Mark.NOT_AVAILABLE),
        (ItemCount("XQ1", JUNE, "weapon", rows=10, known=11), Mark.NOT_AVAILABLE),
        (cell(3, 0, 0, 0, 1), Mark.SUPPRESSED),
    ],
)
def test_what_cannot_be_shown_is_a_mark(count: ItemCount, mark: Mark) -> None:
    """Nothing to ask, nothing counted, counts that contradict themselves, too few rows."""
    assert shares_of(count, PUBLIC).usable.mark is mark

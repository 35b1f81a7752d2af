"""What changed in a file as a whole: columns, date patterns, default cells, local values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from tiig.model.drift import Change, Portrait
from tiig.quality.drift.months import Words
from tiig.quality.drift.rules import (
    CODES_GONE,
    CODES_NEW,
    COLUMN_GONE,
    COLUMN_NEW,
    COLUMN_ORDER,
    COLUMN_RENAMED,
    DATES_SWAPPED,
    DEFAULTS_MOVED,
    FINDING_GREW,
    FORMAT_MOVED,
    HELD_EXPECTED,
    HELD_POINTS,
    SAID_EXPECTED,
    SAID_SWAPPED,
)
from tiig.quality.drift.shares import Part, compared

_NAMED = 8


def column_changes(
    now: Sequence[str], last: Sequence[str], feeding: Collection[str], *, told: bool
) -> Iterator[Change]:
    """Yield how the header differs from the last file's.

    `feeding` are the columns that feed an item; `told` says that a new version of the profile
    tells of the change, so that nothing waits for it.
    """
    gone = [name for name in last if name not in now]
    new = [name for name in now if name not in last]
    if not gone and not new and tuple(now) != tuple(last):
        yield COLUMN_ORDER.change("The columns stand in another order than in the last file.")
    for name in [one for one in gone if now and len(now) == len(last)]:
        there = now[last.index(name)]
        if there in new:
            gone.remove(name)
            new.remove(there)
            yield COLUMN_RENAMED.change(
                f"In the place of column {name} stands {there}.",
                holds=name in feeding and not told,
            )
    if gone:
        yield COLUMN_GONE.change(
            f"Columns no longer sent: {', '.join(gone)}.",
            holds=not told and any(name in feeding for name in gone),
        )
    if new:
        yield COLUMN_NEW.change(f"New columns: {', '.join(new)}.")


def format_changes(now: Portrait, before: Sequence[Portrait]) -> Iterator[Change]:
    """Yield the date patterns that read another share of a column than before."""
    for column, here in sorted(now.formats.items()):
        past = [one.formats[column] for one in before if column in one.formats]
        patterns = here.keys() | {pattern for one in past for pattern in one}
        for pattern in sorted(patterns):
            found = compared(
                Part(here.get(pattern, 0), sum(here.values())),
                [Part(one.get(pattern, 0), sum(one.values())) for one in past],
            )
            if found is not None and found.moved:
                yield FORMAT_MOVED.change(
                    f"Column {column}: {found.words} of the cells that could be read are written"
                    f" {pattern}.",
                    holds=found.far_outside(HELD_POINTS),
                )


def date_changes(swapped: Part, column: str) -> Iterator[Change]:
    """Yield that the dates of arrival have day and month in the other order.

    `swapped` are the rows that then lie in the declared days, among those outside.
    """
    if swapped.part >= SAID_SWAPPED and 2 * swapped.part > swapped.whole:
        yield DATES_SWAPPED.change(
            f"{column}: day and month look exchanged. Read the other way round, {swapped.part:,} of"
            f" the {swapped.whole:,} rows outside the declared days would lie within them.",
            holds=swapped.part >= HELD_EXPECTED,
        )


def default_changes(now: Portrait, before: Sequence[Portrait], words: Words) -> Iterator[Change]:
    """Yield the items in which another share of rows holds what a system fills in by itself."""
    for item, rows in sorted(now.defaults.items()):
        found = compared(
            Part(rows, max(rows, _rows(now))),
            [Part(one.defaults.get(item, 0), max(1, _rows(one))) for one in before],
        )
        if found is not None and found.moved:
            yield DEFAULTS_MOVED.change(
                f"{words.item(item)}: the default value in {found.words} of the rows.",
                holds=found.far_outside(HELD_POINTS),
            )


def code_changes(
    now: Portrait,
    before: Sequence[Portrait],
    listed: Mapping[str, Collection[str]],
    words: Words,
) -> Iterator[Change]:
    """Yield which local values are new and which have gone, by their numbers.

    `listed` holds the numbers of the values that were listed before, by item.
    """
    new = {
        item: {one: rows for one, rows in here.items() if one and one not in listed.get(item, ())}
        for item, here in sorted(now.codes.items())
    }
    told = [
        f"{words.item(item)} {_numbers(found)} ({sum(found.values()):,} rows)"
        for item, found in new.items()
        if found
    ]
    if told:
        yield CODES_NEW.change(f"Local values not listed before, by number: {'; '.join(told)}.")
    for item in sorted({item for one in before for item in one.codes} & now.codes.keys()):
        gone = _gone(now.codes[item], [one.codes.get(item, {}) for one in before])
        if gone:
            yield CODES_GONE.change(
                f"{words.item(item)}: {len(gone)} local value{'' if len(gone) == 1 else 's'} of"
                f" every file before {'is' if len(gone) == 1 else 'are'} in no row"
                f" (number {_numbers(gone)})."
            )


def finding_changes(
    now: Mapping[str, tuple[Part, str]], last: Mapping[str, Part]
) -> Iterator[Change]:
    """Yield the findings that touch a larger share of the rows than in the last file.

    Both are by rule; `now` also says the column. `last` holds every rule that was met there.
    """
    for rule, (rows, column) in sorted(now.items()):
        found = compared(rows, [last[rule]]) if rule in last else None
        if found is not None and found.moved and found.outside > 0:
            yield FINDING_GREW.change(f"{rule} (column {column}) in {found.words} of the rows.")


def _gone(here: Mapping[str, int], past: Sequence[Mapping[str, int]]) -> list[str]:
    whole = sum(here.values())
    rows = max(1, sum(count for one in past for count in one.values()))
    always = set.intersection(*(set(one) for one in past)) - {""} - here.keys()
    return [
        number
        for number in sorted(always, key=int)
        if sum(one[number] for one in past) / rows * whole >= SAID_EXPECTED
    ]


def _numbers(numbers: Collection[str]) -> str:
    named = sorted(numbers, key=int)
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return ", ".join(named[:_NAMED]) + more


def _rows(one: Portrait) -> int:
    return sum(month.rows for month in one.months)

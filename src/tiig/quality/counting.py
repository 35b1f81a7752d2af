"""Add stored counts up to what is known of each item in each site-month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tiig.model.quality import ItemCount
from tiig.model.states import ItemState
from tiig.model.submission import MeasureCount, SiteMonth
from tiig.standard.quality import ROWS_OF, WHOLE_ROWS, QualityItem, measure_name

_PARTS = {
    "known": (ItemState.GIVEN,),
    "partly": (ItemState.PART,),
    "not_known": (ItemState.NOT_KNOWN,),
    "faulty": (ItemState.UNREADABLE, ItemState.UNMAPPED),
    "blank": (ItemState.BLANK,),
    "not_sent": (ItemState.NOT_IN_LAYOUT,),
}

_Stored = Mapping[tuple[str, str], int]


def item_counts(
    stored: Iterable[MeasureCount],
    in_force: Mapping[SiteMonth, int],
    watched: Iterable[QualityItem],
) -> tuple[ItemCount, ...]:
    """Return each watched item in each site-month in force, by site, month and item.

    `in_force` says how many rows each holds. Rows without stored counts, or an item that
    was not counted among the rows it applies to when the month was taken in, are returned
    as not counted: that is no zero.
    """
    found: dict[SiteMonth, dict[tuple[str, str], int]] = {key: {} for key in in_force}
    for one in stored:
        key = SiteMonth(one.site, one.month)
        if key in found:
            counts = found[key]
            place = one.item, one.measure
            counts[place] = counts.get(place, 0) + one.count  # over the parts of a month
    items = tuple(watched)
    return tuple(
        _item_count(key, item, counts, empty=in_force[key] == 0)
        for key, counts in sorted(found.items())
        for item in items
    )


def _item_count(key: SiteMonth, item: QualityItem, counts: _Stored, *, empty: bool) -> ItemCount:
    rows = 0 if empty else counts.get((WHOLE_ROWS, ROWS_OF[item.applies]))
    if rows is None:
        return ItemCount(key.site, key.month, item.item, counted=False)
    parts = {
        part: sum(counts.get((item.item, measure_name(state, item.applies)), 0) for state in states)
        for part, states in _PARTS.items()
    }
    counted = rows == 0 or sum(parts.values()) > 0
    return ItemCount(key.site, key.month, item.item, rows=rows, **parts, counted=counted)

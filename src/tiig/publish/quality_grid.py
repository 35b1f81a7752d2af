"""Quality as the table of a screen: two of department, item and month, the third fixed."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.cleared_quality import ClearedQuality, ShownItem
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import Month
from tiig.publish.exhibits.quality_cells import (
    days_cell,
    judged_words,
    share_words,
    short_month,
    site_names,
    standing_words,
    usable_cell,
    volume_cell,
)

SITE, ITEM, MONTH = "site", "item", "month"
WAYS = (SITE, ITEM, MONTH)


@dataclass(frozen=True)
class QualityGrid:
    """A table as it is read, with the sentence that says what stands in it."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def quality_grid(
    quality: ClearedQuality, *, site: str | None, item: str | None, by: str | None
) -> QualityGrid:
    """Return departments by items of the last month, or the months of one of them.

    `site` and `item` are what the answer was narrowed to, `by` what stands in the rows.
    """
    if by is not None and by not in WAYS:
        raise TiigError(BAD_ARGUMENT, what=f"--by is one of {', '.join(WAYS)}")
    if site is not None and item is not None:
        return _of_one(quality, site, item)
    sites, items, months = _ways(quality)
    fixed = SITE if site is not None else ITEM if item is not None else MONTH
    free = [way for way in WAYS if way != fixed]
    if by == fixed:
        what = f"rows are {free[0]} or {free[1]} here, because one {fixed} is shown"
        raise TiigError(BAD_ARGUMENT, what=what)
    down = by or free[0]
    across = next(way for way in free if way != down)
    labels = {SITE: sites, ITEM: items, MONTH: months}
    last = quality.period.last
    fixed_at = {SITE: site or "", ITEM: item or "", MONTH: str(last)}[fixed]
    rows = tuple(
        (
            label,
            *(
                _cell(quality, {down: key, across: other, fixed: fixed_at})
                for other in labels[across]
            ),
        )
        for key, label in labels[down].items()
    )
    said = {SITE: sites.get(site or "", ""), ITEM: items.get(item or "", ""), MONTH: str(last)}
    return QualityGrid(
        f"Share that can be used: {said[fixed]}",
        (down.capitalize(), *labels[across].values()),
        rows,
    )


def months_grid(quality: ClearedQuality, *, site: str | None) -> QualityGrid:
    """Return how the months of one department, or all departments' last month, were received."""
    names = site_names(quality)
    keys = (
        [(site, month) for month in quality.period]
        if site is not None
        else [(one, quality.period.last) for one in names]
    )
    rows = []
    for key in keys:
        found = quality.by_month.get(key)
        label = short_month(key[1]) if site is not None else names[key[0]]
        rows.append((label, standing_words(found), days_cell(found).text, volume_cell(found).text))
    return QualityGrid(
        "What was received, and when",
        (
            "Month" if site is not None else "Site",
            "Standing",
            "Received after",
            "Rows beside the usual number",
        ),
        tuple(rows),
    )


def _ways(quality: ClearedQuality) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    return (
        site_names(quality),
        {one.item: one.label for one in quality.items},
        {str(month): short_month(month) for month in quality.period},
    )


def _cell(quality: ClearedQuality, place: dict[str, str]) -> str:
    month = Month.parse(place[MONTH])
    found = quality.by_key.get((place[SITE], place[ITEM], month))
    return usable_cell(found, quality.by_month.get((place[SITE], month))).text


def _of_one(quality: ClearedQuality, site: str, item: str) -> QualityGrid:
    sites, items, months = _ways(quality)
    found = {key: quality.by_key.get((site, item, Month.parse(key))) for key in months}
    rows = tuple(
        (months[key], _cell(quality, {SITE: site, ITEM: item, MONTH: key}), *_parts(one))
        for key, one in found.items()
    )
    exact = ("Rows",) if quality.exact else ()
    return QualityGrid(
        f"{items[item]} at {sites.get(site, site)}",
        ("Month", "Can be used", "Complete", "Valid", "Not known", *exact),
        tuple(row[: 5 + len(exact)] for row in rows),
    )


def _parts(found: ShownItem | None) -> tuple[str, ...]:
    if found is None:
        return ("",) * 4
    rows = "" if found.rows is None else f"{found.rows:,}"
    return (
        judged_words(found.completeness),
        judged_words(found.validity),
        share_words(found.unknown),
        rows,
    )

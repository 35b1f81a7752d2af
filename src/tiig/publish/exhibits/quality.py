"""Quality as findings: departments by item, an item by month, one department's items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tiig.model.cleared_quality import ClearedQuality, ShownItem, ShownMonth, Watched
from tiig.model.months import Month
from tiig.model.quality import Outcome
from tiig.publish.exhibits.cells import heading, month_words, named
from tiig.publish.exhibits.coverage import month_mark
from tiig.publish.exhibits.quality_cells import (
    KEY,
    drawn,
    share_cell,
    share_words,
    short_month,
    site_names,
    tight,
    tile,
    usable_cell,
)
from tiig.publish.exhibits.quality_charts import line_with_target, matrix
from tiig.publish.paper import Card, Cards, Cell, Exhibit, Grid, NotShown

USABLE = "Share that can be used, %"
"""The unit of every picture of quality."""

_LIMITS = "Where a limit stands in place of a share, the picture draws the limit."
_TILES = "In the picture shares are per cent; ≥ and ≤ = at least and at most, no = not sent."
_NAMED = 3


def quality_cards(quality: ClearedQuality, month: Month) -> Cards:
    """Return cards for a month: who reported, what meets its target, what came in time."""
    here = [one for one in quality.cells if one.month == month]
    months = [one for one in quality.months if one.month == month]
    reported = sum(one.standing.complete for one in months)
    usable = _tally(one.usable.outcome for one in here)
    return Cards(
        (
            _card(
                "Departments reported", reported, len(months), month_mark(quality.coverage, month)
            ),
            _card("Item targets met", *usable),
            _in_time(months),
        ),
        releases=(quality.release,),
        manifests=(quality.manifest,),
    )


def _tally(outcomes: Iterable[Outcome | None]) -> tuple[int, int]:
    """Return how many targets are met, of those that can be judged."""
    told = [one for one in outcomes if one in {Outcome.MET, Outcome.MISSED}]
    return sum(one is Outcome.MET for one in told), len(told)


def _in_time(months: Sequence[ShownMonth]) -> Card:
    """Say how many came in time; of months that were history none could, which is no failure."""
    met, told = _tally(one.in_time for one in months)
    if not told and any(one.history for one in months):
        lines = ("The month was over before departments began to send",)
        return Card("Departments in time", Cell("not judged"), lines)
    return _card("Departments in time", met, told)


def _card(label: str, met: int, told: int, mark: str = "") -> Card:
    if not told:
        return Card(label, Cell("none"), ("There is nothing to judge",), mark)
    return Card(label, Cell(f"{met} of {told}"), quality=mark)


def matrix_exhibit(quality: ClearedQuality, month: Month) -> Exhibit | NotShown:
    """Show how far each item of each department can be used in a month."""
    sites = [site for site in site_names(quality) if (site, month) in quality.by_month]
    if not sites:
        return NotShown("Quality by department and item", "no department was expected")
    names = site_names(quality)
    rows = tuple(
        (
            heading(names[site]),
            *(_cell(quality, site, one.item, month) for one in quality.items),
        )
        for site in sites
    )
    return Exhibit(
        id="quality-items",
        title=_matrix_title(quality, sites, month),
        summary=_matrix_summary(quality, month),
        grid=Grid(("Department", *(one.label for one in quality.items)), rows),
        chart=matrix(
            [
                {
                    "across": one.label,
                    "down": names[site],
                    **tile(quality, site, one.item, month),
                }
                for site in sites
                for one in quality.items
            ],
            across=[one.label for one in quality.items],
            down=[names[site] for site in sites],
        ),
        notes=(KEY, _TILES, *_rows_note(quality.items)),
        **_lineage(quality),
    )


def months_exhibit(quality: ClearedQuality, item: Watched) -> Exhibit | NotShown:
    """Show one item of every department month by month."""
    names, months = site_names(quality), tuple(quality.period)
    if not names:
        return NotShown(f"{item.label} by month", "no department was expected")
    rows = tuple(
        (
            heading(names[site]),
            *(_cell(quality, site, item.item, month) for month in months),
        )
        for site in names
    )
    return Exhibit(
        id="quality-months",
        title=_months_title(quality, item),
        summary=f"Tiles of how far {item.label.lower()} can be used, by department and month.",
        grid=Grid(("Department", *(short_month(month) for month in months)), rows),
        chart=matrix(
            [
                {
                    "across": short_month(month),
                    "down": names[site],
                    **tile(quality, site, item.item, month),
                }
                for site in names
                for month in months
            ],
            across=[short_month(month) for month in months],
            down=list(names.values()),
        ),
        notes=(KEY, _TILES, f"Asked of {item.applies}."),
        **_lineage(quality),
    )


def trend_of_one(quality: ClearedQuality, site: str, item: Watched) -> Exhibit | NotShown:
    """Show one item of one department month by month, with what makes up its quality."""
    months = tuple(quality.period)
    name = site_names(quality).get(site, site)
    found = [quality.by_key.get((site, item.item, month)) for month in months]
    if not any(found):
        return NotShown(f"{item.label} at {name}", "nothing was received in these months")
    rows = tuple(
        (
            heading(month_words(month)),
            _cell(quality, site, item.item, month),
            *_parts(one),
        )
        for month, one in zip(months, found, strict=True)
    )
    return Exhibit(
        id="quality-trend",
        title=_trend_title(item, name, months, found),
        summary=f"A line of how far {item.label.lower()} at {name} can be used, by month.",
        grid=Grid(("Month", "Can be used", "Complete", "Valid", "Not known"), rows),
        chart=line_with_target(
            [
                {"month": short_month(month), **drawn(quality, site, item.item, month)}
                for month in months
            ],
            ticks=[short_month(month) for month in months],
            name=name,
            target=_target(quality, item.item, site, months[-1]),
            unit=USABLE,
        ),
        notes=(KEY, f"Asked of {item.applies}.", _LIMITS),
        **_lineage(quality),
    )


def _cell(quality: ClearedQuality, site: str, item: str, month: Month) -> Cell:
    found = quality.by_key.get((site, item, month))
    return tight(usable_cell(found, quality.by_month.get((site, month))))


def _target(quality: ClearedQuality, item: str, site: str, month: Month) -> int | None:
    """Return the least share of usable answers that an item is judged by, in per cent."""
    these = [
        aim for aim in quality.aims
        if aim.dimension == "known" and aim.judges(item, site, month)
    ]  # fmt: skip
    return min(these, key=lambda aim: aim.rank).at_least if these else None


def _parts(found: ShownItem | None) -> tuple[Cell, ...]:
    nothing = heading("")
    if found is None:
        return (nothing,) * 3
    return tuple(
        tight(share_cell(one)) for one in (found.completeness, found.validity, found.unknown)
    )


def _matrix_title(quality: ClearedQuality, sites: Sequence[str], month: Month) -> str:
    missed = {
        one.label: sum(
            _missed(quality.by_key.get((site, one.item, month))) for site in sites
        )
        for one in quality.items
    }  # fmt: skip
    worst = max(missed.values(), default=0)
    when = month_words(month)
    if not worst:
        return f"No item is known to miss its target in {when}"
    items = [label for label, count in missed.items() if count == worst]
    sent = len({one.site for one in quality.cells if one.month == month})
    what = named(items[:_NAMED]) if len(items) <= _NAMED else f"{len(items)} items"
    return f"{what} can be used too rarely in {worst} of {sent} departments in {when}"


def _matrix_summary(quality: ClearedQuality, month: Month) -> str:
    here = [one for one in quality.cells if one.month == month]
    met = sum(one.usable.outcome is Outcome.MET for one in here)
    missed = sum(_missed(one) for one in here)
    return (
        f"Tiles of how far {len(quality.items)} items of each department can be used in "
        f"{month_words(month)}: {met} meet the target, {missed} miss it, of {len(here)}."
    )


def _months_title(quality: ClearedQuality, item: Watched) -> str:
    first, last = quality.period.first, quality.period.last
    here = [quality.by_key[key] for key in quality.by_key if key[1] == item.item and key[2] == last]
    missed = sum(_missed(one) for one in here)
    told = sum(one.usable.outcome in {Outcome.MET, Outcome.MISSED} for one in here)
    span = f"from {month_words(first)} to {month_words(last)}"
    if not told:
        return f"{item.label}, by department {span}"
    return (
        f"{item.label}: {told - missed} of {told} departments that can be judged meet the target "
        f"in {month_words(last)}"
    )


def _trend_title(
    item: Watched, name: str, months: Sequence[Month], found: Sequence[ShownItem | None]
) -> str:
    last, first = found[-1], found[0]
    when = month_words(months[-1])
    if last is None or last.usable.low is None:
        return f"{item.label} at {name} cannot be told for {when}"
    title = f"{item.label} at {name} can be used in {share_words(last.usable)} of rows in {when}"
    if first is None or first.usable.low is None or len(months) == 1:
        return title
    return f"{title}, {share_words(first.usable)} in {month_words(months[0])}"


def _missed(found: ShownItem | None) -> bool:
    return found is not None and found.usable.outcome is Outcome.MISSED


def _rows_note(items: Sequence[Watched]) -> tuple[str, ...]:
    asked: dict[str, list[str]] = {}
    for one in items:
        asked.setdefault(one.applies, []).append(one.label)
    return tuple(f"Asked of {applies}: {named(labels)}." for applies, labels in asked.items())


def _lineage(quality: ClearedQuality) -> dict[str, tuple[str, ...]]:
    return {"releases": (quality.release,), "manifests": (quality.manifest,)}

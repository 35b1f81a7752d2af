"""Exhibits of a letter: usable records by month, what the others lack, every item of the month."""

from __future__ import annotations

from tiig.kit.rounding import per_cent_down
from tiig.model.cleared_quality import Aim, ClearedQuality, ShownItem
from tiig.model.coverage import Standing
from tiig.model.figures import Mark
from tiig.model.letter import Letter, UsableCount
from tiig.model.months import Month
from tiig.publish.exhibits.cells import heading, month_words, named
from tiig.publish.exhibits.charts import bars, lines
from tiig.publish.exhibits.quality_cells import (
    KEY,
    share_cell,
    short_month,
    standing_words,
    tight,
    usable_cell,
)
from tiig.publish.letters.wording import part_words
from tiig.publish.paper import Cell, Exhibit, Grid, NotShown

_SERIES = ("All recorded assaults", "Usable")
_WITH_ROWS = frozenset({Standing.PROVISIONAL, Standing.SETTLED})
_NOT_COUNTED = "not counted"


def usable_exhibit(letter: Letter) -> Exhibit | NotShown:
    """Show recorded assaults, and those that can be used, by month."""
    counted = {one.month: one for one in letter.usable}
    if not counted:
        return NotShown("Usable records by month", "these months were never counted so")
    months = tuple(letter.quality.period)
    return Exhibit(
        id="usable",
        title=_usable_title(letter),
        summary="Lines of all recorded assaults and of those that can be used, by month.",
        grid=Grid(
            ("Month", "Recorded assaults", "Usable", "Share"),
            tuple(_usable_row(letter, counted.get(month), month) for month in months),
        ),
        chart=lines(
            [row for month in months for row in _drawn(month, counted.get(month))],
            ticks=[short_month(month) for month in months],
            series=_SERIES,
            unit="Recorded assaults",
        ),
        notes=("A month without a point is not there in full, or was never counted so.",),
        releases=(letter.quality.release,),
        manifests=(letter.quality.manifest,),
    )


def lacks_exhibit(letter: Letter) -> Exhibit | NotShown:
    """Show which parts the records lack that cannot be used, the most frequent first."""
    counts: dict[tuple[str, ...], int] = {}
    for one in letter.usable:
        for lack, count in one.by_lack:
            if lack:
                counts[lack] = counts.get(lack, 0) + count
    if not counts:
        return NotShown("What records lack", "no record lacks any of day, place and weapon")
    ordered = sorted(counts, key=lambda lack: (-counts[lack], lack))
    labels = {lack: _lack_words(lack) for lack in ordered}
    most, total = ordered[0], sum(counts.values())
    return Exhibit(
        id="lacks",
        title=f"{counts[most]:,} of {total:,} records that cannot be used lack the {labels[most]}",
        summary="Bars of records that cannot be used, by what they lack.",
        grid=Grid(
            ("Lacking", "Records"),
            tuple(
                (heading(labels[lack]), Cell(f"{counts[lack]:,}", counts[lack])) for lack in ordered
            ),
        ),
        chart=bars(
            [
                {"label": labels[lack], "series": "Records", "value": counts[lack]}
                for lack in ordered
            ],
            order=[labels[lack] for lack in ordered],
            series=("Records",),
            unit="Records",
        ),
        notes=("A record that lacks one part becomes usable by that part alone.",),
        releases=(letter.quality.release,),
        manifests=(letter.quality.manifest,),
    )


def items_exhibit(letter: Letter) -> Exhibit:
    """Show every watched item of the month beside its target and the month a year before."""
    quality, site, month = letter.quality, letter.site, letter.month
    before = quality.period.first
    rows = tuple(
        _item_row(
            quality,
            quality.by_key[site, one.item, month],
            quality.by_key.get((site, one.item, before)),
            label=one.label,
            applies=one.applies,
            earlier=before,
        )
        for one in quality.items
        if (site, one.item, month) in quality.by_key
    )
    missed = [
        one.label
        for one in quality.items
        if (found := quality.by_key.get((site, one.item, month))) and _missed(found)
    ]
    return Exhibit(
        id="items",
        title=_items_title(missed, month),
        summary="A table of items: rows, and shares that can be used, complete, valid, not known.",
        grid=Grid(
            (
                "Item", "Asked of", "Rows", "Can be used", f"In {short_month(before)}", "Target",
                "Complete", "Valid", "Not known",
            ),
            rows,
            stubs=2,
        ),
        releases=(quality.release,),
        manifests=(quality.manifest,),
    )  # fmt: skip


def history_exhibit(letter: Letter) -> Exhibit:
    """Show how far every item could be used, month by month."""
    quality, site = letter.quality, letter.site
    months = tuple(quality.period)
    rows = tuple(
        (
            heading(one.label),
            *(
                tight(
                    usable_cell(
                        quality.by_key.get((site, one.item, month)),
                        quality.by_month.get((site, month)),
                    )
                )
                for month in months
            ),
        )
        for one in quality.items
    )
    return Exhibit(
        id="history",
        title=f"How far each item could be used up to {month_words(letter.month)}",
        summary="A table of how far each item can be used, by month, and if the target is met.",
        grid=Grid(("Item", *(short_month(month) for month in months)), rows),
        notes=(KEY,),
        releases=(quality.release,),
        manifests=(quality.manifest,),
    )


def _item_row(  # noqa: PLR0913 - the cells of a row
    quality: ClearedQuality,
    found: ShownItem,
    before: ShownItem | None,
    *,
    label: str,
    applies: str,
    earlier: Month,
) -> tuple[Cell, ...]:
    parts = (found.completeness, found.validity, found.unknown)
    return (
        heading(label),
        heading(applies),
        Cell("-" if found.rows is None else f"{found.rows:,}", found.rows),
        tight(usable_cell(found, None)),
        tight(usable_cell(before, quality.by_month.get((found.site, earlier)))),
        heading(_target(quality, found)),
        *(tight(share_cell(one)) for one in parts),
    )


def _target(quality: ClearedQuality, found: ShownItem) -> str:
    these: list[Aim] = [
        aim
        for aim in quality.aims
        if aim.dimension == "known" and aim.judges(found.item, found.site, found.month)
    ]
    if not these:
        return "none"
    return f"{min(these, key=lambda aim: aim.rank).at_least}\u00a0%"


def _items_title(missed: list[str], month: Month) -> str:
    when = month_words(month)
    if not missed:
        return f"No item misses its target in {when}"
    return f"{named(missed)} {'misses its' if len(missed) == 1 else 'miss their'} target in {when}"


def _missed(found: ShownItem) -> bool:
    outcome = found.usable.outcome
    return outcome is not None and outcome.value == "missed"


def _usable_title(letter: Letter) -> str:
    counted = letter.of_month
    when = month_words(letter.month)
    if counted is None:
        return f"{when} was never counted so"
    if not counted.assaults:
        return f"No assault was recorded in {when}"
    return f"{counted.usable:,} of {counted.assaults:,} recorded assaults of {when} can be used"


def _usable_row(letter: Letter, counted: UsableCount | None, month: Month) -> tuple[Cell, ...]:
    if counted is None:
        standing = letter.quality.by_month.get((letter.site, month))
        counts = standing is not None and standing.standing in _WITH_ROWS
        why = _NOT_COUNTED if counts else standing_words(standing)
        return (heading(month_words(month)), *(Cell(why, None, Mark.NOT_AVAILABLE),) * 3)
    share = f"{per_cent_down(counted.usable, counted.assaults)} %" if counted.assaults else "-"
    return (
        heading(month_words(month)),
        Cell(f"{counted.assaults:,}", counted.assaults),
        Cell(f"{counted.usable:,}", counted.usable),
        tight(Cell(share)),
    )


def _drawn(month: Month, counted: UsableCount | None) -> list[dict[str, object]]:
    values = (None, None) if counted is None else (counted.assaults, counted.usable)
    return [
        {"month": short_month(month), "series": name, "value": value, "sign": "-"}
        for name, value in zip(_SERIES, values, strict=True)
    ]


def _lack_words(lack: tuple[str, ...]) -> str:
    return named(part_words(part).short for part in lack)

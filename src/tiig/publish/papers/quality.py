"""The page of quality: departments by item, one item and one department, coverage and time."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.cleared_quality import ClearedQuality, Watched
from tiig.model.months import Month
from tiig.publish.exhibits import (
    coverage_exhibit,
    matrix_exhibit,
    months_exhibit,
    timeliness_exhibit,
    trend_of_one,
    volume_exhibit,
)
from tiig.publish.exhibits.cells import heading
from tiig.publish.paper import Exhibit, Grid, Section


@dataclass(frozen=True)
class QualityChosen:
    """What a reader looks at: a month, a department and an item."""

    month: Month
    site: str
    item: str


def quality_picture(quality: ClearedQuality, chosen: QualityChosen) -> tuple[Section, ...]:
    """Return the sections of the page; all of them are of the same answer."""
    item = _item(quality, chosen.item)
    names = dict(quality.coverage.sites)
    return (
        Section(
            "items",
            "Every department and item",
            (matrix_exhibit(quality, chosen.month),),
            wide=True,
        ),
        Section("one-item", item.label, (months_exhibit(quality, item),)),
        Section(
            "one-department",
            f"{item.label} at {names.get(chosen.site, chosen.site)}",
            (trend_of_one(quality, chosen.site, item),),
        ),
        Section(
            "coverage",
            "What was received, and when",
            (
                coverage_exhibit(quality.coverage),
                timeliness_exhibit(quality),
                volume_exhibit(quality),
            ),
        ),
        Section("targets", "What is agreed", (_targets(quality),)),
    )


def _item(quality: ClearedQuality, item: str) -> Watched:
    return next(one for one in quality.items if one.item == item)


def _targets(quality: ClearedQuality) -> Exhibit:
    labels = {one.item: one.label for one in quality.items}
    rows = tuple(
        (
            heading(aim.label),
            heading(", ".join(labels.get(item, item) for item in aim.items) or "all"),
            heading(aim.level),
            heading(aim.why),
        )
        for aim in quality.aims
    )
    return Exhibit(
        id="targets",
        title=f"{len(rows)} targets are in force",
        summary="A table of the targets with their levels, and where each comes from.",
        grid=Grid(("Target", "Items", "Level", "Why this level"), rows, stubs=1),
        notes=quality.notes,
    )

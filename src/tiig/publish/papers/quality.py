"""The page of quality: departments by item, one item and one department, coverage and time."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.cleared_quality import ClearedQuality, Watched
from tiig.model.months import Month
from tiig.publish.exhibits import (
    coverage_exhibit,
    matrix_exhibit,
    months_exhibit,
    quality_cards,
    timeliness_exhibit,
    trend_of_one,
    volume_exhibit,
)
from tiig.publish.exhibits.quality_cells import aim_sentences
from tiig.publish.paper import Section, Text


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
        Section("summary", "At a glance", (quality_cards(quality, chosen.month),)),
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


def _targets(quality: ClearedQuality) -> Text:
    """Say what is agreed, in sentences."""
    return Text((*aim_sentences(quality), *quality.notes), bullets=True)

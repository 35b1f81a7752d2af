"""Exhibits: cleared tables as findings, each with a title, a text, a table and a picture.

Everything in them is worked out from what may be shown. A hidden value is a mark: it is
never drawn as nothing, and no sentence, share or change is made with it.
"""

from tiig.publish.exhibits.areas import areas_exhibit, tile_exhibit
from tiig.publish.exhibits.breakdown import Breakdown, breakdown_exhibit, known_share
from tiig.publish.exhibits.choropleth import choropleth_exhibit
from tiig.publish.exhibits.coverage import coverage_exhibit
from tiig.publish.exhibits.fair import fair_exhibit
from tiig.publish.exhibits.headlines import headline_cards
from tiig.publish.exhibits.hours import hours_exhibit
from tiig.publish.exhibits.people import AGES, DEPRIVATION, pyramid_exhibit, rates_exhibit
from tiig.publish.exhibits.quality import (
    matrix_exhibit,
    months_exhibit,
    quality_cards,
    trend_of_one,
)
from tiig.publish.exhibits.receiving import timeliness_exhibit, volume_exhibit
from tiig.publish.exhibits.season import season_exhibit
from tiig.publish.exhibits.subject import Subject
from tiig.publish.exhibits.trend import trend_exhibit

__all__ = [
    "AGES",
    "DEPRIVATION",
    "Breakdown",
    "Subject",
    "areas_exhibit",
    "breakdown_exhibit",
    "choropleth_exhibit",
    "coverage_exhibit",
    "fair_exhibit",
    "headline_cards",
    "hours_exhibit",
    "known_share",
    "matrix_exhibit",
    "months_exhibit",
    "pyramid_exhibit",
    "quality_cards",
    "rates_exhibit",
    "season_exhibit",
    "tile_exhibit",
    "timeliness_exhibit",
    "trend_exhibit",
    "trend_of_one",
    "volume_exhibit",
]

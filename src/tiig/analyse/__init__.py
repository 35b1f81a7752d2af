"""Counting and rates: one question over rows in force becomes a table of exact figures.

It fetches nothing and shows nothing: exact figures leave for `disclose` alone.
"""

from tiig.analyse.count import count
from tiig.analyse.facts import GeographyFrames, SiteFacts
from tiig.analyse.narrowing import rows_of
from tiig.analyse.populations import confines_ages

__all__ = [
    "GeographyFrames",
    "SiteFacts",
    "confines_ages",
    "count",
    "rows_of",
]

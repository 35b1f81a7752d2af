"""Invented hospitals, months and files, for tests and the demonstration.

Nothing here stands for a real person, hospital or place; the room imports no reference
data and knows no stage.
"""

from tiig.synthesis.extracts import Extract, Extracts, make_extracts
from tiig.synthesis.layouts import (
    profile_text,
    write_aldermoor,
    write_brackenfield,
    write_calderwick,
    write_dunmere,
)
from tiig.synthesis.months import make_month

__all__ = [
    "Extract",
    "Extracts",
    "make_extracts",
    "make_month",
    "profile_text",
    "write_aldermoor",
    "write_brackenfield",
    "write_calderwick",
    "write_dunmere",
]

"""Item states: what is known of one data item in one row."""

from __future__ import annotations

from enum import IntEnum


class ItemState(IntEnum):
    """The state that stands beside each item; stored as a small integer.

    `NOT_KNOWN` is a declared answer ("patient does not know"); `BLANK` is no answer;
    `UNREADABLE` could not be parsed; `UNMAPPED` is a code nobody has explained yet;
    `NOT_IN_LAYOUT` says that the sender's file has no such item; `PART` is a moment of
    which only the date is given.
    """

    GIVEN = 0
    BLANK = 1
    NOT_KNOWN = 2
    UNREADABLE = 3
    UNMAPPED = 4
    NOT_IN_LAYOUT = 5
    PART = 6


NULL_WORDS = frozenset({"", "null", "none", "nan", "n/a", "#n/a", "-", "."})
"""Cells that mean "no answer", after trimming and lower-casing; said here only."""

NOT_KNOWN_NODE = "~not_known"
NOT_RECORDED_NODE = "~not_recorded"

STATE_SUFFIX = "__state"
LOCAL_SUFFIX = "__local"


def state_column(item: str) -> str:
    """Return the name of the column that holds an item's state."""
    return item + STATE_SUFFIX


def local_column(item: str) -> str:
    """Return the name of the column that holds an item's local value id."""
    return item + LOCAL_SUFFIX

"""The words of a package's cells that stand for no value, and the column of row numbers."""

from __future__ import annotations

SOURCE_ROW = "source_row"
"""The row number in the hospital's file: it tells rows apart and links only inside the hospital."""

NOT_KNOWN = "not known"
UNREADABLE = "unreadable"
UNMAPPED = "unmapped"

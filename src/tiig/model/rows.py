"""The column of row numbers, named once for whoever reads a file and whoever judges its rows."""

from __future__ import annotations

ROW = "row"
"""Column with the row number that Excel or an editor shows (UInt32), made at the scan."""

"""Write the cells of an export as the file a hospital sends: delimited text or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import polars as pl

from tiig.model.months import Month
from tiig.synthesis.recording.senders import Layout
from tiig.synthesis.recording.workbooks import write_workbook


def write_file(cells: pl.DataFrame, layout: Layout, month: Month, path: Path) -> None:
    """Write an export; equal cells give equal bytes."""
    if layout.sheet:
        write_workbook(cells, layout.sheet, month, path)
    else:
        path.write_bytes(_text(cells, layout).encode(layout.encoding))


def _text(cells: pl.DataFrame, layout: Layout) -> str:
    style: Literal["always", "necessary"] = "always" if layout.quoted else "necessary"
    body: str = cells.write_csv(separator=layout.delimiter, quote_style=style)
    above = "".join(f"{line}\n" for line in layout.above)
    below = "".join(f"{line}{layout.delimiter * (cells.width - 1)}\n" for line in layout.below)
    return above + body + below

"""A file that is read in this very process, where the system forks no limited one.

So `tiig prepare` reads on Windows. The gates are the same; no limit of the kernel holds, and
that is said wherever limits are told.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tiig.receive.asides import Aside
from tiig.receive.corners import Stray
from tiig.receive.readers import Reader
from tiig.receive.source import Handle
from tiig.receive.tally import Tally
from tiig.receive.told import Told


class Here:
    """A reader of this process."""

    def __init__(self, reader: Reader, handle: Handle) -> None:
        """Wrap a reader that has read as far as the header."""
        self._reader, self._handle = reader, handle
        self.told = Told(reader.header.names, reader.sheet, reader.date_system, reader.preamble)

    @property
    def footer(self) -> list[str]:
        """The texts of the footer, once all rows were read."""
        return self._reader.footer

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows, at most so many at a time."""
        return (batch for batch in self._reader.frames(rows) if batch.num_rows)

    @property
    def tally(self) -> Tally:
        """The account of the file, once all rows were read."""
        return self._reader.account.closed(physical_lines=self._reader.physical_lines)

    def strays(self) -> Iterator[Stray]:
        """Yield the texts around the table."""
        return self._reader.strays()

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of what is not read."""
        return self._reader.asides()

    def close(self) -> None:
        """Close the file."""
        self._handle.stream.close()

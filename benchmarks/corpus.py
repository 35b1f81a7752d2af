"""What the awkward and hostile files of the corpus cost: time and memory, worst first.

python benchmarks/corpus.py [--worst 10] [-o corpus.csv]

Every file goes through the whole journey into a house of its own. Told are seconds on the wall for
all of it, processor time and peak memory of the limited processes that read it (the 40 MiB or so
that each inherits included), and how large the file is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import polars as pl

sys.path.insert(0, str(Path(__file__).parents[1]))  # the corpus is shared by import

from tests.corpus.manifest import Line, lines, made
from tests.corpus.running import run

from tiig.receive.apart.parent import Ending, ReaderProcess
from tiig.standard import Standard, load_standard

_MEBI = 1 << 20


def main() -> None:
    """Send every file, print the worst, and write the table where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    standard = load_standard()
    with endings() as ended:
        rows = [measured(line, standard, ended) for line in lines()]
    table = pl.DataFrame(rows)
    if asked.output:
        table.write_csv(asked.output)
    print(f"{len(table)} files of {table['family'].n_unique()} families")
    with pl.Config(
        tbl_rows=-1,
        tbl_width_chars=200,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
    ):
        for name in ("seconds", "reader_seconds", "reader_mebibytes"):
            print(f"worst by {name}")
            print(table.sort(name, descending=True).head(asked.worst))
        print(
            table.group_by("family")
            .agg(pl.len(), pl.col("seconds", "reader_seconds", "reader_mebibytes").max())
            .sort("family")
        )


def measured(line: Line, standard: Standard, ended: list[Ending]) -> dict[str, object]:
    """Send the files of a line, and tell what that took."""
    sample = made(line)
    ended.clear()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        became = run(sample, Path(folder), standard)
        seconds = time.perf_counter() - began
    return {
        "family": line.family,
        "file": line.id,
        "outcome": became.fates[-1],
        "kilobytes": round(sum(len(step.data) for step in sample.steps) / 1000, 1),
        "seconds": round(seconds, 2),
        "readers": len(ended),
        "reader_seconds": round(max((one.seconds for one in ended), default=0.0), 2),
        "reader_mebibytes": round(max((one.memory for one in ended), default=0) / _MEBI),
    }


@contextmanager
def endings() -> Iterator[list[Ending]]:
    """Note what every limited process took: it is dismissed, and ends by itself."""
    found: list[Ending] = []
    seen: set[ReaderProcess] = set()
    let_go = ReaderProcess.close

    def close(process: ReaderProcess) -> None:
        if process not in seen:
            seen.add(process)
            process.dismiss()
            ending = process.ending()
            found.extend([ending] if ending else [])
        let_go(process)

    with patch.object(ReaderProcess, "close", close):
        yield found


if __name__ == "__main__":
    main()

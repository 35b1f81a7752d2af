"""What the detectors of gate one add to reading a file, as a ratio measured in one run.

python benchmarks/detectors.py [ROWS]

A month of an invented department is written as CSV. Polars reads it as text; the search looks
through every cell of the same rows in batches as intake does, and the place texts are scrubbed.
Each is timed five times in turn and the fastest counts. The issue allows the detectors 0.6 of
the read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from tiig import deidentify, synthesis, translate
from tiig.model.identified import ROW, RawRows
from tiig.model.months import Month
from tiig.standard import load_standard

ROWS_AT_ONCE = 200_000
ALLOWED = 0.6
TIMES = 5


def main(words: list[str]) -> None:
    """Print the times and the ratios."""
    rows = int(words[0]) if words else 1_000_000
    standard = load_standard()
    profile = translate.read_profile(synthesis.profile_text("aldermoor"), standard)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "extract.csv"
        month = synthesis.make_month("XP101", Month(2026, 6), seed=5, attendances=50_000)
        synthesis.write_aldermoor(month, path)
        small = pl.read_csv(path, infer_schema=False)
        pl.concat([small] * -(-rows // small.height)).head(rows).write_csv(path)
        frame = pl.read_csv(path, infer_schema=False)
        roles = translate.roles(profile, standard).roles
        numbered = frame.insert_column(
            0, pl.int_range(2, rows + 2, eager=True).cast(pl.UInt32).alias(ROW)
        )
        batches = [RawRows(part) for part in numbered.iter_slices(ROWS_AT_ONCE)]
        places = next(
            column.name for column in profile.columns
            if column.item == "assault_location_description"
        )  # fmt: skip

        def search() -> None:
            looking = deidentify.Search({name: roles[name] for name in small.columns})
            for batch in batches:
                looking.look(batch)
            assert not looking.verdict().refused

        times = fastest(
            lambda: pl.read_csv(path, infer_schema=False),
            search,
            lambda: [deidentify.scrub(batch.frame[places]) for batch in batches],
        )
    read, searched, scrubbed = times
    print(f"{rows:,} rows, {path.name}")
    print(f"Polars reads it as text        {read:8.3f} s")
    print(f"the search of every cell       {searched:8.3f} s  {searched / read:6.2f} of the read")
    print(f"place texts scrubbed           {scrubbed:8.3f} s  {scrubbed / read:6.2f} of the read")
    met = (searched + scrubbed) / read <= ALLOWED
    print(
        f"both {(searched + scrubbed) / read:.2f}, allowed {ALLOWED}: {'met' if met else 'not met'}"
    )


def fastest(*works: Callable[[], object]) -> list[float]:
    """Return the fastest time of each work, taken in turn."""
    best = [float("inf")] * len(works)
    for _ in range(TIMES):
        for place, work in enumerate(works):
            begun = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - begun)
    return best


if __name__ == "__main__":
    main(sys.argv[1:])

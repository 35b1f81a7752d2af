"""The floor: Polars reads the extract as text and writes Parquet; nothing is judged.

python benchmarks/floor.py EXTRACT.csv OUT.parquet
"""

from __future__ import annotations

import sys

import polars as pl

if __name__ == "__main__":
    pl.read_csv(sys.argv[1], infer_schema=False).write_parquet(sys.argv[2])

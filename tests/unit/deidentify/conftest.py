"""Texts that the tests of gate one share."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest


@pytest.fixture
def reference_narratives(reference: Path) -> list[str | None]:
    """Return the narratives of the public NEISS sample (no person is named in them)."""
    file = reference / "reference" / "ed" / "NEISS_2017-2019_sample.csv"
    return pl.read_csv(file, infer_schema=False)["Narrative"].to_list()

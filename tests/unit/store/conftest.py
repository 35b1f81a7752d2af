"""Fixtures of the store's tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))  # tests share rows by import

from tests.unit.store.rows import Bench, CountedIds, HandClock

from tiig.model.submission import Pack
from tiig.standard import Standard, load_standard
from tiig.store import ParquetLake
from tiig.store.in_memory import MemoryKeys
from tiig.store.layout import Layout


@pytest.fixture(scope="session")
def standard() -> Standard:
    """The packaged standard."""
    return load_standard()


@pytest.fixture(scope="session")
def layout(standard: Standard) -> Layout:
    """What the packaged standard lets into the lake."""
    return Layout.of(standard)


@pytest.fixture
def clock() -> HandClock:
    """A clock that stands until it is moved."""
    return HandClock()


@pytest.fixture
def bench(tmp_path: Path, standard: Standard, layout: Layout, clock: HandClock) -> Bench:
    """A lake on disk."""
    known: dict[str, Pack] = {}
    keys = MemoryKeys()
    lake = ParquetLake(
        tmp_path,
        keys=keys,
        clock=clock,
        ids=CountedIds(clock),
        standard=standard,
        packs_by_id=lambda ids: [known[name] for name in ids if name in known],
    )
    return Bench(lake, layout, clock, keys, tmp_path, known)

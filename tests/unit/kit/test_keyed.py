"""Keyed ids are nested HMACs, row by row those that Python's own library makes."""

from __future__ import annotations

import hashlib
import hmac

import polars as pl
import pytest

from tiig.kit.keyed import ID_LENGTH, ROWS_AT_ONCE, keyed

FIRST, SECOND = b"1" * 32, b"2" * 32


def by_hand(value: str | None, *keys: bytes) -> str | None:
    """Return the id of one value."""
    for key in keys:
        if value is not None:
            made = hmac.new(key.hex().encode(), value.encode(), hashlib.sha256)
            value = made.hexdigest()[:ID_LENGTH]
    return value


@pytest.mark.parametrize("rows", [0, 1, 1_000, ROWS_AT_ONCE, ROWS_AT_ONCE + 1, 150_000])
@pytest.mark.parametrize("keys", [(FIRST,), (FIRST, SECOND)], ids=["one layer", "two layers"])
def test_every_value_is_as_by_hand(rows: int, keys: tuple[bytes, ...]) -> None:
    """Long columns, short ones and none: each row its own id, absent values absent."""
    values = [None if number % 7 == 0 else f"Ä{number}" for number in range(rows)]

    found = keyed(pl.Series("id", values, dtype=pl.String()), keys)

    places = range(0, rows, max(1, rows // 2_000))
    assert (found.name, found.len(), found.null_count()) == ("id", rows, len(range(0, rows, 7)))
    assert [found[place] for place in places] == [by_hand(values[place], *keys) for place in places]


def test_a_layer_more_is_a_layer_on_what_is_stored() -> None:
    """Ids of one layer, brought further, are those of both layers from the beginning."""
    values = pl.Series([f"{number}" for number in range(100)])

    assert (
        keyed(keyed(values, (FIRST,)), (SECOND,)).to_list()
        == keyed(values, (FIRST, SECOND)).to_list()
    )

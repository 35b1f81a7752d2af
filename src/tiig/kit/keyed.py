"""Keyed ids: nested HMAC-SHA-256 over a column, layer by layer.

A plan that holds a key is never serialised, shown or sent away: every layer is computed
eagerly inside one function, and a failure leaves without the library's message.
"""

from __future__ import annotations

from typing import Final

import polars as pl
import polars_hash  # noqa: F401 - registers the `chash` namespace

ID_LENGTH: Final = 32
"""Hexadecimal characters kept of each layer: 128 bits."""

ROWS_AT_ONCE: Final = 65_536
"""Rows that one core hashes at a time."""


def keyed(values: pl.Series, keys: tuple[bytes, ...]) -> pl.Series:
    """Return HMAC(kn, ... HMAC(k1, value)) per row, 32 hex characters of each layer.

    Null stays null. Each key enters as its hexadecimal text (see `PseudonymKeys`).
    """
    layer = values.cast(pl.String).alias("value").to_frame()
    for key in keys:
        try:
            layer = _hashed(layer, key)
        except Exception:  # noqa: BLE001 - a library's message may quote the plan, and so the key
            failure = "keyed ids could not be computed"
        else:
            continue
        raise RuntimeError(failure) from None
    return layer.to_series().alias(values.name)


def _hashed(layer: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """Return one layer more; long columns are cut, since one hash after another uses one core."""
    if layer.height <= ROWS_AT_ONCE:
        return layer.select(_hmac(key).str.slice(0, ID_LENGTH))
    parts = [
        part.lazy().select(_hmac(key).str.slice(0, ID_LENGTH))
        for part in layer.iter_slices(ROWS_AT_ONCE)
    ]
    return pl.concat(pl.collect_all(parts))


def _hmac(key: bytes) -> pl.Expr:
    named: pl.Expr = pl.col("value").chash.hmac_sha256(key=key.hex())  # type: ignore[attr-defined]
    return named

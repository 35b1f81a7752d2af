"""Two independent 64-bit fingerprints of a row, seeded by a secret of the run.

`content` is of all cells; `number` of site and attendance number, or, where a row has none,
of all cells again under another seed. Rows are taken for copies when both agree: 128 bits,
of which no sender can foresee any. Polars hashes whole rows at once; encoding each row to
bytes for a BLAKE3 digest cost seventeen times as much and decided the same.
"""

from __future__ import annotations

import polars as pl

NUMBER = "number"
CONTENT = "content"

_SEED_BYTES = 8
_SEEDS = 3


def fingerprints(raw: pl.DataFrame, keys: pl.DataFrame, *, secret: bytes) -> pl.DataFrame:
    """Return `number` and `content` (UInt64) of each row, from its cells and its keys.

    `raw` holds the file's columns alone; `keys` site and attendance number, null where
    the row has none.
    """
    if len(secret) < _SEEDS * _SEED_BYTES:
        message = f"the secret of row fingerprints needs {_SEEDS * _SEED_BYTES} bytes or more"
        raise ValueError(message)
    for_content, for_number, instead = (_seed(secret, place) for place in range(_SEEDS))
    content = raw.hash_rows(for_content)
    number = keys.hash_rows(for_number)
    unnumbered = keys.select(pl.any_horizontal(pl.all().is_null())).to_series()
    if unnumbered.any():
        number = raw.hash_rows(instead).zip_with(unnumbered, number)
    return pl.DataFrame({NUMBER: number, CONTENT: content})


def _seed(secret: bytes, place: int) -> int:
    return int.from_bytes(secret[place * _SEED_BYTES : (place + 1) * _SEED_BYTES], "big")

"""Rows of packs as they are counted for quality: few columns, each row beside its pair's place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from tiig.model.count_ports import PLACE
from tiig.model.pack_names import holds_findings
from tiig.model.submission import Pair
from tiig.store.aligning import aligned, numbers_of
from tiig.store.layout import Layout
from tiig.store.staging import FINDING_COLUMNS

FOUND = {"pack": pl.String(), **FINDING_COLUMNS}


def piece(
    rows: pl.DataFrame,
    packs: Sequence[tuple[int, Sequence[Pair]]],
    pairs: Sequence[Pair],
    layout: Layout,
) -> pl.DataFrame:
    """Return the rows of packs that belong to pairs, as of today, with `PLACE`."""
    places = {pair.id: place for place, pair in enumerate(pairs)}
    known = aligned(rows, layout)
    of_each = numbers_of(known, packs, lambda pair: places[pair.id]).alias(PLACE)
    return known.with_columns(of_each).filter(pl.col(PLACE).is_not_null())


def findings_packs(pairs: Iterable[Pair]) -> Sequence[str]:
    """Return the packs of what the rules found in the rows of pairs."""
    return sorted({name for pair in pairs for name in pair.packs if holds_findings(name)})


def found_of(parts: Iterable[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """Put what several packs tell, by their names, in one table."""
    told = [rows.select(pl.lit(pack).alias("pack"), *FINDING_COLUMNS) for pack, rows in parts]
    return pl.concat([pl.DataFrame(schema=FOUND), *told])

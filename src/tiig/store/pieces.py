"""Rows of packs as they are counted for quality: few columns, each row beside its pair's place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from tiig.model.count_ports import PLACE
from tiig.model.pack_names import holds_findings
from tiig.model.submission import Pair
from tiig.store.aligning import aligned, numbers_of
from tiig.store.layout import Layout
from tiig.store.staging import FINDING_COLUMNS

FOUND = {"revision": pl.String(), **FINDING_COLUMNS}


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


def findings_packs(pairs: Iterable[Pair]) -> Mapping[str, str]:
    """Return the packs of what the rules found in the files of pairs, and whose they are."""
    named = {name: pair.revision for pair in pairs for name in pair.packs if holds_findings(name)}
    return dict(sorted(named.items()))


def found_of(parts: Iterable[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """Put what was found in several revisions, by their ids, in one table."""
    told = [
        rows.select(pl.lit(revision).alias("revision"), *FINDING_COLUMNS)
        for revision, rows in parts
    ]
    return pl.concat([pl.DataFrame(schema=FOUND), *told])

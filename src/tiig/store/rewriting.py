"""Find rows in packs by their keyed ids, and write packs again without some of their rows.

A pack that is written again keeps the columns and the standard it had: what is left says what
it always said. Its name is new, its rows are fewer, and so are its hashes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import polars as pl

from tiig.model.erasure_ports import SOUGHT
from tiig.model.pack_names import renamed
from tiig.model.submission import Pack
from tiig.store.content import ContentDigest
from tiig.store.layout import MONTH, ROW, SITE, Layout
from tiig.store.packs import (
    PACK_NOTE,
    STANDARD_NOTE,
    SUFFIX,
    PackWriter,
    repeating_columns,
    site_month_groups,
)
from tiig.store.staging import FINDING_COLUMNS, FINDINGS, Bench


def found_in(
    rows: pl.DataFrame, pack: str, column: str, ids: Collection[str] | None
) -> pl.DataFrame:
    """Return the rows of one pack whose column is one of the ids (None: all), as SOUGHT says."""
    if column not in rows.columns:
        return pl.DataFrame(schema=SOUGHT)
    found = rows
    if ids is not None:
        found = rows.filter(pl.col(column).cast(pl.String()).is_in(list(ids)))
    told = {
        name: pl.col(name).cast(kind) if name in found.columns else pl.lit(None, kind)
        for name, kind in SOUGHT.items()
        if name != "pack"
    }
    return found.select(pl.lit(pack).alias("pack"), **told)


def without_rows(rows: pl.DataFrame, gone: Collection[int]) -> pl.DataFrame:
    """Return rows but those of some numbers."""
    return rows.filter(~pl.col(ROW).is_in(list(gone)))


def content_of(rows: pl.DataFrame, pack: Pack, layout: Layout, key: bytes) -> str:
    """Return the digest of a pack's rows as read back.

    Under today's standard it is that of `staging`; the rows of an older one are hashed by
    the columns they have, closed sets as text.
    """
    if pack.id.endswith(FINDINGS):
        return _digest(rows, FINDING_COLUMNS, key)
    ordered = rows.sort(ROW)
    if pack.standard != layout.version:
        return _digest(ordered, dict(ordered.schema), key)
    closed = ordered.with_columns(
        pl.col(name).cast(kind) for name, kind in layout.closed.items() if name in ordered.columns
    )
    return _digest(closed.select(*layout.columns), layout.columns, key)


def write_again(rows: pl.DataFrame, pack: Pack, bench: Bench) -> Pack:
    """Write rows of a pack into a new one in staging; it is durable when this returns."""
    name = renamed(pack.id, bench.name)
    findings = pack.id.endswith(FINDINGS)
    notes = {PACK_NOTE: name.encode(), STANDARD_NOTE: pack.standard.encode()}
    repeating = [] if findings else repeating_columns(bench.layout)
    writer = PackWriter(
        bench.folder / (name + SUFFIX),
        notes,
        bench.sealing,
        dictionaries=[column for column in repeating if column in rows.columns],
    )
    try:
        if findings:
            writer.write(rows)
        else:
            ordered = rows.sort(SITE, MONTH, maintain_order=True)
            writer.write(ordered, site_month_groups(ordered))
        file = writer.finish()
    except BaseException:
        writer.drop()
        raise
    bench.seams.reach("pack-rewritten")
    content = content_of(rows, pack, bench.layout, bench.content_key)
    return replace(bench.stamp(name, file.rows, file.sha256, content), standard=pack.standard)


def _digest(rows: pl.DataFrame, columns: Mapping[str, pl.DataType], key: bytes) -> str:
    digest = ContentDigest(key, columns)
    digest.add(rows)
    return digest.hex()

"""Find rows in packs by their keyed ids, and write packs again without some of their rows.

A pack that is written again keeps the columns and the standard it had: what is left says what
it always said. Its name is new, its rows are fewer, and so are its hashes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import polars as pl

from tiig.model.erasure_ports import SOUGHT
from tiig.model.pack_names import holds_findings, renamed
from tiig.model.submission import Pack
from tiig.store.content import ContentDigest
from tiig.store.layout import MONTH, ROW, SITE
from tiig.store.pack_content import content_of
from tiig.store.packs import SUFFIX, repeating_columns, site_month_groups, written_whole
from tiig.store.staging import FINDING_COLUMNS, Bench


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


def write_again(rows: pl.DataFrame, pack: Pack, bench: Bench) -> Pack:
    """Write rows of a pack into a new one in staging; it is durable when this returns."""
    name = renamed(pack.id, bench.name)
    findings = holds_findings(pack.id)
    repeating = [] if findings else repeating_columns(bench.layout)
    dictionaries = [column for column in repeating if column in rows.columns]
    path = bench.folder / (name + SUFFIX)
    with written_whole(path, pack.standard, bench.sealing, dictionaries) as writer:
        if findings:
            writer.write(rows)
        else:
            ordered = rows.sort(SITE, MONTH, maintain_order=True)
            writer.write(ordered, site_month_groups(ordered))
        file = writer.finish()
    bench.seams.reach("pack-rewritten")
    content = (
        _digest_of_findings(rows, bench.content_key)
        if findings
        else content_of(rows, pack, bench.layout, bench.content_key)
    )
    return replace(bench.stamp(name, file.rows, file.sha256, content), standard=pack.standard)


def _digest_of_findings(rows: pl.DataFrame, key: bytes) -> str:
    digest = ContentDigest(key, FINDING_COLUMNS)
    digest.add(rows)
    return digest.hex()

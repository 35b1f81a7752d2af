"""Rows in force by department and kind of patient, and how many of them lack an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from tiig.desk.counting import layouts_of
from tiig.desk.facts import read_geography
from tiig.model.count_ports import PLACE
from tiig.model.states import NOT_RECORDED_NODE, ItemState, state_column
from tiig.model.submission import Pair
from tiig.services import Services
from tiig.standard import dimensions
from tiig.standard.quality import Applies
from tiig.standard.trees import SPECIAL_LABELS

COMPLETENESS, KNOWN, DEFAULT = "completeness", "known", "default"
LACKS: Mapping[str, str] = {
    COMPLETENESS: "no answer",
    KNOWN: "no answer that can be used",
    DEFAULT: "the answer that a system fills in",
}
"""What counts as missing, by the measure that it is the rest of; of a default, the part."""

UNTOLD = SPECIAL_LABELS[NOT_RECORDED_NODE]
"""The level of a kind of patient that is not recorded, or not known."""

DEPRIVATION = "residence_deprivation"
_IN_FILE = "~in_file"
_OTHER, _YES = "other", "yes"
_APPLIED = ("injury_group", "assault")
"""The columns that say which rows an item applies to."""
_MOMENT, _MOMENT_DEFAULT = "injury_at", "event_time_default"


@dataclass(frozen=True)
class Lacking:
    """An item, the measure of it that is asked about, and the kinds of patients to count by."""

    item: str
    measure: str
    factors: tuple[str, ...]


@dataclass(frozen=True)
class Strata:
    """Counts by `site` and each factor (labels): `rows` asked and `missing` among them.

    `not_sent` are sites whose files do not have the item at all; `levels` are the labels of each
    factor in order.
    """

    counted: pl.DataFrame
    levels: Mapping[str, tuple[str, ...]]
    not_sent: tuple[str, ...]


def strata_of(
    pairs: Sequence[Pair], lacking: Lacking, services: Services, *, geography: str, at: datetime
) -> Strata:
    """Count the rows of pairs by one grouping; rows whose file lacks the item stand apart."""
    there = [pair for pair in pairs if not pair.nil]
    words = {name: _words(name, services, geography, at) for name in lacking.factors}
    by = ["site", *lacking.factors]
    kinds = dict.fromkeys(by, pl.String()) | dict.fromkeys(("rows", "missing", "~all"), pl.Int64())
    named = [
        pl.col("site").cast(pl.String),
        *(_label(name, called) for name, called in words.items()),
        pl.col("rows", "missing", "~all").cast(pl.Int64),
    ]
    parts = (
        _grouped(_in_files(rows, there, lacking.item, services), lacking, services).select(named)
        for rows in services.lake.pieces(there, _columns(lacking, services))
    )
    sums = (
        pl.concat([pl.DataFrame(schema=kinds), *parts])
        .group_by(by)
        .agg(pl.col("rows", "missing", "~all").sum())
        .sort(by)
    )
    whole = sums.group_by("site").agg(pl.col("rows", "~all").sum()).sort("site")
    unsent = whole.filter((pl.col("rows") == 0) & (pl.col("~all") > 0))["site"]
    counted = sums.filter(pl.col("rows") > 0).drop("~all")
    levels = {name: (*dict.fromkeys(called.values()), UNTOLD) for name, called in words.items()}
    return Strata(counted, levels, tuple(unsent) if lacking.measure != DEFAULT else ())


def _columns(lacking: Lacking, services: Services) -> set[str]:
    """Return the columns that are read: a whole row has many more."""
    known, item = dimensions(services.standard), services.standard.items[lacking.item]
    columns = {known[one].column for one in lacking.factors}
    return columns | {
        item.id,
        state_column(item.id),
        item.keyed_as or "",
        _MOMENT_DEFAULT,
        *_APPLIED,
    }


def _in_files(
    rows: pl.DataFrame, pairs: Sequence[Pair], item: str, services: Services
) -> pl.DataFrame:
    """Return rows; of a text, which has no state, `_IN_FILE` says if their files had it."""
    if services.standard.items[item].stored:
        return rows
    had = pl.Series([item in layout for layout in layouts_of(pairs, services)], dtype=pl.Boolean)
    return rows.with_columns(had.gather(rows[PLACE]).alias(_IN_FILE))


def _grouped(rows: pl.DataFrame, lacking: Lacking, services: Services) -> pl.DataFrame:
    """Count some rows as they are stored: `~all`, those asked (`rows`), `missing` among them."""
    keys = _keys(lacking.factors, rows, services)
    sent, lacks = _asked(lacking, rows, services)
    return (
        rows.lazy()
        .filter(_applies(services.standard.quality_items[lacking.item].applies))
        .select("site", *keys.values(), sent.alias("~sent"), lacks.alias("~lacks"))
        .group_by("site", *keys)
        .agg(
            pl.len().alias("~all"),
            pl.col("~sent").sum().alias("rows"),
            (pl.col("~sent") & pl.col("~lacks")).sum().alias("missing"),
        )
        .collect()
    )


def _keys(factors: Sequence[str], table: pl.DataFrame, services: Services) -> dict[str, pl.Expr]:
    """Return the column of each factor as it is stored, under the factor's name."""
    known = dimensions(services.standard)
    columns = {one: known[one].column for one in factors}
    return {
        name: (pl.col(column) if column in table.columns else pl.lit(None, pl.String)).alias(name)
        for name, column in columns.items()
    }


def _words(name: str, services: Services, geography: str, at: datetime) -> dict[str, str]:
    """Return what each stored value of a kind of patient is called, in the house's order."""
    if name == DEPRIVATION:
        lookup = read_geography(geography, services, at=at).lookup
        if "deprivation" not in lookup.columns:
            return {}
        known = lookup.select("lsoa", "deprivation_name", "deprivation").drop_nulls()
        return dict(known.sort("deprivation").drop("deprivation").iter_rows())
    tree = dimensions(services.standard)[name].tree
    tops = {} if tree is None else tree.at_depth_map(1)
    return {node: tree.nodes[top].label for node, top in tops.items()} if tree else {}


def _label(name: str, words: Mapping[str, str]) -> pl.Expr:
    """Name the widest category of each value; what is not told has a word of its own."""
    if not words:
        return pl.lit(UNTOLD).alias(name)
    text = pl.col(name).cast(pl.String)
    return text.replace_strict(words, default=UNTOLD).fill_null(UNTOLD).alias(name)


def _applies(applies: Applies) -> pl.Expr:
    if applies is Applies.INJURIES:
        return (pl.col("injury_group") != "none").fill_null(value=False)
    if applies is Applies.ASSAULTS:
        return (pl.col("assault") == "recorded").fill_null(value=False)
    return pl.lit(True)


def _asked(lacking: Lacking, table: pl.DataFrame, services: Services) -> tuple[pl.Expr, pl.Expr]:
    """Tell which rows could tell an item, and which of them lack it."""
    item = services.standard.items[lacking.item]
    if not item.stored:
        return pl.col(_IN_FILE), pl.col(item.keyed_as or "").is_null()
    if state_column(item.id) not in table.columns:
        return pl.lit(False), pl.lit(False)
    state = pl.col(state_column(item.id)).fill_null(int(ItemState.BLANK))
    given = state == int(ItemState.GIVEN)
    if lacking.measure == DEFAULT:
        return given, _filled_in(item.id)
    sent = state != int(ItemState.NOT_IN_LAYOUT)
    return sent, ~given if lacking.measure == KNOWN else state == int(ItemState.BLANK)


def _filled_in(item: str) -> pl.Expr:
    """Tell whether a value is what a system fills in, as the measure of default values says."""
    if item == _MOMENT:
        return (pl.col(_MOMENT_DEFAULT) == _YES).fill_null(value=False)
    return (pl.col(item).cast(pl.String) == _OTHER).fill_null(value=False)

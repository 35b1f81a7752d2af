"""Count rows in force anew from the lake, as intake counts them: nothing stored is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from tiig import deidentify, derive, validate
from tiig.desk.profiles import profile_used
from tiig.model.count_ports import PLACE
from tiig.model.months import Month
from tiig.model.pack_names import holds_findings
from tiig.model.profile import SenderProfile
from tiig.model.states import ItemState
from tiig.model.submission import MeasureCount, Pair
from tiig.services import Services
from tiig.standard.quality import ROWS_OF, WHOLE_ROWS, Applies, counted_among, measure_name

COUNTED_ANEW = {
    "place": pl.Int64,
    "site": pl.String,
    "month": pl.String,
    "item": pl.String,
    "measure": pl.String,
    "count": pl.Int64,
}
_BY = ("place", "site", "month", "item", "measure")
_ROWS_OF_A_FILE = 1 << 32
_Missed = dict[str, npt.NDArray[np.int64]]


def counts_anew(
    pairs: Sequence[Pair], services: Services, *, only_measured: bool = False
) -> pl.DataFrame:
    """Return every count that intake stores, by the place of a pair among these; sorted.

    `only_measured` leaves out what no declared measure is made of, and is quicker. What the rules
    found of the rows is taken as their packs tell it.
    """
    if not pairs:
        return pl.DataFrame(schema=COUNTED_ANEW)
    groups = derive.StoredGroups(
        months=[str(pair.month) for pair in pairs],
        layouts=[services.standard.quality_items] * len(pairs),
        not_known=not_known_phrases(services),
    )
    standard = services.standard
    columns = (derive.watched_columns if only_measured else derive.columns_counted)(standard)
    counted = pl.concat(_counted(pairs, groups, services, columns)).rename({"group": "place"})
    keys = pl.DataFrame(
        {
            "place": range(len(pairs)),
            "site": [pair.site for pair in pairs],
            "month": groups.months,
        },
        schema_overrides={"place": pl.Int64},
    )
    told = (
        counted.cast({"place": pl.Int64})
        .group_by("place", "item", "measure")
        .agg(pl.col("count").sum())
    )
    return _not_sent(told, pairs, services).join(keys, on="place").select(*COUNTED_ANEW).sort(_BY)


def _not_sent(counts: pl.DataFrame, pairs: Sequence[Pair], services: Services) -> pl.DataFrame:
    """Name blanks of texts that are not stored by what they are where the file had no such item.

    A file that ever said something had it; only of others is it asked what they had.
    """
    blank, absent = (
        {measure_name(state, applies) for applies in Applies}
        for state in (ItemState.BLANK, ItemState.NOT_IN_LAYOUT)
    )
    renamed = dict(zip(sorted(blank), sorted(absent), strict=True))
    for name in services.standard.quality_items:
        if services.standard.items[name].stored:
            continue
        here = counts.filter(pl.col("item") == name)
        said = here.filter(~pl.col("measure").is_in(sorted(blank)))["place"].unique()
        silent = here.filter(~pl.col("place").is_in(said.implode()))["place"].unique()
        lacking = [one for one in silent if name not in texts_in_layout(pairs[one], services)]
        counts = counts.with_columns(
            measure=pl.when((pl.col("item") == name) & pl.col("place").is_in(lacking))
            .then(pl.col("measure").replace(renamed))
            .otherwise("measure")
        )
    return counts


def beside_rows(counted: pl.DataFrame) -> tuple[MeasureCount, ...]:
    """Return every count beside the rows that it is a share of, as they are stored.

    `counted` has `site`, `month`, `item`, `measure` and `count`, of one file.
    """
    told = counted.select("site", "month", "item", "measure", "count").rows()
    rows = {
        (site, month, measure): count
        for site, month, item, measure, count in told
        if item == WHOLE_ROWS
    }
    return tuple(
        MeasureCount(
            site,
            Month.parse(month),
            item,
            measure,
            count,
            rows.get((site, month, ROWS_OF[counted_among(measure)]), 0),
        )
        for site, month, item, measure, count in told
    )


def _counted(
    pairs: Sequence[Pair],
    groups: derive.StoredGroups,
    services: Services,
    columns: Collection[str],
) -> Iterator[pl.DataFrame]:
    """Yield the counts of some rows at a time."""
    standard = services.standard
    packs = [_findings_pack(pair) for pair in pairs]
    numbers = {pack: number for number, pack in enumerate(sorted(set(packs)))}
    of_pairs = np.array([numbers[pack] for pack in packs], dtype=np.int64)
    missed = _missed(pairs, numbers, services)
    for rows in services.lake.pieces(pairs, columns):
        of_rows = rows[PLACE].to_numpy()
        keys = of_pairs[of_rows] * _ROWS_OF_A_FILE + rows["row"].to_numpy()
        flags = {measure: np.isin(keys, those) for measure, those in missed.items()}
        yield derive.count_again(rows, of_rows, groups, flags, standard)


def _missed(pairs: Sequence[Pair], numbers: dict[str, int], services: Services) -> _Missed:
    """Return the rows that missed some rules, each as one number, by what they are counted as."""
    found = services.lake.findings_of(pairs)
    of_pack = found["pack"].replace_strict(
        list(numbers), list(numbers.values()), return_dtype=pl.Int64
    )
    rows = found.select("rule", row=of_pack * _ROWS_OF_A_FILE + pl.col("row"))
    missed = validate.rows_missed(rows, validate.rule_book(services.standard))
    return {measure: rows.to_numpy() for measure, rows in missed.items()}


def _findings_pack(pair: Pair) -> str:
    """Return the pack that tells what the rules found in a pair's rows; empty for none."""
    return next((name for name in pair.packs if holds_findings(name)), "")


def layouts_of(pairs: Sequence[Pair], services: Services) -> list[Collection[str]]:
    """Return the items that the file of each pair had."""
    known: dict[tuple[str, str], Collection[str]] = {}
    for pair in pairs:
        key = (pair.revision, pair.derivation)
        if key not in known:
            known[key] = texts_in_layout(pair, services)
    return [known[pair.revision, pair.derivation] for pair in pairs]


def not_known_phrases(services: Services) -> frozenset[str]:
    """Return the ids of phrases that say only that something is not known."""
    words = services.standard.not_known_words
    return deidentify.phrases_not_known(words, services.keys.pseudonyms())


def texts_in_layout(pair: Pair, services: Services) -> Collection[str]:
    """Return the items of the profile that a pair's file had, as far as its first counts tell."""
    counted = services.catalogue.measures(pair.revision)
    absent = {measure_name(ItemState.NOT_IN_LAYOUT, applies) for applies in Applies}
    missing = {one.item for one in counted if one.measure in absent}
    return {column.item for column in profile_of(pair, services).columns if column.item} - missing


def profile_of(pair: Pair, services: Services) -> SenderProfile:
    """Return the profile by which the rows of a pair were read."""
    known = services.catalogue.derivation(pair.derivation)
    _, _, fingerprint = (known.profile if known else "").partition(" ")
    return profile_used(pair.sender, services, fingerprint)

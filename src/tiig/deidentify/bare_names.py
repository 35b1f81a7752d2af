"""Names that stand alone in cells of a column nobody declared: told by the column as a whole.

One cell proves nothing, since wards and venues bear the names of people. A column in which
many different cells are names holds people, whatever its header says.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

from tiig.deidentify.tokens import MORE_PLACE_WORDS
from tiig.deidentify.vocabulary import listed, sure_names, sure_surnames
from tiig.model.identified import ROW

_CELL: Final = pl.col("cell")
_NAME_ALONE: Final = r"^[\p{L}'\x{2019}.,\- ]{3,60}$"
_WORD: Final = r"[\p{L}'\x{2019}\-]{2,}"
_TITLES: Final = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sr", "rev"]
_MOST_WORDS: Final = 4


def bare_names(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the rows (`row`, `column`, `cell`, `whole`) of cells that are names and nothing else.

    `whole` says that a first name stands beside a surname; else it is one of the two alone.
    """
    shaped = cells.filter(_CELL.str.contains(_NAME_ALONE))
    if shaped.is_empty():
        return shaped.select(ROW, "column", "cell", whole=pl.lit(value=False))
    plain = _CELL.str.to_lowercase().str.replace_all("ł", "l").str.normalize("NFKD")
    words = plain.str.replace_all(r"\p{M}", "").str.extract_all(_WORD).list.set_difference(_TITLES)
    told = shaped.with_columns(words=words, number=words.list.len())
    told = told.filter(pl.col("number").is_between(1, _MOST_WORDS))
    known, telling, place = _lists()
    each = pl.col("words").list
    names = told.filter(
        each.eval(pl.element().is_in(known)).list.all(),
        each.eval(pl.element().is_in(telling)).list.any(),
        ~each.eval(pl.element().is_in(place)).list.any(),
    )
    return names.select(ROW, "column", "cell", whole=pl.col("number") > 1)


@lru_cache(maxsize=1)
def _lists() -> tuple[pl.Series, pl.Series, pl.Series]:
    """Return all names, those that are nothing else, and words for places that are no names."""
    lists = (
        listed("first_names") | listed("surnames"),
        sure_names() | sure_surnames(),
        MORE_PLACE_WORDS - listed("surnames"),
    )
    known, telling, place = (pl.Series(sorted(words)).implode() for words in lists)
    return known, telling, place

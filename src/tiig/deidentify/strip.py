"""Gate one itself: only what the standard stores passes, under keyed ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

import polars as pl

from tiig.deidentify.coarsen import by_area, by_day, by_group
from tiig.deidentify.convert import (
    BIRTH,
    DISTRICT,
    NOTHING_SPECIAL,
    POSTCODE,
    Conversions,
    Converted,
    converted,
)
from tiig.deidentify.erased import erased
from tiig.deidentify.pseudonym import keyed, normalised_number
from tiig.deidentify.scrub import scrub
from tiig.deidentify.spans import REMOVED
from tiig.model.erasure import Erasable, ErasedMarks
from tiig.model.gates import Deidentified, SealedTexts, deidentified
from tiig.model.identified import ROW, JudgedRows
from tiig.model.places import HOME, PHRASE_ID, PLACE_TYPE, is_home
from tiig.model.pseudonyms import PseudonymKeys
from tiig.model.states import NULL_WORDS, ItemState, state_column

SITE: Final = "site"
ATTENDANCE_NUMBER: Final = "attendance_number"
PERSON_NUMBER: Final = "person_number"
PLACE_TEXT: Final = "assault_location_description"
PROVIDER: Final = "provider"
ATTENDANCE_ID: Final = "attendance_id"
LINKABLE: Final = "attendance_linkable"
PERSON_ID: Final = "person_id"
NEVER_KEPT: Final = frozenset(
    {
        ATTENDANCE_NUMBER,
        PERSON_NUMBER,
        POSTCODE,
        BIRTH,
        PLACE_TEXT,
        "assault_method_description",
    },
)
"""Identifying items: they do not pass even where a standard lists them by mistake."""


@dataclass(frozen=True)
class StripContext:
    """Whose rows these are: the provider that numbers them, the submission they came in.

    `not_known` are the words by which people say that something is not known; `by_day`,
    `by_group` and `by_area` say of which items the sender's agreement keeps less than was
    sent, the last two with what is kept of each value. `conversions` say what dates of birth
    and postcodes become. Rows that were `erased` do not pass,
    nor does line by line what was erased from a file of this fingerprint. Attendances `beside`
    are known from other days of the same month.
    """

    provider: str
    submission: str
    not_known: frozenset[str] = frozenset()
    by_day: tuple[str, ...] = ()
    by_group: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by_area: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    erased: ErasedMarks | None = None
    fingerprint: str = ""
    conversions: Conversions = NOTHING_SPECIAL
    beside: frozenset[str] = frozenset()


class Stripped(NamedTuple):
    """A batch after gate one, and the scrubbed place phrases beside it.

    `not_known` are the ids of phrases that say no more than that the place is not known,
    `scrubbed` the rows from whose place text something was taken out, `erased` the numbers
    of rows that were left out because they had been erased, `converted` what came of each
    identifying item, `beside` the numbers of rows whose attendance is known from elsewhere.
    """

    rows: Deidentified
    texts: SealedTexts
    scrubbed: pl.Series
    not_known: frozenset[str] = frozenset()
    erased: tuple[int, ...] = ()
    converted: Mapping[str, Converted] = MappingProxyType({})
    beside: tuple[int, ...] = ()


def strip(
    judged: JudgedRows,
    *,
    standard_columns: frozenset[str],
    keys: PseudonymKeys,
    context: StripContext,
) -> Stripped:
    """Take everything that identifies out of a batch and give ids that name nobody.

    Keeps `row` and the columns in `standard_columns`, nothing else. An identifying item
    that the sender's layout lacks yields null ids and the state *not in layout*.
    """
    frame, gone = _without_erased(judged.frame, keys, context)
    frame, counts = converted(frame, context.conversions)
    frame = by_group(by_day(frame, context.by_day), context.by_group)
    frame = by_area(frame, context.by_area)
    with ThreadPoolExecutor(1, thread_name_prefix="person") as beside:
        persons = beside.submit(_ids, frame, PERSON_NUMBER, keys.person, context.provider)
        attendance, linkable = _attendance(frame, keys, context)
        phrases, scrubbed = _phrases(frame)
        phrase_ids = keyed(phrases, keys.phrase)
    made = {
        PROVIDER: pl.repeat(context.provider, frame.height, dtype=pl.String, eager=True),
        ATTENDANCE_ID: attendance,
        LINKABLE: linkable,
        PERSON_ID: persons.result(),
        PHRASE_ID: phrase_ids,
        **_no_district(frame),
    }
    given = [name for name in frame.columns if name not in NEVER_KEPT and name not in made]
    whole = frame.select(given).with_columns(**made)
    declared = (standard_columns | {ROW}) - NEVER_KEPT
    kept = whole.select(name for name in whole.columns if name in declared)
    sealed = pl.DataFrame({"id": phrase_ids, "text": phrases}).drop_nulls().unique()
    untold = _words_not_known(context.not_known)
    return Stripped(
        deidentified(kept, declared),
        SealedTexts(dict(sealed.iter_rows())),
        scrubbed,
        frozenset(sealed.filter(pl.col("text").is_in(untold.implode()))["id"]),
        gone,
        counts,
        _beside(frame[ROW], attendance, context),
    )


def numbered_ids(
    numbers: Sequence[str], kind: Erasable, keys: PseudonymKeys, *, provider: str, site: str = ""
) -> tuple[str, ...]:
    """Return the keyed ids of a provider's numbers; of attendances those at one site.

    What is no number (blank, or a word for it) has none and is left out.
    """
    frame = pl.DataFrame({PERSON_NUMBER: numbers, ATTENDANCE_NUMBER: numbers, SITE: site})
    frame = frame.with_columns(pl.col(SITE).cast(pl.String))
    ids = _ids_of(frame, kind, keys, provider, None)
    return tuple(sorted(set(ids.drop_nulls())))


def _without_erased(
    frame: pl.DataFrame, keys: PseudonymKeys, context: StripContext
) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """Leave out rows that were erased before; returns the numbers of these."""
    if context.erased is None or not context.erased.marks:
        return frame, ()

    def ids(kind: Erasable, layers: int) -> pl.Series:
        return _ids_of(frame, kind, keys, context.provider, layers)

    gone = erased(frame[ROW], context.fingerprint, ids, context.erased)
    return frame.filter(~gone), tuple(frame[ROW].filter(gone))


def _beside(rows: pl.Series, ids: pl.Series, context: StripContext) -> tuple[int, ...]:
    """Return the numbers of rows whose attendance is known from elsewhere."""
    if not context.beside:
        return ()
    return tuple(rows.filter(ids.is_in(sorted(context.beside)).fill_null(value=False)))


def _ids_of(
    frame: pl.DataFrame, kind: Erasable, keys: PseudonymKeys, provider: str, layers: int | None
) -> pl.Series:
    """Return ids of persons or attendances under the first `layers` keys (None: all)."""
    if kind is Erasable.PERSON:
        return _ids(frame, PERSON_NUMBER, keys.person[:layers], provider)
    return _ids(frame, ATTENDANCE_NUMBER, keys.attendance[:layers], provider, SITE)


def _attendance(
    frame: pl.DataFrame,
    keys: PseudonymKeys,
    context: StripContext,
) -> tuple[pl.Series, pl.Series]:
    """Return attendance ids and whether each links to the same number sent again."""
    numbered = _ids(frame, ATTENDANCE_NUMBER, keys.attendance, context.provider, SITE)
    linkable = numbered.is_not_null()
    if linkable.all():
        return numbered, linkable
    by_row = frame.select(
        pl.format("{}|row {}", pl.lit(context.submission), pl.col(ROW))
    ).to_series()
    unnumbered = keyed(pl.select(pl.when(~linkable).then(by_row)).to_series(), keys.attendance)
    return numbered.zip_with(linkable, unnumbered), linkable


def _ids(
    frame: pl.DataFrame, column: str, keys: tuple[bytes, ...], provider: str, *within: str
) -> pl.Series:
    """Return keyed ids of a provider's numbers; null where there is no number.

    `within` names columns that a number is unique in: the same attendance number at two
    sites is two attendances.
    """
    if column not in frame.columns:
        return pl.repeat(None, frame.height, dtype=pl.String, eager=True)
    parts = [pl.lit(provider), *(pl.col(name) for name in within), normalised_number(column)]
    numbered = frame.select(pl.concat_str(parts, separator="|").alias(column))
    return keyed(numbered.to_series(), keys)


def _no_district(frame: pl.DataFrame) -> dict[str, pl.Series]:
    """Return a district that no layout has, unless the sender gives one or its postcode."""
    if DISTRICT in frame.columns:
        return {}
    absent = pl.repeat(int(ItemState.NOT_IN_LAYOUT), frame.height, dtype=pl.UInt8, eager=True)
    nothing = pl.repeat(None, frame.height, dtype=pl.String, eager=True)
    return {DISTRICT: nothing, state_column(DISTRICT): absent}


def _phrases(frame: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Return scrubbed place texts in one spelling, and the rows that were changed.

    A phrase is null where nothing of a place is left.
    """
    if PLACE_TEXT not in frame.columns:
        return pl.repeat(None, frame.height, dtype=pl.String, eager=True), frame[ROW].clear()
    clean = place_words(frame)
    text = pl.col("text")
    nothing = (
        text.str.replace_all(REMOVED, "", literal=True).str.strip_chars().is_in(list(NULL_WORDS))
    )
    spelled = _spelled(clean).to_frame("text")
    phrases = spelled.select(pl.when(~nothing).then(text)).to_series()
    return phrases, frame[ROW].filter((clean != frame[PLACE_TEXT]).fill_null(value=False))


def place_words(frame: pl.DataFrame) -> pl.Series:
    """Return the words of place, scrubbed; of a home no more than that it is one.

    Where somebody lives is not for anybody to read, and a home has no name that a scrubber knows.
    """
    words = frame.select(text=scrub(frame[PLACE_TEXT]))
    if PLACE_TYPE not in frame.columns:
        return words["text"]
    types = frame[PLACE_TYPE].cast(pl.String)
    at_home = types.is_in([one for one in types.drop_nulls().unique() if is_home(one)])
    told = words.with_columns(home=at_home.fill_null(value=False))
    home = pl.col("home") & pl.col("text").is_not_null()
    return told.select(pl.when(home).then(pl.lit(HOME)).otherwise("text")).to_series()


def phrase_of_homes(keys: PseudonymKeys) -> str:
    """Return the id of the phrase that stands for every home, whatever was written of it."""
    return str(keyed(pl.Series([HOME]), keys.phrase).item())


def phrases_not_known(words: Collection[str], keys: PseudonymKeys) -> frozenset[str]:
    """Return the ids of phrases that say only that something is not known."""
    return frozenset(keyed(_words_not_known(words), keys.phrase))


def _words_not_known(words: Collection[str]) -> pl.Series:
    return _spelled(pl.Series("text", sorted(words), dtype=pl.String))


def _spelled(texts: pl.Series) -> pl.Series:
    """Return scrubbed texts in the one spelling in which phrases are compared."""
    removed = REMOVED.strip("[]")
    return texts.to_frame("text").select(
        pl.col("text").str.replace_all(REMOVED, "\u0001", literal=True)
        .str.to_lowercase().str.replace_all(r"['\x{2019}]", "")
        .str.replace_all(r"[^\p{L}\p{N}&@\x{1}]+", " ").str.strip_chars()
        .str.replace_all("\u0001", f"[{removed}]"),
    ).to_series()  # fmt: skip

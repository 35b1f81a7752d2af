"""Coded cells and sites: each distinct text is explained once, then looked up by place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE, NULL_WORDS, ItemState
from tiig.standard.codes import normalised
from tiig.standard.items import Kind
from tiig.standard.snomed import Damage, damage_of
from tiig.translate.memory import Dictionary, Meaning, Memory
from tiig.translate.planning import Feed, Source
from tiig.translate.profile_keys import NONE_WORD

WHOLE_FLOAT = re.compile(r"\d+\.0+")
_DAMAGED = frozenset({Damage.SCIENTIFIC, Damage.ROUNDED})
_BETWEEN = "\x1f"
"""Parts a code from its description, where the profile names a column of descriptions."""

_FEW = 32
_KINDS = ("v", "s", "l", "m")

Looked = tuple[pl.Series, pl.Series, pl.Series, pl.Series]
"""Value (Enum of nodes; of a site: String), state (UInt8), local value id (UInt32), and whether the
code map told it, by row."""


def look_up(frame: pl.DataFrame, feeds: Sequence[Feed], memory: Memory) -> dict[str, Looked]:
    """Return what every coded item and the site say in each row, by item."""
    pairs = [(feed, source) for feed in feeds for source in feed.sources]
    known = [memory.dictionary(feed.item.id, source.header, feed.kind) for feed, source in pairs]
    names = [str(place) for place in range(len(pairs))]
    texts = [_text(source).alias(name) for name, (_, source) in zip(names, pairs, strict=True)]
    if not texts:
        return {}
    cells = frame.select(texts)
    places = _places(cells, known)
    strange = [name for name in names if places[name].null_count()]
    for name in strange:
        feed, source = pairs[int(name)]
        new = cells[name].filter(places[name].is_null()).unique(maintain_order=True)
        known[int(name)].learn(_meanings(new, feed, source))
    if strange:
        again = _places(cells.select(strange), [known[int(name)] for name in strange])
        places = places.with_columns(again)
    _count(places, known)
    found: dict[str, list[Looked]] = {}
    for name, (feed, _), dictionary in zip(names, pairs, known, strict=True):
        place = places[name]
        found.setdefault(feed.item.id, []).append(
            (
                dictionary.value.gather(place),
                dictionary.state.gather(place),
                dictionary.local.gather(place),
                dictionary.mapped.gather(place),
            )
        )
    return {item: _first_given(columns) for item, columns in found.items()}


def _text(source: Source) -> pl.Expr:
    cell = pl.col(source.header).fill_null("")
    if source.description is None:
        return cell
    return pl.concat_str(cell, pl.col(source.description).fill_null(""), separator=_BETWEEN)


def _places(cells: pl.DataFrame, known: Sequence[Dictionary]) -> pl.DataFrame:
    """Return each text's place in its dictionary; null where it is not known yet."""
    return cells.select(
        pl.col(name).cast(dictionary.kind, strict=False).to_physical()
        for name, dictionary in zip(cells.columns, known, strict=True)
    )


def _count(places: pl.DataFrame, known: Sequence[Dictionary]) -> None:
    """Add up how often each text occurred; comparing is cheaper than hashing for few texts."""
    by_name = dict(zip(places.columns, known, strict=True))
    few = {name: len(known.meanings) for name, known in by_name.items()}
    compared = [
        (pl.col(name) == place).sum().alias(f"{name} {place}")
        for name, size in few.items()
        if size <= _FEW
        for place in range(size)
    ]
    for key, times in places.select(compared).to_dicts()[0].items() if compared else ():
        name, _, place = key.partition(" ")
        by_name[name].count([(int(place), times)])
    for name, size in few.items():
        if size > _FEW:
            by_name[name].count(places[name].value_counts().iter_rows())


def _meanings(texts: Iterable[str], feed: Feed, source: Source) -> dict[str, Meaning]:
    own = dict(source.column.codes)
    return {text: _meaning(text, own, feed, source) for text in texts}


def _meaning(text: str, own: Mapping[str, str], feed: Feed, source: Source) -> Meaning:
    """Explain one distinct text: the profile's codes, null words, the standard, the code map."""
    code, _, words = text.partition(_BETWEEN) if source.description else (text, "", "")
    local, described = normalised(code), normalised(words)
    meant = node_of(local, own, feed.meanings)
    if meant is not None:
        return _said(meant, _local(local, feed, source))
    if described not in NULL_WORDS and (meant := node_of(described, {}, feed.meanings)) is not None:
        # The words decided, so they are the local value: a later reading of them agrees.
        return _said(meant, _local(described, feed, source), damaged=_is_damaged(local))
    if local in NULL_WORDS:
        return Meaning(ItemState.BLANK)
    kept, damaged = _local(local, feed, source), _is_damaged(local)
    approved = None if kept is None else feed.approved.get(kept)
    if approved is not None:
        # It stays kept also where it means "no answer": the map may change, and is undone by it.
        said = _said(approved, kept, damaged=damaged)
        return replace(said, local=kept, mapped=True)
    return Meaning(ItemState.UNMAPPED, local=kept, damaged=damaged)


def node_of(text: str, own: Mapping[str, str], meanings: Mapping[str, str]) -> str | None:
    """Return what one text means by a profile's codes or the standard; None where by neither."""
    if text in own:
        return own[text]
    if text in NULL_WORDS:
        return None
    if text in meanings:
        return meanings[text]
    # A spreadsheet writes the code 3 as 3.0.
    return node_of(text.partition(".")[0], own, meanings) if WHOLE_FLOAT.fullmatch(text) else None


def _said(meant: str, local: str | None, *, damaged: bool = False) -> Meaning:
    if meant in {NONE_WORD, NOT_RECORDED_NODE}:
        return Meaning(ItemState.BLANK, damaged=damaged)
    if meant == NOT_KNOWN_NODE:
        return Meaning(ItemState.NOT_KNOWN, local=local, damaged=damaged)
    return Meaning(ItemState.GIVEN, meant, local, damaged=damaged)


def _local(text: str, feed: Feed, source: Source) -> str | None:
    if feed.item.kind is Kind.SITE:
        return None
    return f"{normalised(source.column.name)}={text}" if source.shared else text


def _is_damaged(text: str) -> bool:
    return damage_of(text) in _DAMAGED


def _first_given(columns: list[Looked]) -> Looked:
    """Believe the first column that gives an answer, else the first that says anything.

    What the code map tells stands as the value did that it explains: rows that are read again by
    the map know only the column that was believed, and rows to come are to read alike.
    """
    if len(columns) == 1:
        return columns[0]
    parts: dict[str, pl.Series] = {}
    for place, looked in enumerate(columns):
        parts |= {f"{kind}{place}": part for kind, part in zip(_KINDS, looked, strict=True)}
    every = range(len(columns))
    given = [
        pl.when((pl.col(f"s{n}") == ItemState.GIVEN) & ~pl.col(f"m{n}")).then(n) for n in every
    ]
    spoken = [
        pl.when((pl.col(f"s{n}") != ItemState.BLANK) | pl.col(f"m{n}")).then(n) for n in every
    ]
    best = pl.coalesce(*given, *spoken, 0).alias("best")
    frame = pl.DataFrame(parts).with_columns(best)
    chosen = frame.select(pl.coalesce(_where(kind, every)).alias(kind) for kind in _KINDS)
    return chosen["v"], chosen["s"], chosen["l"], chosen["m"]


def _where(kind: str, every: Iterable[int]) -> list[pl.Expr]:
    return [pl.when(pl.col("best") == n).then(pl.col(f"{kind}{n}")) for n in every]

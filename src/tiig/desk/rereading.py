"""Rows in force that read otherwise by a code map: which, and how they read then.

Everything comes from the lake and from `local_values`, never from originals: a row is read
anew by the number of the local value that it came with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import polars as pl

from tiig import deidentify, derive, validate
from tiig.derive import Recoding
from tiig.desk.counting import beside_rows, not_known_phrases, profile_of, texts_in_layout
from tiig.model.code_map import CodeMap, maps_by_version
from tiig.model.submission import Derivation, MeasureCount, Pair, SiteMonth
from tiig.services import Services

_OF_CODES = "; of codes by "


@dataclass(frozen=True)
class Reread:
    """Pairs of one submission that were read alike and read otherwise now, for the same reason.

    `rows` is how many rows of each pair change, by its id; `derivation` is how all are read now.
    """

    pairs: tuple[Pair, ...]
    changes: tuple[Recoding, ...]
    rows: dict[str, int]
    before: Derivation
    derivation: Derivation

    @property
    def revision(self) -> str:
        """The submission."""
        return self.pairs[0].revision

    @property
    def changed(self) -> int:
        """How many rows change in all."""
        return sum(self.rows.values())


def rows_by_site_month(rereads: Iterable[Reread]) -> dict[SiteMonth, int]:
    """Return how many rows of each site-month change, in order: parts of a month are one."""
    found: Counter[SiteMonth] = Counter()
    for one in rereads:
        for pair in one.pairs:
            found[pair.site_month] += one.rows[pair.id]
    return dict(sorted(found.items()))


def pairs_of_sender(sender: str, services: Services) -> tuple[Pair, ...]:
    """Return the pairs in force of a sender that have rows."""
    return tuple(one for one in services.catalogue.pairs() if one.sender == sender and one.rows)


def to_reread(sender: str, codes: CodeMap, services: Services) -> tuple[Reread, ...]:
    """Return what of a sender's rows in force reads otherwise by a code map."""
    catalogue = services.catalogue
    maps = maps_by_version(sender, catalogue.code_decisions())
    numbers = {(one.item, one.value): one.number for one in catalogue.local_values(sender)}
    alike: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs_of_sender(sender, services):
        alike.setdefault((pair.revision, pair.derivation), []).append(pair)
    found = []
    for (_, name), pairs in sorted(alike.items()):
        derivation = catalogue.derivation(name)
        if derivation is None:
            continue
        changes = _changes(maps.get(derivation.codes, CodeMap()), codes, numbers)
        rows = _changed(pairs, changes, services)
        those = tuple(pair for pair in pairs if rows.get(pair.id))
        if those:
            anew = derivation_anew(derivation, codes.version, services)
            found.append(Reread(those, changes, rows, derivation, anew))
    return tuple(found)


def _changes(
    before: CodeMap, after: CodeMap, numbers: dict[tuple[str, str], int]
) -> tuple[Recoding, ...]:
    return tuple(
        Recoding(item, numbers[item, value], was, now)
        for item, value in sorted(before.nodes.keys() | after.nodes.keys())
        if (item, value) in numbers
        for was, now in [(before.nodes.get((item, value)), after.nodes.get((item, value)))]
        if was != now
    )


def _changed(
    pairs: Sequence[Pair], changes: Sequence[Recoding], services: Services
) -> dict[str, int]:
    """Return how many rows of each pair change; pairs of which none does are left out."""
    items = sorted({one.item for one in changes})
    if not items:
        return {}
    counts = services.lake.local_counts(pairs, items)
    found = {
        pair.id: derive.changed_rows(counts.filter(pl.col("pair") == pair.id), changes)
        for pair in pairs
    }
    return {name: rows for name, rows in found.items() if rows}


def derivation_anew(before: Derivation, codes: str, services: Services) -> Derivation:
    """Return how rows are read now: as before, but by this code map and today's definitions."""
    return Derivation.of(
        profile=before.profile,
        standard=services.standard.version,
        rules=_judged_by(before.rules, services),
        code=services.code_version,
        lookup=before.lookup,
        codes=codes,
    )


def _judged_by(before: str, services: Services) -> str:
    """Return the rules by which rows are judged: those of codes anew, the others as they were."""
    first, _, _ = before.partition(_OF_CODES)
    today = validate.rule_book(services.standard).version
    return first if first == today else f"{first}{_OF_CODES}{today}"


def rows_anew(reread: Reread, services: Services) -> Iterator[Any]:
    """Yield the rows of these pairs as they read now: batches that the lake may stage."""
    keys = services.keys.pseudonyms()
    home = deidentify.phrase_of_homes(keys)
    context = _context(reread, services)
    for batch in services.lake.stored(reread.pairs):
        yield derive.derive_again(
            derive.recoded(batch, reread.changes, home), services.standard, context
        )


def _context(reread: Reread, services: Services) -> derive.DeriveContext:
    profile = profile_of(reread.pairs[0], services)
    return derive.DeriveContext(
        row_is=profile.layout.row_is,
        department_type=profile.department_type,
        tells_assaults=reread.pairs[0].tells_assaults,
    )


@dataclass
class CountedAnew:
    """Findings and counts of rows that were read again, as `submit` would have stored them."""

    reread: Reread
    services: Services
    _summaries: list[pl.DataFrame] = field(default_factory=list)
    _portrayed: list[pl.DataFrame] = field(default_factory=list)

    @cached_property
    def _found(self) -> pl.DataFrame:
        """What the rules found when the rows came."""
        return self.services.lake.findings_of(self.reread.pairs)

    @cached_property
    def _book(self) -> validate.RuleBook:
        return validate.rule_book(self.services.standard)

    def add(self, rows: Any) -> pl.DataFrame:  # noqa: ANN401 - a desk does not name such rows
        """Judge and count a batch; returns what the rules find in it now."""
        standard = self.services.standard
        findings = validate.judge_again(rows.frame, self._found, self._book)
        layout = texts_in_layout(self.reread.pairs[0], self.services)
        not_known = not_known_phrases(self.services)
        missed = validate.rows_missed(findings, self._book)
        self._summaries.append(derive.summarise(rows, standard, layout, not_known, missed))
        self._portrayed.append(derive.portray(rows, standard))
        return findings

    def counts(self) -> tuple[MeasureCount, ...]:
        """Return every count beside the rows that it is a share of."""
        shares = derive.shares_kept(_added_up(self._portrayed), self.services.standard)
        return beside_rows(pl.concat([_added_up(self._summaries), shares]))


def _added_up(counts: list[pl.DataFrame]) -> pl.DataFrame:
    stacked = pl.concat(counts)
    by = [name for name in stacked.columns if name != "count"]
    return stacked.group_by(by, maintain_order=True).agg(pl.col("count").sum())


def pair_anew(pair: Pair, reread: Reread, packs: Sequence[str], new: tuple[str, datetime]) -> Pair:
    """Return what takes a pair's place: the same revision, read otherwise.

    `new` is its id and the moment from which it counts; `packs` hold its rows and what the rules
    find in them now.
    """
    return replace(
        pair,
        id=new[0],
        derivation=reread.derivation.id,
        packs=tuple(packs),
        known_from=new[1],
    )

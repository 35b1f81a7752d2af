"""What erasing people or attendances takes away: rows, and what pairs say without them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl

from tiig import deidentify
from tiig.model.asker import Asker
from tiig.model.destruction import Destruction, Doomed, phrase_tables_of
from tiig.model.erasure import Erasable, ErasedMark, ErasedMarks, Tombstone, erased_rows, row_name
from tiig.model.erasure_ports import SOUGHT
from tiig.model.submission import Pack, Pair, Submission
from tiig.services import Services

PERSON, ATTENDANCE = "person_id", "attendance_id"
CANNOT_AGAIN = "What was known then cannot be recomputed: erased."
_NAMED = 5


@dataclass(frozen=True)
class Doom:
    """Rows to be erased: the frame of `Lake.seek`, by the submission that sent them."""

    rows: pl.DataFrame = field(repr=False)
    submissions: Mapping[str, Submission]
    pairs: Mapping[str, tuple[Pair, ...]]

    def of(self, submission: str) -> pl.DataFrame:
        """Return the rows that a submission sent."""
        return self.rows.filter(pl.col("pack").is_in(_packs_of(self.pairs[submission])))

    def in_pair(self, pair: Pair) -> int:
        """Return how many rows a pair says less; what was read again lies in packs of its own."""
        here = (
            pl.col("site") == pair.site,
            pl.col("month") == str(pair.month),
            pl.col("pack").is_in(list(pair.packs)),
        )
        return self.of(pair.revision).filter(*here).height

    def counts(self, submission: str) -> list[tuple[str, str, int]]:
        """Return site, month and how many rows go, for what a submission sent."""
        sent = self.of(submission).unique("row")  # once, however often it was read again
        return list(sent.group_by("site", "month").len().sort("site", "month").iter_rows())

    def by_pack(self) -> dict[str, list[int]]:
        """Return, for every pack of the submissions concerned, the rows that must go."""
        return {
            pack: self.of(submission)["row"].unique().sort().to_list()
            for submission, pairs in self.pairs.items()
            for pack in _packs_of(pairs)
        }


def doom_of(kind: Erasable, ids: Sequence[str], services: Services) -> Doom:
    """Find the rows of people or attendances, in all that was ever in force.

    A person's attendances go whole, also where another file tells of one without the person.
    """
    told = _told(services)
    packs = _packs_of(pair for pairs in told.values() for pair in pairs)
    rows = services.lake.seek(packs, PERSON if kind is Erasable.PERSON else ATTENDANCE, ids)
    if kind is Erasable.PERSON and rows.height:
        alike = rows[ATTENDANCE].drop_nulls().unique().to_list()
        again = services.lake.seek(packs, ATTENDANCE, alike)
        rows = pl.concat([rows, again]).unique(["pack", "row"], maintain_order=True)
    return _doom(rows, told)


def doom_again(marks: Collection[ErasedMark], services: Services) -> Doom:
    """Find the rows that marks of an earlier erasure mean: a backup may have brought them back.

    A mark made under other keys of ids than are in force matches nothing.
    """
    keys = services.keys.pseudonyms()
    known = ErasedMarks(services.keys.erasure_key(), tuple(marks))
    in_force = {Erasable.PERSON: len(keys.person), Erasable.ATTENDANCE: len(keys.attendance)}
    told = _told(services)
    found = [pl.DataFrame(schema=SOUGHT)]
    for submission, pairs in told.items():
        rows = services.lake.seek(_packs_of(pairs), "row", None)

        def ids(kind: Erasable, layers: int, rows: pl.DataFrame = rows) -> pl.Series:
            column = rows[PERSON if kind is Erasable.PERSON else ATTENDANCE]
            return column if in_force[kind] == layers else column.clear(rows.height)

        gone = deidentify.erased(rows["row"], submission.fingerprint, ids, known)
        found.append(rows.filter(gone))
    return _doom(pl.concat(found), told)


def _told(services: Services) -> dict[Submission, tuple[Pair, ...]]:
    """Return what every submission ever put in force."""
    submissions = services.catalogue.submissions()
    return {one: services.catalogue.pairs_of(one.id) for one in submissions}


def _doom(rows: pl.DataFrame, told: Mapping[Submission, tuple[Pair, ...]]) -> Doom:
    there = set(rows["pack"])
    hit = {one: pairs for one, pairs in told.items() if not there.isdisjoint(_packs_of(pairs))}
    return Doom(rows, {one.id: one for one in hit}, {one.id: pairs for one, pairs in hit.items()})


def _packs_of(pairs: Iterable[Pair]) -> list[str]:
    """Return the packs that pairs name, each once, sorted."""
    return sorted({name for pair in pairs for name in pair.packs})


def marks_for(
    doom: Doom, listed: Mapping[Erasable, Collection[str]], erasure: str, services: Services
) -> frozenset[ErasedMark]:
    """Return the marks that keep rows out, and those of the ids that were listed."""
    keys = services.keys.pseudonyms()
    known = ErasedMarks(services.keys.erasure_key())
    numbered = doom.rows.filter(pl.col("attendance_linkable"))[ATTENDANCE].drop_nulls()
    asked = {kind: list(listed.get(kind, ())) for kind in Erasable}
    asked[Erasable.ATTENDANCE] += numbered.to_list()
    asked[Erasable.ROW] += [
        row_name(submission.fingerprint, row)
        for name, submission in doom.submissions.items()
        for row in doom.of(name).filter(~pl.col("attendance_linkable"))["row"]
    ]
    layers = {Erasable.PERSON: len(keys.person), Erasable.ATTENDANCE: len(keys.attendance)}
    return frozenset(
        mark
        for kind, names in asked.items()
        for mark in deidentify.marks_of(
            kind, names, known, layers=layers.get(kind, 0), erasure=erasure
        )
    )


def pairs_without(
    doom: Doom, written: Mapping[str, Pack | None], services: Services
) -> dict[str, Pair]:
    """Return what stands in for each pair; one that says less has another id."""
    return {
        pair.id: replace(
            pair,
            id=services.ids.new() if less else pair.id,
            rows=pair.rows - less,
            packs=tuple(_renamed(pair.packs, written)),
        )
        for pairs in doom.pairs.values()
        for pair in pairs
        if not written.keys().isdisjoint(pair.packs)
        for less in [doom.in_pair(pair)]
    }


def _renamed(packs: Sequence[str], written: Mapping[str, Pack | None]) -> Iterator[str]:
    for name in packs:
        again = written.get(name)
        if name not in written:
            yield name
        elif again is not None:
            yield again.id


def tombstones_for(
    doom: Doom,
    after: Mapping[str, Pair],
    asker: Asker,
    services: Services,
    *,
    told: tuple[str, str],
) -> tuple[Tombstone, ...]:
    """Return a tombstone for each pair that says less; `told` is the erasure and its reason."""
    now = services.clock.now()
    erasure, because = told
    return tuple(
        Tombstone(
            id=services.ids.new(),
            erasure=erasure,
            submission=pair.revision,
            site=pair.site,
            month=pair.month,
            rows=doom.in_pair(pair),
            at=now,
            person=asker.person,
            because=because,
            before=pair.id,
            after=after[pair.id].id,
        )
        for pairs in doom.pairs.values()
        for pair in pairs
        if pair.id in after and after[pair.id].id != pair.id
    )


def orders_for(doom: Doom, packs: Sequence[str], services: Services) -> tuple[Destruction, ...]:
    """Return what must be destroyed: packs as they were, originals, phrases nobody else uses.

    An original cannot be erased in part; it goes before its date. What a change of keys holds
    ready in a pack's place has the same rows, and goes too.
    """
    now = services.clock.now()
    there = services.vault.on_disk()
    found: list[tuple[Doomed, str, str]] = []
    ready = {swap.old: swap.new.id for swap in services.catalogue.swaps()}
    for submission, pairs in doom.pairs.items():
        own = _packs_of(pairs)
        gone = [name for name in packs if name in own]
        gone += [ready[name] for name in gone if name in ready]
        found += [(Doomed.PACK, name, submission) for name in gone]
        original = doom.submissions[submission].original
        if original in there:
            found.append((Doomed.ORIGINAL, original, submission))
        found += [
            (Doomed.SOME_PHRASES, name, submission)
            for name in phrase_tables_of(submission)
            if name in there
        ]
    return tuple(
        Destruction(services.ids.new(), kind, subject, submission, "rows of it were erased", now)
        for kind, subject, submission in found
    )


def erased_note(pairs: Sequence[Pair], at: datetime, services: Services) -> tuple[str, ...]:
    """Say what these pairs said at a moment and say no more, in one sentence or none."""
    names = {pair.id for pair in pairs}
    since = [one for one in services.catalogue.tombstones() if one.at > at and one.after in names]
    return (f"{CANNOT_AGAIN} {erased_sentence(since)}",) if since else ()


def erased_from(manifest_pairs: Collection[str], at: datetime, services: Services) -> str | None:
    """Return why what was answered from these pairs at a moment cannot be worked out again."""
    since = [
        one
        for one in services.catalogue.tombstones()
        if one.at > at and one.before in manifest_pairs
    ]
    return f"{CANNOT_AGAIN} {erased_sentence(since)}" if since else None


def erased_sentence(stones: Sequence[Tombstone]) -> str:
    """Say how many rows were erased, of which site-months, and when; whose, nobody can say."""
    named = sorted({f"{one.site} {one.month}" for one in stones})
    days = sorted({f"{one.at:%Y-%m-%d}" for one in stones})
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    shown = ", ".join(named[:_NAMED])
    return f"Rows erased since: {erased_rows(stones)} of {shown}{more}, on {', '.join(days)}."

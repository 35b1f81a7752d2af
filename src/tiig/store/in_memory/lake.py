"""A lake that lives as long as the process: the same checks, tables and marks, no files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import polars as pl

from tiig.kit.hashing import digest
from tiig.kit.keyed import keyed
from tiig.model.erasure_ports import SOUGHT
from tiig.model.errors import PACK_DAMAGED, TiigError
from tiig.model.gates import Attendances, Deidentified
from tiig.model.pack_names import findings_beside, holds_findings, renamed
from tiig.model.places import PHRASE_ID
from tiig.model.ports import Clock, Ids
from tiig.model.submission import Pack, Pair
from tiig.standard import Standard
from tiig.store import code_rows
from tiig.store.aligning import aligned, countable, revision_order, told_since
from tiig.store.checking import checked
from tiig.store.content import ContentDigest
from tiig.store.counting import Tables
from tiig.store.faults import refuse
from tiig.store.layout import Layout
from tiig.store.pieces import findings_packs, found_of, piece
from tiig.store.rekeying import COLUMNS
from tiig.store.rewriting import found_in, without_rows
from tiig.store.secrets import StoreKeys, wrapped_under
from tiig.store.staging import FINDING_COLUMNS, by_year, check_findings, findings_last


class MemoryLake:
    """Packs as frames."""

    def __init__(self, *, keys: StoreKeys, clock: Clock, ids: Ids, standard: Standard) -> None:
        self._keys = keys
        self._clock = clock
        self._ids = ids
        self._layout = Layout.of(standard)
        self._staged: dict[str, pl.DataFrame] = {}
        self._published: dict[str, pl.DataFrame] = {}
        self._under: dict[str, str] = {}
        self._tables = Tables(self._table, self.on_disk)

    @contextmanager
    def stage(self, submission: str) -> Iterator[MemoryStaging]:
        """Begin packs of a submission; those never finished are forgotten on leaving."""
        del submission
        yield MemoryStaging(self._ids.new(), self._layout, self._finish)

    def publish(self, packs: Sequence[Pack]) -> None:
        """Move finished packs into the lake."""
        for pack in packs:
            if pack.id in self._staged:
                self._published[pack.id] = self._staged.pop(pack.id)
            elif pack.id not in self._published:
                raise TiigError(PACK_DAMAGED, pack=pack.id)

    def discard(self, packs: Collection[str]) -> None:
        """Forget packs that are in no catalogue."""
        for pack in packs:
            self._staged.pop(pack, None)
            self._published.pop(pack, None)

    def table(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        """Return the rows of these pairs, coded and marked `counted`."""
        return self._tables.of(pairs)

    def findings(self, packs: Sequence[str]) -> pl.DataFrame:
        """Return stored findings (row, rule, item); packs of rows among `packs` have none."""
        told = [self._pack(name) for name in sorted(packs) if holds_findings(name)]
        return pl.concat([pl.DataFrame(schema=FINDING_COLUMNS), *told])

    def seek(
        self, packs: Collection[str], column: str, ids: Collection[str] | None
    ) -> pl.DataFrame:
        """Return the rows of packs whose `column` is one of the ids (None: all), as SOUGHT says."""
        names = [name for name in sorted(packs) if not holds_findings(name)]
        parts = [found_in(self._pack(name), name, column, ids) for name in names]
        return pl.concat([pl.DataFrame(schema=SOUGHT), *parts])

    def without(self, rows: Mapping[str, Collection[int]]) -> Mapping[str, Pack | None]:
        """Keep packs, by id, again where they have such rows; None where none is left."""
        left = {name: without_rows(self._pack(name), gone) for name, gone in rows.items()}
        return {
            name: self._finish(renamed(name, self._ids.new()), some) if some.height else None
            for name, some in left.items()
            if some.height < self._pack(name).height
        }

    def local_counts(self, pairs: Sequence[Pair], items: Sequence[str]) -> pl.DataFrame:
        """Count the local values of items in the rows of pairs, as LOCAL_COUNTS says."""
        return code_rows.summed(
            code_rows.local_counts(rows, here, items) for rows, here in self._named_by(pairs)
        )

    def stored(self, pairs: Sequence[Pair]) -> Iterator[Deidentified]:
        """Yield the rows of pairs as they lie in their packs, in the order of the file."""
        for rows, here in self._named_by(pairs):
            yield from code_rows.batches(rows, here, self._layout)

    def table_with(
        self, pairs: Sequence[Pair], anew: Sequence[tuple[Sequence[Pair], Attendances]]
    ) -> pl.DataFrame:
        """Return the table of pairs, some of them with these rows for their own; it is not kept."""
        order = revision_order(pairs)
        replaced = {pair.id for those, _ in anew for pair in those}
        stand = self._parts([pair for pair in pairs if pair.id not in replaced], order)
        return countable([*stand, *code_rows.parts(anew, self._layout, order)], self._layout)

    def pieces(self, pairs: Sequence[Pair], columns: Collection[str]) -> Iterator[pl.DataFrame]:
        """Yield the rows of pairs, pack by pack: these columns, and `PLACE`."""
        layout = self._layout.only(columns)
        for rows, here in self._named_by(pairs):
            yield piece(rows, [(rows.height, here)], pairs, layout)

    def findings_of(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        """Return what the rules found in the rows of pairs, by pack."""
        return found_of((name, self._pack(name)) for name in findings_packs(pairs))

    def phrases_in(self, packs: Collection[str]) -> frozenset[str]:
        """Return the ids of place phrases that rows of packs name."""
        tables = [self._pack(name) for name in packs if not holds_findings(name)]
        return frozenset(
            str(phrase) for rows in tables for phrase in rows[PHRASE_ID].drop_nulls().unique()
        )

    def check(self, pack: Pack) -> str | None:
        """Return what is wrong with a pack (missing), or None."""
        if pack.id in self._published:
            return None
        return TiigError(PACK_DAMAGED, pack=pack.id).sentence

    def sealed_under(self, pack: str) -> str:
        """Return the name of the lake's key of a time: packs in memory are not sealed."""
        self._pack(pack)
        return self._under[pack]

    def renewed(
        self, pack: Pack, name: str, layers: Mapping[str, tuple[bytes, ...]]
    ) -> Pack | None:
        """Return the pack under a new id and the newest lake key; None where it needs nothing."""
        rows = self._pack(pack.id)
        if not layers or holds_findings(pack.id):
            if self.sealed_under(pack.id) == self._newest():
                return None
            self._published[name] = rows
            return self._anew(pack, name, pack.content)
        further = [
            keyed(rows[COLUMNS[purpose]], keys)
            for purpose, keys in layers.items()
            if COLUMNS[purpose] in rows.columns
        ]
        self._published[name] = rows.with_columns(further)
        content = ContentDigest(self._keys.content_key(), self._layout.columns)
        content.add(self._published[name])
        return self._anew(pack, name, content.hex())

    def on_disk(self) -> frozenset[str]:
        """Return the ids of all packs in the lake or its staging."""
        return frozenset(self._staged) | frozenset(self._published)

    def _finish(self, name: str, rows: pl.DataFrame) -> Pack:
        self._staged[name] = rows
        self._under[name] = self._newest()
        columns = FINDING_COLUMNS if holds_findings(name) else self._layout.columns
        content = ContentDigest(self._keys.content_key(), columns)
        content.add(rows)
        told = content.hex()
        sha256 = digest([name, told])  # no file: the name and what it holds stand for the bytes
        return Pack(name, rows.height, sha256, told, self._clock.now(), self._layout.version)

    def _anew(self, pack: Pack, name: str, content: str) -> Pack:
        self._under[name] = self._newest()
        sha256 = digest([name, content])
        now = self._clock.now()
        return replace(pack, id=name, sha256=sha256, content=content, written_at=now)

    def _newest(self) -> str:
        return wrapped_under(self._keys.wrap("lake", b""))

    def _pack(self, name: str) -> pl.DataFrame:
        if name not in self._published:
            raise TiigError(PACK_DAMAGED, pack=name)
        return self._published[name]

    def _table(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        return countable(self._parts(pairs, revision_order(pairs)), self._layout)

    def _parts(self, pairs: Sequence[Pair], order: Mapping[str, int]) -> list[pl.DataFrame]:
        return [
            told_since(aligned(rows, self._layout), [(rows.height, here)], order)
            for rows, here in self._named_by(pairs)
        ]

    def _named_by(self, pairs: Sequence[Pair]) -> Iterator[tuple[pl.DataFrame, list[Pair]]]:
        """Yield the rows of each pack that pairs name, with those pairs."""
        names = {name for pair in pairs for name in pair.packs if not holds_findings(name)}
        for name in sorted(names):
            yield self._pack(name), [pair for pair in pairs if name in pair.packs]


class MemoryStaging:
    """Batches that wait to become packs."""

    def __init__(
        self, name: str, layout: Layout, keep: Callable[[str, pl.DataFrame], Pack]
    ) -> None:
        self._name = name
        self._layout = layout
        self._keep = keep
        self._parts: defaultdict[str, list[pl.DataFrame]] = defaultdict(list)
        self._finished = False

    def write(self, rows: Attendances) -> None:
        """Check a batch and add it."""
        self._check_open()
        if rows.height:
            for year, part in by_year(checked(rows.frame, self._layout)):
                self._parts[f"{self._name}-{year}"].append(part)

    def write_findings(self, findings: pl.DataFrame) -> None:
        """Add findings of a batch: row, rule and item, whole numbers only."""
        self._check_open()
        check_findings(findings)
        if findings.height:
            self._parts[findings_beside(self._name)].append(findings)

    def finish(self) -> tuple[Pack, ...]:
        """Return the packs, findings last."""
        self._check_open()
        self._finished = True
        names = sorted(self._parts, key=findings_last)
        return tuple(self._keep(name, pl.concat(self._parts[name])) for name in names)

    def _check_open(self) -> None:
        if self._finished:
            refuse("staging used after it was finished")

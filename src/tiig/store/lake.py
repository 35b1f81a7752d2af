"""The lake: immutable encrypted Parquet packs in one folder, named by the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

import polars as pl
import pyarrow as pa

from tiig.kit.ahead import one_ahead
from tiig.model.erasure_ports import SOUGHT
from tiig.model.errors import PACK_DAMAGED, TiigError
from tiig.model.gates import Attendances, Deidentified
from tiig.model.pack_names import holds_findings
from tiig.model.places import PHRASE_ID
from tiig.model.ports import Clock, Ids, Seams
from tiig.model.submission import Pack, Pair
from tiig.standard import Standard
from tiig.store import code_rows, durable, rekeying
from tiig.store.aligning import aligned, countable, revision_order, told_since
from tiig.store.counting import Tables
from tiig.store.faults import disk_errors
from tiig.store.layout import Layout
from tiig.store.opening import Wanted, framed, opened_rows, opened_table, verified_bytes
from tiig.store.packs import SUFFIX, dictionary_columns
from tiig.store.pieces import findings_packs, found_of, piece
from tiig.store.rewriting import found_in, without_rows, write_again
from tiig.store.sealing import Sealing
from tiig.store.seams import NoSeams
from tiig.store.secrets import StoreKeys
from tiig.store.staging import FINDING_COLUMNS, Bench, ParquetStaging

ROWS_AT_ONCE = 250_000
"""Rows of packs that are read side by side: bounds what lies in memory twice."""

PacksById = Callable[[Collection[str]], Sequence[Pack]]
"""How the lake learns what the catalogue says of packs: `catalogue.packs`."""


@dataclass(frozen=True, eq=False)
class ParquetLake:
    """Packs below a workspace: `vault/staging/` while they are made, `lake/` once published.

    `root` is the workspace's folder. Every file read is held against the catalogue's hash.
    """

    root: Path
    keys: StoreKeys = field(repr=False)
    clock: Clock = field(repr=False)
    ids: Ids = field(repr=False)
    standard: Standard = field(repr=False)
    packs_by_id: PacksById = field(repr=False)
    seams: Seams = field(default_factory=NoSeams, repr=False)

    @contextmanager
    def stage(self, submission: str) -> Iterator[ParquetStaging]:
        """Begin packs of a submission; those never finished are removed on leaving."""
        del submission  # packs are named by ids of their own: a submission may be read anew
        with disk_errors():
            durable.private_folder(self._staging)
        staging = ParquetStaging(self._bench())
        try:
            yield staging
        finally:
            staging.leave()

    def publish(self, packs: Sequence[Pack]) -> None:
        """Move finished packs into the lake, durably; those already there stay."""
        with disk_errors():
            durable.private_folder(self._lake)
            for pack in packs:
                staged = self._staging / (pack.id + SUFFIX)
                if staged.exists():
                    durable.move(staged, self._lake / (pack.id + SUFFIX))
                elif not self._path(pack.id).exists():
                    raise TiigError(PACK_DAMAGED, pack=pack.id)
                self.seams.reach("pack-published")

    def discard(self, packs: Collection[str]) -> None:
        """Remove packs that are in no catalogue."""
        with disk_errors():
            for pack in packs:
                durable.destroy(self._staging / (pack + SUFFIX))
                durable.destroy(self._lake / (pack + SUFFIX))

    def table(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        """Return the rows of these pairs, decrypted, coded, and marked `counted`.

        Local value ids are left out: only re-derivation reads them.
        """
        return self._tables.of(pairs)

    def findings(self, packs: Sequence[str]) -> pl.DataFrame:
        """Return stored findings (row, rule, item); packs of rows among `packs` have none."""
        wanted = Wanted(frozenset(), frozenset(FINDING_COLUMNS), frozenset())
        parts = [
            opened_rows(self._path(pack.id), pack, self._sealing, wanted)
            for pack in self._named([name for name in packs if holds_findings(name)])
        ]
        return pl.concat([pl.DataFrame(schema=FINDING_COLUMNS), *parts])

    def seek(
        self, packs: Collection[str], column: str, ids: Collection[str] | None
    ) -> pl.DataFrame:
        """Return the rows of packs whose `column` is one of the ids (None: all), as SOUGHT says."""
        wanted = Wanted(columns=frozenset({column, *SOUGHT}))
        parts = [
            found_in(self._read(pack, wanted), pack.id, column, ids)
            for pack in self._named([name for name in packs if not holds_findings(name)])
        ]
        return pl.concat([pl.DataFrame(schema=SOUGHT), *parts])

    def without(self, rows: Mapping[str, Collection[int]]) -> Mapping[str, Pack | None]:
        """Write packs, by id, again where they have such rows; None where none is left."""
        written: dict[str, Pack | None] = {}
        try:
            with disk_errors():
                durable.private_folder(self._staging)
                for pack in self._named(rows):
                    before = self._read(pack, Wanted())
                    left = without_rows(before, rows[pack.id])
                    if left.height < before.height:
                        again = write_again(left, pack, self._bench()) if left.height else None
                        written[pack.id] = again
                durable.sync(self._staging)
        except BaseException:
            with suppress(TiigError):
                self.discard([one.id for one in written.values() if one is not None])
            raise
        return written

    def local_counts(self, pairs: Sequence[Pair], items: Sequence[str]) -> pl.DataFrame:
        """Count the local values of items in the rows of pairs, as LOCAL_COUNTS says."""
        columns = code_rows.columns_for(items)
        return code_rows.summed(
            code_rows.local_counts(self._read(pack, self._all_of(here, columns)), here, items)
            for pack, here in self._named_by(pairs)
        )

    def stored(self, pairs: Sequence[Pair]) -> Iterator[Deidentified]:
        """Yield the rows of pairs as they lie in their packs, in the order of the file."""
        for pack, here in self._named_by(pairs):
            rows = self._read(pack, self._all_of(here, None))
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
        """Yield the rows of pairs, some packs at a time: these columns, and `PLACE`."""
        yield from one_ahead(self._pieces(pairs, self._layout.only(columns)))

    def findings_of(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        """Return what the rules found in the rows of pairs, by pack."""
        wanted = Wanted(frozenset(), frozenset(FINDING_COLUMNS), frozenset())
        named = findings_packs(pairs)
        with self._readers() as readers:
            told = readers.map(lambda pack: self._read(pack, wanted), self._named(named))
            return found_of(zip(named, told, strict=True))

    def phrases_in(self, packs: Collection[str]) -> frozenset[str]:
        """Return the ids of place phrases that rows of packs name."""
        wanted = Wanted(columns=frozenset({PHRASE_ID}))
        named = self._named([name for name in packs if not holds_findings(name)])
        tables = (self._read(pack, wanted) for pack in named)
        return frozenset(
            phrase
            for rows in tables
            if PHRASE_ID in rows.columns
            for phrase in rows[PHRASE_ID].drop_nulls().unique().cast(pl.String())
        )

    def check(self, pack: Pack) -> str | None:
        """Return what is wrong with a pack (missing, damaged, plain, keyless), or None."""
        try:
            verified_bytes(self._path(pack.id), pack)
            rekeying.check_key(self._path(pack.id), pack.id, self._sealing)
        except TiigError as fault:
            return fault.sentence
        return None

    def sealed_under(self, pack: str) -> str:
        """Return the name of the lake's key under which a pack is sealed; PACK_DAMAGED."""
        return rekeying.sealed_under(self._path(pack), pack, self._sealing)

    def renewed(
        self, pack: Pack, name: str, layers: Mapping[str, tuple[bytes, ...]]
    ) -> Pack | None:
        """Return the pack under a new id and the newest lake key; None where it needs nothing."""
        source, sealing = self._path(pack.id), self._sealing
        if layers and not holds_findings(pack.id):
            work = rekeying.Rewriting(self._layout, sealing, self.keys.content_key())
            with self._anew(name) as target:
                file, content = rekeying.rekey(source, target, pack, work, layers)
        elif self.sealed_under(pack.id) != sealing.newest:
            content = pack.content
            with self._anew(name) as target:
                file = rekeying.reseal(source, target, pack, sealing)
        else:
            return None
        now = self.clock.now()
        return replace(pack, id=name, sha256=file.sha256, content=content, written_at=now)

    def on_disk(self) -> frozenset[str]:
        """Return the ids of all packs in the lake or its staging."""
        folders = (self._lake, self._staging)
        return frozenset(file.stem for folder in folders for file in folder.glob("*" + SUFFIX))

    @cached_property
    def _layout(self) -> Layout:
        return Layout.of(self.standard)

    @cached_property
    def _sealing(self) -> Sealing:
        return Sealing(self.keys)

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self._table, self.on_disk)

    @property
    def _lake(self) -> Path:
        return self.root / "lake"

    @property
    def _staging(self) -> Path:
        return self.root / "vault" / "staging"

    def _path(self, pack: str) -> Path:
        return self._lake / (pack + SUFFIX)

    @contextmanager
    def _anew(self, name: str) -> Iterator[Path]:
        """Have a pack written in the staging, then move it into the lake, durably."""
        with disk_errors():
            durable.private_folder(self._staging)
            durable.private_folder(self._lake)
        target = self._staging / (name + SUFFIX)
        yield target
        with disk_errors():
            durable.move(target, self._path(name))

    def _bench(self) -> Bench:
        return Bench(
            folder=self._staging,
            name=self.ids.new(),
            layout=self._layout,
            sealing=self._sealing,
            content_key=self.keys.content_key(),
            seams=self.seams,
            stamp=self._stamp,
        )

    def _stamp(self, name: str, rows: int, sha256: str, content: str) -> Pack:
        return Pack(name, rows, sha256, content, self.clock.now(), self.standard.version)

    def _named(self, ids: Collection[str]) -> Sequence[Pack]:
        known = {pack.id: pack for pack in self.packs_by_id(ids)}
        missing = next((name for name in ids if name not in known), None)
        if missing is not None:
            raise TiigError(PACK_DAMAGED, pack=missing)
        return [known[name] for name in sorted(ids)]

    def _read(self, pack: Pack, wanted: Wanted) -> pl.DataFrame:
        return opened_rows(self._path(pack.id), pack, self._sealing, wanted)

    def _table(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        return countable(self._parts(pairs, revision_order(pairs)), self._layout)

    def _parts(self, pairs: Sequence[Pair], order: Mapping[str, int]) -> list[pl.DataFrame]:
        parts: list[pl.DataFrame] = []
        for tables, those in self._tables_of(pairs, self._layout):
            for at in _of_one_schema(tables):
                rows = aligned(framed([tables[place] for place in at]), self._layout)
                parts.append(told_since(rows, _sized(tables, those, at), order))
        return parts

    def _pieces(self, pairs: Sequence[Pair], layout: Layout) -> Iterator[pl.DataFrame]:
        for tables, those in self._tables_of(pairs, layout):
            for at in _of_one_schema(tables):
                rows = framed([tables[place] for place in at])
                yield piece(rows, _sized(tables, those, at), pairs, layout)

    def _tables_of(
        self, pairs: Sequence[Pair], layout: Layout
    ) -> Iterator[tuple[list[pa.Table], list[list[Pair]]]]:
        """Yield the rows of some packs at a time, read side by side, and the pairs of each."""
        naming = _naming(pairs)
        with self._readers() as readers:
            for packs in _together(self._named(naming.keys())):
                those = [naming[pack.id] for pack in packs]
                opened = readers.map(partial(self._opened, layout), packs, those)
                yield list(opened), those

    def _readers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(pl.thread_pool_size(), thread_name_prefix="lake")

    def _named_by(self, pairs: Sequence[Pair]) -> Iterator[tuple[Pack, list[Pair]]]:
        """Yield each pack of rows that pairs name, with those pairs."""
        naming = _naming(pairs)
        for pack in self._named(naming.keys()):
            yield pack, naming[pack.id]

    def _all_of(self, pairs: Sequence[Pair], columns: frozenset[str] | None) -> Wanted:
        """Want the rows of pairs, texts that repeat read as numbers."""
        repeating = frozenset(dictionary_columns(self._layout))
        return Wanted(frozenset(pair.site_month for pair in pairs), columns, repeating)

    def _opened(self, layout: Layout, pack: Pack, pairs: Sequence[Pair]) -> pa.Table:
        wanted = Wanted(
            frozenset(pair.site_month for pair in pairs),
            frozenset(layout.counted_columns),
            frozenset(dictionary_columns(layout)),
        )
        return opened_table(self._path(pack.id), pack, self._sealing, wanted)


def _of_one_schema(tables: Sequence[pa.Table]) -> Iterator[list[int]]:
    """Yield the places of tables of one schema (one standard), all such at once."""
    alike: defaultdict[pa.Schema, list[int]] = defaultdict(list)
    for place, table in enumerate(tables):
        alike[table.schema].append(place)
    yield from alike.values()


def _sized(
    tables: Sequence[pa.Table], pairs: Sequence[Sequence[Pair]], places: Sequence[int]
) -> list[tuple[int, Sequence[Pair]]]:
    """Return how many rows each of some tables has, beside the pairs that name it."""
    return [(tables[place].num_rows, pairs[place]) for place in places]


def _naming(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Return the pairs that name each pack of rows."""
    naming: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        for name in pair.packs:
            if not holds_findings(name):
                naming[name].append(pair)
    return naming


def _together(packs: Sequence[Pack]) -> Iterator[list[Pack]]:
    """Put packs together that are read at once: small ones many at a time, large ones alone."""
    waiting: list[Pack] = []
    for pack in packs:
        if waiting and sum(one.rows for one in waiting) + pack.rows > ROWS_AT_ONCE:
            yield waiting
            waiting = []
        waiting.append(pack)
    if waiting:
        yield waiting

"""A catalogue that lives as long as the process: the reference that the others are held to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import polars as pl

from tiig.model.agreement import AnyAgreement
from tiig.model.agreement_reading import agreement_of
from tiig.model.asker import Asker
from tiig.model.audit import (
    EVERY_ROW,
    AuditAsked,
    AuditCheck,
    AuditKind,
    AuditRow,
    Head,
    Signer,
    TextSearch,
)
from tiig.model.code_ports import STORED_COUNTS
from tiig.model.destruction import Destruction
from tiig.model.erasure import ErasedMark, Tombstone
from tiig.model.geography import GeographyVersion
from tiig.model.ports import Clock, Intent, ProfileRecord
from tiig.model.submission import (
    Derivation,
    FindingCount,
    LocalValue,
    MeasureCount,
    Pack,
    Pair,
    Release,
    Submission,
)
from tiig.store import chain
from tiig.store.catalogue import rules
from tiig.store.catalogue.rows import destruction_order, pair_order
from tiig.store.in_memory.codes import MemoryCodes
from tiig.store.in_memory.entering import enter
from tiig.store.in_memory.incidents import MemoryIncidents
from tiig.store.in_memory.places import MemoryPlaces
from tiig.store.in_memory.programme import MemoryProgramme
from tiig.store.in_memory.rotating import MemoryRotationReads
from tiig.store.in_memory.writing import MemoryChange, State


class MemoryCatalogue(
    MemoryIncidents, MemoryPlaces, MemoryCodes, MemoryProgramme, MemoryRotationReads
):
    """A catalogue in a few dictionaries; a transaction works on a copy and swaps it in."""

    def __init__(
        self, *, clock: Clock, signer: Signer | None = None, search: TextSearch | None = None
    ) -> None:
        self._clock = clock
        self._signer = signer
        self._search = search
        self._lock = threading.RLock()
        self._state: State = State()

    @contextmanager
    def change(
        self,
        asker: Asker,
        because: str,
        *,
        kind: AuditKind = AuditKind.CHANGE,
        subjects: Sequence[str] = (),
    ) -> Iterator[MemoryChange]:
        """Open a transaction; everything in it, with its audit row, or nothing."""
        told = chain.Told(asker, because, kind, tuple(subjects)).searched(self._search)
        with self._writing() as state:
            rows, head = chain.following(told, _end(state), self._clock.now(), self._signer)
            state.audit.update({row.number: row for row in rows})
            state.heads[:] = [head]
            yield MemoryChange(state, head)

    def note(
        self,
        asker: Asker,
        because: str,
        *,
        kind: AuditKind = AuditKind.LOOK,
        subjects: Sequence[str] = (),
    ) -> None:
        """Write an audit row of what changes nothing: a read, a decision."""
        with self.change(asker, because, kind=kind, subjects=subjects):
            pass

    def announce(self, intent: Intent) -> None:
        """Enter an intent before any file is written."""
        with self._writing() as state:
            enter(state.intents, intent.id, intent)

    def extend(self, intent: Intent) -> None:
        """Enter more files or a longer lease; STORE_LOCKED where the intent was taken away."""
        with self._writing() as state:
            rules.check_announced(found=intent.id in state.intents)
            state.intents[intent.id] = intent

    def intents(self) -> tuple[Intent, ...]:
        """Return the intents that have not ended, oldest first."""
        return tuple(sorted(self._state.intents.values(), key=lambda one: one.id))

    def change_number(self) -> int:
        """Return a number that grows with every committed change."""
        return max(self._state.audit, default=0)

    def senders(self) -> tuple[str, ...]:
        """Return the ids of all senders, sorted."""
        return tuple(sorted({sender for sender, _ in self._state.profiles}))

    def profiles(self, sender: str) -> tuple[ProfileRecord, ...]:
        """Return all versions of a sender's profile, oldest first."""
        found = [one for one in self._state.profiles.values() if one.sender == sender]
        return tuple(sorted(found, key=lambda one: one.version))

    def submissions(self, sender: str | None = None) -> tuple[Submission, ...]:
        """Return submissions, oldest first."""
        found = [
            one
            for one in self._state.submissions.values()
            if sender is None or one.sender == sender
        ]
        return tuple(sorted(found, key=lambda one: (one.received_at, one.id)))

    def submission(self, submission: str) -> Submission | None:
        """Return one submission by id."""
        return self._state.submissions.get(submission)

    def by_key(self, key: str) -> tuple[Submission, ...]:
        """Return the submissions with this idempotence key, oldest first."""
        return tuple(one for one in self.submissions() if one.key == key)

    def pairs(self, *, as_known_at: datetime | None = None) -> tuple[Pair, ...]:
        """Return the pairs in force at a moment (None = now), by month, site and days."""
        if as_known_at is None:
            return self._pairs(lambda pair: pair.known_until is None)
        return self._pairs(
            lambda pair: (
                pair.known_from <= as_known_at
                and (pair.known_until is None or as_known_at < pair.known_until)
            )
        )

    def pairs_of(self, submission: str) -> tuple[Pair, ...]:
        """Return every pair that a submission ever put in force."""
        return self._pairs(lambda pair: pair.revision == submission)

    def derivation(self, derivation: str) -> Derivation | None:
        """Return how rows were read."""
        return self._state.derivations.get(derivation)

    def packs(self, ids: Collection[str] | None = None) -> tuple[Pack, ...]:
        """Return packs by id, or all of them, sorted by id."""
        found = [one for one in self._state.packs.values() if ids is None or one.id in set(ids)]
        return tuple(sorted(found, key=lambda pack: pack.id))

    def measures(self, submission: str) -> tuple[MeasureCount, ...]:
        """Return the quality counts of a submission, by month, site, item and measure."""
        return self._state.measures.get(submission, ())

    def stored_counts(self, submissions: Collection[str]) -> pl.DataFrame:
        """Return all quality counts of submissions, those of the first reading first."""
        state = self._state
        first = [((one, None), counts) for one, counts in state.measures.items()]
        rows = [
            (submission, derivation, one.site, str(one.month), one.item, one.measure, one.count)
            for (submission, derivation), counts in (*first, *state.reread_measures.items())
            if submission in submissions
            for one in counts
        ]
        return pl.DataFrame(rows, schema=STORED_COUNTS, orient="row")

    def findings(self, submission: str) -> tuple[FindingCount, ...]:
        """Return how often each rule was missed, in the order in which it was told."""
        return self._state.findings.get(submission, ())

    def local_values(self, sender: str) -> tuple[LocalValue, ...]:
        """Return the listed local values of a sender, by item and number."""
        found = [one for one in self._state.local_values.values() if one.sender == sender]
        return tuple(sorted(found, key=lambda one: (one.item, one.number)))

    def local_counters(self, sender: str) -> Mapping[str, int]:
        """Return the next free local value number of each item."""
        told = sorted(self._state.local_counters.items())
        return {item: following for (owner, item), following in told if owner == sender}

    def receipt(self, submission: str) -> str | None:
        """Return the receipt (JSON) of a submission."""
        return self._state.receipts.get(submission)

    def geographies(self) -> tuple[GeographyVersion, ...]:
        """Return every version of every geography, by name, oldest first."""
        return tuple(one for _, one in sorted(self._state.geographies.items()))

    def agreements(self) -> tuple[AnyAgreement, ...]:
        """Return every version of every agreement with its end, by id, oldest first."""
        ends = self._state.agreement_ends
        records = (one for _, one in sorted(self._state.agreements.items()))
        return tuple(agreement_of(one, ends.get(one.id)) for one in records)

    def agreement(self, agreement: str) -> tuple[AnyAgreement, ...]:
        """Return every version of one agreement with its end, oldest first."""
        return tuple(one for one in self.agreements() if one.id == agreement)

    def agreement_text(self, agreement: str, version: int) -> str | None:
        """Return a version of an agreement as it was added."""
        found = self._state.agreements.get((agreement, version))
        return None if found is None else found.text

    def releases(self) -> tuple[Release, ...]:
        """Return the ledger, oldest first."""
        return tuple(sorted(self._state.releases.values(), key=lambda one: (one.at, one.id)))

    def manifest(self, manifest: str) -> str | None:
        """Return the body (JSON) of a manifest."""
        return self._state.manifests.get(manifest)

    def destructions(self) -> tuple[Destruction, ...]:
        """Return every order to destroy a file, oldest first."""
        return tuple(sorted(self._state.destructions.values(), key=destruction_order))

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Return every tombstone, oldest first."""
        return tuple(sorted(self._state.tombstones.values(), key=lambda one: (one.at, one.id)))

    def erased_marks(self) -> tuple[ErasedMark, ...]:
        """Return every mark by which an erased row is known again, sorted."""
        return tuple(sorted(self._state.erased_marks.values()))

    def audit(self, asked: AuditAsked = EVERY_ROW) -> tuple[AuditRow, ...]:
        """Return rows of the audit trail, oldest first."""
        found = [row for _, row in sorted(self._state.audit.items()) if asked.wants(row)]
        return tuple(found if asked.last is None else found[-asked.last :])

    def audit_head(self) -> Head | None:
        """Return the signed head of the audit trail; None where nothing stands in it."""
        return next(iter(self._state.heads), None)

    def check_audit(self, heads: Collection[Head] = ()) -> AuditCheck:
        """Go through the whole trail, and hold it against heads that were kept outside."""
        state = self._state
        walk = chain.Walk(frozenset(head.number for head in heads))
        walk.through((*chain.stored_cells(row), row.hash) for _, row in sorted(state.audit.items()))
        return chain.judged(walk, next(iter(state.heads), None), heads, self._signer)

    def close(self) -> None:
        """Nothing to let go of."""

    def _pairs(self, chosen: Callable[[Pair], bool]) -> tuple[Pair, ...]:
        return tuple(sorted(filter(chosen, self._state.pairs.values()), key=pair_order))

    def _now(self) -> State:
        return self._state

    @contextmanager
    def _writing(self) -> Iterator[State]:
        """Work on a copy that this thread alone sees as current; keep it, or go back."""
        with self._lock:
            before = self._state
            self._state = before.copied()
            try:
                yield self._state
            except BaseException:
                self._state = before
                raise


def _end(state: State) -> chain.End:
    """Return where the trail ends."""
    number = max(state.audit, default=0)
    told = state.audit[number].hash if number else chain.GENESIS
    return chain.End(number, told, next(iter(state.heads), None))

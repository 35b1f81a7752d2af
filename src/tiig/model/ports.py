"""What journeys and the desk need from the outside world, as Protocols.

Adapters stand in `store/` (real and in memory); `wiring` and `testing` choose them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import polars as pl

from tiig.model.agreement import AgreementEnd, AgreementRecord, AnyAgreement
from tiig.model.asker import Asker
from tiig.model.audit import EVERY_ROW, AuditAsked, AuditCheck, AuditKind, AuditRow, Head
from tiig.model.code_ports import CodeLake
from tiig.model.count_ports import CountedLake
from tiig.model.decision_ports import DecisionReads, DecisionWrites
from tiig.model.erasure_ports import ErasureCatalogue, ErasureChange, ErasureLake, ErasureVault
from tiig.model.gates import Attendances, SealedTexts
from tiig.model.geography import GeographyRecord, GeographyVersion, Population
from tiig.model.incident_ports import IncidentReads, IncidentWrites
from tiig.model.key_ports import (
    PackSwaps,
    PhraseRekeying,
    RingChanges,
    RotationReads,
    RotationWrites,
)
from tiig.model.place_ports import PhraseVault
from tiig.model.pseudonyms import PseudonymKeys
from tiig.model.submission import (
    Derivation,
    FindingCount,
    LocalValue,
    MeasureCount,
    Pack,
    Pair,
    Release,
    Submission,
    SubmissionState,
    Tally,
)


class Clock(Protocol):
    """The only source of the present moment."""

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        ...


class Ids(Protocol):
    """The only source of new names."""

    def new(self) -> str:
        """Return a new UUIDv7 as text; later ids sort after earlier ones."""
        ...


class Progress(Protocol):
    """Where long work says how far it is."""

    def step(self, what: str, done: int | None = None, out_of: int | None = None) -> None:
        """Report one step; `done` and `out_of` are in units of `what`."""
        ...


class Seams(Protocol):
    """Numbered places at which a crash must leave the store as before or as after."""

    def reach(self, seam: str) -> None:
        """Pass a seam; a test's adapter may end the process here."""
        ...


@dataclass(frozen=True)
class ProfileRecord:
    """One stored version of a sender profile, as the text that was added."""

    sender: str
    version: int
    text: str
    fingerprint: str
    added_at: datetime


@dataclass(frozen=True)
class Intent:
    """Announced work: its files may be removed once the lease has run out."""

    id: str
    submission: str
    owner: str
    lease_until: datetime
    originals: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()


class Change(IncidentWrites, ErasureChange, RotationWrites, DecisionWrites, Protocol):
    """The writes of one transaction; its audit row is written with it."""

    def add_profile(self, profile: ProfileRecord) -> None:
        """Keep a new version of a sender profile."""
        ...

    def add_submission(self, submission: Submission) -> None:
        """Enter a submission in the state it has."""
        ...

    def move(self, submission: str, to: SubmissionState, reasons: Sequence[str] = ()) -> None:
        """Change a submission's state; STATE_FORBIDS where MOVES does not allow it."""
        ...

    def recount(self, submission: str, tally: Tally) -> None:
        """Say anew what became of a submission's rows: it was held and is confirmed."""
        ...

    def add_derivation(self, derivation: Derivation) -> None:
        """Enter how rows were read, once for each id."""
        ...

    def add_packs(self, packs: Sequence[Pack]) -> None:
        """Name immutable files of the lake."""
        ...

    def put_in_force(self, pairs: Sequence[Pair]) -> None:
        """Put pairs in force at their `known_from`, closing what lies within their days."""
        ...

    def close_pairs(self, pairs: Sequence[str], at: datetime) -> None:
        """End pairs at a moment without putting others in force."""
        ...

    def add_measures(self, submission: str, counts: Sequence[MeasureCount]) -> None:
        """Keep quality counts of a submission."""
        ...

    def add_findings(self, submission: str, counts: Sequence[FindingCount]) -> None:
        """Keep how often each rule was missed."""
        ...

    def add_local_values(
        self, values: Sequence[LocalValue], counters: Mapping[tuple[str, str], int]
    ) -> None:
        """List local values, and the next free number of each (sender, item)."""
        ...

    def add_receipt(self, submission: str, receipt: str) -> None:
        """Keep a receipt (JSON) of a submission."""
        ...

    def add_release(self, release: Release, manifest: str) -> None:
        """Write a release row with the body (JSON) of its manifest."""
        ...

    def add_geography(self, version: GeographyVersion) -> None:
        """Enter the next version of a geography; STORE_LOCKED where it is not the next."""
        ...

    def add_agreement(self, record: AgreementRecord) -> None:
        """Keep a new version of an agreement; AGREEMENT_STALE where it is not the next."""
        ...

    def end_agreement(self, end: AgreementEnd) -> None:
        """Keep that an agreement ends; AGREEMENT_UNKNOWN, AGREEMENT_ENDED."""
        ...

    def end_intent(self, intent: str) -> None:
        """Say that announced work is done or given up."""
        ...

    def head(self) -> Head:
        """Return the audit trail's signed head as this change leaves it."""
        ...


class Catalogue(IncidentReads, ErasureCatalogue, RotationReads, DecisionReads, Protocol):
    """What was received, what is in force, who did what: small, transactional, queried by id."""

    def change(
        self,
        asker: Asker,
        because: str,
        *,
        kind: AuditKind = AuditKind.CHANGE,
        subjects: Sequence[str] = (),
    ) -> AbstractContextManager[Change]:
        """Open a transaction; everything in it, with its audit row, or nothing.

        REASON_IDENTIFIES where gate one's detectors find a person in what would be kept.
        """
        ...

    def note(
        self,
        asker: Asker,
        because: str,
        *,
        kind: AuditKind = AuditKind.LOOK,
        subjects: Sequence[str] = (),
    ) -> None:
        """Write an audit row of what changes nothing: a read, a decision."""
        ...

    def announce(self, intent: Intent) -> None:
        """Commit an intent before any file is written."""
        ...

    def extend(self, intent: Intent) -> None:
        """Commit more files or a longer lease for an announced intent."""
        ...

    def intents(self) -> tuple[Intent, ...]:
        """Return the intents that have not ended."""
        ...

    def change_number(self) -> int:
        """Return a number that grows with every committed change."""
        ...

    def senders(self) -> tuple[str, ...]:
        """Return the ids of all senders, sorted."""
        ...

    def profiles(self, sender: str) -> tuple[ProfileRecord, ...]:
        """Return all versions of a sender's profile, oldest first."""
        ...

    def submissions(self, sender: str | None = None) -> tuple[Submission, ...]:
        """Return submissions, oldest first."""
        ...

    def submission(self, submission: str) -> Submission | None:
        """Return one submission by id."""
        ...

    def by_key(self, key: str) -> tuple[Submission, ...]:
        """Return the submissions with this idempotence key, oldest first."""
        ...

    def pairs(self, *, as_known_at: datetime | None = None) -> tuple[Pair, ...]:
        """Return the pairs in force at a moment (None = now), by month, site and days."""
        ...

    def pairs_of(self, submission: str) -> tuple[Pair, ...]:
        """Return every pair that a submission ever put in force."""
        ...

    def derivation(self, derivation: str) -> Derivation | None:
        """Return how rows were read."""
        ...

    def packs(self, ids: Collection[str] | None = None) -> tuple[Pack, ...]:
        """Return packs by id, or all of them."""
        ...

    def measures(self, submission: str) -> tuple[MeasureCount, ...]:
        """Return the quality counts of a submission."""
        ...

    def findings(self, submission: str) -> tuple[FindingCount, ...]:
        """Return how often each rule was missed."""
        ...

    def local_values(self, sender: str) -> tuple[LocalValue, ...]:
        """Return the listed local values of a sender."""
        ...

    def local_counters(self, sender: str) -> Mapping[str, int]:
        """Return the next free local value number of each item."""
        ...

    def receipt(self, submission: str) -> str | None:
        """Return the receipt (JSON) of a submission."""
        ...

    def geographies(self) -> tuple[GeographyVersion, ...]:
        """Return every version of every geography, by name, oldest first."""
        ...

    def agreements(self) -> tuple[AnyAgreement, ...]:
        """Return every version of every agreement with its end, by id, oldest first."""
        ...

    def agreement(self, agreement: str) -> tuple[AnyAgreement, ...]:
        """Return every version of one agreement with its end, oldest first."""
        ...

    def agreement_text(self, agreement: str, version: int) -> str | None:
        """Return a version of an agreement as it was added."""
        ...

    def releases(self) -> tuple[Release, ...]:
        """Return the ledger, oldest first."""
        ...

    def manifest(self, manifest: str) -> str | None:
        """Return the body (JSON) of a manifest."""
        ...

    def audit(self, asked: AuditAsked = EVERY_ROW) -> tuple[AuditRow, ...]:
        """Return rows of the audit trail, oldest first."""
        ...

    def audit_head(self) -> Head | None:
        """Return the signed head of the audit trail; None where nothing stands in it."""
        ...

    def check_audit(self, heads: Collection[Head] = ()) -> AuditCheck:
        """Go through the whole trail, and hold it against heads that were kept outside."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Staging(Protocol):
    """Packs being written, sealed, outside the lake until they are published."""

    def write(self, rows: Attendances) -> None:
        """Add a batch; each is checked again column by column before it is written."""
        ...

    def write_findings(self, findings: pl.DataFrame) -> None:
        """Add findings of a batch (row, rule, item: integers, never a value)."""
        ...

    def finish(self) -> tuple[Pack, ...]:
        """Flush and fsync; returns the packs with their hashes."""
        ...


class Lake(ErasureLake, PackSwaps, CodeLake, CountedLake, Protocol):
    """Immutable encrypted packs of attendances."""

    def stage(self, submission: str) -> AbstractContextManager[Staging]:
        """Begin packs of a submission; leaving without `publish` keeps them out of the lake."""
        ...

    def publish(self, packs: Sequence[Pack]) -> None:
        """Move finished packs into the lake, durably (file and folder fsynced)."""
        ...

    def discard(self, packs: Collection[str]) -> None:
        """Remove packs that are in no catalogue."""
        ...

    def table(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        """Return the rows of these pairs, decrypted and integer-coded, sorted by month and site.

        Text columns are Enum; packs of older standards are brought to today's. Column
        `counted` marks the one row that stands for its attendance (the later revision
        wins, then the row that derive ranked first). Kept in memory for the same pairs.
        """
        ...

    def findings(self, packs: Sequence[str]) -> pl.DataFrame:
        """Return stored findings (row, rule, item)."""
        ...

    def check(self, pack: Pack) -> str | None:
        """Return what is wrong with a pack (missing, damaged, plain), or None."""
        ...

    def on_disk(self) -> frozenset[str]:
        """Return the ids of all packs in the lake or its staging."""
        ...


@dataclass(frozen=True)
class Original:
    """A file as received, sealed; `fingerprint` is the SHA-256 of its bytes."""

    id: str
    fingerprint: str
    size: int


class Vault(ErasureVault, PhraseRekeying, PhraseVault, Protocol):
    """Originals and place phrases, each sealed under a key of its own."""

    def fingerprint(self, path: Path) -> Original:
        """Hash a file without keeping it; the id is empty."""
        ...

    def seal(self, path: Path, name: str) -> Original:
        """Keep a sealed copy under a new id `name`; durable when this returns."""
        ...

    def open(self, original: str, into: Path) -> None:
        """Unseal an original into a file that the caller removes."""
        ...

    def destroy(self, originals: Collection[str]) -> None:
        """Destroy keys and copies."""
        ...

    def keep_phrases(self, submission: str, texts: SealedTexts) -> None:
        """Seal place phrases with their ids."""
        ...

    def phrases(self, tables: Collection[str]) -> SealedTexts:
        """Return the phrases of tables by ids in force; tables that are gone are passed over."""
        ...

    def on_disk(self) -> frozenset[str]:
        """Return the ids of all sealed originals."""
        ...


class Keys(RingChanges, Protocol):
    """Secrets, opened once; nothing here has a repr."""

    def pseudonyms(self) -> PseudonymKeys:
        """Return the keys of keyed ids."""
        ...

    def erasure_key(self) -> bytes:
        """Return the key under which erased ids are marked."""
        ...

    def receiving_key(self) -> str:
        """Return the public key for which hospitals seal packages; RECEIVING_KEY_MISSING else."""
        ...

    def unsealed(self, package: bytes) -> bytes:
        """Open a package that was sealed for this house; PACKAGE_OTHER_KEY, PACKAGE_DAMAGED."""
        ...

    def describe(self) -> tuple[str, ...]:
        """Return sentences for `doctor`: which keys exist, how they are wrapped."""
        ...


class Geography(Protocol):
    """Areas, lookups, populations and shapes, each with its vintage.

    A geography is asked for by name, for its newest version, or by the key of a version.
    """

    def list(self) -> tuple[GeographyRecord, ...]:
        """Return the newest version of each, the built-in one first."""
        ...

    def record(self, name: str, *, at: datetime | None = None) -> GeographyRecord:
        """Return a geography as known at a moment (None: now); GEOGRAPHY_UNKNOWN else."""
        ...

    def lookup(self, name: str) -> pl.DataFrame:
        """Return `lsoa`, `la`, as far as told `msoa` and `ward`, and names, one row an LSOA."""
        ...

    def populations(self, name: str) -> tuple[Population, ...]:
        """Return the populations that are known, those that tell most first."""
        ...

    def deprivation(self, name: str) -> pl.DataFrame:
        """Return `lsoa` and `decile` (1 = most deprived); no rows where it is not known."""
        ...

    def others(self, name: str) -> pl.DataFrame:
        """Return `other` codes of another vintage, their best `lsoa`, `exact` and `year`."""
        ...

    def postcodes(self, name: str) -> pl.DataFrame:
        """Return `postcode` (without space), `lsoa` and `basis`; no rows where not imported."""
        ...

    def shapes(self, name: str, level: str) -> pl.DataFrame:
        """Return `code`, `name`, `shape` (WKB, metres) to draw; no rows where not imported."""
        ...

    def tiles(self, name: str) -> Mapping[str, tuple[int, int]]:
        """Return column and row of each authority on a tile map; none where nobody drew one."""
        ...

    def frame(self, frame: str) -> pl.DataFrame:
        """Return a stored table by id."""
        ...

    def keep(self, frame: pl.DataFrame) -> str:
        """Store a table, durably, and return its id; the catalogue must name it to keep it."""
        ...

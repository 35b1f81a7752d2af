"""What the catalogue answers: nouns, in orders that every adapter shares."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, TypeVar

import polars as pl
from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    func,
    null,
    or_,
    select,
    true,
    type_coerce,
)

from tiig.model.agreement import AgreementEnd, AgreementRecord, AnyAgreement
from tiig.model.agreement_reading import agreement_of
from tiig.model.audit import EVERY_ROW, AuditAsked, AuditRow, Head
from tiig.model.code_ports import STORED_COUNTS
from tiig.model.destruction import Destruction
from tiig.model.erasure import ErasedMark, Tombstone
from tiig.model.geography import GeographyVersion
from tiig.model.ports import Intent, ProfileRecord
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
from tiig.store.catalogue import tables, trail
from tiig.store.catalogue.codes import CodeReading, reread_measures
from tiig.store.catalogue.incidents import IncidentReading
from tiig.store.catalogue.places import PlaceReading
from tiig.store.catalogue.programme import ProgrammeReading
from tiig.store.catalogue.rotating import SqlRotationReads
from tiig.store.catalogue.rows import destruction_order, noun, pair_order, submission_noun

Noun = TypeVar("Noun")
_ASKED_AT_ONCE = 500  # ids in one statement: far below every database's limit


class SqlReading(IncidentReading, PlaceReading, CodeReading, ProgrammeReading, SqlRotationReads):
    """Questions to the tables. Sorted here and not by the database, whose order of texts varies."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]:
        """Open a connection to read from, or share the one that is changing things."""

    def change_number(self) -> int:
        """Return a number that grows with every committed change."""
        return self._value(select(func.max(tables.audit.c.number))) or 0

    def intents(self) -> tuple[Intent, ...]:
        """Return the intents that have not ended, oldest first."""
        return tuple(sorted(self._nouns(Intent, tables.intents), key=lambda one: one.id))

    def senders(self) -> tuple[str, ...]:
        """Return the ids of all senders, sorted."""
        rows = self._rows(select(tables.profiles.c.sender).distinct())
        return tuple(sorted(row["sender"] for row in rows))

    def profiles(self, sender: str) -> tuple[ProfileRecord, ...]:
        """Return all versions of a sender's profile, oldest first."""
        found = self._nouns(ProfileRecord, tables.profiles, tables.profiles.c.sender == sender)
        return tuple(sorted(found, key=lambda one: one.version))

    def submissions(self, sender: str | None = None) -> tuple[Submission, ...]:
        """Return submissions, oldest first."""
        asked = select(tables.submissions)
        if sender is not None:
            asked = asked.where(tables.submissions.c.sender == sender)
        return self._submissions(asked)

    def submission(self, submission: str) -> Submission | None:
        """Return one submission by id."""
        table = tables.submissions
        return next(iter(self._submissions(select(table).where(table.c.id == submission))), None)

    def by_key(self, key: str) -> tuple[Submission, ...]:
        """Return the submissions with this idempotence key, oldest first."""
        return self._submissions(select(tables.submissions).where(tables.submissions.c.key == key))

    def pairs(self, *, as_known_at: datetime | None = None) -> tuple[Pair, ...]:
        """Return the pairs in force at a moment (None = now), by month, site and days."""
        until = tables.pairs.c.known_until
        if as_known_at is None:
            return self._pairs(until.is_(None))
        begun = tables.pairs.c.known_from <= as_known_at
        return self._pairs(and_(begun, or_(until.is_(None), until > as_known_at)))

    def pairs_of(self, submission: str) -> tuple[Pair, ...]:
        """Return every pair that a submission ever put in force."""
        return self._pairs(tables.pairs.c.revision == submission)

    def derivation(self, derivation: str) -> Derivation | None:
        """Return how rows were read."""
        table = tables.derivations
        return next(iter(self._nouns(Derivation, table, table.c.id == derivation)), None)

    def packs(self, ids: Collection[str] | None = None) -> tuple[Pack, ...]:
        """Return packs by id, or all of them, sorted by id."""
        if ids is None:
            found = list(self._nouns(Pack, tables.packs))
        else:
            names = sorted(set(ids))
            found = []
            for start in range(0, len(names), _ASKED_AT_ONCE):
                some = names[start : start + _ASKED_AT_ONCE]
                found += self._nouns(Pack, tables.packs, tables.packs.c.id.in_(some))
        return tuple(sorted(found, key=lambda pack: pack.id))

    def measures(self, submission: str) -> tuple[MeasureCount, ...]:
        """Return the quality counts of a submission, by month, site, item and measure."""
        found = self._of(MeasureCount, tables.measures, submission)
        return tuple(sorted(found, key=lambda o: (o.month, o.site, o.item, o.measure)))

    def stored_counts(self, submissions: Collection[str]) -> pl.DataFrame:
        """Return all quality counts of submissions; months stay the text that they are kept as."""
        ids, found = sorted(submissions), [pl.DataFrame(schema=STORED_COUNTS)]
        with self._reading() as connection:
            for start in range(0, len(ids), _ASKED_AT_ONCE):
                some = ids[start : start + _ASKED_AT_ONCE]
                for asked in (_counts(tables.measures, some), _counts(reread_measures, some)):
                    rows = [tuple(row) for row in connection.execute(asked)]
                    found.append(pl.DataFrame(rows, schema=STORED_COUNTS, orient="row"))
        return pl.concat(found)

    def findings(self, submission: str) -> tuple[FindingCount, ...]:
        """Return how often each rule was missed, in the order in which it was told."""
        table = tables.findings
        asked = select(table).where(table.c.submission == submission).order_by(table.c.place)
        return tuple(noun(FindingCount, row) for row in self._rows(asked))

    def local_values(self, sender: str) -> tuple[LocalValue, ...]:
        """Return the listed local values of a sender, by item and number."""
        table = tables.local_values
        found = self._nouns(LocalValue, table, table.c.sender == sender)
        return tuple(sorted(found, key=lambda one: (one.item, one.number)))

    def local_counters(self, sender: str) -> Mapping[str, int]:
        """Return the next free local value number of each item."""
        table = tables.local_counters
        rows = self._rows(select(table).where(table.c.sender == sender))
        return {row["item"]: row["next"] for row in sorted(rows, key=lambda row: str(row["item"]))}

    def receipt(self, submission: str) -> str | None:
        """Return the receipt (JSON) of a submission."""
        table = tables.receipts
        body: str | None = self._value(select(table.c.body).where(table.c.submission == submission))
        return body

    def geographies(self) -> tuple[GeographyVersion, ...]:
        """Return every version of every geography, by name, oldest first."""
        found = self._nouns(GeographyVersion, tables.geographies)
        return tuple(sorted(found, key=lambda one: (one.name, one.version)))

    def agreements(self) -> tuple[AnyAgreement, ...]:
        """Return every version of every agreement with its end, by id, oldest first."""
        return self._agreements(true(), true())

    def agreement(self, agreement: str) -> tuple[AnyAgreement, ...]:
        """Return every version of one agreement with its end, oldest first."""
        ends = tables.agreement_ends.c.agreement == agreement
        return self._agreements(tables.agreements.c.id == agreement, ends)

    def agreement_text(self, agreement: str, version: int) -> str | None:
        """Return a version of an agreement as it was added."""
        table = tables.agreements
        here = and_(table.c.id == agreement, table.c.version == version)
        text: str | None = self._value(select(table.c.text).where(here))
        return text

    def releases(self) -> tuple[Release, ...]:
        """Return the ledger, oldest first."""
        found = self._nouns(Release, tables.releases)
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def manifest(self, manifest: str) -> str | None:
        """Return the body (JSON) of a manifest."""
        table = tables.manifests
        body: str | None = self._value(select(table.c.body).where(table.c.id == manifest))
        return body

    def destructions(self) -> tuple[Destruction, ...]:
        """Return every order to destroy a file, oldest first."""
        found = self._nouns(Destruction, tables.destructions)
        return tuple(sorted(found, key=destruction_order))

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Return every tombstone, oldest first."""
        found = self._nouns(Tombstone, tables.tombstones)
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def erased_marks(self) -> tuple[ErasedMark, ...]:
        """Return every mark by which an erased row is known again, sorted."""
        return tuple(sorted(self._nouns(ErasedMark, tables.erased_marks)))

    def audit(self, asked: AuditAsked = EVERY_ROW) -> tuple[AuditRow, ...]:
        """Return rows of the audit trail, oldest first."""
        with self._reading() as connection:
            return trail.rows_of(connection, asked)

    def audit_head(self) -> Head | None:
        """Return the signed head of the audit trail; None where nothing stands in it."""
        with self._reading() as connection:
            return trail.head_of(connection)

    def _rows(self, asked: Select[Any]) -> Sequence[RowMapping]:
        with self._reading() as connection:
            return connection.execute(asked).mappings().all()

    def _value(self, asked: Select[Any]) -> Any:  # noqa: ANN401 - one cell of any type
        with self._reading() as connection:
            return connection.execute(asked).scalar()

    def _nouns(
        self,
        kind: type[Noun],
        table: Table,
        where: Any = None,  # noqa: ANN401 - a condition
    ) -> tuple[Noun, ...]:
        asked = select(table) if where is None else select(table).where(where)
        return tuple(noun(kind, row) for row in self._rows(asked))

    def _of(self, kind: type[Noun], table: Table, submission: str) -> tuple[Noun, ...]:
        return self._nouns(kind, table, table.c.submission == submission)

    def _submissions(self, asked: Select[Any]) -> tuple[Submission, ...]:
        found = [submission_noun(row) for row in self._rows(asked)]
        return tuple(sorted(found, key=lambda one: (one.received_at, one.id)))

    def _agreements(self, which: Any, ends: Any) -> tuple[AnyAgreement, ...]:  # noqa: ANN401 - conditions
        ended = {
            one.agreement: one for one in self._nouns(AgreementEnd, tables.agreement_ends, ends)
        }
        found = self._nouns(AgreementRecord, tables.agreements, which)
        ordered = sorted(found, key=lambda one: (one.id, one.version))
        return tuple(agreement_of(one, ended.get(one.id)) for one in ordered)

    def _pairs(self, where: Any) -> tuple[Pair, ...]:  # noqa: ANN401 - a condition
        return tuple(sorted(self._nouns(Pair, tables.pairs, where), key=pair_order))


def _counts(table: Table, submissions: Sequence[str]) -> Select[Any]:
    """Ask for the counts of some submissions, in the order of STORED_COUNTS."""
    here = table.c
    derivation = here.get("derivation", null())
    text = type_coerce(here.month, String)
    told = (here.submission, derivation, here.site, text, here.item, here.measure, here.count)
    return select(*told).where(table.c.submission.in_(submissions))

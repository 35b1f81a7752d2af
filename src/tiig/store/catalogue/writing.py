"""The writes of one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update

from tiig.model.agreement import AgreementEnd, AgreementRecord
from tiig.model.audit import Head
from tiig.model.geography import GeographyVersion
from tiig.model.ports import ProfileRecord
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
from tiig.store.catalogue import rules, tables
from tiig.store.catalogue.codes import CodeWriting
from tiig.store.catalogue.erasing import SqlErasing
from tiig.store.catalogue.incidents import IncidentWriting
from tiig.store.catalogue.places import PlaceWriting
from tiig.store.catalogue.programme import ProgrammeWriting
from tiig.store.catalogue.rotating import SqlRotationWrites
from tiig.store.catalogue.rows import cells, noun, submission_cells, submission_noun


class SqlChange(
    IncidentWriting, PlaceWriting, CodeWriting, ProgrammeWriting, SqlErasing, SqlRotationWrites
):
    """Writes on one connection, inside the transaction that the catalogue opened."""

    def __init__(self, connection: Connection, head: Head) -> None:
        super().__init__(connection)
        self._head = head

    def add_profile(self, profile: ProfileRecord) -> None:
        """Keep a new version of a sender profile."""
        table = tables.profiles
        newest = select(func.max(table.c.version)).where(table.c.sender == profile.sender)
        rules.check_newer(profile, self._connection.execute(newest).scalar())
        self._insert(table, [cells(profile)])

    def add_submission(self, submission: Submission) -> None:
        """Enter a submission in the state it has."""
        self._insert(tables.submissions, [submission_cells(submission)])

    def move(self, submission: str, to: SubmissionState, reasons: Sequence[str] = ()) -> None:
        """Change a submission's state; reasons, where given, replace those it had."""
        table = tables.submissions
        row = self._one(table, submission)
        rules.check_move(submission_noun(row) if row else None, to)
        values: dict[str, Any] = {"state": to}
        if reasons:
            values["reasons"] = tuple(reasons)
        self._connection.execute(update(table).where(table.c.id == submission).values(values))

    def recount(self, submission: str, tally: Tally) -> None:
        """Say anew what became of a submission's rows: it was held and is confirmed."""
        here = tables.submissions.c.id == submission
        self._connection.execute(update(tables.submissions).where(here).values(asdict(tally)))

    def add_derivation(self, derivation: Derivation) -> None:
        """Enter how rows were read, once for each id."""
        if self._one(tables.derivations, derivation.id) is None:
            self._insert(tables.derivations, [cells(derivation)])

    def add_packs(self, packs: Sequence[Pack]) -> None:
        """Name immutable files of the lake."""
        self._insert(tables.packs, [cells(pack) for pack in packs])

    def put_in_force(self, pairs: Sequence[Pair]) -> None:
        """Put pairs in force, closing at their `known_from` what lies within their days."""
        table = tables.pairs
        for pair in pairs:
            there = and_(table.c.site == pair.site, table.c.month == pair.month)
            rows = self._connection.execute(select(table).where(there)).mappings()
            gone = rules.ended_by(pair, [noun(Pair, row) for row in rows])
            here = table.c.id.in_([one.id for one in gone])
            self._connection.execute(update(table).where(here).values(known_until=pair.known_from))
            self._insert(table, [cells(pair)])

    def close_pairs(self, pairs: Sequence[str], at: datetime) -> None:
        """End pairs at a moment; those that have ended stay as they are."""
        table = tables.pairs
        for name in pairs:
            row = self._one(table, name)
            rules.check_closes(noun(Pair, row) if row else None, at)
            still = and_(table.c.id == name, table.c.known_until.is_(None))
            self._connection.execute(update(table).where(still).values(known_until=at))

    def add_measures(self, submission: str, counts: Sequence[MeasureCount]) -> None:
        """Keep quality counts of a submission, in place of any it had."""
        told = [cells(count) | {"submission": submission} for count in counts]
        self._replace(tables.measures, submission, told)

    def add_findings(self, submission: str, counts: Sequence[FindingCount]) -> None:
        """Keep how often each rule was missed, in place of what was kept before."""
        told = [
            cells(count) | {"submission": submission, "place": place}
            for place, count in enumerate(counts)
        ]
        self._replace(tables.findings, submission, told)

    def add_local_values(
        self, values: Sequence[LocalValue], counters: Mapping[tuple[str, str], int]
    ) -> None:
        """List local values not listed yet, and the next free numbers."""
        table = tables.local_values
        for sender in sorted({value.sender for value in values}):
            listed = select(table.c.item, table.c.number).where(table.c.sender == sender)
            known = {tuple(row) for row in self._connection.execute(listed)}
            fresh = [
                cells(value)
                for value in values
                if value.sender == sender and (value.item, value.number) not in known
            ]
            self._insert(table, fresh)
        for (sender, item), following in sorted(counters.items()):
            self._count(sender, item, following)

    def add_receipt(self, submission: str, receipt: str) -> None:
        """Keep the receipt (JSON) of a submission, in place of an earlier one."""
        told = [{"submission": submission, "body": receipt}]
        self._replace(tables.receipts, submission, told)

    def add_release(self, release: Release, manifest: str) -> None:
        """Write a release row; a manifest's body is kept once."""
        self._insert(tables.releases, [cells(release)])
        if self._one(tables.manifests, release.manifest) is None:
            self._insert(tables.manifests, [{"id": release.manifest, "body": manifest}])

    def add_geography(self, version: GeographyVersion) -> None:
        """Enter the next version of a geography; STORE_LOCKED where it is not the next."""
        table = tables.geographies
        newest = select(func.max(table.c.version)).where(table.c.name == version.name)
        rules.check_next(version.version, self._connection.execute(newest).scalar())
        self._insert(table, [cells(version)])

    def add_agreement(self, record: AgreementRecord) -> None:
        """Keep a new version of an agreement; AGREEMENT_STALE where it is not newer."""
        table = tables.agreements
        last = select(table).where(table.c.id == record.id).order_by(table.c.version.desc())
        row = self._connection.execute(last).mappings().first()
        rules.check_agreement(record, noun(AgreementRecord, row) if row else None)
        self._insert(table, [cells(record)])

    def end_agreement(self, end: AgreementEnd) -> None:
        """Keep that an agreement ends; AGREEMENT_UNKNOWN, AGREEMENT_ENDED."""
        ends = tables.agreement_ends
        ended = self._connection.execute(select(ends).where(ends.c.agreement == end.agreement))
        known = self._one(tables.agreements, end.agreement)
        rules.check_ends(end, known=known is not None, ended=ended.first() is not None)
        self._insert(ends, [cells(end)])

    def end_intent(self, intent: str) -> None:
        """Say that announced work is done or given up; STORE_LOCKED where it was taken away."""
        ended = self._connection.execute(
            delete(tables.intents).where(tables.intents.c.id == intent)
        )
        rules.check_announced(found=ended.rowcount == 1)

    def head(self) -> Head:
        """Return the audit trail's signed head as this change leaves it."""
        return self._head

    def _insert(self, table: Table, told: Sequence[Mapping[str, Any]]) -> None:
        if told:
            self._connection.execute(insert(table), list(told))

    def _replace(self, table: Table, submission: str, told: Sequence[Mapping[str, Any]]) -> None:
        self._connection.execute(delete(table).where(table.c.submission == submission))
        self._insert(table, told)

    def _one(self, table: Table, name: str) -> Any:  # noqa: ANN401 - a row of that table, or None
        return self._connection.execute(select(table).where(table.c.id == name)).mappings().first()

    def _count(self, sender: str, item: str, following: int) -> None:
        table = tables.local_counters
        here = and_(table.c.sender == sender, table.c.item == item)
        changed = self._connection.execute(update(table).where(here).values(next=following))
        if not changed.rowcount:
            self._insert(table, [{"sender": sender, "item": item, "next": following}])

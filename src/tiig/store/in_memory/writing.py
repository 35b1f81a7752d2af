"""The writes of one transaction on a state in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Self

from tiig.model.agreement import AgreementEnd, AgreementRecord
from tiig.model.audit import AuditRow, Head
from tiig.model.geography import GeographyVersion
from tiig.model.keys import Rotation, Swap
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
    SubmissionState,
    Tally,
)
from tiig.store.catalogue import rules
from tiig.store.in_memory.codes import KnownCodes, MemoryCodeWrites
from tiig.store.in_memory.entering import enter
from tiig.store.in_memory.erasing import ErasureState, MemoryErasing
from tiig.store.in_memory.incidents import KnownIncidents, MemoryIncidentWrites
from tiig.store.in_memory.places import KnownPlaces, MemoryPlaceWrites
from tiig.store.in_memory.programme import KnownProgramme, MemoryProgrammeWrites
from tiig.store.in_memory.rotating import MemoryRotationWrites


@dataclass
class State(KnownIncidents, KnownPlaces, KnownCodes, KnownProgramme, ErasureState):
    """Everything that is known; copied (its values are frozen) when a transaction begins."""

    profiles: dict[tuple[str, int], ProfileRecord] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    derivations: dict[str, Derivation] = field(default_factory=dict)
    packs: dict[str, Pack] = field(default_factory=dict)
    pairs: dict[str, Pair] = field(default_factory=dict)
    measures: dict[str, tuple[MeasureCount, ...]] = field(default_factory=dict)
    findings: dict[str, tuple[FindingCount, ...]] = field(default_factory=dict)
    local_values: dict[tuple[str, str, int], LocalValue] = field(default_factory=dict)
    local_counters: dict[tuple[str, str], int] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    manifests: dict[str, str] = field(default_factory=dict)
    geographies: dict[tuple[str, int], GeographyVersion] = field(default_factory=dict)
    rotations: dict[str, Rotation] = field(default_factory=dict)
    swaps: dict[str, Swap] = field(default_factory=dict)
    agreements: dict[tuple[str, int], AgreementRecord] = field(default_factory=dict)
    agreement_ends: dict[str, AgreementEnd] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    audit: dict[int, AuditRow] = field(default_factory=dict)
    heads: list[Head] = field(default_factory=list)

    def copied(self) -> Self:
        """Return a copy that can be changed without touching this one."""
        return type(self)(**{part.name: copy(getattr(self, part.name)) for part in fields(self)})


class MemoryChange(
    MemoryIncidentWrites,
    MemoryPlaceWrites,
    MemoryCodeWrites,
    MemoryProgrammeWrites,
    MemoryErasing,
    MemoryRotationWrites,
):
    """Writes on the state of an open transaction."""

    def __init__(self, state: State, head: Head) -> None:
        self._state: State = state
        self._head = head

    def add_profile(self, profile: ProfileRecord) -> None:
        """Keep a new version of a sender profile."""
        used = [version for sender, version in self._state.profiles if sender == profile.sender]
        rules.check_newer(profile, max(used, default=None))
        self._state.profiles[profile.sender, profile.version] = profile

    def add_submission(self, submission: Submission) -> None:
        """Enter a submission in the state it has."""
        enter(self._state.submissions, submission.id, submission)

    def move(self, submission: str, to: SubmissionState, reasons: Sequence[str] = ()) -> None:
        """Change a submission's state; reasons, where given, replace those it had."""
        found = self._state.submissions.get(submission)
        rules.check_move(found, to)
        if found is not None:
            told = tuple(reasons) or found.reasons
            self._state.submissions[submission] = replace(found, state=to, reasons=told)

    def recount(self, submission: str, tally: Tally) -> None:
        """Say anew what became of a submission's rows: it was held and is confirmed."""
        found = self._state.submissions.get(submission)
        if found is not None:
            self._state.submissions[submission] = replace(found, tally=tally)

    def add_derivation(self, derivation: Derivation) -> None:
        """Enter how rows were read, once for each id."""
        self._state.derivations.setdefault(derivation.id, derivation)

    def add_packs(self, packs: Sequence[Pack]) -> None:
        """Name immutable files of the lake."""
        for pack in packs:
            enter(self._state.packs, pack.id, pack)

    def put_in_force(self, pairs: Sequence[Pair]) -> None:
        """Put pairs in force, closing at their `known_from` what lies within their days."""
        known = self._state.pairs
        for pair in pairs:
            alike = [one for one in known.values() if one.site_month == pair.site_month]
            for gone in rules.ended_by(pair, alike):
                known[gone.id] = replace(gone, known_until=pair.known_from)
            enter(known, pair.id, pair)

    def close_pairs(self, pairs: Sequence[str], at: datetime) -> None:
        """End pairs at a moment; those that have ended stay as they are."""
        for name in pairs:
            found = self._state.pairs.get(name)
            rules.check_closes(found, at)
            if found is not None and found.known_until is None:
                self._state.pairs[name] = replace(found, known_until=at)

    def add_measures(self, submission: str, counts: Sequence[MeasureCount]) -> None:
        """Keep quality counts of a submission, in place of any it had."""
        self._state.measures[submission] = tuple(
            sorted(counts, key=lambda one: (one.month, one.site, one.item, one.measure))
        )

    def add_findings(self, submission: str, counts: Sequence[FindingCount]) -> None:
        """Keep how often each rule was missed, in place of what was kept before."""
        self._state.findings[submission] = tuple(counts)

    def add_local_values(
        self, values: Sequence[LocalValue], counters: Mapping[tuple[str, str], int]
    ) -> None:
        """List local values not listed yet, and the next free numbers."""
        for value in values:
            self._state.local_values.setdefault((value.sender, value.item, value.number), value)
        self._state.local_counters.update(counters)

    def add_receipt(self, submission: str, receipt: str) -> None:
        """Keep the receipt (JSON) of a submission, in place of an earlier one."""
        self._state.receipts[submission] = receipt

    def add_release(self, release: Release, manifest: str) -> None:
        """Write a release row; a manifest's body is kept once."""
        enter(self._state.releases, release.id, release)
        self._state.manifests.setdefault(release.manifest, manifest)

    def add_geography(self, version: GeographyVersion) -> None:
        """Enter the next version of a geography; STORE_LOCKED where it is not the next."""
        known = [number for name, number in self._state.geographies if name == version.name]
        rules.check_next(version.version, max(known, default=None))
        self._state.geographies[version.name, version.version] = version

    def add_agreement(self, record: AgreementRecord) -> None:
        """Keep a new version of an agreement; AGREEMENT_STALE where it is not newer."""
        versions = [one for one in self._state.agreements.values() if one.id == record.id]
        newest = max(versions, key=lambda one: one.version, default=None)
        rules.check_agreement(record, newest)
        self._state.agreements[record.id, record.version] = record

    def end_agreement(self, end: AgreementEnd) -> None:
        """Keep that an agreement ends; AGREEMENT_UNKNOWN, AGREEMENT_ENDED."""
        known = any(name == end.agreement for name, _ in self._state.agreements)
        rules.check_ends(end, known=known, ended=end.agreement in self._state.agreement_ends)
        self._state.agreement_ends[end.agreement] = end

    def end_intent(self, intent: str) -> None:
        """Say that announced work is done or given up; STORE_LOCKED where it was taken away."""
        rules.check_announced(found=intent in self._state.intents)
        del self._state.intents[intent]

    def _open(self) -> State:
        return self._state

    def head(self) -> Head:
        """Return the audit trail's signed head as this change leaves it."""
        return self._head

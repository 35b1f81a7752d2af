"""Put what was decided into the store: everything in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from tiig.desk import receipt_release
from tiig.intake.announcing import leased_until
from tiig.intake.claims import Effect, effects
from tiig.intake.judgement import Verdict
from tiig.intake.opening import sealed
from tiig.intake.parcel import Parcel
from tiig.intake.whole_file import WholeFile
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import STORE_LOCKED, TiigError
from tiig.model.incident import Incident
from tiig.model.ports import Change, Intent, Staging
from tiig.model.receipt import Receipt
from tiig.model.submission import (
    Derivation,
    FindingCount,
    LocalValue,
    MeasureCount,
    Pack,
    Pair,
    SiteMonth,
    Submission,
    SubmissionState,
)
from tiig.services import Services


@dataclass(frozen=True, eq=False)
class Judged:
    """What was found out about a file: its rows as a whole, the verdict, the incident it is."""

    whole: WholeFile
    verdict: Verdict
    incident: Incident | None


def place(  # noqa: PLR0913 - everything that the one transaction holds
    parcel: Parcel,
    judged: Judged,
    staging: Staging,
    *,
    services: Services,
    asker: Asker,
    receipt: Receipt,
) -> Receipt:
    """Commit the submission with all that belongs to it, and the incident that it may be.

    Returns the receipt with the signed head of the audit trail as this leaves it.
    """
    whole, verdict, incident = judged.whole, judged.verdict, judged.incident
    sealed(parcel)
    services.seams.reach("original-kept")
    packs = _published(parcel, whole, staging, services) if verdict.taken else ()
    pairs = _pairs(parcel, whole, packs, services) if verdict.taken else ()
    services.seams.reach("before-commit")
    with services.catalogue.change(
        asker,
        _because(verdict),
        kind=AuditKind.SUBMISSION,
        subjects=(parcel.id, parcel.profile.key),
    ) as change:
        changed = effects(whole, services) if verdict.taken else ()
        _check_unmoved(whole, changed, services)
        receipt = receipt.anchored(change.head())
        _enter_submission(change, parcel, whole, verdict, receipt=receipt)
        change.add_findings(parcel.id, _finding_counts(receipt))
        change.add_receipt(parcel.id, receipt.to_json())
        change.add_release(*receipt_release(receipt, asker, services))
        if incident is not None:
            change.add_incident(incident)
        if verdict.taken:
            change.add_packs(packs)
            change.add_derivation(_derivation(parcel, whole, services))
            outlived = _outlived(parcel, changed, services)
            change.close_pairs(_ended(changed), services.clock.now())
            change.put_in_force(pairs)
            for submission in outlived:
                change.move(submission, SubmissionState.SUPERSEDED, (f"Replaced by {parcel.id}",))
            change.add_measures(parcel.id, _measures(whole))
            change.add_local_values(*_local_values(parcel, whole))
        change.end_intent(parcel.intent)
        services.seams.reach("inside-commit")
    services.seams.reach("after-commit")
    _let_go(parcel, judged, services)
    return receipt


def _check_unmoved(whole: WholeFile, changed: Sequence[Effect], services: Services) -> None:
    """Refuse to go on where others were quicker while the file was read.

    It may hold rows that were erased meanwhile, or cut what was put in force.
    """
    known = whole.erased_marks.marks if whole.erased_marks else ()
    if known != services.catalogue.erased_marks() or any(one.cut for one in changed):
        raise TiigError(STORE_LOCKED)


def _because(verdict: Verdict) -> str:
    """Say what became of the file, and whether the asker let in what would have been held."""
    if verdict.taken and verdict.reasons:
        return f"submission {verdict.state}, confirmed"
    return f"submission {verdict.state}"


def _published(
    parcel: Parcel, whole: WholeFile, staging: Staging, services: Services
) -> tuple[Pack, ...]:
    packs = staging.finish()
    services.catalogue.extend(
        Intent(
            id=parcel.intent,
            submission=parcel.id,
            owner=parcel.profile.sender,
            lease_until=leased_until(services),
            originals=(parcel.original,) if parcel.original else (),
            packs=tuple(pack.id for pack in packs),
        )
    )
    services.seams.reach("packs-announced")
    if whole.texts is not None:
        services.vault.keep_phrases(parcel.id, whole.texts)
    services.seams.reach("phrases-kept")
    services.lake.publish(packs)
    services.seams.reach("packs-published")
    return packs


def _derivation(parcel: Parcel, whole: WholeFile, services: Services) -> Derivation:
    return Derivation.of(
        profile=f"{parcel.profile.key} {parcel.profile.fingerprint}",
        standard=services.standard.version,
        rules=whole.rules.version,
        code=services.code_version,
        lookup=parcel.lookup_name,
        codes=whole.codes.version,
    )


def _pairs(
    parcel: Parcel, whole: WholeFile, packs: Sequence[Pack], services: Services
) -> tuple[Pair, ...]:
    now = services.clock.now()
    derivation = _derivation(parcel, whole, services).id
    return tuple(
        Pair(
            id=services.ids.new(),
            site=key.site,
            month=key.month,
            revision=parcel.id,
            derivation=derivation,
            sender=parcel.profile.sender,
            scope=parcel.profile.scope,
            tells_assaults=parcel.profile.tells_assaults,
            rows=rows,
            packs=tuple(pack.id for pack in packs),
            settled_at=key.month.settled_at(parcel.profile.settling_days),
            known_from=now,
            synthetic=parcel.profile.synthetic,
            first_day=first,
            last_day=last,
        )
        for key, rows in sorted(whole.site_months.items())
        for first, last in [_bounds(whole, key)]
    )


def _bounds(whole: WholeFile, key: SiteMonth) -> tuple[date, date] | tuple[None, None]:
    days = whole.days_of(key)
    return (None, None) if days is None else days.bounds(key.month)


def _ended(changed: Sequence[Effect]) -> tuple[str, ...]:
    """Name the pairs that end without another in their place: their days become absent."""
    return tuple(pair.id for one in changed if not one.rows for pair in one.ended)


def _outlived(parcel: Parcel, changed: Sequence[Effect], services: Services) -> tuple[str, ...]:
    """Name the submissions of which nothing remains in force after this one."""
    gone = {pair.id for one in changed for pair in one.ended}
    pairs = services.catalogue.pairs()
    stay = {pair.revision for pair in pairs if pair.id not in gone}
    return tuple(sorted({pair.revision for pair in pairs} - stay - {parcel.id}))


def _enter_submission(
    change: Change, parcel: Parcel, whole: WholeFile, verdict: Verdict, *, receipt: Receipt
) -> None:
    if parcel.held_before:
        if verdict.taken:
            change.move(parcel.id, SubmissionState.IN_FORCE, verdict.reasons)
            change.recount(parcel.id, receipt.tally)
        return
    change.add_submission(
        Submission(
            id=parcel.id,
            sender=parcel.profile.sender,
            profile=parcel.profile.key,
            state=verdict.state,
            received_at=parcel.received_at,
            fingerprint=parcel.fingerprint,
            key=parcel.key,
            period=receipt.period,
            sites=tuple(site.code for site in whole.profile.sites),
            tally=receipt.tally,
            original=parcel.original if verdict.state is not SubmissionState.REFUSED else None,
            synthetic=parcel.profile.synthetic,
            reasons=verdict.reasons,
        )
    )


def _finding_counts(receipt: Receipt) -> tuple[FindingCount, ...]:
    return tuple(
        FindingCount(note.rule, note.item, note.column or None, note.effect, note.count)
        for note in (*receipt.findings, *receipt.set_aside)
    )


def _measures(whole: WholeFile) -> tuple[MeasureCount, ...]:
    """Return every count beside the rows that it is a share of."""
    return tuple(
        MeasureCount(key.site, key.month, item, measure, count, whole.rows_beside(key, measure))
        for key, item, measure, count in whole.measures()
    )


def _local_values(
    parcel: Parcel, whole: WholeFile
) -> tuple[tuple[LocalValue, ...], dict[tuple[str, str], int]]:
    sender = parcel.profile.sender
    values = tuple(
        LocalValue(sender, item, number, value, parcel.received_at)
        for item, found in sorted(whole.memory.frequent().items())
        if item not in whole.agreed.by_group  # no row refers to them
        for value, number in sorted(found.items(), key=lambda pair: pair[1])
    )
    return values, {(sender, item): n for item, n in whole.memory.next_numbers.items()}


def _let_go(parcel: Parcel, judged: Judged, services: Services) -> None:
    """Destroy a sealed copy that serves no purpose: of a refused file, or a second one.

    That of an incident waits for the officer, at most until its `destroy_by`.
    """
    kept = judged.incident is not None and judged.incident.holds_copy
    refused = judged.verdict.state is SubmissionState.REFUSED and not kept
    if parcel.original and (refused or parcel.held_before):
        with suppress(TiigError):  # all is committed; a later start removes what nothing names
            services.vault.destroy([parcel.original])

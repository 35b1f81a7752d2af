"""Write the receipt: what became of the file, row by row and column by column, never a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl

from tiig.intake.changes import since_last_time
from tiig.intake.incidents import notes
from tiig.intake.judgement import Verdict
from tiig.intake.parcel import Parcel
from tiig.intake.surroundings import Surroundings
from tiig.intake.whole_file import WholeFile
from tiig.kit.rows import as_ranges
from tiig.model.incident import Incident
from tiig.model.receipt import LineCount, Receipt, RowNote, SiteMonthLine
from tiig.model.submission import SiteMonth, SubmissionState, Tally

REPAIRS_NAMED = 3
SCRUBBED_WEIGHT = 8
"""An identifier in free text matters as much as an item that tells assaults."""


def receipt(
    parcel: Parcel,
    whole: WholeFile,
    verdict: Verdict,
    services: Surroundings,
    incident: Incident | None = None,
) -> Receipt:
    """Draw up the receipt of a file as it was judged, or of the incident that it is."""
    kept = verdict.state is not SubmissionState.REFUSED
    findings = (*_notes(whole, whole.findings), *_scrubbed(whole))
    written = Receipt(
        submission=parcel.id,
        sender=parcel.profile.sender,
        sender_name=parcel.profile.name,
        profile=parcel.profile.key,
        state=str(verdict.state),
        received_at=parcel.received_at.isoformat(),
        file=parcel.label,
        sheet=_sheet(whole),
        fingerprint=parcel.fingerprint,
        period=str(whole.period) if whole.period else "",
        tally=_tally(whole, verdict),
        lines=_lines(whole),
        site_months=tuple(_site_months(whole, verdict, services)),
        repairs=_repairs(whole, findings),
        findings=findings,
        set_aside=(*_notes(whole, whole.set_aside), *_erased(whole)),
        ignored=_ignored(whole),
        columns=whole.header if whole.plan and incident is None else (),
        dropped=whole.dropped,
        converted=whole.converted if kept else (),
        lookup=parcel.lookup_name if kept else "",
        agreement=parcel.agreement.key if parcel.agreement else "",
        purpose=parcel.agreement.purpose if parcel.agreement else "",
        reasons=verdict.reasons,
        advice=verdict.advice,
        synthetic=parcel.profile.synthetic,
        identifiers=notes(incident, whole.unagreed),
        incident=None if incident is None else incident.id,
        destroy_by=None if incident is None else incident.destroy_by.isoformat(),
        before=parcel.package.manifest.counts if parcel.package else None,
    )
    told = since_last_time(written, services)
    return replace(told, changes=(*_gaps(parcel, whole), *told.changes))


def _gaps(parcel: Parcel, whole: WholeFile) -> tuple[str, ...]:
    """Say which columns of the profile the file lacks; a package has a layout of its own."""
    return whole.plan.notes if whole.plan is not None and parcel.package is None else ()


def _sheet(whole: WholeFile) -> str | None:
    """Name the sheet only as the profile does: its own name may be a person's."""
    return whole.sheet if whole.sheet == whole.profile.layout.sheet else None


def _tally(whole: WholeFile, verdict: Verdict) -> Tally:
    account = whole.account
    if account is None:
        return Tally(read=0, stored=0, set_aside=0, ignored=0)
    stored = whole.stored if verdict.taken else 0
    aside = account.records - account.ignored_count - stored
    return Tally(
        read=account.records, stored=stored, set_aside=aside, ignored=account.ignored_count
    )


def _lines(whole: WholeFile) -> LineCount:
    account = whole.account
    if account is None:
        return LineCount(0, 0, 0, 0)
    return LineCount(
        physical=account.physical_lines,
        above_header=account.preamble_lines,
        header=account.header_lines,
        quoted_breaks=account.quoted_breaks,
    )


def _notes(whole: WholeFile, rows: pl.DataFrame) -> tuple[RowNote, ...]:
    """Group rows by rule and item, the most frequent first."""
    if rows.is_empty():
        return ()
    keys = [name for name in ("rule", "item") if name in rows.columns]
    grouped = rows.group_by(keys).agg(pl.col("row"), pl.len().alias("count"))
    return tuple(
        _note(whole, group["rule"], group["row"])
        for group in grouped.sort(["count", "rule"], descending=[True, False]).iter_rows(named=True)
    )


def _note(whole: WholeFile, number: int, rows: list[int]) -> RowNote:
    rule = whole.rules.by_number[number]
    column = whole.plan.file_column(rule.item) if whole.plan else None
    return RowNote(
        rule=rule.id,
        item=rule.item,
        column=column or "",
        effect=str(rule.effect),
        sentence=rule.sentence,
        advice=rule.advice,
        count=len(rows),
        rows=as_ranges(rows),
    )


def _scrubbed(whole: WholeFile) -> Iterator[RowNote]:
    """Say where something that identifies a person was taken out of free text."""
    if whole.scrubbed.is_empty():
        return
    for (column,), cells in sorted(whole.scrubbed.group_by("column")):
        yield RowNote(
            rule="free_text_without_identifiers",
            item="",
            column=str(column),
            effect="scrubbed",
            sentence="Free text names no person and holds no number, address or date of birth.",
            advice="Ask staff to write places only; what was found has been removed.",
            count=cells["row"].n_unique(),
            rows=as_ranges(cells["row"]),
        )


def _erased(whole: WholeFile) -> Iterator[RowNote]:
    """Say which rows stay out because they were erased before."""
    if whole.erased:
        yield RowNote(
            rule="erased",
            item="",
            column="",
            effect="set aside",
            sentence="The row was erased on request and is not taken in again.",
            advice="Nothing to do; the file may be sent without it.",
            count=len(whole.erased),
            rows=as_ranges(whole.erased),
        )


def _weight(whole: WholeFile, note: RowNote) -> int:
    rule = whole.rules.by_id.get(note.rule)
    return SCRUBBED_WEIGHT if rule is None else rule.weight


def _repairs(whole: WholeFile, findings: Iterable[RowNote]) -> tuple[RowNote, ...]:
    """Choose what matters most: rows touched times the weight of the rule."""
    weighed = sorted(findings, key=lambda note: (-note.count * _weight(whole, note), note.rule))
    return tuple(note for note in weighed if _weight(whole, note))[:REPAIRS_NAMED]


def _ignored(whole: WholeFile) -> tuple[RowNote, ...]:
    account = whole.account
    if account is None:
        return ()
    by_reason: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for run in account.ignored_runs:
        reason = str(run.reason)
        text = str(run.first) if run.first == run.last else f"{run.first}-{run.last}"
        by_reason.setdefault(reason, []).append(text)
        counts[reason] = counts.get(reason, 0) + len(run)
    return tuple(
        RowNote(
            rule=f"ignored-{reason}",
            item="",
            column="",
            effect="ignored",
            sentence=f"The row is {'empty' if reason == 'blank' else 'a footer of the export'}.",
            advice="Nothing to do.",
            count=counts[reason],
            rows=", ".join(runs),
        )
        for reason, runs in sorted(by_reason.items())
    )


def _site_months(
    whole: WholeFile, verdict: Verdict, services: Surroundings
) -> Iterable[SiteMonthLine]:
    if whole.period is None:
        return
    before = {pair.site_month: pair for pair in services.catalogue.pairs()}
    found = whole.site_months
    assaults = whole.assaults
    for site in whole.profile.sites:
        for month in whole.period:
            key = SiteMonth(site.code, month)
            old = before.get(key)
            if key not in found and old is None and len(whole.period) > 1 and not found:
                continue
            yield SiteMonthLine(
                site=site.code,
                name=site.name,
                month=str(month),
                rows=found.get(key, 0),
                previous=None if old is None else old.rows,
                recorded_assaults=assaults.get(key, 0) if whole.profile.tells_assaults else None,
                standing=_standing(key in found, verdict, nil=old is not None and old.nil),
            )


def _standing(has_rows: bool, verdict: Verdict, *, nil: bool) -> str:  # noqa: FBT001
    if not verdict.taken:
        return str(verdict.state)
    if has_rows:
        return "in force"
    return "nil" if nil else "absent"

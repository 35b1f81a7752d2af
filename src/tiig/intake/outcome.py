"""Write the receipt: what became of the file, row by row and column by column, never a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from tiig import receive
from tiig.intake.changes import of_header, with_findings
from tiig.intake.claims import Effect, effects
from tiig.intake.incidents import notes
from tiig.intake.judgement import Verdict
from tiig.intake.parcel import Parcel
from tiig.intake.surroundings import Surroundings
from tiig.intake.whole_file import WholeFile
from tiig.kit.rows import as_ranges
from tiig.model.coverage import Standing
from tiig.model.days import Days
from tiig.model.incident import Incident
from tiig.model.parts import as_periods
from tiig.model.receipt import LineCount, PartLine, Receipt, RowNote, SiteMonthLine, part_lines
from tiig.model.submission import SubmissionState, Tally

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
    told = verdict.told or of_header(parcel, whole, services, unsafe=incident is not None)
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
        findings=(*findings, *_beside(whole)),
        set_aside=(*_notes(whole, whole.set_aside), *_erased(whole)),
        ignored=_ignored(whole),
        columns=whole.header if whole.plan and incident is None else (),
        dropped=whole.dropped,
        converted=whole.converted if kept else (),
        lookup=parcel.lookup_name if kept else "",
        codes=whole.codes.version if kept else "",
        agreement=parcel.agreement.key if parcel.agreement else "",
        purpose=parcel.agreement.purpose if parcel.agreement else "",
        reasons=verdict.reasons,
        advice=verdict.advice,
        synthetic=parcel.profile.synthetic,
        identifiers=notes(incident, whole.unagreed),
        incident=None if incident is None else incident.id,
        destroy_by=None if incident is None else incident.destroy_by.isoformat(),
        before=parcel.package.manifest.counts if parcel.package else None,
        changes=(*_gaps(parcel, whole), *_hidden(whole), *told.changes),
        drift=told.drift,
        portrait=told.portrait,
        limits="" if whole.limits is None else receive.limits_in_words(whole.limits),
    )
    return with_findings(written, parcel, services)


def _gaps(parcel: Parcel, whole: WholeFile) -> tuple[str, ...]:
    """Say which columns of the profile the file lacks; a package has a layout of its own."""
    return whole.plan.notes if whole.plan is not None and parcel.package is None else ()


def _hidden(whole: WholeFile) -> tuple[str, ...]:
    """Say that rows which a sheet does not show were read all the same."""
    if whole.account is None or not whole.account.hidden:
        return ()
    rows = f"{whole.account.hidden:,} rows of the sheet are hidden, by a filter or by hand"
    return (f"{rows}; they were read like the others.",)


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
        numbered=account.numbered,
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


def _beside(whole: WholeFile) -> Iterator[RowNote]:
    """Say which attendances stand in another part of their month too."""
    if whole.beside:
        yield RowNote(
            rule="attendance_in_one_part",
            item="attendance_number",
            column=(whole.plan.file_column("attendance_number") if whole.plan else None) or "",
            effect="note",
            sentence="No attendance stands on other days of the month in what is in force.",
            advice="It is counted once, as this file tells it; send the other days again too.",
            count=len(whole.beside),
            rows=as_ranges(whole.beside),
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
    names = {site.code: site.name for site in whole.profile.sites}
    changed = effects(whole, services)
    for one in changed:
        if not (one.rows or one.before) and len(changed) > len(names) and not whole.site_months:
            continue
        now = _after(whole, one) if verdict.taken else part_lines(one.before)
        yield SiteMonthLine(
            site=one.key.site,
            name=names[one.key.site],
            month=str(one.key.month),
            rows=one.rows,
            previous=sum(pair.rows for pair in one.ended) if one.ended else None,
            recorded_assaults=(
                whole.assaults.get(one.key, 0) if whole.profile.tells_assaults else None
            ),
            standing=_standing(one, verdict),
            days="" if one.days.whole else str(one.days),
            before=part_lines(one.before),
            after=now,
            lacks=as_periods(one.lacking if verdict.taken else one.lacked),
        )


def _after(whole: WholeFile, one: Effect) -> tuple[PartLine, ...]:
    """Return what is in force once the file is, by days."""
    new = (PartLine(str(one.days), whole.submission, one.rows),) if one.rows else ()
    return tuple(sorted((*part_lines(one.kept), *new), key=lambda part: Days.parse(part.days)))


def _standing(one: Effect, verdict: Verdict) -> str:
    if not verdict.taken:
        return str(verdict.state)
    if one.rows:
        return str(Standing.PARTIAL) if one.lacking else "in force"
    return "nil" if any(pair.nil for pair in one.kept) else "absent"

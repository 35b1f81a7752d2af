"""Prepare a file at the hospital: the same rooms as `submit`, but into a sealed package.

open -> opt-outs -> translate -> judge -> strip (gate one) -> seal for TIIG. Local numbers leave
only under the hospital's own key; nothing is written before the whole file has been judged,
but for the copy that stays in the hospital.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tiig import deidentify, derive, handover, locate, publish, receive, translate, validate
from tiig.intake import beside_rows, hospital_files, judgement, leaving, outcome, small_files
from tiig.intake.agreed import Agreed, read_agreed
from tiig.intake.converting import Lookup, needs_lookup, pairs_of
from tiig.intake.hospital import AtHospital
from tiig.intake.parcel import Parcel, as_it_is, label_of, opened_rows
from tiig.intake.whole_file import WholeFile
from tiig.model.asker import Asker
from tiig.model.days import days_of
from tiig.model.errors import TiigError
from tiig.model.handover_errors import NOTHING_TO_SEND, OPT_OUTS_USELESS, POSTCODES_NEEDED
from tiig.model.ports import Progress
from tiig.model.prepared import HospitalCounts, Manifest
from tiig.model.prepared_report import PREPARED, Prepared
from tiig.model.profile import SenderProfile
from tiig.model.pseudonyms import PseudonymKeys

ROWS_AT_ONCE = 100_000
FOR_THE_HOSPITAL = "for-the-hospital"
COPY = "STAYS-IN-THE-HOSPITAL-annotated.xlsx"
REPORT = "report.html"


@dataclass(frozen=True)
class PrepareRequest:
    """A file with the paths of all that goes with it; `folder` gets the package and the report.

    `recipient` is the file of TIIG's receiving key, `pseudonym_key` the hospital's own,
    which is made where it does not exist; without it, numbers link within this package only.
    Of the `agreement` only what it names leaves the hospital. `postcodes` is a file of postcodes
    with their LSOAs, needed where the profile turns the one into the other.
    """

    path: str
    profile: str
    recipient: str
    folder: str
    period: str | None = None
    opt_outs: str | None = None
    pseudonym_key: str | None = None
    agreement: str | None = None
    postcodes: str | None = None


@dataclass(frozen=True)
class _Given:
    """What the request's small files hold."""

    profile: SenderProfile
    recipient: handover.Recipient
    opt_outs: deidentify.OptOuts | None
    key: handover.HospitalKey | None
    key_is_new: bool
    agreed: Agreed
    lookup: Lookup | None


@dataclass(frozen=True)
class _Work:
    """Where the rows of one file go: into the package, and with notes into the hospital's copy."""

    whole: WholeFile
    given: _Given
    keys: PseudonymKeys
    package: handover.PackageWriter
    copy: receive.AnnotatedCopy


def prepare(
    request: PrepareRequest, *, asker: Asker, services: AtHospital, progress: Progress
) -> Prepared:
    """Check a file, apply opt-outs, strip and coarsen it, and seal it for TIIG."""
    del asker
    given = _given(request, services)
    parcel = _parcel(request, given, services.clock.now())
    whole = WholeFile(parcel, services=services, agreed=given.agreed)
    with hospital_files.whole_folder(request.folder) as folder:
        hospital = folder / FOR_THE_HOSPITAL
        hospital.mkdir()
        package = _taken(parcel, whole, given, hospital / COPY, progress=progress)
        counts = _counts(whole)
        verdict = judgement.of(parcel, whole, services, confirmed=False)
        progress.step("sealing the package")
        name = f"{given.profile.sender}-{whole.period}.age"
        sealed = package.sealed(_manifest(whole, given, services, counts), given.recipient)
        (folder / name).write_bytes(sealed)
        prepared = Prepared(
            package=name,
            sha256=hashlib.sha256(sealed).hexdigest(),
            counts=counts,
            check_words=given.recipient.check_words,
            key=given.key.id if given.key else None,
            key_is_new=given.key_is_new,
            columns=leaving.columns_told(whole, persons=given.key is not None),
            receipt=replace(
                outcome.receipt(parcel, whole, verdict, services),
                state=PREPARED,
                changes=(),
                drift=(),
                portrait=None,
            ),
        )
        (folder / REPORT).write_text(publish.prepared_html(prepared), encoding="utf-8")
        if given.key is not None and given.key_is_new:
            hospital_files.keep_key(given.key, request.pseudonym_key or "")
    return prepared


def _given(request: PrepareRequest, services: AtHospital) -> _Given:
    text = small_files.profile_text(request.profile)
    profile = translate.read_profile(text, services.standard)
    key, is_new = hospital_files.hospital_key(request.pseudonym_key)
    today = services.clock.now().date()
    agreement = hospital_files.agreement_of(request.agreement, profile.sender, today)
    agreed = Agreed() if agreement is None else read_agreed(agreement, services.standard, {})
    pairs = pairs_of(profile, agreement, own=True)
    return _Given(
        profile=profile,
        recipient=handover.read_recipient(hospital_files.recipient_text(request.recipient)),
        opt_outs=hospital_files.opt_outs_of(request.opt_outs),
        key=key,
        key_is_new=is_new,
        agreed=replace(agreed, made_here=frozenset(item for item, _ in pairs)),
        lookup=_lookup(request.postcodes, needed=needs_lookup(pairs)),
    )


def _lookup(path: str | None, *, needed: bool) -> Lookup | None:
    """Read the file of postcodes where one is needed; POSTCODES_NEEDED where none is given."""
    if not needed:
        return None
    if path is None:
        raise TiigError(POSTCODES_NEEDED)
    return Lookup(*locate.read_postcode_lookup(Path(path)))


def _parcel(request: PrepareRequest, given: _Given, now: datetime) -> Parcel:
    path = Path(request.path)
    return Parcel(
        id="prepared",
        path=path,
        label=label_of(path.name, given.profile),
        own=True,
        profile=as_it_is(path, given.profile),
        agreement=given.agreed.agreement,
        period=None if request.period is None else days_of(request.period),
        fingerprint=hospital_files.fingerprint(path),
        key="",
        received_at=now,
        lookup=given.lookup,
    )


def _taken(
    parcel: Parcel, whole: WholeFile, given: _Given, copy_to: Path, *, progress: Progress
) -> handover.PackageWriter:
    """Pass every batch through the rooms in order, as `submit` does, into a package."""
    keys = given.key.pseudonyms() if given.key else handover.one_time_keys()
    with opened_rows(parcel) as opened:
        plan = whole.begin(opened, parcel.label, parcel.path.name)
        columns = leaving.number_columns(whole)
        if given.opt_outs is not None and not columns:
            raise TiigError(OPT_OUTS_USELESS)
        with receive.AnnotatedCopy(copy_to, opened.header) as copy:
            work = _Work(whole, given, keys, handover.PackageWriter(), copy)
            for raw in opened.batches(ROWS_AT_ONCE):
                _take_batch(raw, work, plan, columns)
                progress.step("rows", whole.rows_handed_out)
        whole.end(opened)
    return work.package


def _take_batch(raw: Any, work: _Work, plan: translate.Plan, columns: tuple[str, ...]) -> None:  # noqa: ANN401 - a journey does not name such rows
    whole, given = work.whole, work.given
    declared = whole.look(raw)
    parted = given.opt_outs.part(raw, columns) if given.opt_outs else deidentify.nobody(raw)
    whole.opted_out += len(parted.opted_out)
    typed = translate.translate(parted.kept, plan, whole.memory)
    judged = validate.judge(typed, whole.rules, declared=declared, memory=whole.repeats)
    stripped = deidentify.strip(
        judged.kept, standard_columns=whole.columns, keys=work.keys, context=whole.strip_context
    )
    rows = derive.derive(stripped.rows, whole.standard, whole.derive_context)
    counts = derive.summarise(rows, whole.standard, plan.items, stripped.not_known)
    whole.note(judged, stripped, counts)
    persons = given.key is not None
    work.package.write(
        deidentify.portable(judged.kept, stripped, plan.items, whole.standard, persons=persons)
    )
    work.copy.write(raw, beside_rows.notes_of(whole, judged, parted.opted_out), beside_rows.SENT)


def _counts(whole: WholeFile) -> HospitalCounts:
    """Return where every row went; refuses a file of which nothing is left."""
    account = whole.account
    if account is None:
        message = "the account closes when all rows were read"
        raise RuntimeError(message)
    aside = whole.set_aside.height
    if not whole.stored and whole.opted_out:
        raise TiigError(NOTHING_TO_SEND, opted_out=whole.opted_out, set_aside=aside)
    return HospitalCounts(
        read=account.records,
        kept=whole.stored,
        opted_out=whole.opted_out,
        set_aside=aside,
        ignored=account.ignored_count,
    )


def _manifest(
    whole: WholeFile, given: _Given, services: AtHospital, counts: HospitalCounts
) -> Callable[[str, tuple[str, ...]], Manifest]:
    """Return what makes the manifest once the digest and the columns of the rows are known."""
    context = whole.derive_context
    defaults = {moment.isoformat() for moment in context.default_moments}
    defaults |= {time.isoformat() for time in context.default_times}
    return lambda rows, columns: Manifest(
        sender=given.profile.sender,
        profile=given.profile.fingerprint,
        standard=services.standard.version,
        software=services.code_version,
        period=str(whole.period),
        counts=counts,
        columns=columns,
        rows_digest=rows,
        numbers=given.key.id if given.key else None,
        defaults=tuple(sorted(defaults)),
        synthetic=given.profile.synthetic,
        lookup=given.lookup.name if given.lookup else "",
    )

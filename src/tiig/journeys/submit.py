"""Take a hospital's file: from bytes to figures that can be asked for. Read from the top.

open -> translate -> judge -> strip (gate one) -> derive -> seal in the lake -> put in force.
Nothing is written outside the sealed vault before the whole file has been judged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig import deidentify, derive, translate, validate
from tiig.intake import (
    granting,
    incidents,
    judgement,
    neighbours,
    opening,
    outcome,
    placing,
    rehearsal,
)
from tiig.intake.parcel import Parcel, opened_rows
from tiig.intake.placing import Judged
from tiig.intake.whole_file import WholeFile
from tiig.kit.ahead import one_ahead
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.ports import Progress, Staging
from tiig.model.receipt import Receipt
from tiig.model.submission import SubmissionState
from tiig.services import Services

ROWS_AT_ONCE = 200_000
"""Rows of a batch: below what a gate lets pass, and many enough to be worth the overhead."""


@dataclass(frozen=True)
class SubmitRequest:
    """A file from a sender; `period` as in `--month`; `confirm` lets a held file in.

    A `rehearsal` says what would happen and stores nothing; only it may try the text of a
    `profile` that was not added.
    """

    path: str
    sender: str
    period: str | None = None
    confirm: bool = False
    rehearsal: bool = False
    profile: str | None = None


@dataclass(frozen=True)
class SubmitAnswer:
    """What became of the file; `repeated` says that it was known and nothing changed."""

    submission: str
    state: SubmissionState
    receipt: Receipt
    repeated: bool = False
    error: str | None = None


def submit(
    request: SubmitRequest, *, asker: Asker, services: Services, progress: Progress
) -> SubmitAnswer:
    """Carry one file from its bytes into force, or hold or refuse it, and say so in a receipt."""
    if request.rehearsal and request.profile is not None:
        parcel = opening.tried(request.path, request.profile, request.period, services)
    else:
        parcel = opening.identify(request.path, request.sender, request.period, services)
    if request.rehearsal:
        tried = _judged(request, parcel, rehearsal.NoStaging(), services, progress=progress)[0]
        # Nothing is kept, so that no incident waits for anybody.
        return replace(tried, receipt=replace(tried.receipt, incident=None, destroy_by=None))
    known = opening.already_known(parcel, services, confirm=request.confirm)
    if known is not None:
        return SubmitAnswer(known.submission, known.state, known.receipt, repeated=True)
    progress.step("sealing a copy")
    with opening.sealing(parcel, services) as sealed, services.lake.stage(sealed.id) as staging:
        answer, judged = _judged(request, sealed, staging, services, progress=progress)
        receipt = placing.place(
            sealed, judged, staging, services=services, asker=asker, receipt=answer.receipt
        )
    return replace(answer, receipt=receipt)


def _judged(
    request: SubmitRequest,
    parcel: Parcel,
    staging: Staging,
    services: Services,
    *,
    progress: Progress,
) -> tuple[SubmitAnswer, Judged]:
    whole = WholeFile(
        parcel,
        services=services,
        agreed=granting.agreed(parcel, services),
        erased=granting.erased(services),
    )
    try:
        take_rows(parcel, whole, staging, services=services, progress=progress)
        verdict = judgement.of(parcel, whole, services, confirmed=request.confirm)
    except TiigError as fault:
        if fault.kind.family not in judgement.REFUSING:
            raise
        verdict = judgement.refused(fault, parcel, whole)
    progress.step("writing the receipt")
    incident = incidents.of(parcel, whole, services)
    receipt = outcome.receipt(parcel, whole, verdict, services, incident)
    answer = SubmitAnswer(parcel.id, verdict.state, receipt, error=verdict.error)
    return answer, Judged(whole, verdict, incident)


def take_rows(
    parcel: Parcel, whole: WholeFile, staging: Staging, *, services: Services, progress: Progress
) -> None:
    """Pass every batch through the stages in order; what the file says as a whole stays behind."""
    keys = services.keys.pseudonyms()
    with opened_rows(parcel) as opened:
        plan = whole.begin(opened, parcel.label, parcel.path.name)
        # The next batch is read, searched and translated while this one is judged and stored.
        read = (
            (whole.look(raw), translate.translate(raw, plan, whole.memory))
            for raw in opened.batches(ROWS_AT_ONCE)
        )
        context = None
        for declared, typed in one_ahead(read):
            if context is None:
                beside = neighbours.attendances_beside(declared, services)
                context = replace(whole.strip_context, beside=beside)
            judged = validate.judge(typed, whole.rules, declared=declared, memory=whole.repeats)
            stripped = deidentify.strip(
                judged.kept,
                standard_columns=whole.columns,
                keys=keys,
                context=context,
            )
            rows = derive.derive(stripped.rows, services.standard, whole.derive_context)
            staging.write(rows)
            findings = whole.findings_of(judged, stripped)
            staging.write_findings(findings)
            counts = derive.summarise(
                rows,
                services.standard,
                plan.items,
                stripped.not_known,
                missed=whole.missed(findings),
            )
            whole.note(judged, stripped, counts, derive.portray(rows, services.standard))
            progress.step("rows", whole.rows_handed_out)
        whole.end(opened)

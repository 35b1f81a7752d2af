"""What becomes of the file as a whole: taken, held for a person, or refused - and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig.intake import claims, gaps
from tiig.intake.changes import Told, compare
from tiig.intake.parcel import Parcel
from tiig.intake.searching import search_anyway
from tiig.intake.surroundings import Surroundings
from tiig.intake.whole_file import WholeFile
from tiig.model.errors import (
    FILE_UNCOUNTABLE,
    IDENTIFIER_FOUND,
    WRONG_MONTH,
    WRONG_SENDER,
    Family,
    TiigError,
    Where,
)
from tiig.model.file_errors import COUNTS_DISAGREE
from tiig.model.submission import SubmissionState

MOST_SET_ASIDE = 0.02
"""Share of rows read above which a person must look: the issue's rule, see ADR 0005."""
NUMBER_ONCE = "attendance_number_once"
MOST_REPEATED = 0.1
"""Share of stored rows whose number an earlier row has, above which a person must look."""


REFUSING = frozenset({Family.FILE, Family.PROFILE})
"""Faults that are the file's or its profile's; all others are not the sender's to mend."""


@dataclass(frozen=True)
class Verdict:
    """The state a submission gets, with its reasons as sentences.

    `told` is what changed against the sender's last months, where the file was read to its end.
    """

    state: SubmissionState
    reasons: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    error: str | None = None
    told: Told | None = None

    @property
    def taken(self) -> bool:
        """Whether the rows come into force."""
        return self.state is SubmissionState.IN_FORCE


def refusal(*faults: TiigError) -> Verdict:
    """Turn faults of the file into a refusal that its receipt explains, the gravest first."""
    return Verdict(
        SubmissionState.REFUSED,
        tuple(fault.sentence for fault in faults),
        tuple(fault.advice for fault in faults),
        error=faults[0].kind.id,
    )


def refused(fault: TiigError, parcel: Parcel, whole: WholeFile) -> Verdict:
    """Refuse a file for a fault, and for its identifiers, which are searched for all the same."""
    if fault.kind is IDENTIFIER_FOUND:
        return refusal(fault)
    search_anyway(parcel, whole)
    try:
        _check_identifiers(parcel, whole)
    except TiigError as found:
        return refusal(found, fault)
    return refusal(fault)


def of(parcel: Parcel, whole: WholeFile, services: Surroundings, *, confirmed: bool) -> Verdict:
    """Judge a file that was read to its end; raises where it must be refused."""
    _check_identifiers(parcel, whole)
    _check_account(parcel, whole)
    _check_package(parcel, whole)
    _check_belongs(parcel, whole)
    changed = claims.effects(whole, services)
    told = compare(parcel, whole, services, changed)
    cut = claims.cut_by(whole.period, changed)
    if cut is not None:
        return replace(refusal(cut), told=told)
    reasons = (
        *_too_much_set_aside(parcel, whole),
        *_no_assault(whole),
        *_numbers_repeated(whole),
        *claims.shrunken(changed, parcel.profile.sender),
        *gaps.empty_ends(whole),
        *_told_beside(whole),
        *told.holds,
    )
    if reasons and not confirmed:
        advice = "Look at the reasons. If the file is right, send it again with --confirm."
        return Verdict(SubmissionState.HELD, reasons, (advice,), told=told)
    confirmation = tuple(f"Confirmed by a person: {reason}" for reason in reasons)
    return Verdict(SubmissionState.IN_FORCE, confirmation, told=told)


def _check_identifiers(parcel: Parcel, whole: WholeFile) -> None:
    verdict = whole.search.verdict()
    if verdict.refused:
        kinds = sorted(kind.replace("_", " ") for kind in verdict.kinds)
        columns = dict.fromkeys(hit.column for hit in verdict.hits if hit.refuses)
        where = Where(file=parcel.label, column=", ".join(columns))
        raise TiigError(IDENTIFIER_FOUND, where, kinds=", ".join(kinds))


def _check_account(parcel: Parcel, whole: WholeFile) -> None:
    account = whole.account
    handed_out = whole.stored + whole.set_aside.height + len(whole.erased) + whole.opted_out
    if account is None or not account.agrees(handed_out):
        lines = account.records if account else 0
        raise TiigError(COUNTS_DISAGREE, Where(file=parcel.label), lines=lines, found=handed_out)


def _check_package(parcel: Parcel, whole: WholeFile) -> None:
    """Refuse a package that holds other rows than the hospital says that it kept."""
    if parcel.package is None or whole.account is None:
        return
    kept = parcel.package.manifest.counts.kept
    if whole.account.records != kept:
        where = Where(file=parcel.label)
        raise TiigError(COUNTS_DISAGREE, where, lines=kept, found=whole.account.records)


def _check_belongs(parcel: Parcel, whole: WholeFile) -> None:
    if whole.stored:
        return
    where = Where(file=parcel.label)
    if whole.repeats.wrong_sender:
        raise TiigError(WRONG_SENDER, where, sender=parcel.profile.sender)
    if whole.repeats.wrong_month:
        raise TiigError(WRONG_MONTH, where, period=whole.period)
    raise TiigError(FILE_UNCOUNTABLE, where)


def _too_much_set_aside(parcel: Parcel, whole: WholeFile) -> tuple[str, ...]:
    """Count what was set aside here and, of a package, already at the hospital."""
    read = whole.account.records if whole.account else 0
    aside = whole.set_aside.height
    if parcel.package is not None:
        read = parcel.package.manifest.counts.read
        aside += parcel.package.manifest.counts.set_aside
    if aside <= MOST_SET_ASIDE * read:
        return ()
    return (f"{aside} of {read} rows would be set aside, which is more than 2 %.",)


def _numbers_repeated(whole: WholeFile) -> tuple[str, ...]:
    """Ask a person where many rows would not count, because a later one has their number."""
    rule = whole.rules.by_id[NUMBER_ONCE].number
    found = whole.findings
    again = 0 if found.is_empty() else int((found["rule"] == rule).sum())
    if again <= MOST_REPEATED * whole.stored:
        return ()
    reason = (
        f"{again} of {whole.stored} rows have the attendance number of an earlier row, which is "
        "then not counted: the column may be damaged, or hold one number for many."
    )
    return (reason,)


def _told_beside(whole: WholeFile) -> tuple[str, ...]:
    """Hold a file that repeats more than a few attendances of other days of its month."""
    if len(whole.beside) <= MOST_SET_ASIDE * whole.stored:
        return ()
    reason = (
        f"{len(whole.beside)} of {whole.stored} attendances are in force already on other days of "
        "the same month: their arrival was probably read differently."
    )
    return (reason,)


def _no_assault(whole: WholeFile) -> tuple[str, ...]:
    if not whole.profile.tells_assaults or whole.rows_counted("recorded-assaults"):
        return ()
    reason = (
        "The layout has an item that can tell assaults, yet none was recognised in any row: "
        "its codes are probably not mapped."
    )
    return (reason,)

"""What changed since the sender's last months, in sentences for the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tiig.intake.surroundings import Surroundings
from tiig.model.months import Month
from tiig.model.parts import by_site_month, lacking
from tiig.model.receipt import Receipt, RowNote
from tiig.model.submission import SiteMonth, SubmissionState

MOVED_A_THIRD = 1 / 3
"""A volume that moves by more than this against the month before is mentioned."""
MOVED_SHARE = 0.05
"""A finding whose share of rows grows by more than this is mentioned."""


def since_last_time(receipt: Receipt, services: Surroundings) -> Receipt:
    """Return the receipt with what changed against what the sender sent before.

    Columns and findings are held against the last file of the same kind: a package that a
    hospital prepared has the layout of the standard, and its faults were set aside before.
    """
    sent = list(_sent(receipt, services))
    if not sent:
        return replace(receipt, changes=("This is the first file of this sender that was read.",))
    if not receipt.columns or not receipt.tally.read:
        return replace(receipt, changes=("It was not read to its end, so it is not compared.",))
    alike = [one for one in sent if (one.before is None) == (receipt.before is None)][:1]
    sentences = (
        *(() if alike else (_other_kind(receipt),)),
        *(told for last in alike for told in _columns(receipt, last)),
        *_volumes(receipt, services),
        *(told for last in alike for told in _findings(receipt, last)),
    )
    return replace(receipt, changes=sentences or ("Nothing stands out against the last file.",))


def _sent(receipt: Receipt, services: Surroundings) -> Iterator[Receipt]:
    """Yield the receipts of what the sender sent before and stands, the newest first."""
    for submission in reversed(services.catalogue.submissions(receipt.sender)):
        stands = submission.state in {SubmissionState.IN_FORCE, SubmissionState.SUPERSEDED}
        if submission.id != receipt.submission and stands and not submission.nil:
            text = services.catalogue.receipt(submission.id)
            if text is not None:
                yield Receipt.from_json(text)


def _other_kind(receipt: Receipt) -> str:
    kind = "file in its own layout" if receipt.before is None else "package that it prepared"
    return f"This is the sender's first {kind}: columns and findings are not compared."


def _columns(receipt: Receipt, last: Receipt) -> Iterator[str]:
    gone = [name for name in last.columns if name not in receipt.columns]
    new = [name for name in receipt.columns if name not in last.columns]
    if gone and receipt.columns:
        yield f"Columns no longer sent: {', '.join(gone)}."
    if new:
        yield f"New columns: {', '.join(new)}."


def _volumes(receipt: Receipt, services: Surroundings) -> Iterator[str]:
    rows = {
        key: sum(pair.rows for pair in parts)
        for key, parts in by_site_month(services.catalogue.pairs()).items()
        if not lacking(key.month, (pair.days for pair in parts))
    }
    for line in receipt.site_months:
        if line.previous is not None and line.previous != line.rows:
            when = line.days or line.month
            yield f"{line.site} {when} has {line.rows} rows, {line.previous} before."
        if line.days:
            continue  # some days beside a month say nothing
        before = rows.get(SiteMonth(line.site, Month.parse(line.month).plus(-1)))
        if before and line.rows and abs(line.rows - before) > before * MOVED_A_THIRD:
            yield f"{line.site} {line.month} has {line.rows} rows, the month before {before}."


def _findings(receipt: Receipt, last: Receipt) -> Iterator[str]:
    before = _shares(last)
    for rule, (share, note) in _shares(receipt).items():
        old = before[rule][0] if rule in before else 0.0
        if share - old > MOVED_SHARE:
            yield (
                f"{share:.0%} of the rows now have the finding {note.rule}"
                f" (column {note.column or note.item}), {old:.0%} last time."
            )


def _shares(receipt: Receipt) -> dict[str, tuple[float, RowNote]]:
    read = max(receipt.tally.read, 1)
    return {note.rule: (note.count / read, note) for note in receipt.findings}

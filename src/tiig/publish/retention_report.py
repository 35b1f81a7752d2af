"""A run of retention in words: on the screen, and as a page to file."""

from __future__ import annotations

from collections.abc import Iterator

from tiig.model.retention import RetentionLine, RetentionReport


def retention_lines(report: RetentionReport) -> Iterator[str]:
    """Yield what a person is told on the screen."""
    yield f"{'Due' if report.dry_run else 'Destroyed'}: {_counted(report)}."
    for line in report.due:
        yield f"  {line.kind} of {line.submission} ({line.sender}), due {line.due_at:%Y-%m-%d}"
    if report.finished:
        yield f"Finished from an earlier run: {report.finished}."
    for told in report.phrases:
        words = "would be destroyed" if report.dry_run else "destroyed"
        yield (
            f"Place phrases of {told.sender}: {told.kept} seen often enough to be kept longer, "
            f"{told.gone} {words}."
        )
    if report.undone:
        yield f"Ordered and not yet destroyed: {report.undone}; the next command goes on."
    if report.next_due is not None:
        yield f"Copies that stay: {report.kept}; the next is due {report.next_due:%Y-%m-%d}."
    if report.without_dates:
        names = ", ".join(report.without_dates)
        yield f"No agreement says how long copies of these senders are kept: {names}."


def retention_page(report: RetentionReport) -> str:
    """Return the report as Markdown: what, whose, received, due, under which agreement."""
    title = "What is due to be destroyed" if report.dry_run else "What was destroyed"
    rows = [_row(line) for line in report.due]
    table = ["| copy | submission | sender | received | due | agreement |", "|---" * 6 + "|", *rows]
    parts = [f"# {title}", f"As of {report.at:%Y-%m-%d %H:%M} UTC.", "\n".join(table)]
    parts += [line for line in retention_lines(report) if not line.startswith("  ")]
    return "\n\n".join(parts) + "\n"


def _counted(report: RetentionReport) -> str:
    counts = report.counts()
    return ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing"


def _row(line: RetentionLine) -> str:
    cells = (
        line.kind,
        line.submission,
        line.sender,
        f"{line.received_at:%Y-%m-%d}",
        f"{line.due_at:%Y-%m-%d}",
        line.agreement or "none",
    )
    return f"| {' | '.join(cells)} |"

"""Quality in words and signs: a share or its limit, and whether it meets what is agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tiig.model.cleared_quality import ClearedQuality, ShownItem, ShownMonth, ShownShare
from tiig.model.coverage import Standing
from tiig.model.figures import Mark
from tiig.model.months import Month
from tiig.model.quality import Outcome
from tiig.publish.exhibits.cells import month_words
from tiig.publish.exhibits.quality_charts import MET, MISSED, UNTOLD
from tiig.publish.paper import Cell
from tiig.publish.tables import SIGNS

OUTCOME_SIGNS = {
    Outcome.MET: "✓",
    Outcome.MISSED: "✗",
    Outcome.NOT_APPLICABLE: "-",
    Outcome.ERROR: "!",
}
KEY = (
    "✓ = the target is met, ✗ = it is missed; no sign = what is shown cannot tell, or there "
    "is no target. - = nothing to ask. * = too few rows to show a share. ! = the rows were "
    "never counted so: send the month again, or ask TIIG. Not sent = the file has no such "
    "column."
)
"""What stands under every table of quality."""

_HUNDRED = 100


def aim_sentences(quality: ClearedQuality) -> Iterator[str]:
    """Yield what is judged by: label, items, level, and the reason or the months."""
    labels = {one.item: one.label for one in quality.items}
    for aim in quality.aims:
        items = ", ".join(labels.get(item, item) for item in aim.items)
        yield f"{aim.label}{f' ({items})' if items else ''}: {aim.level}. {aim.why}"


def share_words(shown: ShownShare) -> str:
    """Write a share: `82 %`, `92 % or more`, `8 % or less`, or the sign of its mark."""
    if shown.mark is Mark.NOT_AVAILABLE:
        return OUTCOME_SIGNS[Outcome.ERROR]
    if shown.low is None or shown.high is None:
        return SIGNS[shown.mark]
    if shown.low == shown.high:
        return f"{shown.low} %"
    return f"{shown.low} % or more" if shown.high == _HUNDRED else f"{shown.high} % or less"


def judged_words(shown: ShownShare) -> str:
    """Write a share with the sign of its outcome, where it has one of its own."""
    signed = shown.outcome in {Outcome.MET, Outcome.MISSED}
    return f"{share_words(shown)} {OUTCOME_SIGNS[shown.outcome]}" if signed and shown.outcome else (
        share_words(shown)
    )  # fmt: skip


def share_cell(shown: ShownShare) -> Cell:
    """Return a cell of a table, as text: a limit is no number, and the sign belongs to it."""
    return Cell(judged_words(shown), None, shown.mark)


def usable_cell(found: ShownItem | None, month: ShownMonth | None) -> Cell:
    """Return how far an item can be used, or why that cannot be said of the month."""
    if found is None:
        return Cell(standing_words(month), None, Mark.NOT_AVAILABLE)
    if found.not_sent:
        return Cell(f"not sent {OUTCOME_SIGNS[Outcome.MISSED]}")
    return share_cell(found.usable)


def standing_words(month: ShownMonth | None) -> str:
    """Say why there is nothing of a site-month."""
    return "not yet joined" if month is None else str(month.standing)


def days_cell(month: ShownMonth | None) -> Cell:
    """Return after how many days a month was received, with its outcome."""
    if month is None or month.days is None:
        return Cell(standing_words(month), None, Mark.NOT_AVAILABLE)
    if month.history:
        return Cell("history", None, Mark.NOT_APPLICABLE)
    return Cell(f"{month.days} days {OUTCOME_SIGNS[month.in_time]}")


def volume_cell(month: ShownMonth | None) -> Cell:
    """Return the rows beside the usual number."""
    if month is None or not month.standing.complete:
        return Cell(standing_words(month), None, Mark.NOT_AVAILABLE)
    if month.standing is Standing.NIL:
        return Cell("nil", None, Mark.NOT_APPLICABLE)
    return share_cell(month.volume)


def drawn(quality: ClearedQuality, site: str, item: str, month: Month) -> dict[str, object]:
    """Return what a line draws: the share, its limit, or the sign of why there is none."""
    found = quality.by_key.get((site, item, month))
    if found is None:
        return {"value": None, "sign": _short_standing(quality.by_month.get((site, month)))}
    shown = found.usable
    if shown.low is None or shown.high is None:
        return {"value": None, "sign": share_words(shown)}
    return {"value": shown.high if shown.low == 0 else shown.low, "sign": ""}


def tile(quality: ClearedQuality, site: str, item: str, month: Month) -> dict[str, object]:
    """Return the short text of a tile (`82 ✓`, `≥ 92 ✓`) and how it is judged."""
    found = quality.by_key.get((site, item, month))
    if found is None:
        return {"text": _short_standing(quality.by_month.get((site, month))), "group": UNTOLD}
    shown = found.usable
    group = {Outcome.MET: MET, Outcome.MISSED: MISSED}.get(shown.outcome or Outcome.ERROR, UNTOLD)
    sign = OUTCOME_SIGNS[shown.outcome] if group != UNTOLD and shown.outcome else ""
    if found.not_sent:
        short = "no"
    elif shown.low is None or shown.low == shown.high:
        short = share_words(shown).removesuffix(" %")
    else:
        short = f"≥{shown.low}" if shown.high == _HUNDRED else f"≤{shown.high}"
    return {"text": f"{short} {sign}".strip(), "group": group}


def _short_standing(month: ShownMonth | None) -> str:
    return "" if month is None else str(month.standing)


def tight(cell: Cell) -> Cell:
    """Keep a share and its sign on one line."""
    text = cell.text
    for after in ("%", OUTCOME_SIGNS[Outcome.MET], OUTCOME_SIGNS[Outcome.MISSED]):
        text = text.replace(f" {after}", f"\u00a0{after}")
    return replace(cell, text=text)


def site_names(quality: ClearedQuality) -> dict[str, str]:
    """Return the departments of an answer by code."""
    return dict(quality.coverage.sites)


def short_month(month: Month) -> str:
    """Write `Jun 26`."""
    words = month_words(month)
    return f"{words[:3]} {words[-2:]}"

"""One dimension as bars: weapon, place type, injury group, what happened next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig.model.cleared import Cleared, Shown
from tiig.model.figures import ALL
from tiig.publish.exhibits import charts
from tiig.publish.exhibits.cells import (
    UNTOLD,
    count_where,
    figure,
    has,
    heading,
    labels,
    may_be_larger,
    notes_of,
    percent,
    shown_value,
    sign_of,
)
from tiig.publish.exhibits.runs import RUNS, run_dimension, run_words, runs
from tiig.publish.exhibits.subject import Subject, sentence
from tiig.publish.paper import Chart, Exhibit, Grid, NotShown

_MOST_BARS = 12
_FEW_KNOWN = 0.1
PARTS = "Monday to Friday are five days, the weekend two."
_ALL_KNOWN = "100 %"


@dataclass(frozen=True)
class Breakdown:
    """A dimension and the words for it: `name` in a sentence (`weapon`), `finding` a title.

    `finding` may hold `{top}`, `{count}` and `{share}` (of those known) of the category
    `focus`, or of the largest where there is none. `ordered` categories keep their order.
    `of_parts` is said in place of `finding` where single days were merged into parts of the
    week, which are not of the same length.
    """

    dimension: str
    name: str
    finding: str = "{top} is the most frequent {name}: {count} ({share} of those known)"
    focus: str | None = None
    ordered: bool = False
    of_parts: str | None = None


def breakdown_exhibit(table: Cleared, subject: Subject, by: Breakdown) -> Exhibit | NotShown:
    """Show a dimension in the latest run of months, beside the one before where asked.

    What is not known is shown as rows of their own, and never part of a share.
    """
    cut = subject.cut(table)
    what = f"{subject.Noun} by {by.name}"
    if not has(cut, by.dimension):
        return NotShown(what, "too few in most categories to show any of them for every area")
    before, latest = runs(cut) if run_dimension(cut) else (None, "")
    told = run_words(cut)
    series = [run for run in (before, latest) if run] or [""]
    names = labels(cut, by.dimension)
    counts = {(run, node): _count(cut, by.dimension, node, run) for run in series for node in names}
    nodes = [
        node
        for node in names
        if node != ALL and any(counts[run, node].value != 0 for run in series)
    ]
    total = counts[series[-1], ALL]
    if not nodes or shown_value(total) == 0:
        return NotShown(what, f"there were none in {subject.when}")
    if not set(nodes) - set(UNTOLD):
        return NotShown(what, "none of the files received tells it")
    if all(counts[run, node].value is None for run in series for node in nodes):
        return NotShown(what, "every category is hidden or cannot be told")
    latest_of = {node: counts[series[-1], node] for node in nodes}
    head = [told.get(run, sentence(subject.when.removeprefix("the "))) for run in series]
    rows = [
        (heading(names[node]), *(figure(counts[run, node]) for run in series))
        for node in (*nodes, ALL)
    ]
    merged = any(" to " in names[node] for node in nodes) and by.of_parts is not None
    if merged:
        by = replace(by, finding=by.of_parts or by.finding)
    return Exhibit(
        id=by.dimension.replace("_", "-"),
        title=_title(latest_of, total, names, by),
        summary=_summary(latest_of, names, subject, by.name),
        grid=Grid((sentence(by.name), *head), tuple(rows)),
        chart=_chart(counts, nodes, names, dict(zip(series, head, strict=True)), by),
        notes=(
            *_known_note(latest_of, total, by.name, subject.when),
            *_cut_note(len(nodes)),
            *((PARTS,) if merged else ()),
            *notes_of(cut, rates=False),
        ),
        releases=(cut.release,),
        manifests=(cut.manifest,),
    )


def known_share(table: Cleared, subject: Subject, by: Breakdown) -> str | None:
    """Return for how many in the latest run a dimension is known at all, as per cent."""
    cut = subject.cut(table)
    if not has(cut, by.dimension):
        return None
    latest = runs(cut)[1] if run_dimension(cut) else ""
    counts = {node: _count(cut, by.dimension, node, latest) for node in labels(cut, by.dimension)}
    total = counts.pop(ALL)
    return percent(_known(counts, total), shown_value(total))


def _count(cut: Cleared, dimension: str, node: str, run: str) -> Shown:
    """Return a cell by name, whatever the order of the table's dimensions."""
    return count_where(cut, {dimension: node} | dict.fromkeys(RUNS, run))


def _told(latest: dict[str, Shown]) -> dict[str, int]:
    shown = {node: shown_value(one) for node, one in latest.items() if node not in UNTOLD}
    return {node: value for node, value in shown.items() if value}


def _title(latest: dict[str, Shown], total: Shown, names: dict[str, str], by: Breakdown) -> str:
    shown = _told(latest)
    if not shown:
        return f"No category of {by.name} can be shown"
    if by.focus is not None and by.focus not in shown:
        return sentence(f"{by.name}: the figure for {names.get(by.focus, by.focus)} is not shown")
    top = by.focus or max(shown, key=lambda node: shown[node])
    known, whole = _known(latest, total), shown_value(total)
    if known is not None and whole and known / whole < _FEW_KNOWN:
        return sentence(f"the {by.name} is known for too few to compare: {known:,} of {whole:,}")
    larger = "" if by.focus else may_be_larger(shown[top], latest.values(), total)
    share = percent(shown[top], known)
    title = by.finding if share else by.finding.replace(" ({share} of those known)", "")
    if share is None and "{share}" in title:
        of = f" of {whole:,}" if whole else ""
        return f"{names[top]}: {shown[top]:,}{of}{larger}"
    found = title.format(top=names[top], count=f"{shown[top]:,}", share=share, name=by.name)
    return found + larger


def _known(latest: dict[str, Shown], total: Shown) -> int | None:
    """Return how many have a category at all, where every part of that is shown."""
    whole = shown_value(total)
    untold = [shown_value(latest[node]) for node in UNTOLD if node in latest]
    if whole is None or None in untold:
        return None
    return whole - sum(value or 0 for value in untold)


def _known_note(latest: dict[str, Shown], total: Shown, name: str, when: str) -> tuple[str, ...]:
    share = percent(_known(latest, total), shown_value(total))
    told = share is not None and share != _ALL_KNOWN
    return (f"The {name} is known for {share} in {when}.",) if told else ()


def _cut_note(categories: int) -> tuple[str, ...]:
    more = categories > _MOST_BARS
    return (
        (f"The picture shows {_MOST_BARS} of {categories}; the table shows all.",) if more else ()
    )


def _summary(latest: dict[str, Shown], names: dict[str, str], subject: Subject, name: str) -> str:
    shown = _told(latest)
    order = sorted(shown, key=lambda node: -shown[node])[:3]
    parts = ", ".join(f"{names[node]} {shown[node]:,}" for node in order)
    hidden = sum(one.value is None for one in latest.values())
    stars = f" {hidden} categories are hidden or cannot be told." if hidden else ""
    told = f": {parts}" if parts else ""
    return f"Bars of {subject.noun} by {name} in {subject.when}{told}.{stars}"


def _chart(
    counts: dict[tuple[str, str], Shown],
    nodes: list[str],
    names: dict[str, str],
    series: dict[str, str],
    by: Breakdown,
) -> Chart:
    latest = list(series)[-1]
    order = nodes
    if not by.ordered:
        order = sorted(nodes, key=lambda node: -(shown_value(counts[latest, node]) or 0))
    order = sorted(order, key=lambda node: node in UNTOLD)[:_MOST_BARS]
    rows = [
        {
            "label": names[node],
            "series": series[run],
            "value": shown_value(counts[run, node]),
            "sign": sign_of(counts[run, node]),
        }
        for node in order
        for run in series
    ]
    return charts.bars(
        rows, order=[names[node] for node in order], series=list(series.values()), unit="Count"
    )

"""Fair comparisons as tables: for a screen in whole per cent, for a file with every figure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import Asked, FairComparison, FairSite, GroupComparison, GroupLine, Limits
from tiig.publish.plain_tables import answer_notes, asked_note, table_csv, write_table_workbook

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]

_SITES = (
    "Site", "Department", "Rows", "Missing", "Expected", "Observed over expected", "Adjusted share",
    "At least", "At most", "Usual from", "Usual to", "99.8 % from", "99.8 % to", "Beside the usual",
)  # fmt: skip
_GROUPS = (
    "Kind", "Group", "Rows", "Missing", "Difference within departments", "At least", "At most",
    "Chance", "False discovery share", "Differs",
)  # fmt: skip
MISSING = {
    "completeness": "without an answer",
    "known": "without an answer that can be used",
    "default": "with the answer that a system fills in",
}
"""What counts as missing by a measure, as it stands behind an item's name."""


def about(asked: Asked) -> str:
    """Say what is compared: `Weapon or method without an answer`."""
    return f"{asked.item_label} {MISSING[asked.measure]}"


def compare_grid(answer: ClearedProgramme[FairComparison]) -> Table:
    """Return header and rows for a screen: a department a line, by code and not by result."""
    header = (
        "Department", "Rows", "Missing", "Expected", "Ratio", "Share", "Adjusted", "95 %",
        "Usual", "Beside the others",
    )  # fmt: skip
    return header, [_site(one) for one in answer.told.sites]


def compare_lines(answer: ClearedProgramme[FairComparison]) -> list[str]:
    """Return what the figures mean, and whom they leave out."""
    told = answer.told
    factors = ", ".join(one.lower() for one in told.asked.factors)
    lines = [
        f"Of {told.asked.among}; all departments together: {percent(told.share)} %.",
        (
            f"Adjusted: per cent had the department the patients of all of them, by {factors}. "
            "Expected: missing rows with the habit of all and the department's own patients."
        ),
        (
            "Usual: 95 % of departments like the others lie there, by chance and by the "
            "differences that are usual. Departments stand by code: a rank would mostly be chance."
        ),
    ]
    return [*lines, *_not_sent(told.not_sent)]


def compare_csv(answer: ClearedProgramme[FairComparison]) -> str:
    """Return every figure as CSV."""
    return table_csv(_SITES, _site_body(answer.told), _compare_notes(answer))


def write_compare_workbook(answer: ClearedProgramme[FairComparison], path: Path) -> None:
    """Write every figure as a workbook, numbers as numbers."""
    write_table_workbook(
        "Comparison", _SITES, _site_body(answer.told), _compare_notes(answer), path
    )


def groups_grid(answer: ClearedProgramme[GroupComparison]) -> Table:
    """Return header and rows for a screen: a group of patients a line."""
    header = ("Kind", "Group", "Rows", "Missing", "Share", "Difference", "95 %", "q", "")
    return header, [_group(one) for one in answer.told.groups]


def groups_lines(answer: ClearedProgramme[GroupComparison]) -> list[str]:
    """Return what the figures mean."""
    told = answer.told
    whole = f"Of {told.asked.among}: {told.missing:,} of {told.rows:,}"
    share = f" ({percent(told.missing / told.rows)} %)" if told.rows else ""
    lines = [
        f"{whole}{share} {MISSING[told.asked.measure]}.",
        (
            "Difference: percentage points to the other patients of the same departments, so that "
            "no department's habit is taken for a group's. -: too few to tell."
        ),
        "q: share of false findings if this and all surer ones are told; 'differs' up to 0.05.",
    ]
    return [*lines, *_not_sent(told.not_sent)]


def groups_csv(answer: ClearedProgramme[GroupComparison]) -> str:
    """Return every figure as CSV."""
    return table_csv(_GROUPS, _group_body(answer.told), _group_notes(answer))


def write_groups_workbook(answer: ClearedProgramme[GroupComparison], path: Path) -> None:
    """Write every figure as a workbook, numbers as numbers."""
    write_table_workbook("Groups", _GROUPS, _group_body(answer.told), _group_notes(answer), path)


def percent(share: float) -> str:
    """Write a share in per cent with one digit."""
    return f"{100 * share:.1f}"


def span(limits: Limits) -> str:
    """Write limits in per cent."""
    return f"{percent(limits[0])} to {percent(limits[1])}"


def _compare_notes(answer: ClearedProgramme[FairComparison]) -> list[str]:
    told = answer.told
    what = f"{about(told.asked)}, of {told.asked.among}"
    whom = [*(one.site_name for one in told.sites), *told.not_sent]
    return answer_notes(answer, asked_note(what, told.asked.period, whom))


def _group_notes(answer: ClearedProgramme[GroupComparison]) -> list[str]:
    told = answer.told
    what = f"{about(told.asked)}, of {told.asked.among}, by group of patients"
    whom = told.site_name or "all departments, each within itself"
    return answer_notes(answer, asked_note(what, told.asked.period, [whom]))


def _not_sent(names: tuple[str, ...]) -> list[str]:
    return [f"Not compared, their files do not have the item: {', '.join(names)}."] if names else []


def _site(one: FairSite) -> tuple[str, ...]:
    return (
        one.site_name,
        str(one.rows),
        str(one.missing),
        f"{one.expected:.1f}",
        "-" if one.ratio is None else f"{one.ratio:.2f}",
        percent(one.missing / one.rows),
        percent(one.adjusted),
        span(one.interval),
        span(one.inner),
        str(one.beside),
    )


def _site_body(told: FairComparison) -> Iterator[tuple[str | int | float, ...]]:
    for one in told.sites:
        yield (
            one.site, one.site_name, one.rows, one.missing, one.expected,
            "" if one.ratio is None else one.ratio, one.adjusted, *one.interval, *one.inner,
            *one.outer, str(one.beside),
        )  # fmt: skip


def _group(one: GroupLine) -> tuple[str, ...]:
    return (
        one.factor,
        one.group,
        str(one.rows),
        str(one.missing),
        percent(one.missing / one.rows),
        "-" if one.difference is None else f"{100 * one.difference:+.1f}",
        "-" if one.interval is None else span(one.interval),
        "-" if one.discovery is None else f"{one.discovery:.3f}",
        "differs" if one.differs else "",
    )


def _group_body(told: GroupComparison) -> Iterator[tuple[str | int | float, ...]]:
    for one in told.groups:
        numbers = (one.difference, *(one.interval or (None, None)), one.chance, one.discovery)
        shown = ("" if number is None else number for number in numbers)
        yield (
            one.factor, one.group, one.rows, one.missing, *shown, "yes" if one.differs else "no",
        )  # fmt: skip

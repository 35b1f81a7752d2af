"""The technical sheet for informatics: a workbook of states by item, rules, files and months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from tiig.kit.spreadsheet import escaped
from tiig.model.letter import PARTS, Letter
from tiig.publish.exhibits.cells import month_words
from tiig.publish.exhibits.quality_cells import judged_words
from tiig.publish.letters.news import effect_words, problem_words, shares_words
from tiig.publish.letters.reception import marks
from tiig.publish.paper import PRIVATE_FILE
from tiig.publish.paper_records import record_preset
from tiig.publish.workbook import OPTIONS

Rows = Iterator[Sequence[object]]

_FINDINGS = (
    "What became of the row", "Column", "Item", "Rule", "What the rule says", "Advice", "Rows",
    "Submission",
)  # fmt: skip
_FILES = (
    "Submission", "Received (UTC)", "Profile", "Rows read", "Stored", "Set aside", "Ignored",
)  # fmt: skip
_MONTHS = (
    "Month", "Standing", "Rows", "Days until received", "Item", "Rows asked of", "Can be used",
    "Complete", "Valid", "Not known",
)  # fmt: skip
_PROBLEMS = ("What", "Item", "First month", "Last month seen", "Now, and before", "How it stands")
_ACTIONS = ("What was found", "What is done", "Until", "State", "What came after")


def write_technical(letter: Letter, path: Path, *, made_on: date) -> None:
    """Write the sheet for the sender's informatics; it is its owner's alone, and has no value."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": _title(letter), "created": made_on})
        bold = book.add_format({"bold": True})
        sheets: tuple[tuple[str, Sequence[str], Rows], ...] = (
            ("About", ("What", "Said"), _about(letter, made_on)),
            ("States by item", _states_header(letter), _states(letter)),
            ("Rules", _FINDINGS, _findings(letter)),
            ("Files", _FILES, _files(letter)),
            ("Usable records", ("Month", *_lacking_header(letter)), _usable(letter)),
            ("Months", _MONTHS, _months(letter)),
            ("Problems", _PROBLEMS, _problems(letter)),
            ("Actions", _ACTIONS, _actions(letter)),
        )
        for name, header, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(header) - 1, 22)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.write_row(0, 0, [escaped(cell) for cell in header], bold)
            for number, row in enumerate(rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(number, place, cell)
                    elif cell:
                        sheet.write_string(number, place, escaped(str(cell)))
    path.chmod(PRIVATE_FILE)
    record_preset(path, letter.quality.preset, _title(letter), letter.quality.given.agreement)


def _title(letter: Letter) -> str:
    return f"{letter.name}: technical sheet, {month_words(letter.month)}"


def _about(letter: Letter, made_on: date) -> Rows:
    quality = letter.quality
    yield from (("Mark", mark) for mark in marks(letter))
    yield ("Department", f"{letter.site} {letter.name}")
    yield ("Sender", letter.sender)
    yield ("Month", str(letter.month))
    yield ("Standing", str(letter.standing))
    yield ("Made on", f"{made_on:%d %B %Y}")
    yield ("Given", quality.given.sentence)
    yield ("Release", quality.release)
    yield ("Lineage", quality.manifest)
    yield (
        "Row numbers",
        "The receipts of the submissions list them; draw one again with: tiig submissions receipt",
    )
    yield (
        "Rules",
        "Counts of rules are of the whole file, which may hold other months and departments.",
    )
    yield from (("Target", f"{aim.label}: {aim.level}. {aim.why}") for aim in quality.aims)
    yield from (("Note", note) for note in quality.notes)


def _states_header(letter: Letter) -> tuple[str, ...]:
    first = letter.technical.states[:1]
    names = [name.capitalize() for one in first for name, _ in one.states]
    return ("Item", "Label", "Asked of", *names)


def _states(letter: Letter) -> Rows:
    for one in letter.technical.states:
        yield (one.item, one.label, one.applies, *(count for _, count in one.states))


def _findings(letter: Letter) -> Rows:
    for one in sorted(letter.technical.findings, key=lambda one: (-one.rows, one.rule, one.column)):
        yield (
            one.effect, one.column, one.item, one.rule, one.sentence, one.advice, one.rows,
            one.submission,
        )  # fmt: skip


def _files(letter: Letter) -> Rows:
    for one in letter.technical.files:
        yield (
            one.submission, one.received, one.profile, one.read, one.stored, one.set_aside,
            one.ignored,
        )  # fmt: skip


def _lacks(letter: Letter) -> list[tuple[str, ...]]:
    """Return every combination of lacking parts that occurs, the fewest parts first."""
    found = {lack for one in letter.usable for lack, _ in one.by_lack} | {()}
    return sorted(found, key=lambda lack: (len(lack), [PARTS.index(part) for part in lack]))


def _lacking_header(letter: Letter) -> tuple[str, ...]:
    told = (f"Lacks {' and '.join(lack)}" if lack else "Usable" for lack in _lacks(letter))
    return ("Recorded assaults", *told)


def _usable(letter: Letter) -> Rows:
    for one in letter.usable:
        counts = dict(one.by_lack)
        yield (str(one.month), one.assaults, *(counts.get(lack, 0) for lack in _lacks(letter)))


def _months(letter: Letter) -> Rows:
    quality = letter.quality
    for month in quality.period:
        of_month = quality.by_month.get((letter.site, month))
        if of_month is None:
            continue
        head = (
            str(month),
            str(of_month.standing),
            "" if of_month.rows is None else of_month.rows,
            "" if of_month.days is None else of_month.days,
        )
        shown = [quality.by_key.get((letter.site, one.item, month)) for one in quality.items]
        if not any(shown):
            yield head
        for one in shown:
            if one is not None:
                shares = (one.usable, one.completeness, one.validity, one.unknown)
                rows = "" if one.rows is None else one.rows
                yield (*head, one.item, rows, *(judged_words(share) for share in shares))


def _problems(letter: Letter) -> Rows:
    for one in letter.problems:
        yield (
            problem_words(one), one.item, str(one.first), str(one.last), shares_words(one),
            str(one.news),
        )  # fmt: skip


def _actions(letter: Letter) -> Rows:
    for one in letter.actions:
        came = "" if one.effect is None else effect_words(one.effect)
        yield (one.finding, one.kind, f"{one.due:%d %B %Y}", one.state, came)

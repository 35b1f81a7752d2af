"""Whatever a file holds: read = stored + set aside + ignored, and each row is accounted for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiig.journeys.submit import SubmitAnswer
from tiig.kit.rows import from_ranges
from tiig.model.receipt import RowNote
from tiig.model.submission import SubmissionState

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
SITES = {"A": "XQ101", "B": "XQ102"}
NUMBERS = ("N1", "N2", "N3", "N4", "")
"""An attendance number repeats within a site and month, and belongs to nobody elsewhere."""
FEW = settings(max_examples=20)


@dataclass
class Expected:
    """What a naive reading of the five rules says of a file; rows as an editor numbers them."""

    stored: dict[int, tuple[str, ...]] = field(default_factory=dict)
    aside: dict[int, set[str]] = field(default_factory=dict)
    blank: list[int] = field(default_factory=list)


def naive(text: str, month: str) -> Expected:
    """Judge a file row by row, with Python's own CSV reader and nothing else."""
    told = Expected()
    seen: set[tuple[str, ...]] = set()
    reader = csv.reader(io.StringIO(text))
    header = next(reader)
    begins = reader.line_num + 1
    for cells in reader:
        row, begins = begins, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            told.blank.append(row)
            continue
        named = dict(zip(header, cells, strict=True))
        why = faults(named, month)
        if tuple(cells) in seen:
            why.add("not_an_exact_copy")
        seen.add(tuple(cells))
        if why:
            told.aside[row] = why
        else:
            told.stored[row] = tuple(cells)
    return told


def faults(named: dict[str, str], month: str) -> set[str]:
    """Return the rules that a row misses by itself."""
    arrived, site = named["Arrived"], named["Site"]
    why = set()
    if not arrived.startswith("2026-"):
        why.add("arrival_date_readable")
    elif not arrived.startswith(month):
        why.add("arrived_in_declared_period")
    if site not in SITES:
        why.add("site_of_this_sender" if site.strip() else "site_given")
    return why


def rows_of(notes: Sequence[RowNote]) -> dict[int, set[str]]:
    """Return the rules under which each row stands in a receipt."""
    found: dict[int, set[str]] = {}
    for note in notes:
        for row in from_ranges(note.rows):
            found.setdefault(row, set()).add(note.rule)
    return found


def counted(stored: dict[int, tuple[str, ...]]) -> int:
    """Count attendances: one for each number of a site, and one for each row without."""
    numbered = {(cells[1], cells[0]) for cells in stored.values() if cells[0]}
    return len(numbered) + sum(not cells[0] for cells in stored.values())


@pytest.fixture(scope="module")
def lines(elm_line: Line) -> Callable[[str], st.SearchStrategy[list[str]]]:
    """Files of a month: three sound rows, then anything."""

    def of(month: str) -> st.SearchStrategy[list[str]]:
        sound = [
            elm_line(f"{month}/S{n}", Site=site, Arrived=f"{month}-09 10:00")
            for n, site in enumerate("ABA")
        ]
        cells = st.fixed_dictionaries(
            {
                "Site": st.sampled_from(["A", "A", "A", "B", "Z", ""]),
                "Arrived": st.sampled_from(
                    [f"{month}-03 21:15", f"{month}-30 00:00", "2026-01-31 23:59", "soon", ""]
                ),
                "Age": st.sampled_from(["34", "old", "", "140"]),
                "Intent": st.sampled_from(["X", "F", "U", "7"]),
                "Weapon": st.sampled_from(["K", "G", "??", ""]),
                "Place": st.sampled_from(
                    ["", "Corn Market", '"Corn Market, ""north"""', '"Corn\nMarket"', '""']
                ),
                "Bed": st.sampled_from(["4", "5"]),
            }
        )
        row = st.builds(
            lambda n, c: elm_line(n and f"{month}/{c['Site']}/{n}", **c),
            st.sampled_from(NUMBERS),
            cells,
        )
        blank = st.sampled_from(["", ",,,,,,,"])
        return st.lists(st.one_of(row, row, row, blank), max_size=25).map(lambda made: sound + made)

    return of


def send(house: House, rows: Sequence[str], month: str) -> tuple[str, SubmitAnswer]:
    """Send rows as a confirmed file; returns its text too."""
    path = house.write(rows)
    return path.read_text(encoding="utf-8"), house.send(path, month, confirm=True)


def broken_lines_allowed(profile: str) -> str:
    """Let a quoted cell hold a line break."""
    return profile.replace('format = "csv"', 'format = "csv"\nquoted_line_breaks = true')


def test_every_row_is_accounted_for(
    new_house: Callable[..., House], lines: Callable[[str], st.SearchStrategy[list[str]]]
) -> None:
    """Rows stored, set aside and ignored are those of a naive reader, by number and rule."""

    @FEW
    @given(rows=lines("2026-06"))
    def holds(rows: list[str]) -> None:
        house = new_house(broken_lines_allowed)

        text, answer = send(house, rows, "2026-06")

        told, tally = naive(text, "2026-06"), answer.receipt.tally
        assert answer.state is SubmissionState.IN_FORCE
        assert tally.balances
        assert (tally.stored, tally.set_aside, tally.ignored) == (
            len(told.stored), len(told.aside), len(told.blank)
        )  # fmt: skip
        listed = rows_of(answer.receipt.set_aside)
        assert listed.keys() == told.aside.keys()
        assert all(listed[row] <= why for row, why in told.aside.items())
        ignored = [row for note in answer.receipt.ignored for row in from_ranges(note.rows)]
        assert sorted(ignored) == told.blank
        assert house.total() == counted(told.stored)

    holds()


def test_the_order_of_submissions_does_not_matter(
    new_house: Callable[..., House], lines: Callable[[str], st.SearchStrategy[list[str]]]
) -> None:
    """Two months sent either way round, each twice, end in the same counts by site and month."""

    @settings(max_examples=8)
    @given(june=lines("2026-06"), july=lines("2026-07"))
    def holds(june: list[str], july: list[str]) -> None:
        ends = []
        sent = [(june, "2026-06"), (july, "2026-07")]
        for order in (sent, sent[::-1]):
            house = new_house(broken_lines_allowed)
            for rows, month in order:
                path = house.write(rows)
                house.send(path, month, confirm=True)
                before = house.services.catalogue.change_number()
                assert house.send(path, month, confirm=True).repeated
                assert house.services.catalogue.change_number() == before
            ends.append([(row.nodes, row.count) for row in house.ask("month", "site").rows])
        assert ends[0] == ends[1]

    holds()

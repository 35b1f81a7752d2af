"""The rows of a measure alone give the figures that all rows give."""

from __future__ import annotations

import pytest
from tests.unit.analyse.world import GEOGRAPHY, SITES, STANDARD, TABLE, ask

from tiig.analyse import count, narrowing, rows_of
from tiig.standard import dimensions


def measures() -> list[str]:
    """Return the measures that the test's few columns can tell."""
    known = dimensions(STANDARD)
    return [
        measure.id
        for measure in STANDARD.measures.values()
        if all(known[one.dimension].column in TABLE.columns for one in measure.where)
    ]


@pytest.mark.parametrize("measure", measures())
def test_the_rows_of_a_measure_are_enough(measure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures and sentences are the same, also of what the counting rule leaves out."""
    monkeypatch.setattr(narrowing, "_FEW", 1.1)
    rows = rows_of(TABLE, measure, standard=STANDARD, geography=GEOGRAPHY)
    question = ask("sex", "residence_la", measure=measure, period="2026-01..2026-04")
    every, few = (
        count(table, question, standard=STANDARD, geography=GEOGRAPHY, sites=SITES)
        for table in (TABLE, rows)
    )

    assert rows.height < TABLE.height
    assert few.frame.equals(every.frame)
    assert few.notes == every.notes


def test_of_many_rows_no_copy_is_made() -> None:
    """What takes in a good part of the table is counted from the table."""
    rows = rows_of(TABLE, "attendances", standard=STANDARD, geography=GEOGRAPHY)

    assert rows is TABLE

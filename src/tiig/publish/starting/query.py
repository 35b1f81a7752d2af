"""A skeleton SQL query that writes the template's columns from a table of ECDS-named columns.

Plain SQL with the parameters and the date function of SQL Server. Names of columns are those
of the ECDS elements; where field names of the national (SUS) tables were seen in public SQL,
they stand beside, marked as to be checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiig.model.months import Month
from tiig.publish.starting.asked import PERIOD_END, PERIOD_START, Asked
from tiig.standard.items import Kind

TABLE = "your_schema.your_emergency_care_table"
"""Stands where the hospital's own table is to be named."""
_HEAD = """\
-- Injury attendances in the layout of TIIG's template, for {party}.
-- A skeleton: made from the data standard by `tiig spec`, and checked against no real table.
--
-- What to do
--   1. Put your table in place of {table} (at the end).
--   2. Go through the columns. Each is named as the ECDS element is; put your own name there.
--      "seen" are field names that stood in public SQL on the national SUS tables: check them.
--      A NULL stands where the standard names no ECDS element: name your own column, or leave it.
--   3. Set the two days of the period below, and run it.
--   4. Send the result as CSV (UTF-8, commas, cells with commas in double quotes), or paste it
--      into the sheet Data of template.xlsx.
-- Codes may stay as they are: the template's values and the ECDS codes are both understood.
-- Never add a name, NHS number, date of birth, address or postcode: the file would be refused.

DECLARE @period_start date = '{start}';  -- the first day of the month
DECLARE @period_end date = '{end}';    -- the last day of the month
DECLARE @period_after date = DATEADD(day, 1, @period_end);

SELECT
"""
_TAIL = """
FROM {table} AS a
WHERE a.{arrival} >= @period_start
  AND a.{arrival} < @period_after
-- If your table holds every attendance, keep the injuries only, by what your system knows:
--   AND a.{intent} IS NOT NULL
ORDER BY a.{arrival};
"""
_TEXT_TYPE = "varchar(255)"


def query_text(asked: Sequence[Asked], month: Month, party: str) -> str:
    """Return the query for a month; its columns are the template's, in their order."""
    head = _HEAD.format(party=party, table=TABLE, start=month.first_day, end=month.last_day)
    columns = [*_columns(asked), *_period()]
    lines = [
        line
        for place, (notes, column) in enumerate(columns)
        for line in (*notes, f"    {column}{',' if place < len(columns) - 1 else ''}")
    ]
    names = {one.id: one.item.ecds for one in asked}
    tail = _TAIL.format(table=TABLE, arrival=names["arrival_at"], intent=names["injury_intent"])
    return head + "\n".join(lines) + tail


def _columns(asked: Sequence[Asked]) -> Iterator[tuple[list[str], str]]:
    for one in asked:
        yield _notes(one), f'{_source(one)} AS "{one.heading}"'


def _source(one: Asked) -> str:
    if one.item.ecds is None:
        return f"CAST(NULL AS {_TEXT_TYPE})"
    if one.item.kind is Kind.MOMENT:
        return f"CONVERT(char(16), a.{one.item.ecds}, 120)"
    return f"a.{one.item.ecds}"


def _notes(one: Asked) -> list[str]:
    """Return comment lines: what it is, and what to fill in."""
    item = one.item
    told = [f"{item.meaning} Needed: {one.needed}."]
    if item.ecds is None:
        told.append(
            "The standard names no ECDS element: fill in your own column, or leave the NULL."
        )
    if item.sus:
        told.append(f"Seen in public SQL, to be checked: {', '.join(item.sus)}.")
    if len(item.sus) > 1:
        told.append("Where date and time are two columns, put them together first.")
    if item.repeats:
        told.append("Repeats: take the first, or the first that is of interest.")
    if item.kind is Kind.TEXT:
        told.append("Words: one line, no name of a person, no house number, no postcode.")
    return [f"    -- {line}" for line in told]


def _period() -> Iterator[tuple[list[str], str]]:
    for heading, name in ((PERIOD_START, "period_start"), (PERIOD_END, "period_end")):
        yield [], f'CONVERT(char(10), @{name}, 120) AS "{heading}"'

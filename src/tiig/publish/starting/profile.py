"""The sender profile of the template: files in its layout need nothing explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tiig.kit.toml_text import listed, quoted
from tiig.publish.starting.asked import MOMENT_FORM, PERIOD_END, PERIOD_START, Asked
from tiig.publish.starting.party import Party
from tiig.standard.items import Kind

DATA = "Data"
"""The sheet of the template that holds the rows."""
RESAVED_DAY = "%d/%m/%Y"
RESAVED_FORMS = (f"{RESAVED_DAY} %H:%M", RESAVED_DAY)
"""How a British Excel writes days and moments when it saves a CSV file that it has opened."""


def profile_text(party: Party, asked: Sequence[Asked], begin: date) -> str:
    """Return the profile of a sender that fills the template in, from a day on."""
    return "\n".join(_lines(party, asked, begin)) + "\n"


def _lines(party: Party, asked: Sequence[Asked], begin: date) -> Iterator[str]:
    yield "# The layout of TIIG's template, as Excel workbook or as CSV; made by `tiig spec`."
    yield from ("", "[sender]")
    yield f"id = {quoted(party.sender)}"
    yield f"name = {quoted(party.name)}"
    yield f"provider = {quoted(party.provider)}"
    yield "version = 1"
    yield f"valid_from = {begin}"
    yield f"scope = {quoted(party.scope)}"
    if party.synthetic:
        yield "synthetic = true"
    yield from ("", "[file]", 'format = "csv"', 'also = ["xlsx"]', 'encoding = "utf-8"')
    yield f"sheet = {quoted(DATA)}"
    yield from ("", "[period]", f"start = {quoted(PERIOD_START)}", f"end = {quoted(PERIOD_END)}")
    yield f"format = {listed(('excel', RESAVED_DAY))}"
    for site in party.sites:
        yield from ("", "[[sites]]", f"code = {quoted(site.code)}", f"name = {quoted(site.name)}")
    for one in asked:
        yield from ("", "[[columns]]", f"name = {quoted(one.heading)}", f"item = {quoted(one.id)}")
        if one.item.kind is Kind.MOMENT:
            yield f"formats = {listed((MOMENT_FORM, 'excel', *RESAVED_FORMS))}"

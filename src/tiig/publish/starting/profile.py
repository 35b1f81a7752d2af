"""The sender profile of the template: files in its layout need nothing explained."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

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
    yield f"id = {_text(party.sender)}"
    yield f"name = {_text(party.name)}"
    yield f"provider = {_text(party.provider)}"
    yield "version = 1"
    yield f"valid_from = {begin}"
    yield f"scope = {_text(party.scope)}"
    if party.synthetic:
        yield "synthetic = true"
    yield from ("", "[file]", 'format = "csv"', 'also = ["xlsx"]', 'encoding = "utf-8"')
    yield f"sheet = {_text(DATA)}"
    yield from ("", "[period]", f"start = {_text(PERIOD_START)}", f"end = {_text(PERIOD_END)}")
    yield f"format = {_texts(('excel', RESAVED_DAY))}"
    for site in party.sites:
        yield from ("", "[[sites]]", f"code = {_text(site.code)}", f"name = {_text(site.name)}")
    for one in asked:
        yield from ("", "[[columns]]", f"name = {_text(one.heading)}", f"item = {_text(one.id)}")
        if one.item.kind is Kind.MOMENT:
            yield f"formats = {_texts((MOMENT_FORM, 'excel', *RESAVED_FORMS))}"


def _text(text: str) -> str:
    """Write a TOML text; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _texts(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"

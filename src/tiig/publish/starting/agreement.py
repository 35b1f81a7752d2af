"""The draft of the agreement under which a layout may be sent: its items, and blanks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tiig.kit.toml_text import quoted
from tiig.model.agreement import DraftTerm
from tiig.model.months import Month
from tiig.publish.starting.party import BLANK, Party

_REVIEWED_AFTER, _ENDS_AFTER = 12, 36
"""Months after which a draft proposes that the parties look at it again, and that it ends."""
_KEPT = (("originals_days", 365), ("phrases_days", 365), ("refused_hours", 24))
"""How long things are kept unless the parties say otherwise, as in the guide to agreements."""


def agreement_text(party: Party, terms: Sequence[DraftTerm], month: Month) -> str:
    """Return the draft: without the day of its signing it allows nothing."""
    return "\n".join(_lines(party, terms, month)) + "\n"


def _lines(party: Party, terms: Sequence[DraftTerm], month: Month) -> Iterator[str]:
    yield "# A draft, for the parties to decide: every [fill in: ...], every item, every number."
    yield "# It allows nothing until the line `signed` is there: signed = 2026-07-01"
    yield from ("", "[agreement]", 'kind = "sender"', f"id = {quoted(f'{party.sender}-draft')}")
    yield "version = 1"
    yield f"title = {quoted(f'{party.name} with {party.who_asks}')}"
    yield f"purpose = {quoted(BLANK.format(what='what the data are for'))}"
    yield f"start = {month.first_day}"
    yield f"end = {_last(month, _ENDS_AFTER)}"
    yield f"review = {_last(month, _REVIEWED_AFTER)}"
    if party.synthetic:
        yield "synthetic = true"
    yield from ("", "[sender]", f"sender = {quoted(party.sender)}")
    yield f"controller = {quoted(party.name)}"
    yield f"processor = {quoted(party.who_asks)}"
    yield f"basis = {quoted(BLANK.format(what='the legal basis, as the parties word it'))}"
    yield from ("", "[retention]", *(f"{name} = {told}" for name, told in _KEPT))
    for one in terms:
        yield from ("", "[[items]]", f"item = {quoted(one.item)}")
        if one.treatment is not None:
            yield from ("", "[[treatment]]", f"item = {quoted(one.item)}")
            yield f"basis = {quoted(BLANK.format(what='why it may arrive'))}"
            yield f"treatment = {quoted(one.treatment)}"


def _last(month: Month, months: int) -> date:
    return month.plus(months - 1).last_day

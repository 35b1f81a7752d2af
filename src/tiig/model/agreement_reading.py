"""Read an agreement strictly: TOML in, frozen facts out, every fault by its table and key.

What can be told from the file alone is judged here; what needs the standard, the areas or
other agreements is judged where it is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from tiig.kit.hashing import digest
from tiig.model.agreement import (
    BLANK,
    EVERYTHING,
    AgreementEnd,
    AgreementKind,
    AgreementRecord,
    AnyAgreement,
    FreeTextTerms,
    ItemGrant,
    ItemTreatment,
    RecipientAgreement,
    Retention,
    SenderAgreement,
    TreatmentTerm,
)
from tiig.model.agreement_errors import AGREEMENT_INVALID
from tiig.model.agreement_keys import known_keys, tables_of
from tiig.model.errors import TiigError
from tiig.model.toml_tables import Table, parsed

NAMED_PARTNER = "named-partner"
PRESETS = ("public", NAMED_PARTNER)
"""Protections that an agreement may grant; exact figures are for the team and the sender."""

_LONGEST_NAME, _LONGEST_LINE = 80, 300
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_MADE_FROM = {
    ItemTreatment.AGE: ("date_of_birth",),
    ItemTreatment.LSOA: ("residence_postcode",),
    ItemTreatment.DISTRICT: ("residence_postcode",),
    ItemTreatment.PSEUDONYM: ("attendance_number", "person_number"),
}
"""Which items each treatment can be applied to."""


def refuse_blanks(text: str) -> None:
    """Refuse a draft that was signed as it was written: what it leaves open was never agreed.

    Of what is to be entered only: one that was entered before must stay readable.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if BLANK in line and not line.lstrip().startswith("#"):
            what = f"line {number}: it is signed and has a blank to fill in"
            raise TiigError(AGREEMENT_INVALID, what=what)


def read_agreement(text: str) -> AnyAgreement:
    """Return what an agreement file says; AGREEMENT_INVALID names the first key that is wrong.

    `fingerprint` is the SHA-256 of the content, whatever its layout and comments.
    """
    content = parsed(text, AGREEMENT_INVALID)
    top = Table("", content, AGREEMENT_INVALID)
    head = top.table("agreement")
    kind = head.choice("kind", AgreementKind)
    top.only(tables_of(kind))
    for needed in (kind.value, *(("items", "retention") if kind is AgreementKind.SENDER else ())):
        if needed not in content:
            top.refuse(needed, "is missing")
    told = _head(head) | {"fingerprint": digest(_plain(content))}
    return _sender(top, told) if kind is AgreementKind.SENDER else _recipient(top, told)


def agreement_of(record: AgreementRecord, ended: AgreementEnd | None) -> AnyAgreement:
    """Return a stored version as a noun, with what the catalogue knows of it."""
    return replace(_read_once(record.text), added_at=record.added_at, ended=ended)


_read_once = lru_cache(maxsize=500)(read_agreement)
"""Agreements are few and asked for with every question."""


def _head(head: Table) -> dict[str, Any]:
    head.only(known_keys("agreement"))
    days = {name: _day(head, name) for name in ("start", "end", "review")}
    if days["end"] < days["start"]:
        head.refuse("end", "lies before start")
    if not days["start"] <= days["review"] <= days["end"]:
        head.refuse("review", "must lie between start and end")
    return {
        "id": _name(head, "id"),
        "version": head.whole("version", None, least=1),
        "title": _line(head, "title"),
        "purpose": _line(head, "purpose"),
        "signed": head.day("signed"),
        "synthetic": head.flag("synthetic", default=False),
        **days,
    }


def _name(table: Table, key: str) -> str:
    """Return a name by which other files and lines refer to something."""
    name = table.text(key)
    if not _ID.fullmatch(name) or len(name) > _LONGEST_NAME:
        what = f"may hold lower-case letters, digits and hyphens only, {_LONGEST_NAME} at most"
        table.refuse(key, what)
    return name


def _line(table: Table, key: str) -> str:
    """Return a text that can stand in any file: one printable line."""
    text = table.text(key)
    if not text.isprintable() or len(text) > _LONGEST_LINE:
        table.refuse(key, f"must be one line of printable text, {_LONGEST_LINE} letters at most")
    return text


def _day(table: Table, key: str) -> date:
    return table.day(key) or table.refuse(key, "is missing")


def _sender(top: Table, told: dict[str, Any]) -> SenderAgreement:
    sender = top.table("sender")
    sender.only(known_keys("sender"))
    items = tuple(_grant(one) for one in top.tables("items"))
    _once(top, "items", (one.item for one in items))
    if not items:
        top.refuse("items", "names no item")
    listed = {one.item for one in items}
    treatments = tuple(_treatment(one, listed) for one in top.tables("treatment"))
    _once(top, "treatment", (one.item for one in treatments))
    free = _free_text(top.table("free_text"))
    return SenderAgreement(
        **told,
        sender=_name(sender, "sender"),
        controller=_line(sender, "controller"),
        processor=_line(sender, "processor"),
        basis=_line(sender, "basis"),
        items=items,
        retention=_retention(top.table("retention"), keeps=free.keep_frequent_phrases),
        treatments=treatments,
        free_text=free,
    )


def _free_text(terms: Table) -> FreeTextTerms:
    terms.only(known_keys("free_text"))
    usual = FreeTextTerms()
    return FreeTextTerms(
        terms.share("refuse_above", usual.refuse_above),
        terms.flag("keep_frequent_phrases", default=usual.keep_frequent_phrases),
    )


def _grant(item: Table) -> ItemGrant:
    item.only(known_keys("items"))
    return ItemGrant(item.text("item"), item.maybe("detail"), item.flag("publish", default=True))


def _treatment(term: Table, listed: set[str]) -> TreatmentTerm:
    term.only(known_keys("treatment"))
    item, treatment = term.text("item"), term.choice("treatment", ItemTreatment)
    if item not in listed:
        term.refuse("item", "has a treatment but does not stand under [[items]]")
    if item not in _MADE_FROM[treatment]:
        term.refuse("treatment", f"is for {' or '.join(_MADE_FROM[treatment])}")
    return TreatmentTerm(item, _line(term, "basis"), treatment)


def _retention(terms: Table, *, keeps: bool) -> Retention:
    terms.only(known_keys("retention"))
    return Retention(
        terms.whole("originals_days", None, least=0),
        terms.whole("phrases_days", None, least=0),
        terms.whole("refused_hours", None, least=0),
        _frequent(terms, keeps=keeps),
    )


def _frequent(terms: Table, *, keeps: bool) -> int | None:
    """Read how long frequent phrases are kept; a length that nothing is kept for is refused."""
    key = "frequent_phrases_days"
    if key not in terms.cells:
        return None
    if not keeps:
        terms.refuse(key, "needs keep_frequent_phrases = true under [free_text]")
    days = terms.whole(key, None, least=0)
    if days < terms.whole("phrases_days", None, least=0):
        terms.refuse(key, "is less than phrases_days")
    return days


def _recipient(top: Table, told: dict[str, Any]) -> RecipientAgreement:
    terms = top.table("recipient")
    terms.only(known_keys("recipient"))
    preset = terms.text("preset")
    if preset not in PRESETS:
        terms.refuse("preset", f"must be one of {', '.join(PRESETS)}")
    return RecipientAgreement(
        **told,
        organisation=_line(terms, "organisation"),
        areas=_areas(terms),
        items=_named(terms, "items"),
        preset=preset,
        threshold=_threshold(terms, preset),
        compares=terms.flag("compares", default=True),
    )


def _threshold(terms: Table, preset: str) -> int | None:
    if preset != NAMED_PARTNER:
        if "threshold" in terms.cells:
            terms.refuse("threshold", f"is for the preset {NAMED_PARTNER} only")
        return None
    return terms.whole("threshold", None, least=2)


def _areas(terms: Table) -> tuple[str, ...]:
    areas = _named(terms, "areas")
    if EVERYTHING in areas and len(areas) > 1:
        terms.refuse("areas", f"names areas beside {EVERYTHING}, which is all of them")
    return areas


def _named(table: Table, key: str) -> tuple[str, ...]:
    words = table.words(key)
    if not words:
        table.refuse(key, "is missing" if key not in table.cells else "names nothing")
    return words


def _once(top: Table, key: str, items: Iterable[str]) -> None:
    known: set[str] = set()
    for item in items:
        if item in known:
            top.refuse(f"{key}[{item}]", "stands twice")
        known.add(item)


def _plain(value: object) -> object:
    """Return what JSON can hold, for the fingerprint."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, (str, int)) else str(value)

"""Check that a profile makes sense as a whole; the first fault is named by its key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tiig.model.profile import Column, Part, SenderProfile, Treatment
from tiig.model.toml_tables import Table, refuse
from tiig.standard import Standard, patterns
from tiig.standard.codes import normalised
from tiig.standard.items import Item, Kind
from tiig.translate.profile_keys import CELL, EXCEL, SERIAL

_DIRECTIVE = re.compile(r"%(.)")
_DIRECTIVES = frozenset("dmYybBHMSIp")
_CLOCK = re.compile(r"%[HI]")
_COUNTABLE = ("arrival_at", "site")
_TREATMENTS = {
    Kind.POSTCODE: (Treatment.DISTRICT, Treatment.LSOA),
    Kind.BIRTH_DATE: (Treatment.AGE,),
}
"""What can become of items that identify as they arrive; others have no treatment."""


def check_format(table: Table, key: str, pattern: str) -> None:
    """Refuse a date or time pattern that cannot be read the same way everywhere."""
    if pattern in {SERIAL, EXCEL}:
        return
    directives = _DIRECTIVE.findall(pattern)
    unknown = [letter for letter in directives if letter not in _DIRECTIVES]
    if not directives or unknown or pattern.count("%") != len(directives):
        table.refuse(key, f"{pattern} is no pattern; %d %m %Y %y %b %B %H %M %S %I %p are known")


def check_profile(profile: SenderProfile, standard: Standard) -> None:
    """Refuse what no single key could show: clashes, gaps and contradictions."""
    _check_sites(profile, standard)
    _check_names(profile)
    for column in profile.columns:
        _check_column(column, standard)
    for item in _items(profile):
        _check_feeds(standard.items[item], [c for c in profile.columns if c.item == item])
    _check_lists(profile, standard)
    _check_period(profile)
    _check_countable(profile)
    _check_assaults(profile, standard)


def _check_sites(profile: SenderProfile, standard: Standard) -> None:
    form = patterns(standard)["site"].form or ""
    if not re.fullmatch(form, profile.provider):
        refuse("sender.provider", "is not written like a code")
    owner: dict[str, str] = {}
    for site in profile.sites:
        if not re.fullmatch(form, site.code):
            refuse(f"sites[{site.name}].code", "is not written like a code")
        for value in site.values:
            other = owner.setdefault(normalised(value), site.code)
            if other != site.code:
                refuse(f"sites[{site.name}].values", f"{value} already stands for {other}")
    _once((site.code for site in profile.sites), "sites", "stands twice")
    if not profile.sites:
        refuse("sites", "must name at least one site")


def _check_names(profile: SenderProfile) -> None:
    pairs = Counter((column.name, column.item) for column in profile.columns)
    for (name, _), times in pairs.items():
        if times > 1:
            refuse(f"columns[{name}].name", "stands twice for the same item")
    for column in profile.columns:
        if column.item is None and sum(c.name == column.name for c in profile.columns) > 1:
            refuse(f"columns[{column.name}].name", "stands twice")
        if column.name in profile.ignored:
            refuse("ignored", f"{column.name} is also one of the columns")
        if column.description in profile.ignored:
            refuse("ignored", f"{column.description} is also a description")


def _check_column(column: Column, standard: Standard) -> None:
    path = f"columns[{column.name}]"
    if column.item is None:
        if not column.free_text and column.treatment is not Treatment.DROP:
            refuse(f"{path}.item", 'is missing, and neither free_text nor treatment = "drop"')
        for key in ("formats", "codes", "description", "defaults"):
            if getattr(column, key):
                refuse(f"{path}.{key}", "needs an item")
        return
    item = standard.items[column.item]
    if column.free_text:
        refuse(f"{path}.free_text", "is for words that feed no item")
    wanted = _TREATMENTS.get(item.kind, ())
    if column.treatment not in (wanted or (None,)):
        words = " or ".join(f'"{one}"' for one in wanted)
        said = f"must be {words} for this item" if wanted else "does not fit the item"
        refuse(f"{path}.treatment", said)
    _check_reading(column, item, path)


def _check_reading(column: Column, item: Item, path: str) -> None:
    moment = item.kind is Kind.MOMENT
    dated = moment or item.kind is Kind.BIRTH_DATE
    if dated != bool(column.formats):
        refuse(f"{path}.formats", "is missing" if dated else "is for dates and times")
    if column.part is not Part.WHOLE and not moment:
        refuse(f"{path}.part", "is for dates and times")
    if column.description is not None and not item.coded:
        refuse(f"{path}.description", "is for coded items")
    if column.codes and item.kind is Kind.SITE:
        refuse(f"{path}.codes", "stand under values of the sites")
    for pattern in column.formats:
        clock, day = _CLOCK.search(pattern), re.search(r"%[Yy]", pattern)
        named = pattern in {EXCEL, SERIAL}
        if column.part is Part.TIME and not named and (day or not clock):
            refuse(f"{path}.formats", f"{pattern} is not a time of day alone")
        if column.part is not Part.TIME and not named and not day:
            refuse(f"{path}.formats", f"{pattern} holds no year")
        if item.kind is Kind.BIRTH_DATE and "%y" in pattern:
            what = f"{pattern} tells nobody of 5 from somebody of 105: export the year in full"
            refuse(f"{path}.formats", what)


def _check_feeds(item: Item, columns: list[Column]) -> None:
    path = f"columns[{columns[0].name}].item"
    if item.kind is Kind.MOMENT:
        parts = sorted(column.part for column in columns)
        if parts not in ([Part.WHOLE], [Part.DATE], [Part.DATE, Part.TIME]):
            refuse(path, f"{item.id} needs one whole column, or a date and at most one time")
    elif len(columns) > 1 and not item.coded:
        refuse(path, f"only one column can feed {item.id}")


def _check_lists(profile: SenderProfile, standard: Standard) -> None:
    fed = set(_items(profile))
    constant = {name for name, _ in profile.constants}
    for name in profile.absent:
        if name not in standard.items:
            refuse("absent", f"the standard has no item {name}")
        if name in fed or name in constant:
            refuse("absent", f"{name} is also given")
    if profile.department_type is not None and "department_type" in fed | constant:
        refuse("sender.department_type", "is also given by a column or constant")
    for name, value in profile.constants:
        kind = standard.items[name].kind
        if name in fed:
            refuse(f"constants.{name}", "is also one of the columns")
        if kind not in {Kind.CODE, Kind.WHOLE} or (
            kind is Kind.WHOLE and not re.fullmatch(r"\d{1,4}", value)
        ):
            refuse(f"constants.{name}", "can only be a category or a whole number")


def _check_period(profile: SenderProfile) -> None:
    cells = profile.period_cells
    if cells is None:
        return
    for key, place in (("start", cells.start), ("end", cells.end)):
        row = re.search(r"\d+$", place)
        if place.startswith(CELL) and profile.layout.record:
            refuse(f"period.{key}", "must be a path in XML, like /Message/Header/From")
        if place.startswith(CELL) and row and int(row[0]) >= profile.layout.header_row:
            refuse(f"period.{key}", "must be a cell above the header")
        if place in profile.ignored:
            refuse("ignored", f"{place} is also a period column")


def _check_countable(profile: SenderProfile) -> None:
    fed = set(_items(profile))
    if "arrival_at" not in fed:
        refuse("columns", "no column feeds arrival_at; nothing could be counted")
    if "site" not in fed and len(profile.sites) > 1:
        refuse("columns", "no column feeds site, yet there are several sites")


def _check_assaults(profile: SenderProfile, standard: Standard) -> None:
    given = {*_items(profile), *(name for name, _ in profile.constants)}
    telling = sorted(name for name in given if standard.items[name].tells_assaults)
    if telling and not profile.tells_assaults:
        refuse("sender.tells_assaults", f"is false, yet {telling[0]} can tell an assault")
    if profile.tells_assaults and not telling:
        refuse("sender.tells_assaults", "must be false: no column or constant can tell an assault")


def always_required(column: Column) -> bool:
    """Tell whether a file without this column could not be counted at all."""
    return column.required or (column.item in _COUNTABLE and column.part is not Part.TIME)


def _items(profile: SenderProfile) -> Iterator[str]:
    yield from dict.fromkeys(column.item for column in profile.columns if column.item)


def _once(values: Iterable[str], path: str, what: str) -> None:
    for value, times in Counter(values).items():
        if times > 1:
            refuse(path, f"{value} {what}")

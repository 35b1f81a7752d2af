"""Read a sender profile strictly: TOML in, frozen facts out, every fault by its key."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from tiig.kit.hashing import digest
from tiig.model.profile import (
    Cadence,
    Column,
    FileFormat,
    FileLayout,
    Part,
    PeriodCells,
    RowUnit,
    Scope,
    SenderProfile,
    SiteEntry,
    Treatment,
)
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.model.toml_tables import Table, parsed
from tiig.standard import Standard
from tiig.standard.codes import normalised
from tiig.standard.items import Item
from tiig.translate.checking import check_format, check_profile
from tiig.translate.named_month import is_name_pattern
from tiig.translate.profile_keys import CELL, NONE_WORD, known_keys
from tiig.translate.roles import period_columns
from tiig.translate.xml_layout import record_of, repeated, with_paths

_TOP = frozenset({"sender", "file", "period", "sites", "constants", "columns"})
_IN_NAME = "file_name"
_SENDER_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_CELL_NAME = re.compile(CELL + r"[A-Z]{1,3}[1-9][0-9]*")
_UNTREED = frozenset({NOT_KNOWN_NODE, NONE_WORD})


def read_profile(text: str, standard: Standard) -> SenderProfile:
    """Return what a profile file says; PROFILE_INVALID names the first key that is wrong.

    `fingerprint` is the SHA-256 of the content, whatever its layout and comments.
    """
    content = parsed(text)
    top = Table("", content)
    top.only(_TOP | known_keys(""))
    for needed in ("sender", "columns", "sites"):
        if needed not in content:
            top.refuse(needed, "is missing")
    read = _profile(top, standard, fingerprint=digest(_plain(content)))
    profile = with_paths(read, list(top.tables("columns")), period_columns(read))
    check_profile(profile, standard)
    return profile


def _profile(top: Table, standard: Standard, *, fingerprint: str) -> SenderProfile:
    sender = top.table("sender")
    sender.only(known_keys("sender"))
    identifier = sender.text("id")
    if not _SENDER_ID.fullmatch(identifier):
        sender.refuse("id", "may hold lower-case letters, digits and hyphens only")
    return SenderProfile(
        sender=identifier,
        name=sender.text("name"),
        provider=sender.text("provider"),
        version=sender.whole("version", None, least=1),
        valid_from=sender.day("valid_from") or sender.refuse("valid_from", "is missing"),
        scope=sender.choice("scope", Scope),
        layout=_layout(top.table("file")),
        columns=tuple(
            column
            for table in top.tables("columns")
            for column in repeated(_column(table, standard), table)
        ),
        sites=tuple(_site(table) for table in top.tables("sites")),
        cadence=sender.choice("cadence", Cadence, Cadence.MONTHLY),
        settling_days=sender.whole("settling_days", 60, least=0),
        due_days=sender.whole("due_days", 15, least=0),
        department_type=_department_type(sender, standard),
        constants=_constants(top.table("constants"), standard),
        absent=top.words("absent"),
        ignored=top.words("ignored"),
        period_cells=_period(top.table("period")),
        period_in_name=_period_in_name(top.table("period")),
        tells_assaults=sender.flag("tells_assaults", default=True),
        synthetic=sender.flag("synthetic", default=False),
        fingerprint=fingerprint,
    )


def _layout(file: Table) -> FileLayout:
    file.only(known_keys("file"))
    encoding = file.text("encoding", "utf-8")
    try:
        codecs.lookup(encoding)
    except LookupError:
        file.refuse("encoding", "is not known")
    kind = file.choice("format", FileFormat, FileFormat.CSV)
    return FileLayout(
        format=kind,
        also=_also(file),
        encoding=encoding,
        delimiter=file.character("delimiter", ","),
        quote=file.character("quote", '"', empty=True),
        quoted_line_breaks=file.flag("quoted_line_breaks", default=False),
        sheet=file.maybe("sheet"),
        header_row=file.whole("header_row", 1, least=1),
        footer_rows=file.whole("footer_rows", 0, least=0),
        row_is=file.choice("row_is", RowUnit, RowUnit.ATTENDANCE),
        record=record_of(file, kind),
    )


def _also(file: Table) -> tuple[FileFormat, ...]:
    known = {str(kind): kind for kind in FileFormat}
    unknown = [word for word in file.words("also") if word not in known]
    if unknown:
        file.refuse("also", f"{unknown[0]} is not one of {', '.join(known)}")
    return tuple(known[word] for word in file.words("also"))


def _period(period: Table) -> PeriodCells | None:
    period.only(known_keys("period"))
    if not period.cells.keys() - {_IN_NAME}:
        return None
    cells = PeriodCells(period.text("start"), period.text("end"), _written(period))
    for key, place in (("start", cells.start), ("end", cells.end)):
        if place.startswith(CELL) and not _CELL_NAME.fullmatch(place):
            period.refuse(key, "a cell is written like cell:B1")
    for pattern in cells.formats:
        check_format(period, "format", pattern)
    return cells


def _written(period: Table) -> tuple[str, ...]:
    """Return how the days are written: one pattern, or several that are tried in order."""
    if not isinstance(period.cells.get("format"), list):
        return (period.text("format"),)
    return period.words("format") or period.refuse("format", "is missing")


def _period_in_name(period: Table) -> str | None:
    pattern = period.maybe(_IN_NAME)
    if pattern is not None and not is_name_pattern(pattern):
        period.refuse(_IN_NAME, "holds %Y and %m once each, and nothing else with %")
    return pattern


def _site(site: Table) -> SiteEntry:
    site.only(known_keys("sites"))
    code = site.text("code")
    entry = SiteEntry(
        code=code,
        name=site.text("name"),
        values=site.words("values") or (code,),
        valid_from=site.day("valid_from"),
        valid_to=site.day("valid_to"),
    )
    if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
        site.refuse("valid_to", "lies before valid_from")
    return entry


def _column(column: Table, standard: Standard) -> Column:
    column.only(known_keys("columns"))
    name, item = column.text("name"), column.maybe("item")
    if item is not None and item not in standard.items:
        column.refuse("item", f"the standard has no item {item}")
    formats = column.words("formats")
    for pattern in formats:
        check_format(column, "formats", pattern)
    given = column.maybe("treatment")
    return Column(
        name=name,
        item=item,
        part=column.choice("part", Part, Part.WHOLE),
        formats=formats,
        codes=_codes(column, item and standard.items[item], standard),
        description=column.maybe("description"),
        treatment=None if given is None else column.choice("treatment", Treatment),
        required=column.flag("required", default=False),
        defaults=column.words("defaults"),
        free_text=column.flag("free_text", default=False),
    )


def _codes(
    column: Table, item: Item | str | None, standard: Standard
) -> tuple[tuple[str, str], ...]:
    table = column.table("codes")
    meanings = _meanings(item, standard) if isinstance(item, Item) else {}
    found: dict[str, str] = {}
    for value in table.cells:
        meaning, local = table.text(value), normalised(value)
        if local in found:
            table.refuse(value, "stands twice (capitals and spaces do not count)")
        if meaning not in _UNTREED and normalised(meaning) not in meanings:
            table.refuse(value, f"{meaning} is no category or code of the item")
        found[local] = meaning if meaning in _UNTREED else meanings[normalised(meaning)]
    return tuple(found.items())


def _meanings(item: Item, standard: Standard) -> Mapping[str, str]:
    """Return what a code map may point to; only coded items have categories."""
    return standard.value_map(item) if item.coded else {}


def _constants(table: Table, standard: Standard) -> tuple[tuple[str, str], ...]:
    found = []
    for name, value in table.cells.items():
        item = standard.items.get(name) or table.refuse(name, "the standard has no such item")
        if item.coded:
            meaning = _meanings(item, standard).get(normalised(table.text(name)))
            if meaning is None or meaning == NOT_RECORDED_NODE:
                table.refuse(name, "is no category or code of the item")
            found.append((name, meaning))
        elif isinstance(value, int) and not isinstance(value, bool):
            found.append((name, str(value)))
        else:
            found.append((name, table.text(name)))
    return tuple(found)


def _department_type(sender: Table, standard: Standard) -> str | None:
    given = sender.maybe("department_type")
    if given is None:
        return None
    node = standard.value_map("department_type").get(normalised(given))
    return node or sender.refuse("department_type", "is no category or code")


def _plain(value: object) -> object:
    """Return what JSON can hold, for the fingerprint."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, (str, int, float)) else str(value)

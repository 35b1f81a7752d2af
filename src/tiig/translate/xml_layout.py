"""What a profile of XML says besides that of other files: records, paths, and what repeats."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from tiig.model.profile import Column, FileFormat, SenderProfile
from tiig.model.toml_tables import Table, refuse

FIRST, MORE = "first", "more"
MOST_REPEATS = 99
_BEGINS = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
"""What a name of XML may begin with (XML 1.0, fifth edition, 2.3); colons part namespaces."""
_STEP = rf"(?:@?[{_BEGINS}][{_BEGINS}.0-9\u00b7\u0300-\u036f\u203f\u2040-]*)"
_RECORD = re.compile(rf"(?://|/)?{_STEP}(?:/{_STEP})*")
_NAME = re.compile(rf"\.|(?:(?://|/)?{_STEP}(?:/{_STEP})*)(?:\[(?:[2-9]|[1-9]\d|more)\])?")
_GROUP = re.compile(rf"(?:(?://|/)?{_STEP}(?:/{_STEP})*)/\*")
_OCCURRENCE = re.compile(rf"(.+)\[(\d+|{MORE})\]")
_OF_TEXT = ("encoding", "delimiter", "quote", "quoted_line_breaks")
_OF_ROWS = ("sheet", "header_row", "footer_rows")


def record_of(file: Table, kind: FileFormat) -> str:
    """Return the path of the records; keys of other formats are refused."""
    if kind is not FileFormat.XML:
        if "record" in file.cells:
            file.refuse("record", 'is for format = "xml"')
        return ""
    for key in (*_OF_TEXT, *_OF_ROWS):
        if key in file.cells:
            said = "; the file says itself how it is written" if key == "encoding" else ""
            file.refuse(key, f"is not for XML{said}")
    record = file.text("record")
    if not _RECORD.fullmatch(record) or "@" in record:
        file.refuse("record", "is a path of element names, like Message/Attendance")
    return record


def occurrence_in(name: str) -> tuple[str, str]:
    """Part a name from its occurrence: a number from 1 as text, or MORE for all others."""
    found = _OCCURRENCE.fullmatch(name)
    return (found[1], found[2]) if found else (name, "1")


def repeated(column: Column, table: Table) -> Iterator[Column]:
    """Yield a column as often as the profile says that its element is looked at."""
    yield column
    times = table.cells.get("repeats", 1)
    if times == FIRST:
        return
    if not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= MOST_REPEATS:
        table.refuse("repeats", f'must be "{FIRST}" or a whole number from 1 to {MOST_REPEATS}')
    if times > 1 and column.description is not None:
        table.refuse("repeats", "cannot be said of a column with a description")
    for number in range(2, times + 1):
        yield replace(column, name=f"{column.name}[{number}]", required=False)


def with_paths(
    profile: SenderProfile, tables: Sequence[Table], period: Collection[str]
) -> SenderProfile:
    """Return a profile of XML whose layout knows all names; others stay as they are.

    `tables` are those of the columns, `period` the columns that say it.
    """
    if profile.layout.format is not FileFormat.XML:
        for table in tables:
            if "repeats" in table.cells:
                table.refuse("repeats", "is for XML")
        return profile
    more = [
        f"{table.text('name')}[more]" for table in tables if table.cells.get("repeats") == FIRST
    ]
    columns = [column.name for column in profile.columns]
    columns += [column.description for column in profile.columns if column.description]
    for name in columns:
        if not _NAME.fullmatch(name):
            refuse(f"columns[{name}].name", "is no path like Injury/Intent, //Intent or @id")
    for name in profile.ignored:
        if not (_NAME.fullmatch(name) or _GROUP.fullmatch(name)):
            refuse("ignored", f"{name} is no path like Injury/Intent, //Intent, @id or Injury/*")
    beside = [f"{name}[more]" for name in profile.ignored if name[-1] not in "]*"]
    ignored = tuple(dict.fromkeys((*profile.ignored, *more, *beside)))
    paths = dict.fromkeys((*columns, *ignored, *period))
    outside = tuple(name for name in profile.ignored if re.match(r"/[^/]", name))
    layout = replace(profile.layout, paths=tuple(paths), beside=outside)
    return replace(profile, layout=layout, ignored=ignored)

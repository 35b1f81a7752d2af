"""A proposal as lines that a person accepts, changes or refuses one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tiig.model.proposal import (
    SURE,
    ColumnSuggestion,
    Decision,
    FileSuggestion,
    Line,
    Proposal,
    SiteSuggestion,
    Use,
)
from tiig.translate.xml_layout import FIRST

BETWEEN = " | "
"""Parts the values of a list in a line."""


def lines_of(proposal: Proposal) -> tuple[Line, ...]:
    """Return every line of a proposal; what is sure enough is accepted beforehand."""
    every = (
        *_of_sender(proposal),
        *_of_file(proposal),
        *(line for n, site in enumerate(proposal.sites, 1) for line in _of_site(n, site)),
        *(line for column in proposal.columns for line in _of_column(column)),
        *_of_absent(proposal),
    )
    return tuple(
        replace(line, decision=Decision.ACCEPT)
        if line.suggestion and line.confidence >= SURE and not line.id.startswith("absent:")
        else line
        for line in every
    )


def _of_sender(proposal: Proposal) -> Iterator[Line]:
    asked = "ask the sender"
    yield Line("sender:id", "short name of the sender", "", 0.0, "you choose it")
    yield Line("sender:name", "name of the sender", "", 0.0, "you choose it")
    yield Line("sender:provider", "code of the provider (trust)", "", 0.0, asked)
    first = proposal.file.first
    yield Line(
        "sender:valid_from", "first day that the layout describes", f"{first}-01" if first else "",
        0.9 if first else 0.0, "the first month of the rows",
    )  # fmt: skip
    scope = proposal.scope
    yield Line(
        "sender:scope",
        "which attendances the file covers",
        scope.value,
        scope.confidence,
        scope.reason,
    )
    yield Line("sender:synthetic", "true if the rows are invented", "", 0.0, "say it if they are")
    for key, said in proposal.facts:
        yield Line(f"sender:{key}", key.replace("_", " "), said.value, said.confidence, said.reason)


_FIRST = "it stands several times in a record: all but the first are searched, then dropped"
_SEVERAL = "it stands several times in a record: a file in which it stands more often is refused"


def _of_file(proposal: Proposal) -> Iterator[Line]:
    yield from _of_layout(proposal.file)
    said = proposal.row_is
    yield Line("file:row_is", "what one row is", said.value, said.confidence, said.reason)
    if proposal.period is not None:
        for key, value in zip(("start", "end", "format"), proposal.period, strict=True):
            yield Line(
                f"period:{key}", f"period {key}", value, 0.9, "the file says its period itself"
            )


def _of_layout(file: FileSuggestion) -> Iterator[Line]:
    if file.record is not None:
        yield Line("file:format", "format", file.format, file.confidence, file.reason)
        said = file.record
        what = "the element that is one row"
        yield Line("file:record", what, said.value, said.confidence, said.reason)
        return
    told = {
        "format": file.format,
        "encoding": file.encoding,
        "delimiter": file.delimiter,
        "quote": file.quote,
        "quoted_line_breaks": str(file.quoted_line_breaks).lower(),
        "sheet": file.sheet or "",
        "header_row": str(file.header_row),
        "footer_rows": str(file.footer_rows),
    }
    of_text = ("encoding", "delimiter", "quote", "quoted_line_breaks")
    for key, value in told.items():
        if (file.format == "xlsx" and key in of_text) or (file.format != "xlsx" and key == "sheet"):
            continue
        yield Line(f"file:{key}", key.replace("_", " "), value, file.confidence, file.reason)


def _of_site(number: int, site: SiteSuggestion) -> Iterator[Line]:
    shown = site.name or BETWEEN.join(site.values) or "the site"
    yield Line(
        f"site:{number}:code",
        f"code of {shown}",
        site.code,
        site.confidence if site.code else 0.0,
        site.reason,
    )
    yield Line(
        f"site:{number}:name",
        f"name of {shown}",
        site.name,
        site.confidence if site.name and site.code else 0.0,
        site.reason,
    )
    values = BETWEEN.join(site.values)
    sure = site.confidence if values else 0.0
    yield Line(f"site:{number}:values", f"what stands for {shown}", values, sure, site.reason)


def _of_column(column: ColumnSuggestion) -> Iterator[Line]:
    yield from _of_use(column)
    if column.repeats:
        what = f"{column.name}: how many in a record count"
        drops = column.repeats == FIRST and column.use not in {Use.IGNORED, Use.IDENTIFIER}
        why = _FIRST if column.repeats == FIRST else _SEVERAL
        sure = 0.6 if drops else 0.8
        yield Line(f"column:{column.place}:repeats", what, column.repeats, sure, why)
    if not column.named:
        why = "its name is long, like a cell or may identify: write it as it stands in the file"
        yield Line(f"column:{column.place}:name", f"{column.name}: its name", "", 0.0, why)


def _of_use(column: ColumnSuggestion) -> Iterator[Line]:
    start, shown = f"column:{column.place}", column.name
    value = column.item if column.use is Use.ITEM and column.item else str(column.use)
    if column.use is Use.IDENTIFIER:
        yield Line(f"{start}:item", shown, "", 0.0, column.advice or column.reason)
        return
    if column.use is Use.DESCRIPTION:
        yield Line(
            f"{start}:item",
            shown,
            f"{Use.DESCRIPTION} of {column.describes}",
            column.confidence,
            column.reason,
        )
        return
    reason = f"{column.reason}; {column.advice}" if column.advice else column.reason
    sure = column.confidence
    yield Line(f"{start}:item", shown, value, sure, reason)
    if column.use is not Use.ITEM:
        return
    if column.formats:
        yield Line(f"{start}:part", f"{shown}: part of the moment", column.part, sure, reason)
        yield Line(
            f"{start}:formats",
            f"{shown}: how it is written",
            BETWEEN.join(column.formats),
            sure,
            reason,
        )
    for key in ("description", "treatment"):
        if told := getattr(column, key):
            yield Line(f"{start}:{key}", f"{shown}: {key}", told, sure, reason)
    if column.defaults:
        yield Line(
            f"{start}:defaults",
            f"{shown}: filled in by itself",
            BETWEEN.join(column.defaults),
            0.8,
            reason,
        )
    for code in column.codes:
        if not code.known:
            yield Line(
                f"{start}:code:{code.value}",
                f"{shown}: what {code.value} means ({_rows(code.rows)})",
                code.node or "",
                code.confidence,
                code.reason,
            )


def _rows(number: int | None) -> str:
    return "fewer than 5 rows" if number is None else f"{number:,} rows"


def _of_absent(proposal: Proposal) -> Iterator[Line]:
    for one in proposal.absent:
        yield Line(
            f"absent:{one.item}", f"{one.item} is not recorded there", "absent", 0.5,
            f"{one.reason}; accept it once the sender has confirmed that",
        )  # fmt: skip

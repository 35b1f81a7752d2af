"""Delimited files whose lines, fields, quotes or headers are not what they should be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from tests.corpus.makers.base import (
    FAULTY,
    HEADER,
    Sample,
    faulty,
    joined,
    lines_of,
    month,
    sent,
    text_of,
)

FORMAT = 'format = "csv"'
BREAKS = {FORMAT: f"{FORMAT}\nquoted_line_breaks = true"}
LINE = FAULTY + 1
"""The place of line 12 in a list of lines."""


def said(**keys: object) -> dict[str, str]:
    """Return the change of the profile that adds keys of the file."""
    told = "\n".join(f"{name} = {json.dumps(value)}" for name, value in keys.items())
    return {FORMAT: f"{FORMAT}\n{told}"}


def delimited(canary: str, *, delimiter: str, says: str | None = None) -> Sample:
    """Part the fields by another sign, which the profile names or does not."""
    text = text_of(faulty(Bed=canary), delimiter=delimiter)
    return sent(text, profile=None if says is None else said(delimiter=says))


def mixed_delimiters(canary: str) -> Sample:
    """Part the fields of one line by semicolons."""
    lines = lines_of(faulty(Bed=canary))
    lines[LINE] = lines[LINE].replace(",", ";")
    return sent(joined(lines))


def cell(canary: str, *, raw: str, breaks: bool = False, quote: str | None = None) -> Sample:
    """Put raw text, quotes and all, in place of the place text of line 12."""
    text = text_of(faulty(Place="HERE", Bed=canary)).replace("HERE", raw.replace("CANARY", canary))
    profile = BREAKS if breaks else None
    return sent(text, profile=profile if quote is None else said(quote=quote))


def two_cells(canary: str, *, first: str, second: str) -> Sample:
    """Put raw text into the place of line 12 and of line 30: quotes that pair across rows."""
    rows = faulty(Place="HERE", Bed=canary)
    rows[28]["Place"] = "THERE"
    return sent(text_of(rows).replace("THERE", second).replace("HERE", first))


def line_ends(canary: str, *, end: str, last: str | None = None) -> Sample:
    """End lines otherwise than by a line feed; `last` is the end of the last line."""
    lines = lines_of(faulty(Bed=canary))
    return sent(end.join(lines) + (end if last is None else last))


def mixed_ends(canary: str, *, ends: tuple[str, ...]) -> Sample:
    """End each line by the next of several line ends."""
    lines = lines_of(faulty(Bed=canary))
    return sent("".join(line + ends[place % len(ends)] for place, line in enumerate(lines)))


def lone_return(canary: str, *, quoted: bool) -> Sample:
    """Put a bare carriage return into the place text, as an old entry mask writes it."""
    raw = '"Corn\rMarket"' if quoted else "Corn\rMarket"
    return cell(canary, raw=raw, breaks=True)


def ragged(canary: str, *, change: str) -> Sample:
    """Give line 12 a field too few or too many."""
    lines = lines_of(faulty(Bed=canary))
    if change == "short":
        lines[LINE] = lines[LINE].rpartition(",")[0]
    elif change == "long":
        lines[LINE] += ",extra"
    elif change == "unquoted comma":
        lines[LINE] = lines[LINE].replace("The Swan bar", "The Swan, bar")
        lines[LINE] = lines[LINE].replace("Corn Market", "Corn, Market")
    elif change == "two in one":
        lines[LINE : LINE + 2] = [",".join(lines[LINE : LINE + 2])]
    elif change == "split":
        head, _, tail = lines[LINE].partition(",X,")
        lines[LINE : LINE + 1] = [head + ",X", tail]
    return sent(joined(lines))


def trailing(canary: str, *, header: bool, rows: str) -> Sample:
    """End header or rows with a delimiter; `rows` is what stands at the end of line 12."""
    lines = lines_of(faulty(Bed=canary))
    head, *body = lines
    body = [line + "," for line in body] if rows else body
    body[FAULTY] += rows.removeprefix("none")
    return sent(joined([head + "," if header else head, *body]))


def added_lines(
    canary: str,
    *,
    at: int,
    lines: tuple[str, ...],
    profile: Mapping[str, str] | None = None,
) -> Sample:
    """Put lines ahead of a line of the file (1: above the header; 0: after the last)."""
    told = [line.replace("CANARY", canary) for line in lines]
    own = lines_of(faulty(Bed=canary))
    place = len(own) if at == 0 else at - 1
    return sent(joined([*own[:place], *told, *own[place:]]), profile=profile)


def header(canary: str, *, old: str, new: str, profile: Mapping[str, str] | None = None) -> Sample:
    """Change the header line only."""
    first, *rest = lines_of(faulty(Bed=canary))
    return sent(joined([first.replace(old, new), *rest]), profile=profile)


def without_header(canary: str) -> Sample:
    """Leave the header out: the first row would be taken for it."""
    return sent(joined(lines_of(faulty(Bed=canary))[1:]))


def columns(canary: str, *, order: tuple[str, ...]) -> Sample:
    """Write the columns in another order, or other columns."""
    rows = [row | {"Extra": canary if n == FAULTY else "x"} for n, row in enumerate(month())]
    return sent(text_of(rows, header=order))


def nothing(canary: str, *, data: bytes) -> Sample:
    """Write a file that holds no row."""
    return sent(data.replace(b"CANARY", canary.encode()))


def cut(canary: str, *, at: str) -> Sample:
    """Cut the file off as a broken transfer does."""
    text = text_of(faulty(Place="HERE, there", Bed=canary))
    where = {
        "in a cell": text.rindex("bay") - 3,
        "in a quoted cell": text.index("HERE") + 6,
        "in the header": text.index("Age"),
        "after a record": text.rindex("\n", 0, len(text) - 1) + 1,
        "before the last line end": len(text) - 1,
    }[at]
    return sent(text[:where])


def long_cell(canary: str, *, length: int, column: str = "Place") -> Sample:
    """Write a cell of many letters."""
    return sent(text_of(faulty(**{column: canary + " " + "word " * (length // 5)})))


def copies(canary: str, *, exact: bool) -> Sample:
    """Send line 12 twice: the same in every cell, or with another age."""
    rows = faulty(Bed=canary)
    rows.insert(30, rows[FAULTY] | ({} if exact else {"Age": "77"}))
    return sent(text_of(rows))


def wide_table(canary: str, *, width: int) -> Sample:
    """Add many columns that the profile does not know."""
    names = [f"Extra {number}" for number in range(width)]
    rows = [row | dict.fromkeys(names, "") for row in faulty(Bed=canary)]
    return sent(text_of(rows, header=[*HEADER, *names]))


FILES: Mapping[str, partial[Sample]] = {
    "semicolons-not-said": partial(delimited, delimiter=";"),
    "semicolons-said": partial(delimited, delimiter=";", says=";"),
    "tabs-said": partial(delimited, delimiter="\t", says="\t"),
    "pipes-said-commas-sent": partial(delimited, delimiter=",", says="|"),
    "one-line-in-semicolons": partial(mixed_delimiters),
    "separator-hint-of-a-spreadsheet": partial(added_lines, at=1, lines=("sep=,",)),
    "quoted-comma": partial(cell, raw='"Corn Market, CANARY"'),
    "doubled-quotes": partial(cell, raw='"the ""Swan"" CANARY"'),
    "quote-inside-unquoted-cell": partial(cell, raw='the "Swan" CANARY'),
    "quote-after-closing-quote": partial(cell, raw='"Swan" bar'),
    "space-before-opening-quote": partial(cell, raw=' "Corn, Market"'),
    "backslash-escapes": partial(cell, raw=r'"the \"Swan\" CANARY"'),
    "inch-mark-swallows-eighteen-rows": partial(two_cells, first='"6', second='6" knife'),
    "quotes-pair-across-rows": partial(two_cells, first='"6, knife', second='on top",x"'),
    "quote-never-closed": partial(cell, raw='"Corn Market'),
    "quotes-are-plain-letters-said": partial(cell, raw='6" pipe CANARY', quote=""),
    "single-quotes-said": partial(cell, raw="'Corn, CANARY'", quote="'"),
    "quoted-break-not-allowed": partial(cell, raw='"Corn\nMarket CANARY"'),
    "quoted-break-allowed": partial(cell, raw='"Corn\nMarket CANARY"', breaks=True),
    "quoted-blank-lines-allowed": partial(cell, raw='"Corn\n\n\nCANARY"', breaks=True),
    "quoted-row-in-a-cell-allowed": partial(
        cell, raw='"x\nE1,A,03/06/2026 10:15,,,,,,,,,CANARY,4"', breaks=True
    ),
    "windows-line-ends": partial(line_ends, end="\r\n"),
    "old-mac-line-ends": partial(line_ends, end="\r"),
    "no-last-line-end": partial(line_ends, end="\n", last=""),
    "ends-with-control-z": partial(line_ends, end="\r\n", last="\r\n\x1a"),
    "doubled-returns": partial(line_ends, end="\r\r\n"),
    "mixed-line-ends": partial(mixed_ends, ends=("\n", "\r\n")),
    "bare-return-in-a-cell": partial(lone_return, quoted=False),
    "bare-return-in-quotes": partial(lone_return, quoted=True),
    "row-too-short": partial(ragged, change="short"),
    "row-too-long": partial(ragged, change="long"),
    "unquoted-comma": partial(ragged, change="unquoted comma"),
    "two-rows-on-one-line": partial(ragged, change="two in one"),
    "one-row-on-two-lines": partial(ragged, change="split"),
    "trailing-delimiters": partial(trailing, header=True, rows="none"),
    "trailing-delimiters-of-rows-only": partial(trailing, header=False, rows="none"),
    "cell-below-a-blank-header": partial(trailing, header=True, rows="7"),
    "blank-lines-between": partial(added_lines, at=30, lines=("", "", "   ")),
    "lines-of-delimiters-only": partial(added_lines, at=30, lines=("," * 12, "," * 12)),
    "titles-above-not-said": partial(
        added_lines, at=1, lines=("Elm Trust monthly extract", "Run by CANARY", "")
    ),
    "titles-above-said": partial(
        added_lines, at=1, lines=("Elm Trust monthly extract", "Run by CANARY", ""),
        profile=said(header_row=4),
    ),
    "footer-not-said": partial(added_lines, at=0, lines=("Rows: 60 CANARY",)),
    "footer-said": partial(
        added_lines, at=0, lines=("End of report", "Rows: 60 CANARY"), profile=said(footer_rows=2)
    ),
    "footer-said-but-absent": partial(
        added_lines, at=0, lines=(), profile=said(footer_rows=1)
    ),
    "header-again-in-the-middle": partial(added_lines, at=30, lines=(",".join(HEADER),)),
    "header-missing": partial(without_header),
    "header-in-capitals": partial(header, old="Weapon", new="WEAPON"),
    "header-name-twice": partial(header, old="Weapon", new="Intent"),
    "header-name-blank": partial(header, old="Weapon", new=""),
    "header-quoted-with-break": partial(header, old="Weapon", new='"Wea\npon"'),
    "header-with-reserved-name": partial(header, old="Bed", new="row"),
    "columns-in-another-order": partial(columns, order=tuple(reversed(HEADER))),
    "column-the-profile-does-not-know": partial(columns, order=(*HEADER, "Extra")),
    "column-left-out": partial(columns, order=tuple(n for n in HEADER if n != "Triage")),
    "site-column-left-out": partial(columns, order=tuple(n for n in HEADER if n != "Site")),
    "no-bytes": partial(nothing, data=b""),
    "one-line-feed": partial(nothing, data=b"\n"),
    "header-only": partial(nothing, data=",".join(HEADER).encode() + b"\r\n"),
    "nul-byte": partial(cell, raw="CANARY\0"),
    "cut-in-a-cell": partial(cut, at="in a cell"),
    "cut-in-a-quoted-cell": partial(cut, at="in a quoted cell"),
    "cut-in-the-header": partial(cut, at="in the header"),
    "cut-after-a-record": partial(cut, at="after a record"),
    "cell-of-100-kB": partial(long_cell, length=100_000),
    "cell-beyond-the-limit": partial(long_cell, length=4_300_000),
    "copy-of-a-row": partial(copies, exact=True),
    "number-twice-with-other-age": partial(copies, exact=False),
    "two-hundred-unknown-columns": partial(wide_table, width=200),
}  # fmt: skip

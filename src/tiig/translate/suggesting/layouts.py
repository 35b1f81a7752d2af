"""In what ways the bytes of a file may be opened, the likeliest first; the gate decides.

Nothing is trusted here: each layout is tried through the receiving gate, and one counts only if
every line of the file is accounted for by it.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from tiig.model.identified import ROW
from tiig.model.profile import FileFormat, FileLayout
from tiig.translate.suggesting.sheets import Aside

_DELIMITERS = ",;\t|^~"
_MOST_ABOVE, _MOST_BELOW = 12, 6
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINES, _MOST_LINES = 400, 200_000


def layouts_of(head: bytes, tail: bytes) -> Iterator[FileLayout]:
    """Yield layouts of delimited text to try, from the file's first and last bytes."""
    for encoding in _encodings(head):
        text = _decoded(head, encoding)
        if text is None:
            continue
        lines = text.splitlines()[:_LINES]
        lines = (
            lines[:-1]
            if len(lines) > 1 and not text.endswith("\n") and len(text) > 60_000
            else lines
        )
        last = (_decoded(tail, encoding) or "").splitlines()[-_MOST_BELOW - 1 :]
        for delimiter in _delimiters(lines):
            yield from _with(encoding, delimiter, lines, last)


def layouts_of_lines(asides: Iterable[Aside]) -> Iterator[FileLayout]:
    """Yield layouts of delimited text that an archive holds, from its lines."""
    lines: list[str] = []
    for _, header, raw in asides:
        lines += [cell or "" for cell in header]
        lines += [cell or "" for cell in raw.frame.drop(ROW).to_series(0).to_list()]
        if len(lines) > _MOST_LINES:
            break
    last = lines[-_MOST_BELOW - 1 :] if len(lines) <= _MOST_LINES else []
    for encoding, delimiter in product(("utf-8", "cp1252"), _delimiters(lines[:_LINES])):
        yield from _with(encoding, delimiter, lines[:_LINES], last)


def _with(encoding: str, delimiter: str, lines: list[str], last: list[str]) -> Iterator[FileLayout]:
    widths = [_width(line, delimiter) for line in lines]
    usual = Counter(width for width in widths if width > 1).most_common(1)
    width = usual[0][0] if usual else 1
    row = next((n for n, one in enumerate(widths[: _MOST_ABOVE + 1], start=1) if one == width), 1)
    headed = next((n for n in range(row, row + 4) if _like_header(lines, n, delimiter)), None)
    rows = list(dict.fromkeys([headed, row] if headed else [row]))
    footers = _footers(last, delimiter, width)
    quotes = ('"', "") if any('"' in line for line in lines) else ('"',)
    for header_row, footer, quote in product(rows, footers, quotes):
        for breaks in (False, True) if quote else (False,):
            yield FileLayout(
                format=FileFormat.CSV, encoding=encoding, delimiter=delimiter, quote=quote,
                header_row=header_row, footer_rows=footer, quoted_line_breaks=breaks,
            )  # fmt: skip


def _like_header(lines: list[str], number: int, delimiter: str) -> bool:
    """Tell whether a line names columns: every cell filled, most of them words, none twice."""
    if number > len(lines):
        return False
    cells = [cell.strip().strip('"').strip() for cell in lines[number - 1].split(delimiter)]
    while cells and not cells[-1]:
        cells.pop()
    wordy = sum(1 for cell in cells if cell and not cell[0].isdigit())
    return bool(cells) and all(cells) and len(set(cells)) == len(cells) and wordy * 2 >= len(cells)


def _footers(last: list[str], delimiter: str, width: int) -> list[int]:
    """Return how many lines at the end may be no rows, the likeliest first."""
    filled = [line for line in last if line.strip()]
    odd = 0
    for line in reversed(filled):
        cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
        if len(cells) == width and sum(1 for cell in cells if cell) > max(1, width // 3):
            break
        odd += 1
    odd = min(odd, _MOST_BELOW)
    return list(dict.fromkeys([odd, 0])) if width > 1 else [0]


def _width(line: str, delimiter: str) -> int:
    """Count the fields of a line; delimiters within quotes are not counted."""
    if '"' not in line:
        return line.count(delimiter) + 1
    inside, fields = False, 1
    for sign in line:
        if sign == '"':
            inside = not inside
        elif sign == delimiter and not inside:
            fields += 1
    return fields


def _delimiters(lines: list[str]) -> list[str]:
    """Return the delimiters by how many fields they give the lines, and how evenly."""
    scored = []
    for delimiter in _DELIMITERS:
        widths = Counter(_width(line, delimiter) for line in lines if line.strip())
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]))
        if width > 1:
            scored.append((times / sum(widths.values()), width, delimiter))
    scored.sort(key=lambda one: (-round(one[0], 1), -one[1]))
    return [delimiter for _, _, delimiter in scored] or [","]


def _encodings(head: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return [encoding]
    if head[:400].count(b"\0") > 20:  # every other byte of plain text
        return ["utf-16-le"] if head[1:2] == b"\0" else ["utf-16-be"]
    return ["utf-8", "cp1252"]


def _decoded(raw: bytes, encoding: str) -> str | None:
    if encoding == "utf-16":  # a tail has no mark of its own
        encoding = "utf-16-be" if raw.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    decoder = codecs.getincrementaldecoder(encoding)(_LENIENT.get(encoding, "strict"))
    for skip in range(4):  # a tail may begin within a letter
        try:
            return decoder.decode(raw[skip:]).removeprefix("\ufeff")
        except UnicodeError:
            decoder.reset()
    return None


_LENIENT = {"cp1252": "replace", "utf-16-le": "replace", "utf-16-be": "replace"}

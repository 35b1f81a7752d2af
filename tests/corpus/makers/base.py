"""The sound month that every file of the corpus starts from, and the sender that sends it.

Sixty rows, each right in every cell: what a maker changes is the only fault of its file. One
row of sixty may be set aside before a file is held for a person (2 %).
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.elm_trust import ELM

Row = dict[str, str]
ROWS = 60
FAULTY = 10
"""The row, from 0, that carries a fault; it stands on line 12 of a file with one header line."""
MONTH = "2026-06"

PROFILE = (
    """\
ignored = ["Bed"]
"""
    + ELM
    + """\
[[columns]]
name = "Site"
item = "site"
[[columns]]
name = "Arrived"
item = "arrival_at"
formats = ["%d/%m/%Y %H:%M"]
[[columns]]
name = "Day"
item = "injury_at"
part = "date"
formats = ["%d/%m/%Y"]
[[columns]]
name = "Clock"
item = "injury_at"
part = "time"
formats = ["%H:%M"]
[[columns]]
name = "Age"
item = "age"
[[columns]]
name = "Sex"
item = "sex"
codes = { M = "male", F = "female" }
[[columns]]
name = "Intent"
item = "injury_intent"
codes = { X = "assault", F = "unintentional", U = "~not_known" }
[[columns]]
name = "Weapon"
item = "injury_mechanism"
codes = { K = "sharp.knife", G = "sharp.glass", P = "body.fist-foot-head" }
[[columns]]
name = "Where"
item = "injury_place_type"
codes = { 1 = "public.street", 2 = "licensed.pub", 9 = "~not_known" }
[[columns]]
name = "Triage"
item = "acuity"
[[columns]]
name = "Place"
item = "assault_location_description"
"""
)

HEADER = ("No", "Site", "Arrived", "Day", "Clock", "Age", "Sex", "Intent", "Weapon", "Where",
          "Triage", "Place", "Bed")  # fmt: skip
_TRIAGE = ("1064911000000105", "1064901000000108")
_PLACES = ("Corn Market", "High Street", "by the old mill", "The Swan bar", "bus station")


@dataclass(frozen=True)
class Step:
    """One thing that happens: a file is sent, the last one withdrawn, a nil return entered."""

    data: bytes = b""
    name: str = "extract.csv"
    month: str | None = MONTH
    verb: str = "send"
    sender: str = "elm"
    confirm: bool = False


@dataclass(frozen=True)
class Sample:
    """A file of the corpus, or several that follow each other.

    `profile` are replacements in the sender's profile, made before anything is sent.
    """

    steps: tuple[Step, ...]
    profile: Mapping[str, str] = field(default_factory=dict)


def canary_of(name: str) -> str:
    """Return the word that stands in the awkward cell of one file and nowhere else."""
    digits = hashlib.sha256(name.encode()).digest()[:8]
    return "zq" + "".join("bcdfghjklmnpqrst"[digit % 16] for digit in digits) + "vxkw"


def month(count: int = ROWS, **cells: str) -> list[Row]:
    """Return the rows of a sound month; `cells` are the same in all of them."""
    return [_row(number) | cells for number in range(count)]


def _row(number: int) -> Row:
    day, hour = 1 + number * 7 % 28, number * 5 % 20 + 3
    return {
        "No": f"E{1000 + number}",
        "Site": "B" if number % 3 == 2 else "A",
        "Arrived": f"{day:02}/06/2026 {hour:02}:15",
        "Day": f"{day:02}/06/2026",
        "Clock": f"{hour - 1:02}:40",
        "Age": str(18 + number),
        "Sex": "MF"[number % 2],
        "Intent": "X",
        "Weapon": "KGP"[number % 3],
        "Where": "12"[number % 2],
        "Triage": _TRIAGE[number % 2],
        "Place": _PLACES[number % len(_PLACES)],
        "Bed": f"bay {number % 9 + 1}",
    }


def faulty(**cells: str) -> list[Row]:
    """Return a sound month but for some cells of the row on line 12."""
    rows = month()
    rows[FAULTY] |= cells
    return rows


def text_of(
    rows: Sequence[Row],
    *,
    header: Sequence[str] = HEADER,
    delimiter: str = ",",
    end: str = "\n",
) -> str:
    """Write rows as delimited text, quoted where a cell needs it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    return out.getvalue()


def lines_of(rows: Sequence[Row]) -> list[str]:
    """Return header and rows as lines, to be changed one by one."""
    return text_of(rows).splitlines()


def sent(
    text: str | bytes,
    *,
    name: str = "extract.csv",
    month: str | None = MONTH,
    profile: Mapping[str, str] | None = None,
) -> Sample:
    """Return a sample of one file."""
    data = text.encode() if isinstance(text, str) else text
    return Sample((Step(data, name, month),), profile or {})


def joined(lines: Sequence[str], end: str = "\n") -> str:
    """Write lines, the last with its end."""
    return end.join(lines) + end

"""Write `structured.csv`: identifiers in the forms of `writings.py`, in every corner of a file.

From the root of the checkout: `python -m tests.evaluation.identifiers.make_structured`.
The seed is fixed; the same sources give the same bytes.
"""

from __future__ import annotations

import csv
import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from tests.evaluation.identifiers import writings

SEED = 9_990_001
HERE = Path(__file__).parent
PARTS = ("dev", "held_out")
KINDS = tuple(writings.COMMON)
PER_KIND = 300  # rows of each kind in each part, besides columns of birth dates
PER_COLUMN = 25
SHARE_COMMON = 0.55  # of forms that both parts know
BARE_ONLY = {"serial", "leading nought lost", "leading nought lost, float"}
CORNERS = ("header", "sheet", "filename", "comment", "property")
CORNER_SHARE = 0.3
LONGEST_SHEET = 31  # of a workbook's sheet name
NO_FILE, NO_SHEET = set('/\\:*?"<>|\r\n'), set("[]:*?/\\\r\n")
FREE_HEADINGS = {
    "dev": ("Notes", "Comments", "Triage text", "incident_desc"),
    "held_out": ("Free text", "presenting_complaint", "Remarks", "F9"),
}
LOCAL = {
    "dev": ("p.quillfeather", "tamberlane", "j_oddsworth", "marrow.fenn", "k-thrupp", "zz9made"),
    "held_out": ("o'pellinore", "d.grissom-vane", "hexley88", "a.b.wimbrow", "nobody.real",
                 "t_umbrage"),
}  # fmt: skip
DOMAIN = {
    "dev": ("example.com", "example.org", "nhs.net", "mail.example.net", "clinic.example",
            "uk.example.com"),
    "held_out": ("ward-7.hospital.example", "nhs.net", "nowhere.nhs.uk", "post.uni.example",
                 "council.example", "x1.example.info"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One identifier where it stands; `value` is the identifier as it is written in `text`."""

    id: str
    part: str
    kind: str
    form: str
    where: str
    heading: str
    column: str
    text: str
    value: str


@dataclass(frozen=True)
class Maker:
    """Draws the rows of one part."""

    part: str
    told: dict[str, Any]
    chance: random.Random

    def identifier(self, kind: str) -> str:
        """Draw a bare identifier."""
        makers: dict[str, Callable[[], str]] = {
            "nhs_number": lambda: writings.a_number(self.chance),
            "chi": lambda: writings.a_chi(self.chance),
            "ni_number": lambda: writings.an_insurance_number(self.chance),
            "phone": lambda: writings.a_phone(self.chance, self.part),
            "email": self.address,
            "postcode": lambda: writings.a_postcode(self.chance, self.part),
            "date_of_birth": lambda: writings.a_birth(self.chance).isoformat(),
        }
        return makers[kind]()

    def address(self) -> str:
        """Draw an e-mail address."""
        name = self.chance.choice(LOCAL[self.part])
        more = self.chance.choice(("", str(self.chance.randrange(100)), "+ed", ".qr"))
        number = self.chance.randrange(1000) if self.chance.random() < 0.5 else ""
        return f"{name}{number}{more}@{self.chance.choice(DOMAIN[self.part])}"

    def form(self, kind: str) -> tuple[str, writings.Form]:
        """Draw a form of writing: a common one, or one of this part's own."""
        shared = self.chance.random() < SHARE_COMMON
        forms = writings.COMMON[kind] if shared else writings.OWN[self.part][kind]
        return self.chance.choice(list(forms.items()))

    def around(self, value: str, kind: str, pattern: str) -> str:
        """Put a value into surroundings, with a label half of the time (birth dates: always)."""
        if kind == "date_of_birth" or self.chance.random() < 0.5:
            value = self.chance.choice(self.told["labels"][kind]).format(value)
        return pattern.format(value)

    def placed(self, value: str, kind: str, form: str) -> tuple[str, str, str]:
        """Return where, heading and text of an identifier."""
        if form in BARE_ONLY or self.chance.random() < CORNER_SHARE:
            return "cell", self.heading(kind), value
        if self.chance.random() < CORNER_SHARE:
            where = self.chance.choice(CORNERS)
            patterns = self.told["surroundings"][where]
            return where, "", self.around(value, kind, self.chance.choice(patterns))
        heading = self.chance.choice(FREE_HEADINGS[self.part])
        if self.chance.random() < 0.4:
            return "cell", heading, self.chance.choice(self.told["labels"][kind]).format(value)
        pattern = self.chance.choice(self.told["surroundings"]["cell"])
        return "cell", heading, self.around(value, kind, pattern)

    def heading(self, kind: str) -> str:
        """Draw a heading for a column of this kind."""
        heading: str = self.chance.choice(self.told["headings"][kind])
        return "" if heading == "-" else heading

    def rows(self, kind: str) -> Iterator[Row]:
        """Draw rows without end."""
        while True:
            name, write = self.form(kind)
            value = write(self.identifier(kind))
            where, heading, text = self.placed(value, kind, name)
            if possible(where, text):
                yield Row("", self.part, kind, name, where, heading, "", text, value)

    def columns(self) -> Iterator[Row]:
        """Draw columns of birth dates whose heading does not say so."""
        forms = list({**writings.COMMON, **writings.OWN[self.part]}["date_of_birth"].items())
        forms = [(name, write) for name, write in forms if name not in BARE_ONLY]
        for number, heading in enumerate(self.told["plain_columns"]["headings"], start=1):
            name, write = forms[number % len(forms)]
            births = {self.identifier("date_of_birth") for _ in range(2 * PER_COLUMN)}
            column = f"{self.part}-{number}"
            for value in list(map(write, sorted(births, key=hash_of)))[:PER_COLUMN]:
                row = (self.part, "date_of_birth", name, "cell", heading, column, value, value)
                yield Row("", *row)


def hash_of(text: str) -> str:
    """Give an order that is neither that of time nor that of a set."""
    return text[::-1]


def possible(where: str, text: str) -> bool:
    """Tell whether a file or a sheet may bear the name."""
    if where == "filename":
        return not NO_FILE & set(text)
    return where != "sheet" or (len(text) <= LONGEST_SHEET and not NO_SHEET & set(text))


def all_rows() -> Iterator[Row]:
    """Give every row of the set; no text stands twice in one place."""
    chance, seen = random.Random(SEED), set[tuple[str, str, str]]()
    for part in PARTS:
        told = tomllib.loads((HERE / "sources" / f"structured_{part}.toml").read_text("utf-8"))
        maker = Maker(part, told, chance)
        for kind in KINDS:
            wanted, rows = len(seen) + PER_KIND, maker.rows(kind)
            while len(seen) < wanted:
                row = next(rows)
                key = (row.where, row.heading, row.text)
                if key not in seen:
                    seen.add(key)
                    yield row
        yield from maker.columns()


if __name__ == "__main__":
    with (HERE / "structured.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(field.name for field in fields(Row))
        for number, row in enumerate(all_rows(), start=1):
            table.writerow((f"S{number:04}", *astuple(row)[1:]))

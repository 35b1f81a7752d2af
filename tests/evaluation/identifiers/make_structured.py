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

from tests.evaluation.identifiers import (
    writings,
    writings_counted,
    writings_fresh,
    writings_last,
    writings_newest,
)

SEED = 9_990_001
OWN_SEEDS = {  # of the later parts, so that the other parts' draws stay equal
    "fresh": 27_112_026,
    "last": 27_112_345,
    "newest": 27_112_401,
    "counted": 27_112_437,
}
HERE = Path(__file__).parent
PARTS = ("dev", "held_out", "fresh", "last", "newest", "counted")
KINDS = tuple(writings.COMMON)
PER_KIND = {  # besides the columns
    "dev": 300,
    "held_out": 300,
    "fresh": 420,
    "last": 300,
    "newest": 272,
    "counted": 400,
}
PER_COLUMN = 25
SHARE_COMMON = {  # forms of all parts
    "dev": 0.55,
    "held_out": 0.55,
    "fresh": 0.47,
    "last": 0.65,
    "newest": 0.65,
    "counted": 0.65,
}
OWN = {
    **writings.OWN,
    "fresh": writings_fresh.OWN,
    "last": writings_last.OWN,
    "newest": writings_newest.OWN,
    "counted": writings_counted.OWN,
}
BARE_OLD = {
    "serial",
    "leading nought lost",
    "leading nought lost, float",
    *writings_fresh.BARE_ONLY,
    *writings_last.BARE_ONLY,
}
BARE_ONLY = dict.fromkeys(PARTS, BARE_OLD) | {
    "newest": writings_newest.BARE_ONLY,
    "counted": writings_counted.BARE_ONLY,
}
CORNERS = ("header", "sheet", "filename", "comment", "property")
CORNER_SHARE = 0.3
LONGEST_SHEET = 31  # of a workbook's sheet name
NO_FILE, NO_SHEET = set('/\\:*?"<>|\r\n'), set("[]:*?/\\\r\n")
FREE_HEADINGS = {
    "dev": ("Notes", "Comments", "Triage text", "incident_desc"),
    "held_out": ("Free text", "presenting_complaint", "Remarks", "F9"),
    "fresh": ("Narrative", "triage_nurse_text", "Booking comments", "AMB HANDOVER", "free_txt_2"),
    "last": (
        "Incident details",
        "Additional info",
        "NursingNotes",
        "RECEPTION NOTES",
        "Free Text",
        "Clinical narrative",
        "Location details",
    ),
    "newest": (
        "Free text notes",
        "Triage Notes",
        "Reception comment",
        "Incident description",
        "AttendanceNotes",
        "OTHER INFO",
        "clinical_note",
        "Message",
    ),
    "counted": (
        "Triage note",
        "Presenting history",
        "Text",
        "Nurse comments",
        "EDMS note",
        "How did it happen",
        "BookingNotes",
        "NARRATIVE TEXT",
    ),
}
LOCAL = {
    "dev": ("p.quillfeather", "tamberlane", "j_oddsworth", "marrow.fenn", "k-thrupp", "zz9made"),
    "held_out": ("o'pellinore", "d.grissom-vane", "hexley88", "a.b.wimbrow", "nobody.real",
                 "t_umbrage"),
    "fresh": ("yusra.bellamont", "gpennywhistle", "s.tarn-okoro", "mrs_dunnock", "wei.farthing",
              "big.kev.thorne", "r.sallowfield", "v.ostrander", "deskquill_ed", "oduya_brack",
              "lm.quist", "kasia_wrenbury", "nn.tolland", "fatcat.joe"),
    "last": ("hannah.thistledown", "p.marlgate", "imran_fennick", "jo.wexcombe", "dpottsby",
             "olu.brightmere", "k.haverlock", "the.ostlers", "mrs.j.quarmby", "anya-petherton",
             "s_o_lindgarth", "edsec", "tfairbourne", "linda.mossop-ray", "zed_carrow"),
    "newest": ("claire.ambleforth", "mhussey", "d.o.stainmoor", "tariq_wolvey", "jenny-larkhurst",
               "gran.pomfrey", "kwolstenhulme", "ed.bookings", "sue.oddington", "r.ekpo-marden",
               "thefenwickes", "zofia.hartsop", "b_rowntree", "liamk", "amy.lou.tansley",
               "ndidi.cawthra"),
    "counted": ("jo.penhallow", "stevemarrick", "n.a.windrush", "farah_ellenby", "tom-hathersedge",
                "nana.brocklebank", "mwheatcroft", "xray.desk", "bev.castleforth",
                "o.adeyinka-rowe",
                "thelarkins", "magda.trewin", "c_allerdyce", "daz", "ruth.anne.pellow",
                "sanjay.mirfield", "gkoumas71", "secretary.ortho"),
}  # fmt: skip
DOMAIN = {
    "dev": ("example.com", "example.org", "nhs.net", "mail.example.net", "clinic.example",
            "uk.example.com"),
    "held_out": ("ward-7.hospital.example", "nhs.net", "nowhere.nhs.uk", "post.uni.example",
                 "council.example", "x1.example.info"),
    "fresh": ("mailbox.example.com", "nhs.net", "example.net", "gp-surgery.example",
              "trust-it.example", "academy.sch.example", "a1-cabs.example", "post.example.org"),
    "last": ("example.com", "nhs.net", "inbox.example.net", "myhome.example.org",
             "surgery.example", "council-mail.example", "firm.example.com", "college.example"),
    "newest": ("example.com", "uk.mail.example", "nhs.net", "webmail.example.org",
               "homebox.example.net", "practice.example", "police-mail.example", "school.example",
               "housing.example.org"),
    "counted": ("example.com", "nhs.net", "post.uk.example", "example.net", "inbox.example.org",
                "surgery-mail.example", "carehome.example", "sixthform.example",
                "ambulance.example",
                "letting.example.com"),
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
        shared = self.chance.random() < SHARE_COMMON[self.part]
        forms = writings.COMMON[kind] if shared else OWN[self.part][kind]
        return self.chance.choice(list(forms.items()))

    def around(self, value: str, kind: str, pattern: str) -> str:
        """Put a value into surroundings, with a label half of the time (birth dates: always)."""
        if kind == "date_of_birth" or self.chance.random() < 0.5:
            value = self.chance.choice(self.told["labels"][kind]).format(value)
        return pattern.format(value)

    def placed(self, value: str, kind: str, form: str) -> tuple[str, str, str]:
        """Return where, heading and text of an identifier."""
        if form in BARE_ONLY[self.part] or self.chance.random() < CORNER_SHARE:
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
            if value and possible(where, text):
                yield Row("", self.part, kind, name, where, heading, "", text, value)

    def births(self) -> list[str]:
        """Draw the birth dates of a column."""
        births = {self.identifier("date_of_birth") for _ in range(2 * PER_COLUMN)}
        return sorted(births, key=hash_of)[:PER_COLUMN]

    def column_forms(self) -> list[tuple[str, writings.Form]]:
        """Give the forms in which columns of birth dates are written."""
        forms = {**writings.COMMON, **OWN[self.part]}["date_of_birth"].items()
        return [(name, write) for name, write in forms if name not in BARE_ONLY[self.part]]

    def columns(self) -> Iterator[Row]:
        """Draw columns of birth dates whose heading does not say so."""
        forms = self.column_forms()
        for number, heading in enumerate(self.told["plain_columns"]["headings"], start=1):
            name, write = forms[number % len(forms)]
            column = f"{self.part}-{number}"
            for value in map(write, self.births()):
                row = (self.part, "date_of_birth", name, "cell", heading, column, value, value)
                yield Row("", *row)


class FreshMaker(Maker):
    """Draws the rows of the fresh part: each sentence alone tells what the identifier is."""

    def labelled(self, value: str, kind: str) -> str:
        """Put a label before a value; addresses and postcodes tell by themselves half the time."""
        if kind in ("email", "postcode") and self.chance.random() < 0.5:
            return value
        label: str = self.chance.choice(self.told["labels"][kind])
        return label.format(value)

    def placed(self, value: str, kind: str, form: str) -> tuple[str, str, str]:
        """Return where, heading and text of an identifier."""
        luck = self.chance.random()
        if form in BARE_ONLY[self.part] or luck < 0.4:
            return "cell", self.heading(kind), value
        if luck < 0.58:
            where = self.chance.choice(CORNERS)
            pattern: str = self.chance.choice(self.told["corners"][where])
            return where, "", pattern.format(self.labelled(value, kind))
        heading = self.chance.choice(FREE_HEADINGS[self.part])
        if luck < 0.7:
            return "cell", heading, self.labelled(value, kind)
        return "cell", heading, self.chance.choice(self.told["sentences"][kind]).format(value)

    def births(self) -> list[str]:
        """Draw the birth dates of a column, in the order in which people come."""
        drawn = (self.identifier("date_of_birth") for _ in range(2 * PER_COLUMN))
        return list(dict.fromkeys(drawn))[:PER_COLUMN]

    def column_forms(self) -> list[tuple[str, writings.Form]]:
        """Give the forms of birth dates that the source names, in its order."""
        known = writings.COMMON["date_of_birth"] | OWN[self.part]["date_of_birth"]
        return [(name, known[name]) for name in self.told["plain_columns"]["forms"]]


class LastMaker(FreshMaker):
    """Draws the rows of `last` and later: as `fresh`, with a label before every postcode."""

    def labelled(self, value: str, kind: str) -> str:
        """Put a label before a value; addresses tell by themselves half the time."""
        if kind == "email" and self.chance.random() < 0.5:
            return value
        label: str = self.chance.choice(self.told["labels"][kind])
        return label.format(value)


MAKERS = {
    "dev": Maker,
    "held_out": Maker,
    "fresh": FreshMaker,
    "last": LastMaker,
    "newest": LastMaker,  # as in `last`: each label and sentence tells
    "counted": LastMaker,
}


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
    shared, seen = random.Random(SEED), set[tuple[str, str, str]]()
    for part in PARTS:
        told = tomllib.loads((HERE / "sources" / f"structured_{part}.toml").read_text("utf-8"))
        chance = random.Random(OWN_SEEDS[part]) if part in OWN_SEEDS else shared
        maker = MAKERS[part](part, told, chance)
        for kind in KINDS:
            wanted, rows = len(seen) + PER_KIND[part], maker.rows(kind)
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

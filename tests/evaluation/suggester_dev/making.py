"""Invented extracts with their truth, on which the suggester of profiles is developed.

Nothing here is about anybody. `write` makes the file of a layout in `layouts/`; the same layout
and seed give the same bytes. These layouts are for development only: what the suggester is
measured on is made by others.
"""

from __future__ import annotations

import csv
import io
import random
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

LAYOUTS = Path(__file__).parent / "layouts"

_NODES: dict[str, dict[str, float]] = {
    "sex": {"male": 55, "female": 44, "indeterminate": 0.3, "~not_known": 0.7},
    "ethnic_category": {
        "white.british": 60, "white.irish": 2, "white.other": 8, "mixed.white-black-caribbean": 2,
        "asian.indian": 4, "asian.pakistani": 8, "asian.bangladeshi": 3, "black.african": 5,
        "black.caribbean": 2, "other.any": 3, "not-stated": 6,
    },
    "attendance_category": {"first": 90, "follow-up.planned": 5, "follow-up.unplanned-here": 5},
    "arrival_mode": {"ambulance": 28, "own-public": 65, "police-justice": 4, "other": 3},
    "attendance_source": {
        "personal": 60, "primary-care": 12, "emergency-services": 18, "hospital": 4,
        "community": 3, "other": 3,
    },
    "acuity": {"immediate": 2, "very-urgent": 14, "urgent": 42, "standard": 36, "low": 6},
    "injury_intent": {
        "unintentional": 72, "assault": 16, "self-harm": 6, "undetermined": 3, "~not_known": 3,
    },
    "injury_mechanism": {
        "fall": 22, "fall.height": 4, "body.fist-foot-head": 12, "blunt": 10, "sharp.knife": 4,
        "sharp.glass": 3, "sharp": 3, "transport.car": 5, "transport.cycle": 3,
        "transport.pedestrian": 3, "overexertion": 9, "thermal": 4, "animal": 4, "poisoning": 6,
        "foreign-body": 3, "machinery": 2, "other": 6, "~not_known": 4,
    },
    "injury_place_type": {
        "home": 30, "public.street": 24, "licensed.pub": 8, "licensed.club": 4,
        "public.open-space": 5, "education": 6, "work": 8, "sports": 6, "commercial": 4,
        "public.transport": 2, "custody": 1, "institution": 2, "other": 4, "~not_known": 5,
    },
    "injury_activity_status": {
        "leisure": 38, "paid-work": 12, "sport": 12, "travelling": 12, "education": 5,
        "unpaid-work": 6, "vital": 7, "other": 8,
    },
    "alcohol_involved": {"yes": 24, "no": 66, "~not_known": 10},
    "drugs_involved": {"yes": 6, "no": 84, "~not_known": 10},
    "assault_flag": {"yes": 16, "no": 84},
    "sender_injury_group": {
        "assault": 14, "road-traffic": 9, "self-harm": 5, "sport": 8, "fall": 20, "burn": 3,
        "animal": 3, "other.accident": 20, "none": 18,
    },
    "assault_relationship": {
        "stranger": 40, "domestic.partner": 14, "domestic.ex-partner": 8, "domestic.family": 9,
        "known.friend": 12, "known": 8, "security": 2, "other": 3, "~not_known": 6,
    },
    "discharge_status": {
        "treatment-complete": 86, "left": 7, "streamed": 5, "died": 0.5, "other": 1.5,
    },
    "discharge_destination": {
        "discharged": 70, "admitted": 18, "transfer": 3, "short-stay": 6, "died": 0.6, "other": 2,
    },
    "discharge_follow_up": {
        "no-referral": 55, "community.general-practitioner": 22, "hospital.fracture-clinic": 9,
        "hospital.outpatients": 6, "community.physiotherapy": 3, "other": 5,
    },
    "diagnosis": {
        "soft-tissue.wound-lac-incised-bite": 22, "fracture.closed-fracture": 18,
        "soft-tissue.sprain-ligament-injury": 16, "trauma.head-injury": 14,
        "soft-tissue.bruise-contusion-abrasion": 12, "soft-tissue.burn": 4,
        "psych-tox.toxicology": 6, "trauma.foreign-body": 3, "other": 5,
    },
    "chief_complaint": {
        "82271004": 16, "125593007": 8, "127278005": 20, "127279002": 22, "312608009": 14,
        "394616008": 8, "248062006": 5, "125666000": 3, "29857009": 4,
    },
    "department_type": {"type-1": 100},
}  # fmt: skip
_ASSAULTS = ("assault_relationship",)
_PLACES = (
    "High Street", "outside the Blue Anchor", "Mill Lane near the park", "Victoria Park", "at home",
    "bus station", "Market Square", "Corner of Dale Road and Green Lane", "taxi rank, Station Road",
    "The Old Mill pub", "Kebab shop, Bridge Street", "outside nightclub", "tram stop", "car park",
    "u/k", "pub", "street", "Red Lion Inn", "Canal towpath", "school playground", "shopping centre",
)  # fmt: skip
_NOTES = (
    "pt states hit in face, swelling to left eye", "fell on wet floor, painful wrist",
    "alleged assault by unknown male, laceration to scalp", "twisted ankle playing football",
    "c/o pain right knee after fall", "punched several times, no loc", "cut finger on glass",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of a layout: what it truly is, and how it is written."""

    name: str
    item: str | None
    part: str
    how: str
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """An invented layout; `words` are lists of texts by node."""

    id: str
    file: dict[str, Any]
    columns: tuple[Column, ...]
    words: dict[str, dict[str, str]]
    scope: str

    def meaning(self, column: Column, text: str) -> str | None:
        """Return the node that a text of a coded column truly means."""
        back = {word: node for node, word in reversed(self.words[column.how].items())}
        return back.get(text)


def layouts() -> list[Layout]:
    """Return every layout, by name."""
    return [_layout(path) for path in sorted(LAYOUTS.glob("*.toml"))]


def _layout(path: Path) -> Layout:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = []
    for row in told["columns"]:
        name, item, part, how, *extra = [*row, *[""] * (4 - len(row))]
        columns.append(Column(name, item or None, part or "whole", how, extra[0] if extra else {}))
    return Layout(
        path.stem, told.get("file", {}), tuple(columns), told.get("words", {}), told["scope"]
    )


def write(layout: Layout, folder: Path, *, rows: int = 900, seed: int = 7) -> Path:
    """Write the layout's file and return its path."""
    draw = random.Random(f"{layout.id} {seed}")
    people = [f"{draw.randrange(10**6, 10**7)}" for _ in range(int(rows * 0.9))]
    table = [_row(layout, draw, number, people) for number in range(rows)]
    if layout.file.get("format") == "xlsx":
        return _workbook(layout, table, folder)
    return _text(layout, table, folder)


def _row(layout: Layout, draw: random.Random, number: int, people: list[str]) -> list[Any]:
    truth = _truth(draw, number, people, layout.scope)
    return [_cell(layout, column, truth, draw) for column in layout.columns]


def _truth(draw: random.Random, number: int, people: list[str], scope: str) -> dict[str, Any]:
    truth: dict[str, Any] = {}
    for item, nodes in _NODES.items():
        truth[item] = draw.choices(list(nodes), list(nodes.values()))[0]
    if scope == "assaults-only":
        truth |= {
            "injury_intent": "assault",
            "assault_flag": "yes",
            "sender_injury_group": "assault",
        }
    assault = truth["injury_intent"] == "assault"
    injured = scope != "all-attendances" or draw.random() < 0.55
    if not injured:
        for item in (
            "injury_intent",
            "injury_mechanism",
            "injury_place_type",
            "injury_activity_status",
        ):
            truth[item] = None
    if not assault:
        for item in _ASSAULTS:
            truth[item] = None
    truth["assault_flag"] = "yes" if assault and injured else "no"
    start = datetime(2026, 3, 1) + timedelta(minutes=draw.randrange(31 * 1440))
    truth["arrival_at"] = start
    hurt = start - timedelta(minutes=int(draw.expovariate(1 / 300)) + 20)
    rounded = hurt.replace(minute=draw.choice((0, 0, 30, 15, 45)), second=0)
    truth["injury_at"] = (
        (rounded if draw.random() < 0.7 else hurt) if injured and draw.random() < 0.9 else None
    )
    triage = start + timedelta(minutes=draw.randrange(2, 30))
    seen = triage + timedelta(minutes=draw.randrange(5, 150))
    truth |= {"triage": triage, "seen": seen if draw.random() < 0.95 else None}
    truth["departure_at"] = (
        seen + timedelta(minutes=draw.randrange(10, 300)) if draw.random() < 0.99 else None
    )
    truth["age"] = min(99, max(0, int(draw.gammavariate(3, 12))))
    truth["birth"] = start - timedelta(days=truth["age"] * 365.25 + draw.randrange(365))
    truth["attendance_number"] = number + 26_100_000
    truth["person_number"] = draw.choice(people)
    truth["residence_lsoa"] = f"E0100{draw.randrange(4000, 6900)}"
    area = draw.choice(("M", "OL", "SK", "BL"))
    inward = f"{draw.randrange(1, 9)}{draw.choice('ABDEF')}{draw.choice('GHJLN')}"
    truth["postcode"] = f"{area}{draw.randrange(1, 30)} {inward}"
    truth["residence_district"] = truth["postcode"].split()[0]
    truth["place"] = (
        draw.choice(_PLACES) + draw.choice(("", "", " ?", ", town"))
        if assault and injured
        else None
    )
    truth["notes"] = draw.choice(_NOTES) + f" {draw.randrange(1000)}"
    truth["site"] = draw.choice(("A", "A", "B"))
    truth["number"] = draw.randrange(1, 400)
    return truth


def _cell(layout: Layout, column: Column, truth: dict[str, Any], draw: random.Random) -> object:
    how = column.how
    if how.startswith("="):
        return draw.choice(how[1:].split("|"))
    value = truth.get(column.extra.get("of") or column.item or "")
    if value is None or isinstance(value, datetime):
        return None if value is None else _moment(value, how)
    if how in layout.words:
        words, node = layout.words[how], str(value)
        while node and node not in words:
            node = node.rpartition(".")[0]
        return words.get(node)
    return how.format(value) if "{" in how else str(value)


def _moment(value: datetime, how: str) -> object:
    if how == "excel":
        return value
    return value.strftime(how)


def _text(layout: Layout, table: list[list[Any]], folder: Path) -> Path:
    out = io.StringIO()
    for line in layout.file.get("above", ()):
        out.write(line + "\n")
    style = csv.QUOTE_ALL if layout.file.get("quoted") else csv.QUOTE_MINIMAL
    delimiter = layout.file.get("delimiter", ",")
    writer = csv.writer(out, delimiter=delimiter, quoting=style, lineterminator="\n")
    writer.writerow([column.name for column in layout.columns])
    writer.writerows(["" if cell is None else cell for cell in row] for row in table)
    for line in layout.file.get("below", ()):
        out.write(line + delimiter * (len(layout.columns) - 1) + "\n")
    path = folder / f"{layout.id}.csv"
    path.write_bytes(out.getvalue().encode(layout.file.get("encoding", "utf-8"), "replace"))
    return path


def _workbook(layout: Layout, table: list[list[Any]], folder: Path) -> Path:
    path = folder / f"{layout.id}.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy hh:mm"}) as book:
        for name in layout.file.get("first_sheets", ()):
            book.add_worksheet(name).write(0, 0, "About this extract")
        sheet = book.add_worksheet(layout.file.get("sheet", "Sheet1"))
        above = layout.file.get("above", ())
        for place, line in enumerate(above):
            sheet.write(place, 0, line)
        for place, column in enumerate(layout.columns):
            sheet.write(len(above), place, column.name)
        for number, row in enumerate(table, start=len(above) + 1):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, place, cell)
    return path

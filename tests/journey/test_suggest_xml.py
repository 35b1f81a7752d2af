"""A profile is suggested for XML as for a table: records are found, and paths become columns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import pytest
from tests.journey.suggested import ASKER

from tiig.intake.trying import tried
from tiig.journeys.suggest_profile import SuggestRequest, suggest_profile
from tiig.kit.progress import Silent
from tiig.model.proposal import ColumnSuggestion, Proposal
from tiig.services import Services
from tiig.standard import Standard
from tiig.standard.items import Item
from tiig.testing import in_memory_services

LAYOUTS = Path(__file__).parents[1] / "evaluation" / "layouts"
TEMPLATES = Path(__file__).parents[2] / "src" / "tiig" / "translate" / "templates"
NAMED = (
    ("sender:id", "elm"), ("sender:name", "Elm Trust (invented)"), ("sender:provider", "XQ1"),
    ("sender:valid_from", "2026-01-01"), ("site:1:code", "XQ101"), ("site:1:name", "Elm General"),
)  # fmt: skip


@pytest.fixture(scope="module")
def services() -> Services:
    """Return a workspace in memory without any sender."""
    return in_memory_services()


def look(path: Path, services: Services, record: str | None = None) -> Proposal:
    """Return what is suggested for a file."""
    request = SuggestRequest(str(path), record)
    return suggest_profile(request, asker=ASKER, services=services, progress=Silent())


def as_xml(table: Path, path: Path) -> Path:
    """Write the rows of a table as flat records; a name gets what an element may be called."""
    found = tried(table)
    names = [re.sub(r"[^\w.-]+", "_", name).strip("_") for name in found.header]
    lines = ["<Extract><Attendances>"]
    for batch in found.batches():
        for _, *cells in batch.frame.iter_rows():
            told = zip(names, cells, strict=True)
            row = "".join(f"<{name}>{escape(cell or '')}</{name}>" for name, cell in told)
            lines.append(f"<Attendance>{row}</Attendance>")
    path.write_text("\n".join([*lines, "</Attendances></Extract>"]), encoding="utf-8")
    return path


def meant(column: ColumnSuggestion) -> tuple[object, ...]:
    """Return what is said of a column, whatever it is called."""
    codes = [(code.value, code.node, code.confidence) for code in column.codes]
    said = (column.use, column.item, column.part, column.formats, codes, column.treatment)
    return (*said, round(column.confidence, 2))


@pytest.mark.parametrize("layout", ["first/marlow", "second/corvane"])
def test_a_layout_is_read_alike_as_a_table_and_as_xml(
    services: Services, tmp_path: Path, layout: str
) -> None:
    """Items, parts, formats, values, sites, scope and all other facts are the same."""
    table = next((LAYOUTS / layout).glob("extract.*"))

    as_table, found = look(table, services), look(as_xml(table, tmp_path / "june.xml"), services)

    assert found.file.record is not None
    assert found.file.record.value == "Extract/Attendances/Attendance"
    assert list(map(meant, found.columns)) == list(map(meant, as_table.columns))
    for part in ("sites", "scope", "row_is", "facts", "absent", "notes"):
        assert getattr(found, part) == getattr(as_table, part)


def message(template: str, standard: Standard, visits: int = 60) -> tuple[str, dict[str, set[str]]]:
    """Write a message with all names of a shipped profile; return their items with it."""
    text = (TEMPLATES / f"{template}.toml").read_text(encoding="utf-8")
    columns = tomllib.loads(re.sub(r"= \$\w+", '= ""', re.sub(r"\n\$sites", "", text)))["columns"]
    items: dict[str, set[str]] = {}
    for column in columns:
        items.setdefault(column["name"].lstrip("/"), set()).add(column["item"])
    parts = {column["name"].lstrip("/"): column.get("part", "whole") for column in columns}
    cells = {
        name: cells_of([standard.items[one] for one in sorted(of)], parts[name], standard)
        for name, of in items.items()
    }
    records = [
        "<Group><Visit>"
        + "".join(f"<{name}>{next(told)}</{name}>" for name, told in cells.items())
        + "</Visit></Group>"
        for _ in range(visits)
    ]
    return "<Message>\n" + "\n".join(records) + "\n</Message>", items


def cells_of(items: list[Item], part: str, standard: Standard) -> Iterator[str]:
    """Return what an element of these items may say, over and over."""
    item = items[0]
    if item.coded:
        told = [word for one in items for word in words_of(one, standard)[:6]]
        random = Random(item.id)
        return (random.choice(told) for _ in range(10_000))
    first = datetime(2026, 6, 1, 10) + timedelta(minutes=60 * (item.id == "departure_at"))
    form = {"date": "%Y-%m-%d", "time": "%H:%M:%S"}.get(part, "%Y-%m-%dT%H:%M:%S")
    hours = (first + timedelta(hours=7 * n, minutes=n) for n in range(10_000))
    others: dict[str, Iterator[str]] = {
        "age": (str(18 + 7 * n % 60) for n in range(10_000)),
        "site": cycle(["XQ101"]),
        "assault_location_description": cycle(["Mill Street", "Blue Anchor pub", "Bus station"]),
    }
    if item.id in others:
        return others[item.id]
    numbered = item.id.endswith("number")
    return (f"E{n:05d}" if numbered else one.strftime(form) for n, one in enumerate(hours))


def words_of(item: Item, standard: Standard) -> list[str]:
    """Return the codes of an item that tell something; the labels of one whose list is empty."""
    entries = (one for name in item.code_sets for one in standard.code_sets[name].entries)
    codes = [one.code for one in entries if not one.node.startswith("~")]
    return codes or [node.label for node in standard.trees[item.tree or ""].nodes.values()]


@pytest.mark.parametrize("template", ["ecds-cds-v6-2", "ecds-cds-v4"])
def test_names_of_shipped_profiles_are_known(
    services: Services, tmp_path: Path, template: str
) -> None:
    """A file with the names of ECDS gets the items that the shipped profile gives them."""
    content, items = message(template, services.standard)
    path = tmp_path / "june.xml"
    path.write_text(content, encoding="utf-8")

    found = look(path, services)

    told: dict[str, set[str | None]] = {}
    for column in found.columns:
        told.setdefault(column.name.rpartition("/")[2], set()).add(column.item)
    assert told == items

"""Everything that is written for an audience, read as a stranger would: no small number in it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from tests.journey.small_region import two_years
from tests.journey.sweep import STARS, Read, Rule, Sheet, faults, read, read_page

from tiig.cli.app import run
from tiig.cli.door import ask
from tiig.journeys.bulletin import BulletinRequest
from tiig.journeys.profile import ProfileRequest
from tiig.portal import make_app
from tiig.portal.assets import FOLDER
from tiig.publish.paper import Exhibit, Paper
from tiig.publish.paper_files import write_paper
from tiig.testing import PARTNER
from tiig.wiring.session import Session, connect

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
RULES = {"public": Rule(8, 5), "named-partner": Rule(5)}
AREA = "Castlereach"
THEMES = ("violence", "knife", "self-harm", "night-time")
BULLETIN, PROFILE = ("pdf", "docx", "xlsx"), ("pdf", "docx", "html")
COUNTS = (
    ["--by", "weapon", "--measure", "recorded_assaults"],
    ["--by", "residence_la,sex", "--measure", "recorded_assaults", "--rate", "crude"],
    ["--by", "month,injury_group"],
    ["--by", "age_band,injury_place_type", "--measure", "knife_assaults"],
)
PAGES = ("/month", "/month?theme=knife", "/month?area=XS-A03&theme=self-harm")


@pytest.fixture(scope="module")
def root(made_once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two years of invented files of two small hospitals, two months missing."""
    return made_once("two-years", two_years, tmp_path_factory.mktemp("sweep") / "w")


@pytest.fixture(scope="module")
def session(root: Path) -> Iterator[Session]:
    """The workspace, open."""
    with connect(root, because="testing", agreement=PARTNER) as opened:
        yield opened


def without_pictures(paper: Paper) -> Paper:
    """Leave out the pictures, which are slow to draw and show no cell that no table shows."""
    sections = [
        replace(
            section,
            blocks=tuple(
                replace(block, chart=None) if isinstance(block, Exhibit) else block
                for block in section.blocks
            ),
        )
        for section in paper.sections
    ]
    return replace(paper, sections=tuple(sections))


def audience(preset: str) -> list[str]:
    """Return the words by which a count is asked for an audience."""
    under = ["--agreement", PARTNER] if preset == "named-partner" else []
    return ["--preset", preset, *under]


def write_all(
    session: Session, root: Path, folder: Path, preset: str, themes: tuple[str, ...] = THEMES
) -> list[Path]:
    """Write bulletins, profiles of themes and counts for an audience, in every format."""
    made = [
        (f"bulletin-{stem}", paper)
        for stem, paper in session.bulletins(BulletinRequest(areas=(AREA,), preset=preset))
    ]
    region = session.bulletins(BulletinRequest(preset=preset))
    made += [(f"region-{stem}", paper) for stem, paper in region]
    made += [session.profile(ProfileRequest(theme, AREA, preset=preset)) for theme in themes]
    made.append(session.profile(ProfileRequest(begin="2025-10", preset=preset)))
    files: list[Path] = []
    for stem, paper in made:
        kinds = BULLETIN if paper.compact else PROFILE
        files += write_paper(without_pictures(paper), folder, stem, kinds)
    for place, words in enumerate(COUNTS):
        for kind in ("csv", "xlsx"):
            path = folder / f"count{place}.{kind}"
            asked = [*words, *audience(preset), "-o", str(path), "--workspace", str(root)]
            assert run(["count", *asked, "--because", "testing"]) == 0
            files.append(path)
    return files


@pytest.fixture(autouse=True)
def answered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each count worked out once: its files and what is printed say the same table."""
    answers: dict[tuple[object, ...], object] = {}

    def once(journey: partial[object], *, agreement: str | None, **more: Any) -> object:  # noqa: ANN401 - the options of the door
        asked = (*journey.args, agreement)
        if asked not in answers:
            answers[asked] = ask(journey, agreement=agreement, **more)
        return answers[asked]

    monkeypatch.setattr("tiig.cli.counting.ask", once)


@pytest.mark.parametrize("preset", list(RULES))
def test_no_small_number_is_shown_or_given_back(
    session: Session,
    root: Path,
    tmp_path: Path,
    preset: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Pages, Word, workbooks, CSV and JSON are read back, and nothing small is found."""
    files = write_all(session, root, tmp_path, preset)
    for place, words in enumerate(COUNTS):
        capsys.readouterr()
        run(["count", *words, *audience(preset), "--json", "--workspace", str(root)])
        told = tmp_path / f"count{place}.json"
        told.write_text(capsys.readouterr().out)
        files.append(told)
    found = [read(path) for path in files if path.suffix != ".pdf"]

    assert sum(len(one.sheets) for one in found) > 80
    cells = [cell for one in found for s in one.sheets for row in s.rows for cell in row]
    assert sum(cell in STARS for cell in cells) > 50
    assert [fault for one in found for fault in faults(one, RULES[preset])] == []
    for path in files:
        if path.suffix == ".pdf":
            assert_says_the_same(path, read(path.with_suffix(".docx")))


def assert_says_the_same(pdf: Path, word: Read) -> None:
    """Find every row of every table, with its marks, and every title in the PDF's text."""
    text = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    packed = re.sub(r"\s+", "", text)
    for sheet in word.sheets:
        for row in sheet.rows:
            assert re.sub(r"\s+", "", "".join(row[1:])) in packed, (pdf.name, row)


@pytest.mark.skipif(
    not (FOLDER / "vendor" / "manifest.json").is_file(),
    reason="the front-end packages are not installed: python3.11 go.py setup",
)
@pytest.mark.parametrize("preset", list(RULES))
def test_pages_show_no_small_number(session: Session, root: Path, preset: str) -> None:
    """The month at a glance keeps to the preset of the workspace."""
    choices = replace(session.services.choices, page_preset=preset)
    services = replace(session.services, choices=choices)
    app = make_app(Session(session.asker, services, session.progress), workspace=root)

    async def asked() -> list[httpx.Response]:
        to = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=to, base_url="http://127.0.0.1") as client:
            return [await client.get(address, timeout=60) for address in PAGES]

    found = [read_page(str(one.url), one.text) for one in asyncio.run(asked())]
    assert all(one.sheets for one in found)
    assert [fault for one in found for fault in faults(one, RULES[preset])] == []


def test_the_sweep_finds_what_nothing_hides(session: Session, root: Path, tmp_path: Path) -> None:
    """Read for an audience, exact papers and counts are full of faults, in every format."""
    files = write_all(session.under(None), root, tmp_path, "internal", themes=("knife",))
    for kind in (".html", ".docx", ".xlsx", ".csv"):
        found = [read(path) for path in files if path.suffix == kind]
        told = [fault for one in found for fault in faults(one, RULES["named-partner"])]
        assert len(told) > 5, kind


@pytest.mark.parametrize(
    ("sheet", "said", "why"),
    [
        (Sheet(["Weapon", "Count"], [["Knife", "3"], ["All", "30"]]), "", "Knife"),
        (Sheet(["Weapon", "Count"], [["Knife", "*"], ["Fist", "28"], ["All", "30"]]), "", "back"),
        (
            Sheet(["Age", "Male", "Female", "All"], [["0 to 9", "[c]", "28", "30"]]),
            "",
            "back",
        ),
        (
            Sheet(
                ["Site", "Weapon", "Count"],
                [["A", "Knife", "*"], ["A", "Fist", "*"], ["A", "All", "4"]],
            ),
            "",
            "back",
        ),
        (Sheet(["Weapon", "Count"], [["All", "60"]]), "5 % of 60 had a knife.", "5 %"),
        (Sheet(["Weapon", "Count"], [["All", "60"]]), "Knife is the rarest: 2.", "2 in"),
    ],
)
def test_the_sweep_finds_a_planted_fault(sheet: Sheet, said: str, why: str) -> None:
    """A small count, a difference, a percentage and a sentence are each found."""
    told = list(faults(Read("planted", [sheet], [said]), RULES["named-partner"]))
    assert any(why in fault for fault in told), told


def test_json_is_read_as_it_is_written(tmp_path: Path) -> None:
    """The sweep's own reading of JSON finds a small count too."""
    path = tmp_path / "count.json"
    row = {"nodes": ["knife"], "count": {"value": 2, "mark": "shown"}}
    path.write_text(json.dumps({"columns": [{"dimension": "weapon"}], "rows": [row], "notes": []}))
    assert list(faults(read(path), RULES["named-partner"]))

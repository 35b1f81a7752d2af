"""How good the data are, from files to figures: counted, judged, protected, and in the ledger."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tiig.cli.app import run
from tiig.journeys.quality import QualityRequest, quality
from tiig.journeys.quality_page import QualityPageRequest, quality_page
from tiig.journeys.releases import verify_release
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.cleared_quality import ClearedQuality, ShownItem
from tiig.model.coverage import Standing
from tiig.model.errors import Family, TiigError
from tiig.model.figures import Mark
from tiig.model.months import Month
from tiig.model.quality import Outcome
from tiig.testing import PARTNER, agree
from tiig.testing.in_memory import ToldClock
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
JUNE = Month(2026, 6)
WEAPON = "injury_mechanism"


def month_of(
    line: Line, blanks: int, *, number: int = 40, at: str = "A", month: int = 6
) -> list[str]:
    """Return assaults of a site, the first of them without a weapon, and a fall."""
    arrived = f"2026-{month:02d}-03 21:15"
    rows = [
        line(f"{at}{month}-{one}", Site=at, Arrived=arrived, Weapon="" if one < blanks else "K")
        for one in range(number)
    ]
    return [*rows, line(f"{at}{month}-f", Site=at, Arrived=arrived, Intent="F", Weapon="")]


def ask(house: House, **asked: Any) -> ClearedQuality:  # noqa: ANN401 - the options of the command
    """Ask for quality, exactly unless a preset is named."""
    request = QualityRequest(**({"preset": "internal"} | asked))
    under = PARTNER if request.preset == "named-partner" else None
    asker = Asker.local("analyst", purpose="testing", agreement=under)
    return quality(request, asker=asker, services=house.services, progress=Silent())


def cell(found: ClearedQuality, item: str = WEAPON, site: str = "XQ101") -> ShownItem:
    """Return the cell of June."""
    return found.by_key[site, item, JUNE]


@pytest.fixture
def june(house: House, elm_line: Line) -> House:
    """Elm's June: ten of forty weapons missing at A, none of forty at B."""
    house.send(house.write([*month_of(elm_line, 10), *month_of(elm_line, 0, at="B")]))
    return house


def test_an_item_is_counted_among_the_assaults(june: House) -> None:
    """The fall without a weapon does not count against it; parts stand beside exact shares."""
    found = ask(june)
    weapon, intent = cell(found), cell(found, "injury_intent")

    assert (weapon.usable.part, weapon.usable.whole, weapon.usable.value) == (30, 40, 75)
    assert (weapon.rows, weapon.usable.outcome) == (40, Outcome.MISSED)
    assert weapon.completeness.outcome is Outcome.MISSED
    assert (intent.usable.part, intent.usable.whole) == (41, 41)
    assert cell(found, site="XQ102").usable.outcome is Outcome.MET


def test_what_the_file_does_not_have_is_not_sent(june: House) -> None:
    """Elm's file has no sex at all, and a column of place texts that are all empty."""
    found = ask(june)

    assert cell(found, "sex").not_sent
    assert not cell(found, "assault_location_description").not_sent
    assert cell(found, "assault_location_description").usable.value == 0


def test_a_place_that_is_not_known_is_an_answer_and_no_use(house: House, elm_line: Line) -> None:
    """`u/k` where the place should be is complete, not usable, and counted by itself."""
    places = ["u/k"] * 6 + ["Unknown"] * 2 + ["Black Lion"] * 24 + [""] * 8
    house.send(
        house.write([
            elm_line(f"P{one}", Arrived="2026-06-03 21:15", Place=place)
            for one, place in enumerate(places)
        ])
    )  # fmt: skip
    place = cell(ask(house), "assault_location_description")

    assert (place.usable.part, place.unknown.part) == (24, 8)
    assert (place.completeness.part, place.validity.part, place.rows) == (32, 32, 40)


def test_a_month_sent_again_replaces_its_counts(june: House, elm_line: Line) -> None:
    """The corrected month is counted, once; withdrawn, it gives way to what it had replaced."""
    rows = [*month_of(elm_line, 2), *month_of(elm_line, 0, at="B")]
    again = june.send(june.write(rows))

    assert cell(ask(june)).usable.part == 38
    june.withdraw(again.submission)
    assert cell(ask(june)).usable.part == 30


def test_an_absent_month_is_no_zero(june: House, elm_line: Line) -> None:
    """A site that is lacking has no cell, and its site-month is missed; nil asks nothing."""
    june.send(june.write(month_of(elm_line, 0, month=7)), "2026-07")
    june.nil("XQ102", "2026-08")
    found = ask(june, first="2026-06", last="2026-08")

    july = found.by_month["XQ102", Month(2026, 7)]
    assert (july.standing, july.reported) == (Standing.ABSENT, Outcome.MISSED)
    assert ("XQ102", WEAPON, Month(2026, 7)) not in found.by_key
    nil = found.by_key["XQ102", WEAPON, Month(2026, 8)]
    assert (nil.usable.mark, nil.usable.outcome) == (Mark.NOT_APPLICABLE, Outcome.NOT_APPLICABLE)
    assert found.by_month["XQ102", Month(2026, 8)].reported is Outcome.MET


def test_days_run_from_the_end_of_the_month(june: House, elm_line: Line) -> None:
    """In time, late, and history: over before the sender could have sent it in time."""
    clock = june.services.clock
    assert isinstance(clock, ToldClock)
    clock.at = datetime(2026, 9, 5, 9, tzinfo=UTC)
    for month in (4, 7):
        june.send(june.write(month_of(elm_line, 0, month=month)), f"2026-{month:02d}")
    found = ask(june, first="2026-04", last="2026-07").by_month
    told = {
        key[1].number: (one.days, one.in_time, one.history)
        for key, one in found.items()
        if key[0] == "XQ101"
    }

    assert told[6] == (1, Outcome.MET, False)
    assert told[7] == (36, Outcome.MISSED, False)
    assert told[4] == (128, Outcome.NOT_APPLICABLE, True)
    assert told[5] == (None, Outcome.MISSED, False)


def test_partners_see_shares_and_no_counts(june: House) -> None:
    """A protected answer holds no row count, and a limit where the rest is a small number."""
    found = ask(june, preset="named-partner")
    plain = json.dumps(found.as_json(), default=str)

    assert cell(found).usable.value == 75
    assert cell(found, site="XQ102").usable.value == 100
    assert {(one.usable.part, one.rows) for one in found.cells} == {(None, None)}
    assert "whole=40" not in plain
    assert found.for_release


@pytest.mark.parametrize(("blanks", "low", "high"), [(1, 90, 100), (4, 90, 100), (5, 87, 87)])
def test_small_rests_look_alike(
    house: House, elm_line: Line, blanks: int, low: int, high: int
) -> None:
    """One weapon missing or four: a partner is told the same; five are shown."""
    house.send(house.write(month_of(elm_line, blanks)))
    shown = cell(ask(house, preset="named-partner")).usable

    assert (shown.low, shown.high) == (low, high)


def test_few_assaults_show_nothing(house: House, elm_line: Line) -> None:
    """Of nine assaults no share is shown to a partner, nor of fifteen to the public."""
    house.send(house.write(month_of(elm_line, 2, number=9)))
    assert cell(ask(house, preset="named-partner")).usable.mark is Mark.SUPPRESSED
    assert cell(ask(house, preset="public")).usable.mark is Mark.SUPPRESSED
    house.send(house.write(month_of(elm_line, 2, number=15)))
    assert cell(ask(house, preset="public")).usable.mark is Mark.SUPPRESSED


def test_exact_quality_needs_a_purpose(june: House) -> None:
    """Without a purpose, exact figures are refused as a matter of permission."""
    request = QualityRequest(preset="internal")
    with pytest.raises(TiigError) as refused:
        quality(request, asker=Asker.local("analyst"), services=june.services, progress=Silent())

    assert refused.value.kind.family is Family.PERMISSION


def test_an_answer_stands_in_the_ledger_and_comes_out_the_same(june: House, elm_line: Line) -> None:
    """A release names its months; it is worked out again as known then, also after a change."""
    found = ask(june, preset="public", month="2026-06")
    june.send(june.write([*month_of(elm_line, 2), *month_of(elm_line, 0, at="B")]))
    release = next(one for one in june.services.catalogue.releases() if one.id == found.release)
    asker = Asker.local("analyst")
    again = verify_release(found.release, asker=asker, services=june.services, progress=Silent())

    assert json.loads(release.questions)[0]["quality"]["period"] == "2026-06"
    assert release.shown == found.shown_digest
    assert again.same, again.why


def test_the_page_says_what_the_command_says(june: House) -> None:
    """Every figure of the page stands in the answer for the same preset."""
    asker = Asker.local("reader")
    page = quality_page(
        QualityPageRequest(site="XQ101", item=WEAPON, preset="public"),
        asker=asker,
        services=june.services,
        progress=Silent(),
    )
    found = ask(june, preset="public")

    assert cell(page.answer) == cell(found)
    assert page.chosen.site == "XQ101"
    assert [section.id for section in page.sections] == [
        "summary", "items", "one-item", "one-department", "coverage", "targets"
    ]  # fmt: skip


@pytest.fixture(scope="module")
def workspace(
    tmp_path_factory: pytest.TempPathFactory, elm_profile: str, elm_header: str, elm_line: Line
) -> Path:
    """A workspace with Elm's June."""
    tmp_path = tmp_path_factory.mktemp("quality")
    made = make_workspace(tmp_path / "house")
    (tmp_path / "elm.toml").write_text(elm_profile, encoding="utf-8")
    rows = [elm_header, *month_of(elm_line, 10), *month_of(elm_line, 0, at="B")]
    (tmp_path / "june.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with connect(made) as session:
        session.add_sender(tmp_path / "elm.toml")
        agree(session.services)
        session.submit(tmp_path / "june.csv", sender="elm", month="2026-06")
    return made


def told(capsys: pytest.CaptureFixture[str], workspace: Path, *words: str) -> str:
    """Run the command and return what it prints."""
    assert run(["quality", *words, "--workspace", str(workspace)]) == 0
    return capsys.readouterr().out


def test_the_command_prints_departments_by_item(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without options: the newest month, for the public; signs stand beside shares."""
    out = told(capsys, workspace)
    general = next(line for line in out.splitlines() if "Elm General" in line)

    assert "Share that can be used: 2026-06" in out
    assert "75 % ✗" in general
    assert "not sent ✗" in general
    assert "✓ = the target is met" in out


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("--by", "item"), "Item"),
        (("--site", "elm general"), "Item"),
        (("--site", "XQ101", "--by", "month"), "Month"),
        (("--item", "Weapon or method"), "Site"),
        (("--item", WEAPON, "--by", "month"), "Month"),
        (("--site", "XQ101", "--item", WEAPON), "Month"),
        (("--from", "2026-06", "--to", "2026-06"), "Site"),
    ],
)
def test_the_table_can_be_turned(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], first: str
) -> None:
    """Two of department, item and month make a table; any of the two stands in the rows."""
    lines = told(capsys, workspace, *words).splitlines()

    assert lines[2].split()[0] == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--site", "nowhere"), "No department"),
        (("--item", "shoe_size"), "is watched"),
        (("--month", "2031-01"), "Nothing is in force for 2031-01"),
        (("--month", "June"), "months are written"),
        (("--month", "2026-06", "--from", "2026-06"), "by --from and --to"),
        (("--from", "2026-06", "--to", "2026-05"), "no months lie"),
        (("--by", "colour"), "--by is one of"),
        (("--site", "XQ101", "--by", "site"), "because one site is shown"),
        (("--preset", "everyone"), "no disclosure preset"),
        (("-o", "table.pdf"), "FILE.csv or FILE.xlsx"),
    ],
)
def test_what_cannot_be_told_says_why(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Unknown departments, items, months and presets are refused with what there is."""
    code = run(["quality", *words, "--workspace", str(workspace)])
    out, err = capsys.readouterr()

    assert code in {int(Family.USAGE), int(Family.PERMISSION)}
    assert said in err
    assert "Traceback" not in out + err


def test_an_empty_house_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first file there is nothing to judge."""
    made = make_workspace(tmp_path / "empty")

    assert run(["quality", "--workspace", str(made)]) == int(Family.USAGE)
    assert "Nothing is in force" in capsys.readouterr().err


def test_files_hold_everything(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """CSV, workbook and JSON say the same of the same cell."""
    table, book = tmp_path / "quality.csv", tmp_path / "quality.xlsx"
    told(capsys, workspace, "-o", str(table), "--agreement", PARTNER)
    told(capsys, workspace, "-o", str(book), "--agreement", PARTNER)
    plain = json.loads(told(capsys, workspace, "--json", "--agreement", PARTNER))
    lines = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    from_csv = dict(zip(lines[0], lines[1], strict=True))
    sheet = load_workbook(book)["Items"]
    head, first = (list(row) for row in sheet.iter_rows(max_row=2, values_only=True))
    from_book = dict(zip(head, first, strict=True))
    (from_json,) = (
        one for one in plain["cells"] if (one["site"], one["item"]) == ("XQ101", WEAPON)
    )

    assert (from_csv["Site"], from_csv["Can be used, from %"]) == ("XQ101", "75")
    assert (from_book["Site"], from_book["Can be used, from %"]) == ("XQ101", 75)
    assert (from_json["usable"]["low"], from_json["usable"]["outcome"]) == (75, "missed")
    assert from_csv["Target of use"] == from_book["Target of use"] == "missed"
    assert from_csv["Target of completeness"] == "missed"
    assert "Rows" not in from_csv
    assert any("Disclosure preset: named-partner" in " ".join(line) for line in lines)

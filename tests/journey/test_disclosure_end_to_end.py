"""From files to figures: what each audience is shown, and what nobody is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tiig.cli.app import run
from tiig.journeys.count import CountRequest, count
from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared, ClearedRow
from tiig.model.errors import Family, TiigError
from tiig.model.figures import Mark
from tiig.model.submission import SubmissionState
from tiig.standard import load_standard
from tiig.testing import PARTNER, agree
from tiig.testing.agreements import partner_text
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
EXTRA = """
[[columns]]
name = "Sex"
item = "sex"
codes = { M = "male", W = "female" }
[[columns]]
name = "Area"
item = "residence_lsoa"
"""
FIR = {'id = "elm"': 'id = "fir"', "XQ1": "XQ2", "all-injuries": "assaults-only"}
ASH = {'id = "elm"': 'id = "ash"', "XQ1": "XQ3"}
UNTOLD = (
    '[[columns]]\nname = "Intent"\nitem = "injury_intent"\n'
    'codes = { X = "assault", F = "unintentional", U = "~not_known" }\n'
)
AREAS = ("XS-A01-M01-L1", "XS-A02-M01-L1")


def changed(profile: str, words: dict[str, str]) -> str:
    """Return a profile with words replaced."""
    for old, new in words.items():
        assert old in profile
        profile = profile.replace(old, new)
    return profile


def send(house: House, sender: str, rows: Sequence[str], header: str) -> None:
    """Send June of any sender and see it taken."""
    request = SubmitRequest(str(house.write(rows, header=header)), sender, "2026-06")
    asker = Asker.local("analyst")
    answer = submit(request, asker=asker, services=house.services, progress=Silent())
    assert answer.state is SubmissionState.IN_FORCE, answer.receipt.reasons


def ask(house: House, *, because: str | None = None, **asked: object) -> Cleared:
    """Ask as the command line does: for the public unless a preset is named."""
    request = CountRequest(**asked)  # type: ignore[arg-type]
    under = PARTNER if request.preset == "named-partner" else None
    asker = Asker.local("analyst", purpose=because, agreement=under)
    return count(request, asker=asker, services=house.services, progress=Silent())


def cells(table: Cleared) -> dict[tuple[str, ...], ClearedRow]:
    """Return the rows of a table by their nodes."""
    return {row.nodes: row for row in table.rows}


@pytest.fixture
def june(new_house: Callable[..., House], elm_header: str, elm_line: Line) -> House:
    """Elm's June: 60 knives and 3 glasses at A, 41 fists at B, sexes and two areas in turn."""
    house = new_house(lambda profile: profile + EXTRA)
    told = [("A", "K")] * 60 + [("A", "G")] * 3 + [("B", "P")] * 41
    rows = []
    for number, (site, weapon) in enumerate(told):
        line = elm_line(f"N{number}", Site=site, Weapon=weapon, Age=str(20 + number % 40))
        rows.append(f"{line},{'MW'[number % 2]},{AREAS[number % 3 == 0]}")
    send(house, "elm", rows, f"{elm_header},Sex,Area")
    return house


def test_an_answer_is_for_the_public_unless_a_preset_is_named(june: House) -> None:
    """Small counts are marked, others rounded to the nearest 5; no exact number passes."""
    table = ask(june, by=("site", "weapon"), measure="recorded_assaults")
    found = cells(ask(june, by=("site",), measure="recorded_assaults"))

    assert table.preset == "public"
    assert table.for_release
    assert found["XQ101",].count.value == 65
    assert found["XQ102",].count.value == 40
    assert found["~all",].count.value == 105
    values = [row.count.value for row in table.rows if row.count.value is not None]
    assert all(int(value) % 5 == 0 for value in values)
    assert not any(0 < value < 8 for value in values)


def test_a_suppressed_cell_is_a_mark_and_cannot_be_subtracted(june: House) -> None:
    """Three glasses are hidden, and the knives with them: the total would give them back."""
    table = ask(june, by=("injury_mechanism:2",), where=("site=XQ101",), preset="named-partner")
    found = cells(table)

    for nodes in (("sharp.glass",), ("sharp.knife",)):
        assert (found[nodes].count.mark, found[nodes].count.value) == (Mark.SUPPRESSED, None)
    assert found["~all",].count.value == 63
    assert "hides" in " ".join(table.notes)


def test_exact_figures_need_a_purpose(june: House) -> None:
    """`internal` without a purpose is refused as a matter of permission; with one it is marked."""
    with pytest.raises(TiigError) as refused:
        ask(june, by=("site",), preset="internal")
    table = ask(june, by=("site",), preset="internal", because="audit of June")

    assert refused.value.kind.family is Family.PERMISSION
    assert int(refused.value.kind.family) == 30
    assert cells(table)["XQ101",].count.value == 63
    assert not table.for_release
    audited = june.services.catalogue.releases()[-1]
    assert (audited.preset, audited.purpose) == ("internal", "audit of June")


def test_a_table_of_small_numbers_is_answered_coarser(june: House) -> None:
    """Where most cells would be hidden, a coarser table comes and says what it merged."""
    table = ask(june, by=("site", "age_band"))

    assert table.question["by"] == ["site", "age_band"]
    assert table.answered["by"] != table.question["by"]
    assert any("merged" in sentence for sentence in table.merged)
    assert table.share_shown >= 0.8


@pytest.mark.parametrize("other", ["arrival_hour", "arrival_weekday", "event_hour"])
def test_small_areas_are_never_crossed_with_hours(june: House, other: str) -> None:
    """Areas below local authority with day or hour are refused, whichever way it is asked."""
    for by in (("residence_lsoa", other), (other, "residence_msoa")):
        with pytest.raises(TiigError) as refused:
            ask(june, by=by)
        assert refused.value.kind.id == "question-refused"

    assert ask(june, by=("residence_la",)).rows


@pytest.mark.parametrize("measure", ["domestic_assaults", "sexual_assaults"])
def test_small_areas_are_never_crossed_with_sensitive_classes(june: House, measure: str) -> None:
    """The measure itself is such a class, although it is no dimension of the table."""
    with pytest.raises(TiigError) as refused:
        ask(june, by=("residence_msoa",), measure=measure)

    assert refused.value.kind.id == "question-refused"


def test_a_sender_of_assaults_only_is_kept_out_of_all_injuries(
    june: House, elm_profile: str, elm_header: str, elm_line: Line
) -> None:
    """Its rows are in assaults, in no measure of all injuries, and a note says so."""
    june.add(changed(elm_profile, FIR))
    send(june, "fir", [elm_line(f"F{n}") for n in range(50)], elm_header)

    assaults = ask(june, by=("site",), measure="recorded_assaults")
    injuries = ask(june, by=("site",), measure="injury_attendances", preset="internal", because="t")

    assert cells(assaults)["XQ201",].count.value == 50
    assert cells(injuries)["~all",].count.value == 104
    shown = cells(injuries).get(("XQ201",))
    assert shown is None or shown.count.mark is Mark.NOT_AVAILABLE
    assert any("XQ201" in note and "assaults only" in note for note in injuries.notes)


def test_who_cannot_tell_assaults_is_not_available_and_never_zero(
    june: House, elm_profile: str, elm_header: str, elm_line: Line
) -> None:
    """A layout without an item that tells assaults counts attendances, and no assaults."""
    untold = elm_profile.replace(UNTOLD, "").replace(
        "synthetic = true", "synthetic = true\ntells_assaults = false"
    )
    june.add(changed(untold.replace('["Bed"]', '["Bed", "Intent"]'), ASH))
    send(june, "ash", [elm_line(f"H{n}", Weapon="") for n in range(30)], elm_header)

    for preset in ("public", "named-partner", "internal"):
        table = ask(june, by=("site",), measure="recorded_assaults", preset=preset, because="test")
        shown = cells(table)["XQ301",].count
        assert (shown.mark, shown.value) == (Mark.NOT_AVAILABLE, None), preset
        assert any("XQ301" in note and "cannot be told" in note for note in table.notes)
    assert cells(ask(june, by=("site",)))["XQ301",].count.value == 30


def test_rates_stand_on_the_schematic_geography(june: House) -> None:
    """Crude rates are events over invented residents; standardised ones need ten events."""
    crude = ask(june, by=("residence_la",), rate="crude", preset="internal", because="test")
    told = cells(crude)["XS-A01",]
    standardised = ask(
        june, by=("residence_la",), rate="standardised", preset="internal", because="test"
    )

    geography = june.services.geography
    (known,) = geography.populations(geography.list()[0].name)
    people = known.frame.filter(known.frame["area"].str.starts_with("XS-A01"))["population"]
    assert told.population == sum(people.to_list())
    assert told.count.value is not None
    assert told.population is not None
    assert told.rate is not None
    assert told.rate.value == pytest.approx(told.count.value / told.population * 100_000)
    assert told.lower is not None
    assert told.upper is not None
    assert (told.lower.value or 0) < (told.rate.value or 0) < (told.upper.value or 0)
    assert cells(crude)["XS-A05",].count.value == 0
    adjusted = cells(standardised)["XS-A01",].rate
    assert adjusted is not None
    assert adjusted.mark is Mark.SHOWN
    assert adjusted.value != pytest.approx(told.rate.value)
    none = cells(standardised)["XS-A05",].rate
    assert none is None or none.value is None
    for table in (crude, standardised):
        assert any("treated at these emergency departments only" in note for note in table.notes)
        assert any("invented" in note for note in table.notes)


def test_a_public_rate_is_hidden_with_its_count(
    june: House, elm_profile: str, elm_header: str, elm_line: Line
) -> None:
    """Four residents of a third authority: neither their count nor their rate is shown."""
    del elm_profile
    rows = [
        f"{elm_line(f'R{n}', Site='AB'[n % 2])},M,{AREAS[n % 2] if n > 3 else 'XS-A03-M01-L1'}"
        for n in range(90)
    ]
    send(june, "elm", rows, f"{elm_header},Sex,Area")

    table = ask(june, by=("residence_la",), rate="crude")

    hidden = {row.nodes[0]: row for row in table.rows if row.count.mark is Mark.SUPPRESSED}
    assert "XS-A03" in hidden
    assert len(hidden) > 1
    for row in hidden.values():
        assert row.count.value is None
        for shown in (row.rate, row.lower, row.upper):
            assert shown is not None
            assert shown.value is None


def test_the_threshold_of_a_named_partner_is_that_of_the_workspace(
    tmp_path: Path,
    elm_profile: str,
    elm_header: str,
    elm_line: Line,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Four knives at B are hidden under the threshold of 5 and shown, exact, under 3."""
    root = make_workspace(tmp_path / "workspace")
    (root / "elm.toml").write_text(elm_profile, encoding="utf-8")
    rows = [elm_line(f"N{n}", Site="B" if n < 4 else "A") for n in range(61)]
    (root / "june.csv").write_text("\n".join([elm_header, *rows]) + "\n", encoding="utf-8")
    with connect(root) as session:
        session.add_sender(root / "elm.toml")
        agree(session.services)
        session.submit(root / "june.csv", sender="elm", month="2026-06")

    told = []
    settings = root / "tiig.toml"
    text = settings.read_text(encoding="utf-8").splitlines()
    kept = [line for line in text if not line.startswith("named_partner_threshold")]
    settings.write_text("\n".join([*kept, "named_partner_threshold = 3"]) + "\n")
    closer = partner_text(load_standard(), threshold=3).replace('"partner"', '"closer"')
    (root / "closer.toml").write_text(closer, encoding="utf-8")
    assert run(["agreement", "add", str(root / "closer.toml"), "--workspace", str(root)]) == 0
    capsys.readouterr()
    for agreement in (PARTNER, "closer"):
        words = ["count", "--by", "site", "--agreement", agreement, "--json"]
        assert run([*words, "--workspace", str(root)]) == 0
        told.append(json.loads(capsys.readouterr().out))

    counts = [{tuple(row["nodes"]): row["count"]["value"] for row in one["rows"]} for one in told]
    assert 4 not in counts[0].values()
    assert (counts[1]["XQ101",], counts[1]["XQ102",], counts[1]["~all",]) == (57, 4, 61)

"""Targets are agreed with departments, dated, and judge every month again without counting."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tiig.cli.app import run
from tiig.journeys.quality import QualityRequest, quality
from tiig.journeys.quality_targets import (
    TargetEndRequest,
    TargetRequest,
    add_targets,
    end_target,
    list_targets,
)
from tiig.journeys.releases import verify_release
from tiig.kit.progress import Silent
from tiig.model.agreed_targets import AgreedTarget
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.cleared_quality import ClearedQuality
from tiig.model.errors import Family, TiigError
from tiig.model.months import Month
from tiig.model.quality import Outcome
from tiig.publish.exhibits.quality import trend_of_one
from tiig.publish.exhibits.receiving import timeliness_exhibit
from tiig.publish.paper import Exhibit
from tiig.publish.quality_table import quality_lines
from tiig.testing import PARTNER, agree
from tiig.testing.in_memory import ToldClock
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
JUNE = Month(2026, 6)
WEAPON = "injury_mechanism"
GENERAL, LANE = "XQ101", "XQ102"
LEAD = Asker.local("lead", purpose="testing")


def month_of(line: Line, blanks: int, *, at: str = "A", month: int = 6) -> list[str]:
    """Return forty assaults of a site, the first of them without a weapon."""
    arrived = f"2026-{month:02d}-03 21:15"
    return [
        line(f"{at}{month}-{one}", Site=at, Arrived=arrived, Weapon="" if one < blanks else "K")
        for one in range(40)
    ]


@pytest.fixture
def two_months(house: House, elm_line: Line) -> House:
    """Elm's May and June: ten of forty weapons missing at A, none at B."""
    for month in (5, 6):
        rows = [
            *month_of(elm_line, 10, month=month),
            *month_of(elm_line, 0, at="B", month=month),
        ]
        house.send(house.write(rows), f"2026-{month:02d}")
    return house


def add(house: House, **asked: Any) -> tuple[AgreedTarget, ...]:  # noqa: ANN401 - what is agreed
    """Agree on use of the weapon at A from June on, unless told otherwise."""
    told: dict[str, Any] = {
        "first": "2026-06", "agreed_by": "the ED lead", "because": "agreed in the yearly meeting",
        "site": "Elm General", "dimension": "known", "item": WEAPON, "at_least": 70,
    } | asked  # fmt: skip
    request = TargetRequest(**told)
    return add_targets(request, asker=LEAD, services=house.services, progress=Silent())


def end(house: House, target: str, last: str) -> AgreedTarget:
    """End a target."""
    request = TargetEndRequest(target, last, "agreed anew")
    return end_target(request, asker=LEAD, services=house.services, progress=Silent())


def asked(house: House, **more: Any) -> ClearedQuality:  # noqa: ANN401 - the options of the command
    """Ask for May and June, exactly."""
    request = QualityRequest(
        **({"first": "2026-05", "last": "2026-06", "preset": "internal"} | more)
    )
    return quality(request, asker=LEAD, services=house.services, progress=Silent())


def use(found: ClearedQuality, site: str = GENERAL, month: Month = JUNE) -> Outcome | None:
    """Return how use of the weapon is judged."""
    return found.by_key[site, WEAPON, month].usable.outcome


def refusal(house: House, **told: Any) -> TiigError:  # noqa: ANN401 - what is agreed
    """Return the error with which a target is refused; nothing is left of it."""
    before = house.services.catalogue.agreed_targets()
    with pytest.raises(TiigError) as raised:
        add(house, **told)
    assert house.services.catalogue.agreed_targets() == before
    return raised.value


def test_a_month_is_judged_by_the_target_of_its_date(two_months: House) -> None:
    """75 of 100 misses the standard's 80 in May and meets the agreed 70 in June; B is as it was."""
    measures = two_months.services.catalogue.measures
    before = [measures(one.id) for one in two_months.services.catalogue.submissions()]
    assert use(asked(two_months)) is Outcome.MISSED
    add(two_months)
    found = asked(two_months)

    assert use(found) is Outcome.MET
    assert use(found, month=JUNE.plus(-1)) is Outcome.MISSED
    assert use(found, LANE) is Outcome.MET
    assert [measures(one.id) for one in two_months.services.catalogue.submissions()] == before


@pytest.mark.parametrize(
    ("agreed", "outcome"),
    [
        ([{"site": None, "item": None, "at_least": 70}], Outcome.MET),
        ([{"site": None, "item": None, "at_least": 70}, {"site": None, "at_least": 76}],
         Outcome.MISSED),
        ([{"site": None, "at_least": 76}, {"item": None, "at_least": 75}], Outcome.MET),
        ([{"item": None, "at_least": 75}, {"at_least": 76}], Outcome.MISSED),
        ([{"site": "XQ102", "at_least": 75}], Outcome.MISSED),
        ([{"dimension": "validity", "at_least": 1}], Outcome.MISSED),
    ],
)  # fmt: skip
def test_the_more_particular_target_counts(
    two_months: House, agreed: list[dict[str, Any]], outcome: Outcome
) -> None:
    """A department's own goes before one for all, then one of an item before one of all items."""
    for one in agreed:
        add(two_months, **one)

    assert use(asked(two_months)) is outcome


def test_days_and_history_go_by_the_departments_own_target(
    two_months: House, elm_line: Line
) -> None:
    """A month that could not come in time by the own target is history; late is judged by it."""
    may = JUNE.plus(-1)
    before = asked(two_months).by_month
    assert (before[GENERAL, may].days, before[GENERAL, may].in_time) == (31, Outcome.MET)
    days = {"dimension": "timeliness", "item": None, "at_least": None}
    add(two_months, first="2026-05", last="2026-05", at_most=20, **days)
    add(two_months, first="2026-06", at_most=60, **days)
    clock = two_months.services.clock
    assert isinstance(clock, ToldClock)
    clock.at = datetime(2026, 8, 10, 9, tzinfo=UTC)
    rows = [*month_of(elm_line, 9), *month_of(elm_line, 0, at="B")]
    two_months.send(two_months.write(rows), confirm=True)
    found = asked(two_months).by_month

    assert found[GENERAL, may].history
    assert found[GENERAL, may].in_time is Outcome.NOT_APPLICABLE
    assert found[LANE, may].in_time is Outcome.MET
    assert {found[site, JUNE].days for site in (GENERAL, LANE)} == {41}
    assert found[GENERAL, JUNE].in_time is Outcome.MET
    assert found[LANE, JUNE].in_time is Outcome.MISSED


def test_a_target_ends_and_the_standard_counts_again(two_months: House) -> None:
    """Its last month is judged by it, what comes after by the standard; taken back, none is."""
    (made,) = add(two_months, first="2026-05")
    ended = end(two_months, made.id, "2026-05")

    assert ended.months == "2026-05"
    assert use(asked(two_months)) is Outcome.MISSED
    assert use(asked(two_months), month=JUNE.plus(-1)) is Outcome.MET
    (never,) = add(two_months)
    assert end(two_months, never.id, "2026-01").never_counts
    assert use(asked(two_months)) is Outcome.MISSED


def test_what_was_released_comes_out_by_the_targets_of_then(two_months: House) -> None:
    """A release is worked out again by what was agreed when it was given, in both directions."""

    def same(found: ClearedQuality) -> bool:
        again = verify_release(
            found.release, asker=LEAD, services=two_months.services, progress=Silent()
        )
        return again.same

    without = asked(two_months)
    (made,) = add(two_months)
    by_it = asked(two_months)
    end(two_months, made.id, "2026-01")
    after = asked(two_months)

    assert [use(one) for one in (without, by_it, after)] == [
        Outcome.MISSED, Outcome.MET, Outcome.MISSED
    ]  # fmt: skip
    assert [same(one) for one in (without, by_it, after)] == [True, True, True]
    assert by_it.manifest not in {without.manifest, after.manifest}


def drawn_target(found: ClearedQuality, site: str) -> str:
    """Return the words of the target's line in the chart of the weapon at a site."""
    (weapon,) = (one for one in found.items if one.item == WEAPON)
    exhibit = trend_of_one(found, site, weapon)
    assert isinstance(exhibit, Exhibit)
    assert exhibit.chart is not None
    (words,) = set(re.findall(r"Target: \d+ %", json.dumps(dict(exhibit.chart.spec))))
    return str(words)


def test_the_reader_is_told_what_judged(two_months: House) -> None:
    """The level stands beside the answer, in the chart's line too; who agreed stays inside."""
    add(two_months)
    add(two_months, dimension="timeliness", item=None, at_least=None, at_most=20)
    found = asked(two_months)
    own = [aim for aim in found.aims if aim.site == GENERAL]

    assert [aim.level for aim in own] == ["at most 20 days", "at least 70 %"]
    assert "meeting" not in str(found.aims)
    assert "ED lead" not in str(found.aims)
    said = "Target: Agreed for Elm General: use (Weapon or method): at least 70 %."
    assert any(line.startswith(said) for line in quality_lines(found))
    assert drawn_target(found, GENERAL) == "Target: 70 %"
    assert drawn_target(found, LANE) == "Target: 80 %"
    assert "at most 20 days after the month's end for Elm General" in str(timeliness_exhibit(found))
    only = asked(two_months, site=LANE)
    assert [aim for aim in only.aims if aim.site] == []


def test_a_set_is_agreed_at_once(two_months: House) -> None:
    """Each mandatory item gets its target, or none does where one of them has one already."""
    add(two_months, item="injury_at", dimension="completeness", at_least=60)
    refused = refusal(
        two_months, chosen_set="istv-mandatory", dimension=None, item=None, at_least=None
    )
    assert refused.kind.id == "target-overlaps"
    made = add(
        two_months, chosen_set="istv-mandatory", site="XQ102", dimension=None, item=None,
        at_least=None,
    )  # fmt: skip
    assert {one.item for one in made} == {WEAPON, "injury_place_type", "injury_at"}
    assert {(one.at_least, one.chosen_from) for one in made} == {(95, "istv-mandatory")}
    (gate,) = add(two_months, chosen_set="entry-gate", dimension=None, item=None, at_least=75)
    assert (gate.item, gate.level) == ("", "at least 75 %")
    assert use(asked(two_months)) is Outcome.MET


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"site": "nowhere"}, "site-unknown"),
        ({"item": "shoe_size"}, "item-unwatched"),
        ({"dimension": "beauty"}, "target-refused"),
        ({"dimension": None}, "target-refused"),
        ({"at_least": 101}, "target-refused"),
        ({"at_least": 0}, "target-refused"),
        ({"at_least": None}, "target-refused"),
        ({"at_most": 5}, "target-refused"),
        ({"dimension": "timeliness"}, "target-refused"),
        ({"dimension": "timeliness", "item": None, "at_least": None, "at_most": 0},
         "target-refused"),
        ({"dimension": "volume"}, "target-refused"),
        ({"chosen_set": "entry-gate"}, "target-refused"),
        ({"chosen_set": "gold", "dimension": None, "item": None}, "target-refused"),
        ({"last": "2026-05"}, "target-refused"),
        ({"first": "June"}, "bad-argument"),
        ({"first": "2026-06-01"}, "bad-argument"),
        ({"because": "asked by 943 476 5919"}, "reason-identifies"),
        ({"agreed_by": "  "}, "note-form"),
        ({"agreed_by": "the lead of 943 476 5919"}, "note-identifies"),
        ({"agreed_by": "x" * 121}, "note-form"),
    ],
)  # fmt: skip
def test_what_cannot_be_agreed_says_why(two_months: House, told: dict[str, Any], kind: str) -> None:
    """Unknown departments and items, and levels that nothing can be judged by, are refused."""
    assert refusal(two_months, **told).kind.id == kind


def test_overlapping_months_are_refused(two_months: House) -> None:
    """The error names the target that stands and its months."""
    (made,) = add(two_months, last="2027-03")
    error = refusal(two_months, first="2027-03", at_least=90)

    assert error.kind.id == "target-overlaps"
    assert made.id in error.sentence
    assert "2026-06..2027-03" in error.sentence
    assert add(two_months, first="2027-04", at_least=90)


def test_targets_are_the_teams_own(two_months: House) -> None:
    """Who asks under an agreement neither sees nor sets them; each change is in the trail."""
    partner = Asker.local("partner", purpose="testing", agreement=PARTNER)
    services = two_months.services
    with pytest.raises(TiigError) as raised:
        list_targets(None, ended=True, asker=partner, services=services, progress=Silent())
    assert raised.value.kind.id == "programme-ours"
    (made,) = add(two_months)
    (row,) = services.catalogue.audit(AuditAsked(kind=AuditKind.PROGRAMME))
    assert (row.person, row.subjects) == ("lead", (made.id,))


def test_the_list_leaves_out_what_is_past(two_months: House) -> None:
    """Past targets stand in it when asked for; those of every department stand in each list."""
    add(two_months, first="2025-04", last="2026-03")
    add(two_months, site=None)
    add(two_months, site="XQ102")

    def listed(site: str | None, *, ended: bool) -> list[str]:
        found = list_targets(
            site, ended=ended, asker=LEAD, services=two_months.services, progress=Silent()
        )
        return [f"{one.site} {one.months}" for one in found.agreed]

    assert listed("Elm General", ended=False) == [" from 2026-06"]
    assert listed(None, ended=True) == [
        " from 2026-06", "XQ101 2025-04..2026-03", "XQ102 from 2026-06"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "follows", "ending"),
    [
        ("2026-06", None, 0),  # the clock stands in July
        ("2026-07", None, 1),
        ("2026-08", None, 1),
        ("2026-09", None, 0),
        (None, None, 0),
        ("2026-08", "2026-09", 0),
        ("2026-08", "2026-10", 1),
    ],
)
def test_what_is_to_be_agreed_anew_says_so(
    two_months: House, last: str | None, follows: str | None, ending: int
) -> None:
    """A target that counts this month or next for the last time, unless another follows it."""
    add(two_months, first="2026-01", last=last)
    if follows is not None:
        add(two_months, first=follows, at_least=80)
    found = list_targets(
        None, ended=True, asker=LEAD, services=two_months.services, progress=Silent()
    )
    assert len(found.ending) == ending


@pytest.fixture(scope="module")
def workspace(
    tmp_path_factory: pytest.TempPathFactory, elm_profile: str, elm_header: str, elm_line: Line
) -> Path:
    """A workspace with Elm's June."""
    folder = tmp_path_factory.mktemp("targets")
    made = make_workspace(folder / "house")
    (folder / "elm.toml").write_text(elm_profile, encoding="utf-8")
    rows = [elm_header, *month_of(elm_line, 10)]
    (folder / "june.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with connect(made) as session:
        session.add_sender(folder / "elm.toml")
        agree(session.services)
        session.submit(folder / "june.csv", sender="elm", month="2026-06")
    return made


def told(
    capsys: pytest.CaptureFixture[str], workspace: Path, *words: str, code: int = 0
) -> tuple[str, str]:
    """Run a command and return what it prints."""
    assert run([*words, "--workspace", str(workspace)]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return out, err


def test_the_commands_agree_list_and_end(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is agreed changes the sign in the table at once, and back again when it ends."""
    at = ("--site", "XQ101")
    june = ("quality", *at, "--month", "2026-06")
    assert "75 % ✗" in told(capsys, workspace, *june)[0]
    words = (
        "--from", "2026-04", "--of", "known", "--item", "Weapon or method", "--at-least", "70",
        "--agreed-by", "the ED lead", "--because", "agreed for the year",
    )  # fmt: skip
    out, _ = told(capsys, workspace, "quality", "targets", "add", *at, *words, "--json")
    (made,) = json.loads(out)
    assert "75 % ✓" in told(capsys, workspace, *june)[0]
    out, _ = told(capsys, workspace, "quality", "targets", "list")
    assert made["id"] in out
    assert "istv-mandatory" in out
    ended = ("quality", "targets", "end", made["id"], "--last", "2026-05", "--because", "too low")
    assert "2026-04..2026-05" in told(capsys, workspace, *ended)[0]
    assert "75 % ✗" in told(capsys, workspace, *june)[0]
    _, err = told(capsys, workspace, *ended, code=int(Family.USAGE))
    assert "no longer" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("targets", "add", "--from", "2026-06", "--agreed-by", "x", "--because", "x"),
         "--site SITE, or --every-site"),
        (("targets", "end", "t-1", "--last", "2026-06", "--because", "x"), "no agreed target"),
        (("--site", "XQ101", "targets", "list"), "stand behind its name"),
        (("goals",), "No such command"),
    ],
)  # fmt: skip
def test_wrong_words_are_told(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Wrong usage of the group and its commands ends with a sentence."""
    assert said in told(capsys, workspace, "quality", *words, code=int(Family.USAGE))[1]

"""Actions are opened from findings, noted on and closed; what was withdrawn takes none."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tiig.cli.app import run
from tiig.desk import ActionDetail, ActionLine
from tiig.journeys.quality_actions import (
    ActionsAsked,
    CloseRequest,
    NoteRequest,
    OpenRequest,
    close_action,
    list_actions,
    note_action,
    open_action,
    show_action,
)
from tiig.journeys.reopen_action import ReopenRequest, reopen_action
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.errors import Family, TiigError
from tiig.model.quality_actions import ActionKind, ActionState
from tiig.testing import PARTNER, agree
from tiig.testing.in_memory import ToldClock
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
WEAPON = "injury_mechanism"
LEAD = Asker.local("lead", purpose="testing")


def rows_of(line: Line, *sites: str) -> list[str]:
    """Return twelve assaults of each site, a third of them without a weapon."""
    return [
        line(f"{at}{one}", Site=at, Weapon="" if one % 3 else "K")
        for at in sites
        for one in range(12)
    ]


@pytest.fixture
def june(house: House, elm_line: Line) -> House:
    """Elm's June at both sites."""
    house.send(house.write(rows_of(elm_line, "A", "B")))
    return house


def opened(house: House, **asked: Any) -> ActionDetail:  # noqa: ANN401 - what is opened
    """Open a visit about the weapon at A in June, unless told otherwise."""
    told: dict[str, Any] = {
        "site": "Elm General", "measure": "known", "month": "2026-06", "kind": "visit",
        "finding": "two of three assaults have no weapon", "due": "2026-07-31", "item": WEAPON,
    } | asked  # fmt: skip
    request = OpenRequest(**told)
    return open_action(request, asker=LEAD, services=house.services, progress=Silent())


def noted(house: House, action: str, **told: str) -> ActionDetail:
    """Add to an action."""
    request = NoteRequest(action, **told)
    return note_action(request, asker=LEAD, services=house.services, progress=Silent())


def closed(house: House, action: str, outcome: str = "done") -> ActionDetail:
    """Close an action."""
    request = CloseRequest(action, outcome, "the card is printed")
    return close_action(request, asker=LEAD, services=house.services, progress=Silent())


def listed(house: House, **asked: Any) -> tuple[ActionLine, ...]:  # noqa: ANN401 - what is asked
    """List actions."""
    return list_actions(
        ActionsAsked(**asked), asker=LEAD, services=house.services, progress=Silent()
    )


def refusal(house: House, what: Callable[[], object]) -> str:
    """Return the kind of error with which something is refused; nothing is left of it."""
    before = house.services.catalogue.quality_actions(), house.services.catalogue.action_entries()
    with pytest.raises(TiigError) as raised:
        what()
    after = house.services.catalogue.quality_actions(), house.services.catalogue.action_entries()
    assert after == before
    return raised.value.kind.id


def test_an_action_from_its_opening_to_its_end(june: House) -> None:
    """It keeps finding, kind, owner and day; what was done has a day; then it is closed."""
    made = opened(june).line
    assert (made.site, made.item_label, made.months) == ("XQ101", "Weapon or method", "2026-06")
    assert (made.owner, made.state, made.kind) == ("lead", ActionState.OPEN, ActionKind.VISIT)
    noted(june, made.id, text="asked for a day with reception")
    noted(june, made.id, owner="data manager", due="2026-08-15")
    done = noted(june, made.id, done="teaching", on="2026-07-01", text="showed the list")
    assert (done.line.owner, done.line.due) == ("data manager", date(2026, 8, 15))
    assert done.line.done == (date(2026, 7, 1),)

    end = closed(june, made.id)
    assert end.line.state is ActionState.DONE
    assert [str(one.step) for one in end.entries] == ["noted", "moved", "done", "closed"]
    assert [one.text for one in end.entries if one.text][-1] == "the card is printed"
    shown = show_action(made.id, asker=LEAD, services=june.services, progress=Silent())
    assert shown == end
    assert listed(june) == ()
    assert listed(june, closed=True) == (end.line,)


def test_what_is_late_says_so(june: House) -> None:
    """An action is overdue on the day after it was due, and the first due stands first."""
    later = opened(june, due="2026-09-01").line.id
    first = opened(june, site="XQ102", owner="Jo").line.id
    clock = june.services.clock
    assert isinstance(clock, ToldClock)
    clock.at = datetime(2026, 8, 1, 0, 0, tzinfo=UTC)

    assert [(one.id, one.state) for one in listed(june)] == [
        (first, ActionState.OVERDUE), (later, ActionState.OPEN)
    ]  # fmt: skip
    assert [one.id for one in listed(june, site="Elm General")] == [later]
    assert [one.id for one in listed(june, owner="jo")] == [first]


def test_a_withdrawn_month_takes_no_action(june: House) -> None:
    """Nothing is opened on it; what was opened before says that its month is no more."""
    before = opened(june).line
    assert before.withdrawn == ()
    (submission,) = june.services.catalogue.submissions()
    june.withdraw(submission.id)
    assert refusal(june, lambda: opened(june)) == "action-withdrawn"
    assert refusal(june, lambda: opened(june, measure="volume", item=None)) == "action-withdrawn"
    assert listed(june)[0].withdrawn == ("2026-06",)
    assert closed(june, before.id, "dropped").line.state is ActionState.DROPPED


def test_a_month_restored_by_a_withdrawal_is_there(june: House, elm_line: Line) -> None:
    """Withdrawing what had replaced a month leaves the month in force: it may be acted on."""
    again = june.send(june.write(rows_of(elm_line, "A", "B")[1:]))
    june.withdraw(again.submission)
    assert opened(june).line.withdrawn == ()


def test_a_month_that_nobody_sent_is_a_finding_of_its_own(house: House, elm_line: Line) -> None:
    """Volume and time can be acted on; nothing was measured of an item in it."""
    house.send(house.write(rows_of(elm_line, "A")))
    absent = {"site": "Elm General", "month": "2026-07"}

    assert refusal(house, lambda: opened(house, **absent)) == "action-refused"
    assert opened(house, **absent, measure="volume", item=None).line.item == ""


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"site": "nowhere"}, "site-unknown"),
        ({"item": "shoe_size"}, "item-unwatched"),
        ({"measure": "beauty"}, "bad-argument"),
        ({"measure": "volume"}, "bad-argument"),
        ({"item": None}, "bad-argument"),
        ({"month": "June"}, "bad-argument"),
        ({"month": "2026-05..2026-06"}, "month-without-data"),
        ({"month": "2031-01"}, "month-without-data"),
        ({"kind": "party"}, "action-refused"),
        ({"due": "2026-06-30"}, "action-refused"),
        ({"due": "soon"}, "bad-argument"),
        ({"finding": " "}, "note-form"),
        ({"finding": "x" * 1001}, "note-form"),
        ({"finding": "John Smith of Bury had no weapon"}, "note-identifies"),
        ({"finding": "row of 943 476 5919"}, "note-identifies"),
        ({"owner": "943 476 5919"}, "note-identifies"),
    ],
)
def test_what_cannot_be_opened_says_why(june: House, told: dict[str, Any], kind: str) -> None:
    """Unknown things, days gone by, and texts that tell of a person are refused."""
    assert refusal(june, lambda: opened(june, **told)) == kind


def test_nothing_is_in_force_yet(house: House) -> None:
    """Before the first file there is no finding."""
    assert refusal(house, lambda: opened(house)) == "nothing-in-force"


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({}, "action-refused"),
        ({"on": "2026-07-01"}, "action-refused"),
        ({"done": "party"}, "action-refused"),
        ({"done": "visit", "on": "2026-07-02"}, "action-refused"),
        ({"done": "visit", "on": "2026-05-31"}, "action-refused"),
        ({"due": "2026-01-01"}, "action-refused"),
        ({"text": "rang her on 07700 900123"}, "note-identifies"),
        ({"text": "patient Mary Jones, u/k"}, "note-identifies"),
        ({"text": "born 03/04/1987"}, "note-identifies"),
    ],
)
def test_what_cannot_be_added_says_why(june: House, told: dict[str, str], kind: str) -> None:
    """Empty entries, days that cannot be, and texts that tell of a person are refused."""
    made = opened(june).line.id
    assert refusal(june, lambda: noted(june, made, **told)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Reception prints the card; the matron tells night staff",
        "Nurses write 'u/k' for place: asked for the street or the name of the bar",
        "Visited on 1 July with the ED lead, next look in September 2026",
        "Two lines\nbecome one",
    ],
)
def test_what_people_write_on_a_visit_is_kept(june: House, text: str) -> None:
    """Words of everyday work name nobody."""
    made = opened(june).line.id
    assert noted(june, made, text=text).entries[0].text == " ".join(text.split())


def test_it_is_done_only_where_something_was(june: House) -> None:
    """Done needs a day from which it can be measured; a closed action takes nothing more."""
    made = opened(june).line.id
    assert refusal(june, lambda: closed(june, made)) == "action-refused"
    assert refusal(june, lambda: closed(june, made, "won")) == "action-refused"
    noted(june, made, done="visit")
    closed(june, made)
    assert refusal(june, lambda: closed(june, made)) == "action-closed"
    assert refusal(june, lambda: noted(june, made, text="late")) == "action-closed"


def test_a_closed_action_is_opened_again_for_a_reason(june: House) -> None:
    """Until a new day; how it had ended stays in it, and withdrawn months are no finding."""

    def again(action: str, **told: str) -> ActionDetail:
        request = ReopenRequest(action, **({"because": "the blanks came back"} | told))
        return reopen_action(request, asker=LEAD, services=june.services, progress=Silent())

    made = opened(june).line.id
    assert refusal(june, lambda: again(made)) == "action-open"
    closed(june, made, "dropped")
    assert refusal(june, lambda: again(made, due="2026-01-01")) == "action-refused"
    assert refusal(june, lambda: again(made, because="Mary Smith asked")) == "note-identifies"
    found = again(made, due="2026-09-30")
    assert (found.line.state, found.line.due) == (ActionState.OPEN, date(2026, 9, 30))
    assert [str(one.step) for one in found.entries] == ["closed", "reopened"]

    closed(june, made, "dropped")
    (sent,) = june.services.catalogue.submissions()
    june.withdraw(sent.id)
    assert refusal(june, lambda: again(made)) == "action-withdrawn"
    assert refusal(june, lambda: noted(june, "a-1", text="late")) == "action-unknown"


def test_actions_are_the_teams_own(june: House) -> None:
    """Nobody under an agreement sees them; the trail has each step and none of its words."""
    partner = Asker.local("partner", purpose="testing", agreement=PARTNER)
    with pytest.raises(TiigError) as raised:
        list_actions(ActionsAsked(), asker=partner, services=june.services, progress=Silent())
    assert raised.value.kind.id == "programme-ours"
    made = opened(june).line.id
    noted(june, made, text="the card is printed")
    rows = june.services.catalogue.audit(AuditAsked(kind=AuditKind.PROGRAMME))
    assert [(row.because, row.subjects) for row in rows] == [
        ("opened an action", (made,)), ("added to an action", (made,))
    ]  # fmt: skip


@pytest.fixture(scope="module")
def workspace(
    tmp_path_factory: pytest.TempPathFactory, elm_profile: str, elm_header: str, elm_line: Line
) -> Path:
    """A workspace with Elm's June."""
    folder = tmp_path_factory.mktemp("actions")
    made = make_workspace(folder / "house")
    (folder / "elm.toml").write_text(elm_profile, encoding="utf-8")
    rows = [elm_header, *rows_of(elm_line, "A")]
    (folder / "june.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with connect(made) as session:
        session.add_sender(folder / "elm.toml")
        agree(session.services)
        session.submit(folder / "june.csv", sender="elm", month="2026-06")
    return made


def told(
    capsys: pytest.CaptureFixture[str], workspace: Path, *words: str, code: int = 0
) -> tuple[str, str]:
    """Run a command of actions and return what it prints."""
    assert run(["quality", "actions", *words, "--workspace", str(workspace)]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return out, err


def test_the_commands_open_note_show_and_close(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An action goes its way at the command line; JSON and sentences say the same."""
    words = (
        "--site", "XQ101", "--item", WEAPON, "--measure", "known", "--month", "2026-06",
        "--finding", "two of three have no weapon", "--kind", "visit", "--due", "2999-12-31",
    )  # fmt: skip
    out, _ = told(capsys, workspace, "open", *words, "--json")
    made = json.loads(out)["line"]
    out, _ = told(capsys, workspace, "list")
    assert made["id"] in out
    assert "Weapon or method, known" in out
    out, _ = told(
        capsys, workspace, "note", made["id"], "--done", "call", "--text", "rang the desk"
    )
    assert "done: call on" in out
    out, _ = told(
        capsys, workspace, "note", made["id"], "--owner", "data manager", "--due", "2999-01-31"
    )
    assert "owner data manager, due 2999-01-31" in out
    closing = ("close", made["id"], "--outcome", "done", "--text", "it is on the form")
    out, _ = told(capsys, workspace, *closing)
    assert "closed as done" in out
    assert "it is on the form" in told(capsys, workspace, "show", made["id"])[0]
    assert made["id"] not in told(capsys, workspace, "list")[0]
    assert made["id"] in told(capsys, workspace, "list", "--all")[0]
    _, err = told(capsys, workspace, *closing, code=int(Family.USAGE))
    assert "closed" in err
    _, err = told(capsys, workspace, "show", "a-1", code=int(Family.USAGE))
    assert "no action" in err

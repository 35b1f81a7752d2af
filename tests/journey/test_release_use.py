"""A release led to something: it is entered, told with the release, and kept apart by recipient."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tiig.cli.app import run
from tiig.journeys.agreements import add_agreement
from tiig.journeys.count import CountRequest, count
from tiig.journeys.releases import show_release, verify_release
from tiig.journeys.use_release import UseRequest, use_release
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.errors import Family, TiigError
from tiig.model.release_use import ReleaseUse, UseKind
from tiig.synthesis.agreements import Partner, partner_agreement
from tiig.testing import PARTNER, agree
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
TEAM = Asker.local("analyst", purpose="testing")
OTHER = "other"


@pytest.fixture
def june(house: House, elm_line: Line) -> House:
    """Elm's June."""
    house.send(house.write([elm_line(f"N{one}") for one in range(30)]))
    return house


def released(house: House, *, agreement: str | None = None, preset: str | None = None) -> str:
    """Count, and return the id of the release."""
    asker = Asker.local("analyst", purpose="testing", agreement=agreement)
    request = CountRequest(by=("month",), preset=preset)
    return count(request, asker=asker, services=house.services, progress=Silent()).release


def used(
    house: House,
    release: str,
    *,
    agreement: str | None = None,
    **told: Any,  # noqa: ANN401 - what was done
) -> ReleaseUse:
    """Enter that a release led to a review of licences, unless told otherwise."""
    words: dict[str, Any] = {
        "what": "hours of two bars were reviewed", "kind": "licensing"
    } | told  # fmt: skip
    asker = Asker.local("analyst", purpose="testing", agreement=agreement)
    request = UseRequest(release, **words)
    return use_release(request, asker=asker, services=house.services, progress=Silent())


def refusal(what: Callable[[], object]) -> str:
    """Return the kind of error with which something is refused."""
    with pytest.raises(TiigError) as raised:
        what()
    return raised.value.kind.id


def test_a_use_is_told_with_its_release(june: House) -> None:
    """It names what, who and when; the release still verifies, and others are as they were."""
    first, second = (released(june, agreement=PARTNER) for _ in range(2))
    made = used(june, first)
    assert (made.kind, made.organisation) == (UseKind.LICENSING, "A partner of the tests")
    assert made.on_day == date(2026, 7, 1)
    used(june, first, kind="patrol", what="a patrol on Fridays", by="the district police")

    def uses(release: str) -> list[str]:
        shown = show_release(release, asker=TEAM, services=june.services, progress=Silent())
        return [one.organisation for one in shown.uses]

    assert uses(first) == ["A partner of the tests", "the district police"]
    assert uses(second) == []
    assert verify_release(first, asker=TEAM, services=june.services, progress=Silent()).same
    rows = june.services.catalogue.audit(AuditAsked(kind=AuditKind.USE))
    assert [row.subjects[0] for row in rows] == [first, first]
    assert {row.because for row in rows} == {"entered what a release led to"}


def test_a_recipient_speaks_of_its_own_releases(june: House) -> None:
    """Of what another got, or the team itself, it says nothing; what is published is anybody's."""
    other = Partner(OTHER, "Another partner", "To test", threshold=5)
    add_agreement(
        partner_agreement(other, june.services.standard),
        asker=TEAM,
        services=june.services,
        progress=Silent(),
    )
    theirs, others = (released(june, agreement=one) for one in (PARTNER, OTHER))
    ours, public = (released(june, preset=one) for one in ("internal", "public"))

    assert used(june, theirs, agreement=PARTNER).organisation == "A partner of the tests"
    (row,) = june.services.catalogue.audit(AuditAsked(kind=AuditKind.USE))
    assert row.agreement == f"{PARTNER}@1"
    assert used(june, public, agreement=PARTNER).organisation == "A partner of the tests"
    assert refusal(lambda: used(june, others, agreement=PARTNER)) == "use-not-yours"
    assert refusal(lambda: used(june, ours, agreement=PARTNER)) == "use-not-yours"
    by = {"agreement": PARTNER, "by": "the mayor"}
    assert refusal(lambda: used(june, theirs, **by)) == "use-refused"
    assert refusal(lambda: used(june, theirs, agreement="nobody")) == "agreement-unknown"
    assert used(june, ours).organisation == "the team itself"
    assert refusal(lambda: used(june, public)) == "use-refused"
    assert used(june, public, by="a charity").organisation == "a charity"


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"kind": "party"}, "use-refused"),
        ({"on": "2026-06-30"}, "use-refused"),
        ({"on": "2026-07-02"}, "use-refused"),
        ({"on": "Friday"}, "bad-argument"),
        ({"what": " "}, "note-form"),
        ({"what": "helped Mary Jones"}, "note-identifies"),
        ({"what": "rang 07700 900123"}, "note-identifies"),
        ({"by": "943 476 5919"}, "note-identifies"),
    ],
)
def test_what_cannot_be_entered_says_why(june: House, told: dict[str, str], kind: str) -> None:
    """Other kinds, days before the release or to come, and texts that name are refused."""
    release = released(june, agreement=PARTNER)
    assert refusal(lambda: used(june, release, **told)) == kind
    assert june.services.catalogue.release_uses() == ()


def test_what_was_never_released_led_to_nothing(june: House) -> None:
    """An id that nobody was given is refused."""
    assert refusal(lambda: used(june, "r-1")) == "release-unknown"


def test_the_commands_enter_and_show(
    tmp_path: Path,
    elm_profile: str,
    elm_header: str,
    elm_line: Line,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is entered stands with the release, and what is printed stays JSON."""
    made = make_workspace(tmp_path / "house")
    (tmp_path / "elm.toml").write_text(elm_profile, encoding="utf-8")
    rows = [elm_header, *(elm_line(f"N{one}") for one in range(30))]
    (tmp_path / "june.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with connect(made) as session:
        session.add_sender(tmp_path / "elm.toml")
        agree(session.services)
        session.submit(tmp_path / "june.csv", sender="elm", month="2026-06")

    def told(*words: str, code: int = 0) -> str:
        assert run([*words, "--workspace", str(made)]) == code
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return out or err

    release = json.loads(told("count", "--by", "month", "--agreement", PARTNER, "--json"))[
        "release"
    ]
    assert "led_to" not in json.loads(told("release", "show", release))
    what = ("--what", "staff were trained", "--kind", "training")
    assert "led to training by A partner" in told("release", "use", release, *what)
    under = told("release", "use", release, *what, "--agreement", PARTNER, "--json")
    assert json.loads(under)["organisation"] == "A partner of the tests"
    shown = json.loads(told("release", "show", release))
    assert len(shown["led_to"]) == 2
    assert json.loads(told("release", "show", release, "--json"))["uses"][0]["kind"] == "training"
    assert "no release" in told("release", "use", "r-1", *what, code=int(Family.USAGE))

"""Series start anew where a person says so, with a reason; it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tiig.cli.app import run
from tiig.journeys.quality_rebases import (
    RebaseLine,
    RebaseRequest,
    add_rebase,
    list_rebases,
    undo_rebase,
)
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.errors import Family, TiigError
from tiig.model.months import Month
from tiig.model.rebases import Series, rebase_months, standing_rebases
from tiig.testing import PARTNER, agree
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
WEAPON = "injury_mechanism"
LEAD = Asker.local("lead", purpose="testing")
JUNE = Month(2026, 6)


def month_of(line: Line, month: int) -> list[str]:
    """Return three assaults at A."""
    arrived = f"2026-{month:02d}-03 21:15"
    return [line(f"{month}-{one}", Arrived=arrived) for one in range(3)]


@pytest.fixture
def months(house: House, elm_line: Line) -> House:
    """Elm's May and June, at A alone."""
    for month in (5, 6):
        house.send(house.write(month_of(elm_line, month)), f"2026-{month:02d}")
    return house


def add(house: House, **asked: Any) -> RebaseLine:  # noqa: ANN401 - what is re-based
    """Let use of the weapon at A start anew in June, unless told otherwise."""
    told: dict[str, Any] = {
        "site": "Elm General", "measure": "known", "month": "2026-06", "item": WEAPON,
        "because": "a new form since 1 June",
    } | asked  # fmt: skip
    return add_rebase(RebaseRequest(**told), asker=LEAD, services=house.services, progress=Silent())


def undo(house: House, rebase: str, because: str = "the form was taken back") -> RebaseLine:
    """Take one back."""
    return undo_rebase(rebase, because, asker=LEAD, services=house.services, progress=Silent())


def listed(house: House, *, undone: bool = False) -> tuple[RebaseLine, ...]:
    """List them."""
    return list_rebases(None, undone=undone, asker=LEAD, services=house.services, progress=Silent())


def test_a_series_starts_anew_and_goes_back(months: House) -> None:
    """What counts is known by series and month, at every moment; both decisions stay."""
    assert listed(months) == ()
    made = add(months)
    series = Series("XQ101", WEAPON, "known")
    then = months.services.clock.now()
    catalogue = months.services.catalogue
    assert rebase_months(standing_rebases(catalogue.rebases())) == {series: (JUNE,)}
    assert listed(months) == (made,)

    assert undo(months, made.rebase.id).undone
    assert listed(months) == ()
    assert [one.undone for one in listed(months, undone=True)] == [True]
    assert rebase_months(standing_rebases(catalogue.rebases(), then)) == {series: (JUNE,)}
    assert not add(months).undone
    rows = catalogue.audit(AuditAsked(kind=AuditKind.PROGRAMME))
    assert [row.because for row in rows] == [
        "a new form since 1 June", "the form was taken back", "a new form since 1 June"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"site": "nowhere"}, "site-unknown"),
        ({"site": "XQ102"}, "rebase-refused"),
        ({"item": "shoe_size"}, "item-unwatched"),
        ({"measure": "volume"}, "bad-argument"),
        ({"month": "2026-05"}, "rebase-refused"),
        ({"month": "2026-07"}, "rebase-refused"),
        ({"month": "2019-01"}, "month-without-data"),
        ({"month": "June"}, "bad-argument"),
        ({"because": " "}, "rebase-refused"),
        ({"because": "because of John Smith"}, "reason-identifies"),
    ],
)
def test_what_cannot_start_anew_says_why(months: House, told: dict[str, Any], kind: str) -> None:
    """Months without data, or with nothing before them, and reasons that name are refused."""
    with pytest.raises(TiigError) as raised:
        add(months, **told)
    assert raised.value.kind.id == kind
    assert months.services.catalogue.rebases() == ()


def test_one_stands_in_a_month(months: House) -> None:
    """Twice is refused; what does not stand is not taken back, nor without a reason."""
    made = add(months).rebase.id

    def kind(what: Callable[[], object]) -> str:
        with pytest.raises(TiigError) as raised:
            what()
        return raised.value.kind.id

    assert kind(lambda: add(months)) == "rebase-stands"
    assert kind(lambda: undo(months, made, " ")) == "rebase-refused"
    undo(months, made)
    assert kind(lambda: undo(months, made)) == "rebase-unknown"
    partner = Asker.local("partner", purpose="testing", agreement=PARTNER)
    services = months.services
    assert (
        kind(
            lambda: list_rebases(
                None, undone=True, asker=partner, services=services, progress=Silent()
            )
        )
        == "programme-ours"
    )


def test_the_commands_add_list_and_undo(
    tmp_path: Path,
    elm_profile: str,
    elm_header: str,
    elm_line: Line,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A re-base goes its way at the command line."""
    made = make_workspace(tmp_path / "house")
    (tmp_path / "elm.toml").write_text(elm_profile, encoding="utf-8")
    with connect(made) as session:
        session.add_sender(tmp_path / "elm.toml")
        agree(session.services)
        for month in (5, 6):
            path = tmp_path / f"{month}.csv"
            path.write_text("\n".join([elm_header, *month_of(elm_line, month)]) + "\n", "utf-8")
            session.submit(path, sender="elm", month=f"2026-{month:02d}")

    def told(*words: str, code: int = 0) -> str:
        assert run(["quality", "rebase", *words, "--workspace", str(made)]) == code
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return out or err

    add_ = ("add", "--site", "XQ101", "--measure", "volume", "--from", "2026-06", "--because", "x")
    one = json.loads(told(*add_, "--json"))["rebase"]["id"]
    assert "volume" in told("list")
    assert "starts anew in 2026-06 already" in told(*add_, code=int(Family.USAGE))
    assert "is taken back" in told("undo", one, "--because", "a mistake")
    assert one not in told("list")
    assert "taken back" in told("list", "--all")
    assert one in told("list", "--all", "--json")

"""A value nobody explained is confirmed, approved, foretold, and read again; nothing else moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tiig.intake.code_lists import ProposedCode
from tiig.journeys.codes import CodesAsked, list_codes
from tiig.journeys.decide_codes import (
    CodesDecided,
    CodesRequest,
    approve_codes,
    confirm_codes,
)
from tiig.journeys.rederive import Rederived, RederiveRequest, rederive
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.code_map import CodeState
from tiig.model.errors import TiigError

House = Any
Line = Callable[..., str]
Verb = Callable[..., CodesDecided]
ADA, BOB = (Asker.local(name, purpose="to map local codes") for name in ("ada", "bob"))
BAT = ProposedCode("elm", "injury_mechanism", "BAT", "blunt")


def decide(
    house: House,
    verb: Verb,
    *proposed: ProposedCode,
    by: Asker = ADA,
    **more: Any,  # noqa: ANN401 - the options of the request
) -> CodesDecided:
    """Decide something of Elm's values."""
    request = CodesRequest("the sender said so", proposed, **more)
    return verb(request, asker=by, services=house.services, progress=Silent())


def again(house: House, **more: Any) -> Rederived:  # noqa: ANN401 - the options of the request
    """Read Elm's rows again."""
    request = RederiveRequest("the map has changed", **more)
    return rederive(request, asker=ADA, services=house.services, progress=Silent())


def questions(house: House) -> Any:  # noqa: ANN401 - what is asked
    """Return what is asked of Elm's values."""
    return list_codes(CodesAsked("elm"), asker=ADA, services=house.services, progress=Silent())


def weapons(house: House, **asked: Any) -> dict[str, int | float | None]:  # noqa: ANN401
    """Count recorded assaults by weapon, exactly."""
    table = house.ask("weapon", **asked)
    return {row.nodes[0]: row.count.value for row in table.rows}


@pytest.fixture
def sent(house: House, elm_line: Line) -> House:
    """Elm's house with twelve rows of a weapon that nobody has explained, and six of a knife."""
    rows = [elm_line(f"n{n}", Weapon="Bat") for n in range(12)]
    rows += [elm_line(f"k{n}", Weapon="K") for n in range(6)]
    rows += [elm_line(f"r{n}", Weapon=f"rare {n}") for n in range(3)]
    house.send(house.write(rows), confirm=True)
    return house


def test_from_a_question_to_moved_figures(sent: House) -> None:
    """Listed, confirmed, refused to the same name, approved by another, read again as foretold."""
    found = questions(sent)
    (asked,) = found.questions
    assert (asked.value, asked.state, asked.rows) == ("bat", CodeState.OPEN, "10")
    assert [(one.item, one.rows) for one in found.unlisted] == [
        ("injury_mechanism", "fewer than 5")
    ]
    before = weapons(sent)
    known = sent.services.clock.now()

    decide(sent, confirm_codes, BAT)
    with pytest.raises(TiigError) as raised:
        decide(sent, approve_codes, BAT)
    assert raised.value.kind.id == "code-same-name"
    told = decide(sent, approve_codes, BAT, by=BOB).effects
    assert told is not None
    assert told.rows == {"XQ101 2026-06": "10"}
    assert weapons(sent) == before, "an approval alone moves no figure of what came before"

    done = again(sent, sender="elm")
    assert [(line.site, line.changed) for line in done.lines] == [("XQ101", "10")]
    after = weapons(sent)
    assert after != before
    assert sent.total() == 21
    foretold = {
        cell.nodes: cell.after for one in told.moved if one.by == ("weapon",) for cell in one.cells
    }
    assert foretold
    for nodes, value in foretold.items():
        assert f"{after[nodes[0]]:,}" == value
    assert weapons(sent, as_known_at=f"{known:%Y-%m-%dT%H:%M:%S}") == before
    assert again(sent).lines == ()

"""A value nobody explained is confirmed, approved, foretold, and read again; nothing else moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tiig.intake.code_lists import ProposedCode
from tiig.journeys.codes import CodesAsked, list_code_decisions, list_codes
from tiig.journeys.decide_codes import (
    CodesDecided,
    CodesRequest,
    approve_codes,
    confirm_codes,
    refuse_codes,
    undo_codes,
)
from tiig.journeys.quality import QualityRequest, quality
from tiig.journeys.rederive import Rederived, RederiveRequest, rederive
from tiig.journeys.releases import verify_release
from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
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


def refused(house: House, verb: Verb, *proposed: ProposedCode, **more: Any) -> str:  # noqa: ANN401
    """Return the kind of error with which something is refused."""
    with pytest.raises(TiigError) as raised:
        decide(house, verb, *proposed, **more)
    return raised.value.kind.id


def approved(house: House, *proposed: ProposedCode) -> None:
    """Have values explained by one name and approved by another."""
    decide(house, confirm_codes, *proposed)
    decide(house, approve_codes, *proposed, by=BOB)


def again(house: House, **more: Any) -> Rederived:  # noqa: ANN401 - the options of the request
    """Read Elm's rows again."""
    request = RederiveRequest("the map has changed", **more)
    return rederive(request, asker=ADA, services=house.services, progress=Silent())


def questions(house: House, **asked: Any) -> Any:  # noqa: ANN401 - what is asked
    """Return what is asked of values."""
    request = CodesAsked(**asked)
    return list_codes(request, asker=ADA, services=house.services, progress=Silent())


def weapons(house: House, **asked: Any) -> dict[str, int | float | None]:  # noqa: ANN401
    """Count attendances by weapon, exactly."""
    table = house.ask("weapon", **asked)
    return {row.nodes[0]: row.count.value for row in table.rows}


def bats(line: Line, count: int, **cells: str) -> list[str]:
    """Return rows of a weapon that nobody has explained."""
    month = cells.get("Arrived", "2026-06")[:7]
    return [line(f"bat {month} {n}", Weapon="Bat", **cells) for n in range(count)]


@pytest.fixture
def sent(house: House, elm_line: Line) -> House:
    """Elm's house with twelve rows of a weapon that nobody has explained, and six of a knife."""
    rows = bats(elm_line, 12) + [elm_line(f"k{n}", Weapon="K") for n in range(6)]
    rows += [elm_line(f"r{n}", Weapon=f"rare {n}") for n in range(3)]
    house.send(house.write(rows), confirm=True)
    return house


def test_from_a_question_to_moved_figures(sent: House) -> None:
    """Listed, confirmed, refused to the same name, approved by another, read again as foretold."""
    found = questions(sent, sender="elm")
    (asked,) = found.questions
    assert (asked.value, asked.state, asked.rows) == ("bat", CodeState.OPEN, "10")
    assert [(one.item, one.rows) for one in found.unlisted] == [
        ("injury_mechanism", "fewer than 5")
    ]
    before = weapons(sent)
    known = sent.services.clock.now()

    decide(sent, confirm_codes, BAT)
    assert refused(sent, approve_codes, BAT) == "code-same-name"
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


def test_what_was_released_is_still_computed_to_the_digit(sent: House) -> None:
    """Rows that were read again do not change what was answered before."""
    sent.ask("weapon")
    (release,) = [one.id for one in sent.services.catalogue.releases() if one.questions != "[]"]
    approved(sent, BAT)
    again(sent)

    found = verify_release(release, asker=ADA, services=sent.services, progress=Silent())
    assert found.same, found.why


def test_quality_follows_and_stays_as_known_then(sent: House) -> None:
    """Unmapped becomes given in the counts of what is in force; the first counts stay."""

    def faulty() -> Any:  # noqa: ANN401 - what is shown
        asked = QualityRequest(item="injury_mechanism", month="2026-06", preset="internal")
        return quality(asked, asker=ADA, services=sent.services, progress=Silent())

    before = faulty()
    approved(sent, BAT)
    again(sent)
    after = faulty()
    assert before.shown_digest != after.shown_digest
    (pair,) = sent.services.catalogue.pairs()
    catalogue = sent.services.catalogue
    first = {(o.item, o.measure): o.count for o in catalogue.measures(pair.revision)}
    now = catalogue.reread_measures(pair.revision, pair.derivation)
    told = {(o.item, o.measure): o.count for o in now}
    asked = ("injury_mechanism", "unmapped")
    assert (first[asked], told[asked]) == (15, 3)
    older = next(one.id for one in catalogue.releases() if "quality" in one.questions)
    assert verify_release(older, asker=ADA, services=sent.services, progress=Silent()).same


def test_the_next_month_is_read_by_it(sent: House, elm_line: Line) -> None:
    """A value that is approved is no question any more; receipt and derivation name the map."""
    approved(sent, BAT)
    told = sent.send(sent.write(bats(elm_line, 7, Arrived="2026-05-03 21:15")), "2026-05")
    (may,) = [one for one in sent.services.catalogue.pairs() if str(one.month) == "2026-05"]
    derivation = sent.services.catalogue.derivation(may.derivation)

    assert derivation.codes == told.receipt.codes != ""
    assert weapons(sent, where=["month=2026-05"])["blunt"] == 7
    assert [str(line.month) for line in again(sent, check_only=True).lines] == ["2026-06"]


def test_the_next_sender_is_offered_it(sent: House, elm_profile: str) -> None:
    """The same value of the same item, with who and when; it is not read so unseen."""
    approved(sent, BAT)
    other = elm_profile.replace('id = "elm"', 'id = "oak"').replace("XQ1", "XQ2")
    sent.add(other)
    rows = sent.write(
        ["n1,A,2026-06-03 21:15,34,X,Bat,,4"] * 1
        + [f"m{n},A,2026-06-03 21:15,34,X,Bat,,4" for n in range(8)]
    )
    submit(
        SubmitRequest(str(rows), "oak", "2026-06", confirm=True),
        asker=ADA,
        services=sent.services,
        progress=Silent(),
    )
    (asked,) = questions(sent, sender="oak").questions
    assert asked.state is CodeState.OPEN
    (may,) = asked.suggestions
    assert (may.node, may.confidence) == ("blunt", "high")
    assert "elm by bob" in may.reason


def test_who_confirmed_approves_alone_after_a_night(sent: House) -> None:
    """A day later the same name may; it is marked so for ever."""
    decide(sent, confirm_codes, BAT)
    assert refused(sent, approve_codes, BAT) == "code-same-name"
    sent.services.clock.at += timedelta(days=1)
    (made,) = decide(sent, approve_codes, BAT).decisions
    assert made.alone
    decisions = list_code_decisions("elm", asker=BOB, services=sent.services, progress=Silent())
    assert [(one.step, one.alone) for one in decisions] == [
        ("confirmed", False),
        ("approved", True),
    ]


def test_nothing_is_mapped_twice_or_unseen(sent: House) -> None:
    """Each refusal says what it is; nothing is decided."""
    item = "injury_mechanism"
    wrong = {
        "code-mapped": replace(BAT, value="K"),
        "code-unknown": replace(BAT, value="rare 1"),
        "code-node": replace(BAT, node="a bat"),
        "code-item": replace(BAT, item="age"),
        "sender-unknown": replace(BAT, sender="ash"),
    }
    # The profile's own code is listed like any other local value.
    listed = {one.value for one in sent.services.catalogue.local_values("elm") if one.item == item}
    assert listed == {"bat", "k"}
    assert {kind: refused(sent, confirm_codes, one) for kind, one in wrong.items()} == {
        kind: kind for kind in wrong
    }
    assert refused(sent, approve_codes, BAT) == "code-not-confirmed"
    assert refused(sent, undo_codes, BAT) == "code-undecided"
    assert sent.services.catalogue.code_decisions() == ()


def test_local_values_are_for_the_team_itself(sent: House) -> None:
    """Nobody sees, decides or applies anything under an agreement, nor decides without purpose."""
    house = {"services": sent.services, "progress": Silent()}
    request = RederiveRequest("the map has changed")
    verbs: dict[str, Callable[[Asker], Any]] = {
        "list": lambda who: list_codes(CodesAsked(), asker=who, **house),
        "decisions": lambda who: list_code_decisions(None, asker=who, **house),
        "confirm": lambda who: decide(sent, confirm_codes, BAT, by=who),
        "rederive": lambda who: rederive(request, asker=who, **house),
    }
    given = replace(ADA, agreement="some agreement")
    for who, kind, names in (
        (given, "codes-ours", set(verbs)),
        (replace(ADA, purpose=None), "codes-purpose", {"confirm", "rederive"}),
    ):
        for name in names:
            with pytest.raises(TiigError) as raised:
                verbs[name](who)
            assert raised.value.kind.id == kind, name
    assert sent.services.catalogue.code_decisions() == ()


def test_a_value_that_is_refused_stays_unmapped_until_that_is_undone(sent: House) -> None:
    """Refusing closes the question, undoing opens it; a mapping taken back gives rows back."""
    before = weapons(sent)
    decide(sent, refuse_codes, BAT)
    assert [one.state for one in questions(sent).questions] == [CodeState.REFUSED]
    assert questions(sent, open_only=True).questions == ()
    decide(sent, undo_codes, BAT)
    approved(sent, BAT)
    assert refused(sent, approve_codes, BAT, by=BOB) == "code-settled"
    again(sent)
    assert weapons(sent) != before
    decide(sent, undo_codes, BAT)
    again(sent)
    assert weapons(sent) == before
    assert [one.state for one in questions(sent).questions] == [CodeState.OPEN]


def test_a_mapping_that_is_changed_counts_once_it_is_approved(sent: House) -> None:
    """Until then the one before counts; rows go from one category to the other."""
    approved(sent, BAT)
    again(sent)
    other = replace(BAT, node="sharp.knife")
    decide(sent, confirm_codes, other)
    assert again(sent).lines == ()
    decide(sent, approve_codes, other, by=BOB)
    again(sent)
    assert weapons(sent)["sharp"] == 18


def test_many_at_once_from_a_file(sent: House, tmp_path: Path) -> None:
    """All of a file or nothing: every wrong line is named, no cell of it repeated."""
    path = tmp_path / "decisions.csv"
    head = "sender,item,value,node\n"
    path.write_text(f"{head}elm,injury_mechanism,bat,blunt\nelm,injury_mechanism,rubbish,blunt\n")
    with pytest.raises(TiigError) as raised:
        decide(sent, confirm_codes, path=str(path))
    assert raised.value.kind.id == "codes-refused"
    assert "line 3" in raised.value.sentence
    assert "rubbish" not in raised.value.sentence
    assert sent.services.catalogue.code_decisions() == ()

    path.write_text(f"{head}elm,injury_mechanism,bat,blunt\nelm,injury_mechanism,k,\n")
    assert len(decide(sent, confirm_codes, path=str(path), check_only=True).decisions) == 1
    assert sent.services.catalogue.code_decisions() == ()
    assert len(decide(sent, confirm_codes, path=str(path)).decisions) == 1
    assert decide(sent, confirm_codes, path=str(path)).unchanged == 1


def test_a_withdrawn_month_is_left_alone(sent: House, elm_line: Line) -> None:
    """Nothing of it is read again; what comes back is read by the map when next asked."""
    first = sent.services.catalogue.submissions()[0].id
    more = bats(elm_line, 13) + [elm_line(f"k{n}") for n in range(6)]
    second = sent.send(sent.write(more), confirm=True).submission
    approved(sent, BAT)
    again(sent)
    sent.withdraw(second)
    assert {pair.revision for pair in sent.services.catalogue.pairs()} == {first}
    assert weapons(sent)["blunt"] == 0
    assert len(again(sent).lines) == 1
    assert weapons(sent)["blunt"] == 12
    sent.withdraw(first)
    assert again(sent).lines == ()


def test_reading_again_makes_no_revision_later(sent: House, elm_line: Line) -> None:
    """An attendance in two months counts where it was told last, whichever was read again."""
    moved = bats(elm_line, 5)
    later = [row.replace("2026-06-03", "2026-07-01") for row in moved]
    sent.send(sent.write(later), "2026-07", confirm=True)
    before = {row.nodes[0]: row.count.value for row in sent.ask("month").rows}
    approved(sent, BAT)
    again(sent)
    assert {row.nodes[0]: row.count.value for row in sent.ask("month").rows} == before


def test_parts_of_a_month_are_read_again_each(house: House, elm_line: Line) -> None:
    """Two files of days stand beside each other before and after."""
    early = [elm_line(f"e{n}", Weapon="Bat", Arrived="2026-06-03 21:15") for n in range(6)]
    late = [elm_line(f"l{n}", Weapon="Bat", Arrived="2026-06-23 21:15") for n in range(7)]
    house.send(house.write(early), "2026-06-01..2026-06-14", confirm=True)
    house.send(house.write(late), "2026-06-15..2026-06-30", confirm=True)
    days = [str(pair.days) for pair in house.services.catalogue.pairs()]
    assert len(days) == 2
    house.ask("weapon")
    decide(house, confirm_codes, BAT)
    told = decide(house, approve_codes, BAT, by=BOB).effects
    assert told is not None
    assert [one.by for one in told.moved] == [("weapon",)]
    done = again(house)
    assert [(str(line.month), line.changed) for line in done.lines] == [("2026-06", "15")]
    entries = house.services.catalogue.audit(AuditAsked(kind=AuditKind.CODES))
    assert entries[-1].because.startswith("read 1 site-months again")
    assert [str(pair.days) for pair in house.services.catalogue.pairs()] == days
    assert weapons(house)["blunt"] == 13

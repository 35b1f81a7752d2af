"""A decision on a place phrase reaches every row that carries its id, whenever the row came."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.places_world import (
    LEAD,
    Line,
    counted,
    decide,
    ids,
    listed,
    rotate,
    rows_of,
    send,
    with_places,
    words,
)

from tiig.desk.phrases import seen_phrases, steadily
from tiig.journeys.decide_places import DecideRequest, decide_places, undo_decision
from tiig.journeys.places import PhrasesAsked, list_decisions, list_phrases, show_phrase
from tiig.journeys.releases import verify_release
from tiig.journeys.retention import RetentionRequest, run_retention
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.errors import TiigError
from tiig.model.keys import KeyLayers
from tiig.model.places import Proposed, Ruling

MARKET = [("Corn Market", f"P{number}", "") for number in range(6)]
PUB = [("The Black Lion", f"P{number}", "") for number in range(3)]
PUB += [("the black lion", f"P{number}", "licensed.pub") for number in range(3, 6)]
RARE = [("Mill Lane", "P1", ""), ("mill lane", "P2", "other")]
HOME = [("12 Hope Street", f"P{number}", "home.own") for number in range(6)]
ALL = [*MARKET, *PUB, *RARE, *HOME]
CARRIED_BY_NOBODY = "0" * 32


@pytest.fixture
def house(new_house: Callable[..., Any], elm_header: str, elm_line: Line) -> Any:  # noqa: ANN401 - the house of conftest
    """A house with June in force: a market, a pub, a rare lane, and homes."""
    made = new_house(with_places)
    send(made, elm_header, rows_of(elm_line, ALL))
    return made


def raised(work: Callable[[], object]) -> str:
    """Return the kind of error that something ends in."""
    with pytest.raises(TiigError) as fault:
        work()
    return fault.value.kind.id


def undone(house: Any, phrase: str) -> object:  # noqa: ANN401
    """Take back what stands decided of a phrase."""
    return undo_decision(phrase, "no", asker=LEAD, services=house.services, progress=Silent())


def filled(house: Any, **asked: Any) -> Any:  # noqa: ANN401
    """Count the rows whose place type was decided."""
    return counted(house, "place_decided:2", where=["place_decided_basis=decided"], **asked)


def test_the_list_shows_what_five_people_name_and_never_a_home(house: Any) -> None:  # noqa: ANN401
    """The phrase that would gain most comes first; rare ones are only counted."""
    found = listed(house)

    told = [
        (line.words, line.seen.untyped, line.seen.rows, line.seen.persons)
        for line in found.lines
        if line.seen
    ]
    assert told == [("corn market", 6, 6, 6), ("the black lion", 3, 6, 6)]
    assert (found.rare, found.wordless, found.more) == (1, 0, 0)
    assert {"home", "mill lane"} <= set(ids(house))  # they are there, and shown to nobody


def test_no_look_without_purpose_or_under_an_agreement(house: Any) -> None:  # noqa: ANN401
    """The team reads phrases for its own stated purpose, nobody else, and each look is kept."""
    nobody, partner = Asker.local("lead"), replace(LEAD, agreement="partner")

    def look(asker: Asker) -> object:
        return list_phrases(PhrasesAsked(), asker=asker, services=house.services, progress=Silent())

    assert raised(lambda: look(nobody)) == "phrases-purpose"
    assert raised(lambda: look(partner)) == "phrases-ours"
    look(LEAD)
    rows = house.services.catalogue.audit(AuditAsked(kind=AuditKind.PLACE))
    assert [(row.because, row.purpose) for row in rows] == [("2 place phrases read", LEAD.purpose)]


def test_a_decision_fills_what_the_sender_left_out(house: Any) -> None:  # noqa: ANN401
    """The sender's own types stand; existing dimensions do not move; the basis is told."""
    before = counted(house, "injury_place_type:2")

    done = decide(
        house, words(house)["the black lion"], place_type="licensed.pub", name="Black Lion"
    )
    decide(house, words(house)["corn market"], no_place=True)

    assert (done.rows, done.replaced, done.unchanged) == (3, 0, 0)
    assert counted(house, "place_decided:2") == {
        ("licensed.pub",): 6, ("home.own",): 6, ("other",): 1, ("~not_recorded",): 7
    }  # fmt: skip
    assert counted(house, "place_decided_basis") == {
        ("sender",): 10, ("decided",): 3, ("no-place",): 6, ("~not_recorded",): 1
    }  # fmt: skip
    assert before == counted(house, "injury_place_type:2")


def test_other_is_filled_and_a_rare_phrase_can_be_decided(house: Any) -> None:  # noqa: ANN401
    """Who knows an id may decide of it; its words and numbers are shown to nobody all the same."""
    lane = ids(house)["mill lane"]

    decide(house, lane, place_type="public.street")
    shown = show_phrase(lane, asker=LEAD, services=house.services, progress=Silent())

    assert filled(house) == {("public.street",): 2}
    assert (shown.line.words, shown.line.seen) == (None, None)
    assert [one.place_type for one in shown.history] == ["public.street"]


def test_an_area_is_counted_by_its_authority(house: Any) -> None:  # noqa: ANN401
    """Wherever in it the place lies; rows without a decided area are not recorded."""
    lookup = house.services.geography.lookup(house.services.geography.list()[0].name)
    lsoa, authority = lookup["lsoa"][0], lookup["la"][0]

    decide(house, words(house)["corn market"], place_type="public", area=lsoa)

    assert counted(house, "place_decided_la") == {(authority,): 6, ("~not_recorded",): 14}
    assert counted(house, "place_decided_la", where=[f"place_decided_la={authority}"]) == {
        (authority,): 6
    }


def test_a_later_decision_replaces_and_undo_brings_back(house: Any) -> None:  # noqa: ANN401
    """Nothing is deleted: what stood stands again, and the history tells all of it."""
    market = words(house)["corn market"]
    decide(house, market, place_type="public.street")
    assert decide(house, market[:8], place_type="commercial").replaced == 1
    assert decide(house, market, place_type="commercial").unchanged == 1
    assert filled(house) == {("commercial",): 6}

    undone(house, market)
    assert filled(house) == {("public.street",): 6}
    undone(house, market)
    assert filled(house) == {}
    assert raised(lambda: undone(house, market)) == "place-undecided"

    def history(*, every: bool) -> list[Ruling]:
        told = list_decisions(every=every, asker=LEAD, services=house.services, progress=Silent())
        return [one.ruling for one in told]

    assert history(every=False) == []
    assert history(every=True) == [Ruling.PLACE, Ruling.PLACE, Ruling.UNDONE, Ruling.UNDONE]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"place_type": "pub"}, "place-refused"),
        ({"area": "E08000003"}, "place-refused"),
        ({}, "place-refused"),
        ({"place_type": "public", "no_place": True}, "place-refused"),
        ({"place_type": "home.own", "area": "XS-A01"}, "place-refused"),
        ({"place_type": "home.own", "name": "The flats"}, "place-refused"),
        ({"name": "where John Smith drinks"}, "place-refused"),
        ({"name": "Mr John Smith"}, "place-refused"),
        ({"name": "call 07700 900123"}, "place-refused"),
        ({"name": "two\nlines"}, "place-refused"),
        ({"name": "x" * 81}, "place-refused"),
        ({"name": ""}, "place-refused"),
        ({"name": "  ", "area": " "}, "place-refused"),
        ({"name": "=1+1"}, "place-refused"),
        ({"name": " +Plus"}, "place-refused"),
        ({"name": "-Minus"}, "place-refused"),
        ({"name": "@Home Bar"}, "place-refused"),
    ],
)
def test_what_cannot_be_decided(house: Any, said: dict[str, Any], kind: str) -> None:  # noqa: ANN401
    """Each is refused with a reason, and nothing is written."""
    market = words(house)["corn market"]

    assert raised(lambda: decide(house, market, **said)) == kind

    assert house.services.catalogue.place_decisions() == ()


def test_phrases_that_cannot_be_decided(house: Any) -> None:  # noqa: ANN401
    """Unknown ids, too short ones, and the phrase that stands for every home."""
    home, told = ids(house)["home"], {"place_type": "public"}

    assert raised(lambda: decide(house, CARRIED_BY_NOBODY, **told)) == "phrase-unknown"
    assert raised(lambda: decide(house, "abc", **told)) == "phrase-unknown"
    assert raised(lambda: decide(house, home, **told)) == "phrase-of-homes"
    assert raised(lambda: decide(house, home[:8], **told)) == "phrase-of-homes"


def test_a_phrase_decided_to_be_a_home_is_listed_no_more(house: Any) -> None:  # noqa: ANN401
    """Its words are nobody's to read from then on; taken back, they may be read again."""
    market = words(house)["corn market"]
    decide(house, market, place_type="home.other")

    assert set(words(house)) == {"the black lion"}

    undone(house, market)
    assert set(words(house)) == {"the black lion", "corn market"}


def test_a_file_is_decided_whole_or_not_at_all(house: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """A check writes nothing; one wrong line and nothing is decided; twice is as good as once."""
    told = words(house)
    market, lion = told["corn market"], told["the black lion"]
    file = tmp_path / "decisions.csv"

    def decided(text: str, *, check: bool = False) -> Any:  # noqa: ANN401
        file.write_text(text, encoding="utf-8")
        request = DecideRequest("first round", path=str(file), check_only=check)
        return decide_places(request, asker=LEAD, services=house.services, progress=Silent())

    good = f"phrase,words,type,name,no_place\n{market},x,public.street,,\n{lion},x,,,yes\n,,,,\n"
    checked = decided(good, check=True)
    assert (len(checked.decisions), checked.rows, checked.check_only) == (2, 6, True)
    with pytest.raises(TiigError) as fault:
        decided(good + f"{market[:9]},x,public,,\n{CARRIED_BY_NOBODY},x,nothing,,\n")
    assert fault.value.sentence.startswith(
        "Nothing was decided: line 5: the phrase is decided twice"
    )
    assert "line 6: there is no such place type" in fault.value.sentence
    assert "line 6: no row in force carries" in fault.value.sentence
    assert house.services.catalogue.place_decisions() == ()

    decided(good)
    assert decided(good).unchanged == 2
    assert len(house.services.catalogue.place_decisions()) == 2


@pytest.mark.parametrize(
    "text",
    ["", "type\npublic\n", "phrase,phrase\na,b\n", "phrase,type,more\na,public,x\n",
     "phrase,type\naaaa\n", "phrase,type\na,public,more\n", "phrase,no_place\na,perhaps\n",
     'phrase,type\na,"pub\n'],
)  # fmt: skip
def test_a_file_that_is_none(house: Any, tmp_path: Path, text: str) -> None:  # noqa: ANN401
    """It is refused with a reason, before anything is looked up."""
    file = tmp_path / "decisions.csv"
    file.write_text(text, encoding="utf-8")
    request = DecideRequest("first round", path=str(file))

    def decided() -> object:
        return decide_places(request, asker=LEAD, services=house.services, progress=Silent())

    assert raised(decided) == "places-file"


def test_a_reason_that_names_somebody_is_refused(house: Any) -> None:  # noqa: ANN401
    """It would be kept for ever."""
    request = DecideRequest(
        "asked by Mr John Smith", (Proposed(words(house)["corn market"], "public"),)
    )

    def decided() -> object:
        return decide_places(request, asker=LEAD, services=house.services, progress=Silent())

    assert raised(decided) == "reason-identifies"
    assert house.services.catalogue.place_decisions() == ()


def test_it_reaches_rows_when_everything_else_is_gone(
    house: Any,  # noqa: ANN401
    elm_header: str,
    elm_line: Line,
) -> None:
    """Original and phrases are destroyed, keys changed: old rows keep it, new rows get it."""
    decide(house, words(house)["corn market"], place_type="public.street")
    lane = ids(house)["mill lane"]
    house.services.clock.at += timedelta(days=400)
    run_retention(RetentionRequest(), asker=LEAD, services=house.services, progress=Silent())
    assert house.services.vault.on_disk() == frozenset()
    rotate(house)

    assert filled(house) == {("public.street",): 6}
    send(house, elm_header, rows_of(elm_line, [*MARKET, *PUB], month="2026-07"), "2026-07")
    assert filled(house) == {("public.street",): 12}

    decide(house, lane, place_type="licensed.club")  # an id that was written down before
    assert filled(house) == {("public.street",): 12, ("licensed.club",): 2}
    assert listed(house).wordless == 0
    assert set(words(house)) == {"corn market", "the black lion"}  # July brought the words again


def test_as_known_at_and_lineage(house: Any) -> None:  # noqa: ANN401
    """An earlier moment knows the decisions of then; a release is recomputed with them."""
    market = words(house)["corn market"]
    decide(house, market, place_type="public.street")
    first = house.ask("place_decided")
    then = house.services.clock.now()
    decide(house, market, place_type="commercial")
    second = house.ask("place_decided")

    assert filled(house, as_known_at=then.isoformat()) == {("public.street",): 6}
    assert first.shown_digest != second.shown_digest
    bodies = [
        json.loads(house.services.catalogue.manifest(one.manifest)) for one in (first, second)
    ]
    assert [body["places"]["decisions"] for body in bodies] == [1, 1]
    assert bodies[0]["places"]["digest"] != bodies[1]["places"]["digest"]
    assert "places" not in json.loads(
        house.services.catalogue.manifest(house.ask("injury_place_type").manifest)
    )
    for shown in (first, second):
        assert verify_release(
            shown.release, asker=LEAD, services=house.services, progress=Silent()
        ).same


def test_what_is_read_amid_new_keys_is_read_again(
    house: Any,  # noqa: ANN401
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows of before a change of keys and decisions of after it would not find each other."""
    told = iter([KeyLayers(), *[KeyLayers(phrase=2)] * 3])
    monkeypatch.setattr(house.services.catalogue, "key_layers", lambda: next(told))
    reads: list[int] = []

    assert steadily(lambda: reads.append(1), house.services) == (None, 2)

    assert len(reads) == 2
    restless = iter(KeyLayers(phrase=number) for number in range(1, 99))
    monkeypatch.setattr(house.services.catalogue, "key_layers", lambda: next(restless))
    assert raised(lambda: steadily(lambda: None, house.services)) == "store-locked"


def test_ids_of_before_new_keys_decide_nothing_amid_them(
    house: Any,  # noqa: ANN401
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the keys changed since the phrases were looked for, nothing is written."""
    market = words(house)["corn market"]
    seen = replace(seen_phrases(house.services), layers=7)
    monkeypatch.setattr("tiig.desk.seen_phrases", lambda _services: seen)

    assert raised(lambda: decide(house, market, place_type="public")) == "store-locked"

    assert house.services.catalogue.place_decisions() == ()


def test_a_clock_set_back_decides_nothing(house: Any) -> None:  # noqa: ANN401
    """What is decided or taken back would lie before what stands, and change earlier answers."""
    market, lion = words(house)["corn market"], words(house)["the black lion"]
    decide(house, market, place_type="public.street")
    before = house.services.catalogue.place_decisions()
    house.services.clock.at -= timedelta(hours=2)

    assert raised(lambda: decide(house, market, place_type="commercial")) == "clock-behind"
    assert raised(lambda: decide(house, lion, no_place=True)) == "clock-behind"
    assert raised(lambda: undone(house, market)) == "clock-behind"

    assert house.services.catalogue.place_decisions() == before
    house.services.clock.at += timedelta(hours=2)
    undone(house, market)
    assert filled(house) == {}


def test_what_somebody_decided_meanwhile_is_not_overwritten(
    house: Any,  # noqa: ANN401
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A decision is built on what stood when the phrases were looked for."""
    market = words(house)["corn market"]
    seen = seen_phrases(house.services)
    decide(house, market, place_type="public.street")
    monkeypatch.setattr("tiig.desk.seen_phrases", lambda _services: seen)

    assert raised(lambda: decide(house, market, name="Market")) == "store-locked"

    assert filled(house) == {("public.street",): 6}


def test_rows_of_rare_phrases_are_not_told(house: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """A check would else count for anybody what the list hides; each check stands in the trail."""
    market, lane = words(house)["corn market"], ids(house)["mill lane"]
    file = tmp_path / "decisions.csv"
    file.write_text(f"phrase,type\n{market},public\n{lane},public\n", encoding="utf-8")
    request = DecideRequest("looked at", path=str(file), check_only=True)

    checked = decide_places(request, asker=LEAD, services=house.services, progress=Silent())

    assert (checked.rows, checked.rare) == (6, 1)
    rows = house.services.catalogue.audit(AuditAsked(kind=AuditKind.PLACE))
    assert rows[-1].because == "decisions on 2 place phrases checked"
    done = decide(house, lane, place_type="public")
    assert (done.rows, done.rare) == (0, 1)


def test_what_is_left_unsaid_stays(house: Any) -> None:  # noqa: ANN401
    """A name keeps the type, a type the area; a home or no place keeps nothing."""
    market = words(house)["corn market"]
    lsoa = house.services.geography.lookup(house.services.geography.list()[0].name)["lsoa"][0]

    def stands() -> tuple[object, ...]:
        one = seen_phrases(house.services).decided[market]
        return one.place_type, one.area, one.name

    decide(house, market, place_type="public.street", area=lsoa)
    done = decide(house, market, name="  Corn Market ", place_type=" ")
    assert (stands(), done.rows) == (("public.street", lsoa, "Corn Market"), 6)
    assert decide(house, market, name="Corn Market").unchanged == 1
    decide(house, market, place_type="commercial")
    assert stands() == ("commercial", lsoa, "Corn Market")
    undone(house, market)
    undone(house, market)
    assert stands() == ("public.street", lsoa, None)
    decide(house, market, place_type="home.other")
    assert stands() == ("home.other", None, None)
    assert raised(lambda: decide(house, market, name="Flats")) == "place-refused"
    assert raised(lambda: decide(house, market, area=lsoa)) == "place-refused"
    decide(house, market, no_place=True)
    assert stands() == (None, None, None)


def test_a_file_of_another_geography_is_given_again(house: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """An area that stands is judged no more: its geography may not be the one in use."""
    market = words(house)["corn market"]
    lsoa = house.services.geography.lookup(house.services.geography.list()[0].name)["lsoa"][0]
    decide(house, market, place_type="public.street", area=lsoa, name="Market")
    elsewhere = replace(
        seen_phrases(house.services).decided[market],
        id="another",
        area="W01000001",
        geography="another@2011",
        at=house.services.clock.now(),
    )
    with house.services.catalogue.change(LEAD, "tested") as change:
        change.add_place_decisions([elsewhere])
    file = tmp_path / "decisions.csv"

    def decided(kind: str) -> Any:  # noqa: ANN401
        text = f"phrase,type,area,name\n{market},{kind},W01000001,Market\n"
        file.write_text(text, encoding="utf-8")
        request = DecideRequest("again", path=str(file))
        return decide_places(request, asker=LEAD, services=house.services, progress=Silent())

    assert decided("public.street").unchanged == 1
    (changed,) = decided("commercial").decisions
    assert (changed.area, changed.geography) == ("W01000001", "another@2011")


@pytest.mark.parametrize("reason", ["two\nlines", "a \x1b[31mcolour", "x" * 301, "a\tb"])
def test_a_reason_is_one_printable_line(house: Any, reason: str) -> None:  # noqa: ANN401
    """It is kept for good and shown in tables."""
    request = DecideRequest(reason, (Proposed(words(house)["corn market"], "public"),))

    def decided() -> object:
        return decide_places(request, asker=LEAD, services=house.services, progress=Silent())

    assert raised(decided) == "reason-form"
    assert house.services.catalogue.place_decisions() == ()

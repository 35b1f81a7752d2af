"""What is approved is what was shown, and every answer says what counts afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.test_codes import (
    ADA,
    BAT,
    BOB,
    again,
    approved,
    decide,
    refused,
    sent,  # noqa: F401 - the fixture of Elm's house
    weapons,
)

from tiig import desk
from tiig.cli.code_words import effect_lines
from tiig.desk.answer import Beside, answer, answer_together
from tiig.journeys.decide_codes import (
    CodesDecided,
    approve_codes,
    confirm_codes,
    refuse_codes,
    undo_codes,
)
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.figures import Mark

House = Any
KNIFE = replace(BAT, node="sharp.knife")
ASKED = replace(BAT, node="")
"""As a command asks for an approval: by the value alone."""
CAT = Asker.local("cat", purpose="to map local codes")
HEAD = "sender,item,value,node\n"


def shown(house: House, **more: Any) -> frozenset[str]:  # noqa: ANN401 - the options of the request
    """Return what Bob is shown before he approves."""
    proposed = () if more else (ASKED,)
    found = decide(house, approve_codes, *proposed, by=BOB, check_only=True, **more)
    return frozenset(one.decision for one in found.meanings)


def test_an_approval_shows_what_the_value_means(sent: House) -> None:  # noqa: F811
    """The category and its words, who confirmed it, when and why: checked and done alike."""
    (said,) = decide(sent, confirm_codes, BAT).decisions
    for check_only in (True, False):
        found = decide(sent, approve_codes, ASKED, by=BOB, check_only=check_only)
        (means,) = found.meanings
        label = sent.services.standard.tree_of("injury_mechanism").nodes["blunt"].label
        assert (means.value, means.node, means.label) == ("bat", "blunt", label)
        assert (means.person, means.at, means.because) == ("ada", said.at, said.because)


def test_what_a_declared_not_known_means_is_shown_too(sent: House) -> None:  # noqa: F811
    """It is no category of the tree and has words of its own."""
    decide(sent, confirm_codes, replace(BAT, node="~not_known"))
    (means,) = decide(sent, approve_codes, ASKED, by=BOB).meanings
    assert (means.node, means.label) == ("~not_known", "Not known")


def test_what_was_not_shown_is_not_approved(sent: House) -> None:  # noqa: F811
    """Another mapping of the value, confirmed in between, is nothing that Bob has seen."""
    decide(sent, confirm_codes, BAT)
    seen = shown(sent)
    decide(sent, confirm_codes, KNIFE, by=CAT)
    kept = sent.services.catalogue.code_decisions()
    assert refused(sent, approve_codes, ASKED, by=BOB, shown=seen) == "code-changed"
    assert sent.services.catalogue.code_decisions() == kept

    decide(sent, approve_codes, ASKED, by=BOB, shown=shown(sent))
    again(sent)
    assert weapons(sent)["sharp"] == 18


def test_the_same_category_confirmed_by_another_is_not_what_was_shown(
    sent: House,  # noqa: F811
) -> None:
    """Who said it and why is shown too: it was taken back, and somebody else says it."""
    decide(sent, confirm_codes, BAT)
    seen = shown(sent)
    decide(sent, undo_codes, BAT)
    decide(sent, confirm_codes, BAT, by=CAT)
    assert refused(sent, approve_codes, ASKED, by=BOB, shown=seen) == "code-changed"


def test_a_file_that_changed_since_it_was_shown_is_not_approved(
    house: House, elm_line: Callable[..., str], tmp_path: Path
) -> None:
    """Neither more values nor fewer than were shown."""
    rows = [elm_line(f"{word} {n}", Weapon=word) for word in ("Bat", "Stick") for n in range(6)]
    house.send(house.write(rows), confirm=True)
    stick = replace(BAT, value="stick")
    decide(house, confirm_codes, BAT, stick)
    path = tmp_path / "values.csv"
    one, two = (f"elm,injury_mechanism,{word},blunt\n" for word in ("bat", "stick"))
    for before, after in ((one, one + two), (one + two, one)):
        path.write_text(HEAD + before)
        seen = shown(house, path=str(path))
        path.write_text(HEAD + after)
        kind = refused(house, approve_codes, by=BOB, path=str(path), shown=seen)
        assert kind == "code-changed"
    assert len(house.services.catalogue.code_decisions()) == 2


@pytest.mark.parametrize("waits", [False, True])
def test_what_counts_is_not_refused(sent: House, *, waits: bool) -> None:  # noqa: F811
    """It would go on counting: the way is told, and no refusal hides behind the mapping."""
    approved(sent, BAT)
    if waits:
        decide(sent, confirm_codes, KNIFE)
    kept = sent.services.catalogue.code_decisions()
    with pytest.raises(TiigError) as raised:
        decide(sent, refuse_codes, ASKED)
    assert raised.value.kind.id == "code-counts"
    assert "tiig codes undo" in raised.value.advice
    assert sent.services.catalogue.code_decisions() == kept


def test_undo_of_a_replaced_mapping_lets_the_one_before_count(sent: House) -> None:  # noqa: F811
    """Rows go back by one mapping at a time, and each answer says what counts."""

    def left(found: CodesDecided) -> list[tuple[str, str]]:
        return [(one.node, one.person) for one in found.meanings]

    before = weapons(sent)
    approved(sent, BAT)
    approved(sent, KNIFE)
    again(sent)
    assert weapons(sent)["sharp"] == 18
    decide(sent, confirm_codes, BAT)
    assert left(decide(sent, undo_codes, ASKED)) == [("sharp.knife", "bob")]
    assert again(sent).lines == ()
    assert left(decide(sent, undo_codes, ASKED)) == [("blunt", "bob")]
    again(sent)
    assert weapons(sent)["blunt"] == 12
    assert left(decide(sent, undo_codes, ASKED)) == []
    again(sent)
    assert weapons(sent) == before


@pytest.mark.parametrize("known", [False, True])
def test_a_file_decides_a_value_once(
    house: House,
    elm_line: Callable[..., str],
    tmp_path: Path,
    *,
    known: bool,
) -> None:
    """However it is spelt, and where its first line says only what is so already."""
    house.send(house.write([elm_line(f"z{n}", Weapon="=Zed") for n in range(6)]), confirm=True)
    if known:
        decide(house, confirm_codes, replace(BAT, value="=zed"), by=ADA)
    path = tmp_path / "values.csv"
    path.write_text(f"{HEAD}elm,injury_mechanism,=zed,blunt\nelm,injury_mechanism,'=ZED,body\n")
    with pytest.raises(TiigError) as raised:
        decide(house, confirm_codes, path=str(path))
    assert raised.value.kind.id == "codes-refused"
    assert "lines 2 and 3: the value is decided twice" in raised.value.sentence
    assert len(house.services.catalogue.code_decisions()) == int(known)


def test_what_a_neighbour_hides_is_not_foretold(house: House, elm_line: Callable[..., str]) -> None:
    """A cell that one table hides for the sake of another would be shown by the table alone."""
    told = "Bat AX 9, Bat BX 2, Bat BF 6, K AX 20, K AF 9, K BF 6, P AF 6, P BX 12, P BF 9"
    rows = [
        elm_line(f"{one} {n}", Weapon=weapon, Site=group[0], Intent=group[1])
        for one in told.split(", ")
        for weapon, group, count in [one.split()]
        for n in range(int(count))
    ]
    house.send(house.write(rows), confirm=True)
    weapon, both = (
        desk.question_of(house.services.standard, by=by) for by in (("weapon",), ("site", "weapon"))
    )
    (alone,) = answer(ADA, [weapon], house.services, preset="public")
    beside, _ = answer_together(ADA, Beside((weapon, both)), house.services, preset="public")
    cell = ("~not_recorded",)
    assert alone.cells[cell].count.mark is Mark.SHOWN
    assert beside.cells[cell].count.mark is not Mark.SHOWN

    releases = house.services.catalogue.releases()
    beside_one_another = {one.id for one in releases if one.id != alone.release}
    decide(house, confirm_codes, BAT)
    effects = decide(house, approve_codes, BAT, by=BOB).effects
    assert effects is not None
    foretold = {name for one in effects.moved for name in one.releases}
    assert foretold == {alone.release}
    assert not foretold & beside_one_another
    assert (effects.questions, effects.beside) == (1, 2)
    assert any("rest on these rows: 2;" in line for line in effect_lines(effects))

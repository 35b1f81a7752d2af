"""What a hospital gives that cannot be prepared, and packages that are not taken in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.journey.hospitals import (
    ANALYST,
    EXTRA,
    Elm,
    row,
)

from tiig.journeys.senders import add_sender
from tiig.kit.progress import Silent
from tiig.model.agreement_errors import AGREEMENT_INVALID, AGREEMENT_NOT_IN_FORCE
from tiig.model.errors import (
    FILE_MISSING,
    IDENTIFIER_FOUND,
    WRONG_MONTH,
    Kind,
    TiigError,
)
from tiig.model.handover_errors import (
    FOLDER_NOT_EMPTY,
    NOTHING_TO_SEND,
    OPT_OUTS_UNREADABLE,
    OPT_OUTS_USELESS,
    PACKAGE_DAMAGED,
    PACKAGE_MONTH,
    PACKAGE_OTHER_KEY,
    PACKAGE_PROFILE,
    PACKAGE_SENDER,
    PSEUDONYM_KEY_UNREADABLE,
    RECIPIENT_UNREADABLE,
)
from tiig.standard import Standard
from tiig.testing import agree, in_memory_services
from tiig.testing.agreements import sender_text


@pytest.fixture
def elm(tmp_path: Path, standard: Standard, elm_profile: str) -> Elm:
    """A hospital with numbers of patients, NHS numbers that are dropped, and free text."""
    return Elm.at(tmp_path, standard, elm_profile + EXTRA)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (('sender = "elm"', 'sender = "oak"'), AGREEMENT_INVALID),
        (("end = 20", "end = 19"), AGREEMENT_INVALID),
        (("signed = 20", "signed = 2999-01-01 # 20"), None),
    ],
)
def test_an_agreement_that_does_not_hold_is_refused(
    elm: Elm, standard: Standard, change: tuple[str, str], kind: Kind | None
) -> None:
    """Another sender's, a contradicting or an unsigned agreement lets nothing leave."""
    text = sender_text("elm", standard).replace(*change)
    assert text != sender_text("elm", standard)
    (elm.folder / "agreement.toml").write_text(text, encoding="utf-8")

    with pytest.raises(TiigError) as caught:
        elm.prepare(row("N1"), agreement=str(elm.folder / "agreement.toml"))

    assert caught.value.kind is (kind or AGREEMENT_NOT_IN_FORCE)
    assert not (elm.folder / "out").exists()


REFUSALS: dict[str, tuple[Kind, dict[str, Any]]] = {
    "undeclared identifiers": (IDENTIFIER_FOUND, {"rows": [row("N1", Bed="9434765919")] * 3}),
    "no such months": (WRONG_MONTH, {"period": "2026-01"}),
    "folder in use": (FOLDER_NOT_EMPTY, {"into": "."}),
    "no receiving key": (RECIPIENT_UNREADABLE, {"recipient": "profile.toml"}),
    "no hospital key": (PSEUDONYM_KEY_UNREADABLE, {"pseudonym_key": "profile.toml"}),
    "opt-outs of words": (OPT_OUTS_UNREADABLE, {"opt_outs": "words.txt"}),
    "opt-outs of nothing": (OPT_OUTS_UNREADABLE, {"opt_outs": "nothing.txt"}),
    "all opted out": (NOTHING_TO_SEND, {"opt_outs": "all.txt"}),
    "no file": (FILE_MISSING, {"path": "none.csv"}),
    "no opt-outs": (FILE_MISSING, {"opt_outs": "none.txt"}),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_bad_input_leaves_nothing(elm: Elm, why: str) -> None:
    """Each fault has its sentence, names no value, and nothing is written."""
    kind, given = REFUSALS[why]
    for name, text in {"words": "943\nsome words\n", "nothing": "\n", "all": "P1\n"}.items():
        (elm.folder / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = given.get("rows", [row("N1", "P1")])
    told = {
        name: value if name in {"into", "period"} else str(elm.folder / value)
        for name, value in given.items()
        if name != "rows"
    }
    before = sorted(elm.folder.iterdir())

    with pytest.raises(TiigError) as caught:
        elm.prepare(*rows, **told)

    assert caught.value.kind is kind
    assert "9434765919" not in caught.value.sentence
    assert sorted(elm.folder.iterdir()) == sorted({*before, elm.folder / "extract.csv"})


def test_identifiers_name_their_column(elm: Elm) -> None:
    """The hospital learns which column, never what stands in it."""
    with pytest.raises(TiigError) as caught:
        elm.prepare(*[row(f"N{n}", Bed="9434765919") for n in range(3)])

    assert "Bed" in caught.value.sentence


def test_opt_outs_need_a_column(tmp_path: Path, standard: Standard, elm_profile: str) -> None:
    """Opt-outs that nothing can be compared with are refused, not ignored."""
    elm = Elm.at(tmp_path, standard, elm_profile + '\n[[columns]]\nname = "Patient"\n'
                 'free_text = true\n[[columns]]\nname = "NHS"\nfree_text = true\n')  # fmt: skip
    (tmp_path / "all.txt").write_text("P1\n", encoding="utf-8")

    with pytest.raises(TiigError) as caught:
        elm.prepare(row("N1", "P1"), opt_outs=str(tmp_path / "all.txt"))

    assert caught.value.kind is OPT_OUTS_USELESS


def test_a_package_for_another_house_is_refused(elm: Elm, standard: Standard) -> None:
    """A stranger's package is told apart from a damaged one."""
    elm.prepare(row("N1"))
    elm.house = in_memory_services(standard)
    profile = (elm.folder / "profile.toml").read_text("utf-8")
    add_sender(profile, asker=ANALYST, services=elm.house, progress=Silent())
    agree(elm.house)

    with pytest.raises(TiigError) as caught:
        elm.send()

    assert caught.value.kind is PACKAGE_OTHER_KEY


@pytest.mark.parametrize("place", [30, 200, -200, -1, None])
def test_a_damaged_package_is_refused(elm: Elm, place: int | None) -> None:
    """One changed byte, or a missing end, and nothing of it is taken in."""
    elm.prepare(row("N1"))
    path = elm.folder / "out" / "elm-2026-06.age"
    content = bytearray(path.read_bytes())
    if place is None:
        del content[-20:]
    else:
        content[place] ^= 1
    path.write_bytes(content)

    with pytest.raises(TiigError) as caught:
        elm.send()

    assert caught.value.kind in {PACKAGE_DAMAGED, PACKAGE_OTHER_KEY}
    assert elm.house.catalogue.submissions() == ()


def test_a_package_says_whose_and_when_it_is(elm: Elm) -> None:
    """Another month, another sender or another profile than its manifest names is refused."""
    elm.prepare(row("N1"))

    with pytest.raises(TiigError) as month:
        elm.send(period="2026-07")
    with pytest.raises(TiigError) as sender:
        elm.send(sender="oak")
    elm.house = replace(elm.house, catalogue=in_memory_services(elm.house.standard).catalogue)
    other = (elm.folder / "profile.toml").read_text("utf-8").replace("Elm Cottage", "Elm Lodge")
    add_sender(other, asker=ANALYST, services=elm.house, progress=Silent())
    agree(elm.house)
    with pytest.raises(TiigError) as profile:
        elm.send()

    assert month.value.kind is PACKAGE_MONTH
    assert sender.value.kind is PACKAGE_SENDER
    assert profile.value.kind is PACKAGE_PROFILE

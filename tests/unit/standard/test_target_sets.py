"""Sets of targets are data of the standard: a workspace may add its own, faults name a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiig.model.errors import STANDARD_INVALID, TiigError
from tiig.standard import load_standard

OWN = """
[own]
label = "Required items can be used"
dimension = "known"
mandation = ["M", "R"]
at_least = 70
why = "Agreed by the board."
source = "tiig"
since = 2026-11-01
"""


def overlay(folder: Path, text: str) -> Path:
    """Write an overlay with a set."""
    (folder / "quality_target_sets.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_set_is_of_the_items_of_its_mandations(tmp_path: Path) -> None:
    """A set of one's own stands beside the packaged ones; without mandation it is of all items."""
    standard = load_standard(overlay(tmp_path, OWN))
    watched = standard.quality_items.values()
    sets = standard.quality_target_sets

    assert set(sets) == {"own", "istv-mandatory", "istv-required", "entry-gate"}
    both = {*sets["istv-mandatory"].items_of(watched), *sets["istv-required"].items_of(watched)}
    assert set(sets["own"].items_of(watched)) == both
    assert sets["entry-gate"].items_of(watched) == ("",)
    assert load_standard().version != standard.version


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("= 70", "= 0", "from 1 to 100"),
        ("at_least = 70\n", "", "at_least is missing"),
        ("= 70", "= 101", "from 1 to 100"),
        ('"known"', '"timeliness"', "shares of items"),
        ('"known"', '"beauty"', "dimension is none of"),
        ('["M", "R"]', '["X"]', "no watched item"),
        ('"tiig"', '"hearsay"', "hearsay"),
        ("at_least", "at_most", "unknown key"),
    ],
)
def test_a_faulty_set_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    """The error names file and row, and what is wrong."""
    with pytest.raises(TiigError) as raised:
        load_standard(overlay(tmp_path, OWN.replace(old, new)))
    assert raised.value.kind is STANDARD_INVALID
    assert words in raised.value.sentence
    assert "quality_target_sets.toml" in raised.value.sentence

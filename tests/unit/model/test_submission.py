"""How rows were read has a name that is made of all that decides it."""

from __future__ import annotations

import pytest

from tiig.model.submission import Derivation

READ = {"profile": "elm@1 f", "standard": "s", "rules": "r", "code": "c"}


def test_alike_read_is_alike_named() -> None:
    """What is empty is as what is not said, so that names outlive a new kind of part."""
    told = Derivation.of(**READ)
    assert told == Derivation.of(**READ, lookup="", codes="")
    assert (told.profile, told.lookup) == ("elm@1 f", "")


@pytest.mark.parametrize("part", [*READ, "lookup", "codes"])
def test_what_decides_is_in_the_name(part: str) -> None:
    """Another version of any part is another derivation."""
    assert Derivation.of(**{**READ, part: "another"}).id != Derivation.of(**READ).id

"""What letters tell of two texts is never less than what a comparison finds."""

from __future__ import annotations

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from tiig.translate.suggesting.letters import most_alike

_TEXTS = st.text(st.sampled_from("abcdeéß- 19" + chr(97 + 64)), min_size=1, max_size=8)


@given(_TEXTS, _TEXTS)
def test_a_bound_is_never_passed(text: str, other: str) -> None:
    """No pair that could be alike enough is passed over, whatever letters share a bit."""
    assert most_alike(text, other) >= SequenceMatcher(None, text, other).ratio()


def test_the_bound_tells_apart() -> None:
    """Texts of other letters cannot be alike."""
    assert most_alike("knife", "glass") < 0.5
    assert most_alike("knife", "knive") == 0.8

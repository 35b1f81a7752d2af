"""Every public name of `tiig` resolves, and nothing else does."""

from __future__ import annotations

import pytest

import tiig


@pytest.mark.parametrize("name", tiig.__all__)
def test_public_name_resolves(name: str) -> None:
    """A name in `__all__` leads to something, and is listed by `dir`."""
    assert getattr(tiig, name) is not None
    assert name in dir(tiig)


def test_unknown_name_is_refused() -> None:
    """A name that is not public fails as an attribute does."""
    with pytest.raises(AttributeError, match="no public name"):
        _ = tiig.nothing_of_the_kind

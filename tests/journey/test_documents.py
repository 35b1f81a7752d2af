"""An agreement or profile that may identify a person is refused; nothing of it is kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.journey.agreed import ASKER, Elm, refused

from tiig.journeys.senders import add_sender
from tiig.kit.progress import Silent
from tiig.standard import Standard
from tiig.testing import in_memory_services
from tiig.testing.agreements import partner_text, sender_text

ADDRESS = "jo.bloggs@trust.example"


@pytest.fixture
def elm(tmp_path: Path, standard: Standard, elm_profile: str) -> Elm:
    """Elm's house."""
    return Elm(in_memory_services(standard), tmp_path, elm_profile)


@pytest.mark.parametrize("of", [partner_text, partial(sender_text, "elm")])
def test_agreements(elm: Elm, of: partial[str]) -> None:
    """The line and key are named, never the address; without it the agreement is entered."""
    text = of(elm.services.standard)
    told = text.replace("\nversion = 1", f"\n# sent by {ADDRESS}\nversion = 1")
    error = refused(partial(elm.add, told))

    assert error.kind.id == "document-identifies"
    assert "(line 4): e mail" in error.sentence
    assert ADDRESS not in f"{error.sentence} {error.advice}"
    assert elm.services.catalogue.agreements() == ()
    elm.add(text)


def test_profiles(elm: Elm, elm_profile: str) -> None:
    """A profile is searched before it is kept, and its own values may be long numbers."""

    def add(text: str) -> None:
        add_sender(text, asker=ASKER, services=elm.services, progress=Silent())

    second = elm_profile.replace("version = 1", "version = 2")
    named = second.replace("Elm Trust (invented)", "Elm Trust, 0161 496 0123")
    error = refused(partial(add, named))

    assert error.kind.id == "document-identifies"
    assert ", name): phone" in error.sentence
    assert "496" not in f"{error.sentence} {error.advice}"
    assert len(elm.services.catalogue.profiles("elm")) == 1
    add(second.replace('F = "unintentional"', '9434765919 = "unintentional"'))
    assert len(elm.services.catalogue.profiles("elm")) == 2

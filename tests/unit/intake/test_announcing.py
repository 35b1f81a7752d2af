"""Announced work that breaks off is given up, and why it broke off is what is told."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest

from tiig.intake.announcing import announced, leased_until
from tiig.model.ports import Intent
from tiig.services import Services
from tiig.standard import load_standard
from tiig.testing import in_memory_services


@pytest.fixture
def services() -> Services:
    """A house in which nothing goes on."""
    return in_memory_services(load_standard())


def broken_off(names: tuple[str, ...], services: Services) -> None:
    """Announce work of these names, and let it be broken off by Ctrl-C."""
    with ExitStack() as every:
        for name in names:
            work = Intent(name, "a submission", "somebody", leased_until(services))
            every.enter_context(announced(work, services))
        assert {one.id for one in services.catalogue.intents()} == set(names)
        raise KeyboardInterrupt


def test_work_that_breaks_off_is_given_up(services: Services) -> None:
    """All of it, where several were announced; the catalogue knows it while it goes on."""
    with pytest.raises(KeyboardInterrupt):
        broken_off(("first", "second"), services)
    assert not services.catalogue.intents()


def test_what_broke_it_off_is_told(services: Services) -> None:
    """Where even giving up fails, the first fault is told, and the lease is still there."""

    def fails(_: str) -> None:
        raise OSError

    with pytest.raises(KeyboardInterrupt):
        broken_off(("one",), replace(services, give_up=fails))
    (left,) = services.catalogue.intents()
    assert left.id == "one"
    assert left.lease_until > services.clock.now()

"""Elm's house, in which a test decides what was agreed, and short ways to agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tiig.journeys.agreements import (
    add_agreement,
)
from tiig.journeys.count import CountRequest, count
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.errors import TiigError
from tiig.services import Services
from tiig.standard import Standard
from tiig.testing import PARTNER
from tiig.testing.agreements import partner_text, sender_text

LONG = "end = 2059-12-31\nreview = 2059-06-30"
ASKER = Asker.local("analyst")
Line = Callable[..., str]
House = Any


class Elm:
    """Elm's house, in which a test decides what was agreed."""

    def __init__(self, services: Services, folder: Path, profile: str) -> None:
        self.services, self._folder = services, folder
        add_sender(profile, asker=ASKER, services=services, progress=Silent())

    def add(self, text: str) -> Any:  # noqa: ANN401 - the line of the list
        """Enter an agreement."""
        return add_agreement(text, asker=ASKER, services=self.services, progress=Silent())

    def send(self, *rows: str, header: str, rehearsal: bool = False) -> SubmitAnswer:
        """Submit June."""
        path = self._folder / "june.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        asked = SubmitRequest(str(path), "elm", "2026-06", confirm=True, rehearsal=rehearsal)
        return submit(asked, asker=ASKER, services=self.services, progress=Silent())

    def ask(self, *by: str, under: str | None = None, **asked: Any) -> Cleared:  # noqa: ANN401 - options
        """Count under an agreement, or none."""
        asker = replace(ASKER, agreement=under)
        request = CountRequest(by=by, **asked)
        return count(request, asker=asker, services=self.services, progress=Silent())

    def days_pass(self, days: int) -> None:
        """Move the clock on."""
        self.services.clock.at += timedelta(days=days)  # type: ignore[attr-defined]

    def stored(self) -> dict[str, list[object]]:
        """Return what the lake holds, by column."""
        return self.services.lake.table(self.services.catalogue.pairs()).to_dict(as_series=False)


def elm_terms(standard: Standard, *without: str, **details: str) -> str:
    """Return Elm's agreement without some items, and with coarser details of others."""
    text = sender_text("elm", standard)
    for item in without:
        assert f'[[items]]\nitem = "{item}"\n' in text
        text = text.replace(f'\n[[items]]\nitem = "{item}"\n', "")
    for item, detail in details.items():
        grant = f'[[items]]\nitem = "{item}"\n'
        text = text.replace(grant, f'{grant}detail = "{detail}"\n')
    return text


def refused(call: Callable[[], object]) -> TiigError:
    """Return the error with which something is refused."""
    with pytest.raises(TiigError) as raised:
        call()
    return raised.value


def partner(standard: Standard, name: str, **changes: str) -> str:
    """Return a recipient's agreement of another name, with keys of [recipient] changed."""
    text = partner_text(standard).replace(f'"{PARTNER}"', f'"{name}"')
    lines = text.splitlines()
    for key, value in changes.items():
        lines = [f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in lines]
    return "\n".join(lines) + "\n"

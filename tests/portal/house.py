"""A small house with data: two years of invented hospitals, one department's last missing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import polars as pl
from starlette.applications import Starlette
from tests.journey.small_extracts import HOSPITALS

from tiig.model.months import Month
from tiig.synthesis import make_month, profile_text
from tiig.testing import agree
from tiig.testing.in_memory import ToldClock
from tiig.wiring import make_workspace
from tiig.wiring.session import Session, connect

MONTH, MONTHS, APART = "2026-03", 24, 12
"""The last month, how many there are, and how many of them come as files of their own."""
AREA, AREA_NAME = "XS-A03", "Castlereach"
MISSING = "dunmere"
TODAY = datetime(2026, 4, 20, 9, tzinfo=UTC)
ORIGIN = "http://127.0.0.1"


@contextmanager
def opened(root: Path) -> Iterator[Session]:
    """Open a house in the month after its last."""
    with connect(root, because="testing") as session:
        session.services = replace(session.services, clock=ToldClock(TODAY))
        yield session


def fill(root: Path, *, synthetic: bool = True, months: int = MONTHS) -> None:
    """Send the files of a few invented hospitals; `dunmere` does not send the last month."""
    inbox = make_workspace(root, region="Invented County") / "inbox"
    with opened(root) as session:
        for hospital in HOSPITALS:
            text = profile_text(hospital.sender)
            if not synthetic:
                text = text.replace("synthetic = true", "synthetic = false")
            (inbox / f"{hospital.sender}.toml").write_text(text, encoding="utf-8")
            session.add_sender(inbox / f"{hospital.sender}.toml")
            agree(session.services)
        for hospital in HOSPITALS:
            for period in _periods(months):
                if (hospital.sender, period[-1]) == (MISSING, Month.parse(MONTH)):
                    continue
                frames = [
                    make_month(site, month, seed=5, attendances=size // 4)
                    for month in period
                    for site, size in hospital.sites.items()
                ]
                told = str(period[0]) if len(period) == 1 else f"{period[0]}..{period[-1]}"
                path = inbox / f"{hospital.sender}-{told}.{hospital.suffix}"
                hospital.write(pl.concat(frames), path)
                session.submit(path, sender=hospital.sender, month=told, confirm=True)


def _periods(months: int) -> Iterator[tuple[Month, ...]]:
    """Yield the months of each file: those long ago came all in one."""
    every = [Month.parse(MONTH).plus(step + 1 - months) for step in range(months)]
    if every[:-APART]:
        yield tuple(every[:-APART])
    yield from ((month,) for month in every[-APART:])


class Client:
    """Asks an application without a server."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def ask(
        self, method: str, address: str, *, host: str = "127.0.0.1", word: str = ""
    ) -> httpx.Response:
        """Send one request."""

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
                params = {"word": word} if word else None
                return await client.request(method, address, headers={"host": host}, params=params)

        return asyncio.run(asked())

    def get(self, address: str, *, host: str = "127.0.0.1", word: str = "") -> httpx.Response:
        """Read an address."""
        return self.ask("GET", address, host=host, word=word)

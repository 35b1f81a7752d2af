"""Time the pages at a million rows: each page's first answer, and the same asked again.

python benchmarks/pages.py FOLDER [--rows 1000000] [--months 24]

FOLDER is a workspace, or a new one, into which about so many invented rows are then sent. The
pages run in this process, with the table of rows already in memory: a first answer is one
that nobody asked for since the start.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import httpx
import polars as pl
from starlette.applications import Starlette

from tiig.model.months import Month
from tiig.portal import make_app
from tiig.synthesis import make_month, profile_text
from tiig.synthesis.extracts import HOSPITALS, Hospital
from tiig.wiring import make_workspace
from tiig.wiring.session import Session, connect

LAST_MONTH = "2026-06"
MOST_MILLISECONDS = 400
THEMES = ("violence", "knife", "self-harm", "road-traffic", "falls", "all-injuries")
OTHER_PAGES = ("/", "/submissions", "/downloads", "/about")


def main() -> None:
    """Make or open the workspace, ask the pages, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--months", type=int, default=24)
    asked = parser.parse_args()
    if not (asked.folder / "tiig.toml").is_file():
        _fill(asked.folder, asked.rows, asked.months)
    with connect(asked.folder, because="benchmark") as session:
        pairs = session.services.catalogue.pairs()
        rows = session.services.lake.table(pairs).height
        print(f"{rows:,} rows, {len(pairs)} site-months, {len(session.submissions())} submissions")
        _ask(session, asked.folder)


def _fill(folder: Path, rows: int, months: int) -> None:
    """Send invented months to a new workspace through the journey that hospitals use."""
    root = make_workspace(folder, region="Invented County")
    each = sum(sum(hospital.sites.values()) for hospital in HOSPITALS)
    factor = rows / months / each
    with connect(root, because="benchmark") as session:
        for hospital in HOSPITALS:
            profile = root / "inbox" / f"{hospital.sender}.toml"
            profile.write_text(profile_text(hospital.sender), encoding="utf-8")
            session.add_sender(profile)
        for step in range(months):
            month = Month.parse(LAST_MONTH).plus(step + 1 - months)
            for hospital in HOSPITALS:
                _send(session, hospital, month, root / "inbox", factor)


def _send(session: Session, hospital: Hospital, month: Month, inbox: Path, factor: float) -> None:
    frames = [
        make_month(site, month, seed=1, attendances=round(size * factor))
        for site, size in hospital.sites.items()
    ]
    path = inbox / f"{hospital.sender}-{month}.{hospital.suffix}"
    hospital.write(pl.concat(frames), path)
    session.submit(path, sender=hospital.sender, month=str(month), confirm=True)
    path.unlink()


def _ask(session: Session, folder: Path) -> None:
    """Ask every page once and again."""
    app = make_app(session, workspace=folder)
    months = sorted({pair.month for pair in session.services.catalogue.pairs()})[-4:]
    first: dict[str, list[float]] = {}
    again: dict[str, list[float]] = {}
    for name, address in _addresses(months):
        first.setdefault(name, []).append(_timed(app, address))
        again.setdefault(name, []).append(_timed(app, address))
    for name, taken in first.items():
        _print(f"{name}, first", taken)
        _print(f"{name}, again", again[name])


def _addresses(months: list[Month]) -> Iterator[tuple[str, str]]:
    yield from ((page, page) for page in OTHER_PAGES)
    for month, theme in product(reversed(months), THEMES):
        yield "month, new theme or month", f"/month?theme={theme}&month={month}"
        yield "month, new area", f"/month?theme={theme}&month={month}&area=XS-A03"


def _timed(app: Starlette, address: str) -> float:
    async def asked() -> float:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            started = time.perf_counter()
            answer = await client.get(address)
            took = time.perf_counter() - started
            assert answer.status_code == 200, (address, answer.status_code)
            return took * 1000

    return asyncio.run(asked())


def _print(name: str, taken: list[float]) -> None:
    ordered = sorted(taken)
    late = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    mark = "" if late <= MOST_MILLISECONDS else f"  MISSED: at most {MOST_MILLISECONDS} ms"
    middle = statistics.median(ordered)
    print(f"{name:40} n={len(ordered):3} p50 {middle:6.0f} ms  p95 {late:6.0f} ms{mark}")


if __name__ == "__main__":
    main()

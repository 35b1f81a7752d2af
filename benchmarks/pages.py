"""Time the pages at a million rows: each page's first answer, and the same asked again.

python benchmarks/pages.py FOLDER [--rows 1000000] [--months 24]

FOLDER is a workspace, or a new one, into which about so many invented rows are then sent. The
pages run in this process and are started as by `tiig serve`, which works out the newest month
beforehand: a first answer is one that nobody has asked for, here of that month or of older ones.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import product
from pathlib import Path

import httpx
import polars as pl
from starlette.applications import Starlette

from tiig.model.months import Month
from tiig.portal import make_app, warm
from tiig.synthesis import (
    make_month,
    profile_text,
    write_aldermoor,
    write_brackenfield,
    write_calderwick,
    write_dunmere,
)
from tiig.wiring import make_workspace
from tiig.wiring.session import Session, connect


@dataclass(frozen=True)
class Hospital:
    """An invented sender: attendances a month by site, and how it writes its file."""

    sender: str
    sites: Mapping[str, int]
    suffix: str
    write: Callable[[pl.DataFrame, Path], None]


HOSPITALS = (
    Hospital("aldermoor", {"XP101": 4200}, "csv", write_aldermoor),
    Hospital("brackenfield", {"XP201": 3300, "XP202": 700}, "csv", write_brackenfield),
    Hospital("calderwick", {"XP301": 2600}, "xlsx", write_calderwick),
    Hospital("dunmere", {"XP401": 1900}, "txt", write_dunmere),
)
LAST_MONTH = "2026-06"
MOST_MILLISECONDS = 400
OLDER, OK = 4, 200
PICTURE = re.compile(r'<img src="([^"]+)"')
Taken = tuple[float, float]
"""Milliseconds on the wall, and of the processor: the first grows where others are at work."""
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
    """Ask every page once and again, after the start that `tiig serve` makes."""
    app = make_app(session, workspace=folder)
    warm(session).join()
    months = sorted({pair.month for pair in session.services.catalogue.pairs()})[-OLDER:]
    first: dict[str, list[Taken]] = {}
    again: dict[str, list[Taken]] = {}
    for name, address in _addresses(months[::-1]):
        taken, page = _timed(app, address)
        first.setdefault(name, []).append(taken)
        again.setdefault(name, []).append(_timed(app, address)[0])
        for picture in PICTURE.findall(page)[:2]:
            drawn = _timed(app, unescape(picture))[0]
            first.setdefault("a picture of a page", []).append(drawn)
    for name, taken_first in first.items():
        _print(f"{name}, first", taken_first)
        if name in again:
            _print(f"{name}, again", again[name])


def _addresses(months: list[Month]) -> Iterator[tuple[str, str]]:
    yield from ((page, page) for page in OTHER_PAGES)
    for month, theme in product(months, THEMES):
        name = "newest month" if month == months[0] else "an older month"
        yield name, f"/month?theme={theme}&month={month}"
        yield f"{name}, an authority", f"/month?theme={theme}&month={month}&area=XS-A03"
    for theme in THEMES:
        yield "a chart's CSV", f"/month/trend.csv?theme={theme}"


def _timed(app: Starlette, address: str) -> tuple[Taken, str]:
    async def asked() -> tuple[Taken, str]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            wall, processor = time.perf_counter(), time.process_time()
            answer = await client.get(address)
            taken = (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000
            if answer.status_code != OK:
                sys.exit(f"{address} was answered with {answer.status_code}")
            return taken, answer.text

    return asyncio.run(asked())


def _print(name: str, taken: list[Taken]) -> None:
    wall, processor = (sorted(one[side] for one in taken) for side in (0, 1))
    late = round(0.95 * (len(wall) - 1))
    mark = "" if wall[late] <= MOST_MILLISECONDS else f"  MISSED: at most {MOST_MILLISECONDS} ms"
    figures = f"p50 {statistics.median(wall):5.0f} ms  p95 {wall[late]:5.0f} ms"
    busy = f"(processor p95 {processor[late]:5.0f} ms)"
    print(f"{name:34} n={len(wall):3}  {figures}  {busy}{mark}")


if __name__ == "__main__":
    main()

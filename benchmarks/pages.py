"""Time the pages at a million rows: each page's first answer, and the same asked again.

tiig demo FOLDER --scale 1.25 --no-serve   # about a million invented rows, in three minutes
python benchmarks/pages.py FOLDER [--months 4] [--areas 1]
python benchmarks/pages.py FOLDER --programme   # those of the quality programme alone

The pages run in this process and are started as by `tiig serve`, which works out the newest
months beforehand: a first answer is one that nobody has asked for. `--skip 12` asks about months
that are older than those. Each answer writes its rows into the ledger of the workspace.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import sys
import time
from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path

import httpx
from starlette.applications import Starlette

from tiig.desk import authorities
from tiig.model.asker import Asker
from tiig.model.months import Month
from tiig.portal import MONTHS_AT_HAND, make_app, warm
from tiig.synthesis import VRU
from tiig.wiring.session import Session, connect

MOST_MILLISECONDS = 400
MOST_OF_PROGRAMME = 1_000
"""Exact answers are worked out at each look: nothing of them is kept."""
OK = 200
PICTURE = re.compile(r'<img src="([^"]+)"')
DOWNLOAD = re.compile(r'href="([^"]+\.csv[^"]*)"')
Taken = tuple[float, float]
"""Milliseconds on the wall, and of the processor: the first grows where others are at work."""
PROGRAMME_PAGES = (
    "/programme",
    "/programme/map",
    "/programme/map?measure=volume",
    "/programme/chart",
    "/programme/chart?item=injury_mechanism&measure=completeness",
    "/programme/actions",
    "/programme/effects",
    "/programme/targets",
    "/programme/rebases",
    "/programme/letters",
)
OTHER_PAGES = ("/", "/quality", "/submissions", "/downloads", "/about")


def main() -> None:
    """Open the workspace, ask the pages, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--months", type=int, default=4, help="the newest, and older ones")
    parser.add_argument("--areas", type=int, default=1, help="authorities asked for each")
    parser.add_argument("--skip", type=int, default=0, help="newest months not to ask about")
    parser.add_argument("--programme", action="store_true", help="the programme's pages alone")
    asked = parser.parse_args()
    with connect(asked.folder, because="benchmark", agreement=VRU) as session:
        pairs = session.services.catalogue.pairs()
        rows = session.services.lake.table(pairs).height
        print(f"{rows:,} rows, {len(pairs)} site-months, {len(session.submissions())} submissions")
        held = sorted({pair.month for pair in pairs})
        months = held[: len(held) - asked.skip][-asked.months :]
        areas = list(authorities(session.services))[: asked.areas]
        if asked.programme:
            addresses = [(page.partition("?")[0], page) for page in PROGRAMME_PAGES]
        else:
            warm(session, months=MONTHS_AT_HAND).join()
            addresses = list(_addresses(session, months[::-1], areas))
        _ask(session, asked.folder, addresses)


def _ask(session: Session, folder: Path, addresses: list[tuple[str, str]]) -> None:
    """Ask every page once and again, after the start that `tiig serve` makes."""
    lead = Asker.local("benchmark", purpose="benchmark", channel="pages")
    app = make_app(session, workspace=folder, programme=lead)
    first: dict[str, list[Taken]] = {}
    again: dict[str, list[Taken]] = {}
    for name, address in addresses:
        taken, page = _timed(app, address)
        first.setdefault(name, []).append(taken)
        again.setdefault(name, []).append(_timed(app, address)[0])
        for kind, links in (("a picture", PICTURE), ("a CSV", DOWNLOAD)):
            for link in links.findall(page)[:2]:
                drawn = _timed(app, unescape(link))[0]
                first.setdefault(f"{kind} of a page", []).append(drawn)
    for name, taken_first in first.items():
        _print(f"{name}, first", taken_first)
        if name in again:
            _print(f"{name}, again", again[name])


def _addresses(
    session: Session, months: list[Month], areas: list[str]
) -> Iterator[tuple[str, str]]:
    yield from ((page, page) for page in OTHER_PAGES)
    for month, theme in product(months, session.services.standard.themes):
        name = "newest month" if month == months[0] else "an older month"
        yield name, f"/month?theme={theme}&month={month}"
        for area in areas:
            yield f"{name}, an authority", f"/month?theme={theme}&month={month}&area={area}"


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
    most = MOST_OF_PROGRAMME if name.startswith("/programme") else MOST_MILLISECONDS
    mark = "" if wall[late] <= most else f"  MISSED: at most {most} ms"
    figures = f"p50 {statistics.median(wall):5.0f} ms  p95 {wall[late]:5.0f} ms"
    busy = f"(processor p50 {statistics.median(processor):5.0f} ms  p95 {processor[late]:5.0f} ms)"
    print(f"{name:34} n={len(wall):3}  {figures}  {busy}{mark}")


if __name__ == "__main__":
    main()

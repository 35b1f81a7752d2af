"""Take the pictures of docs/images from a finished demonstration.

python docs/pictures.py demo-workspace

Writes the bulletin of the region anew under the rules of today, and looks at it, at a receipt and
at the pages as a reader does. Needs Chromium; what is asked stands in the ledger of the workspace.
"""

from __future__ import annotations

import shutil
import socket
import struct
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2  # type: ignore[import-untyped]
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from tiig.journeys.bulletin import BulletinRequest
from tiig.model.asker import Asker
from tiig.portal import make_app
from tiig.publish.paper_files import write_paper
from tiig.synthesis import VRU
from tiig.wiring.session import Session, connect

IMAGES = Path(__file__).resolve().parent / "images"
PAGES = {
    "page-month": ("/month", (1280, 1360)),
    "page-month-phone": ("/month?area=XS-A03", (375, 1240)),
    "page-map": ("/map", (1280, 1060)),
    "page-quality": ("/quality", (1280, 1410)),
    "page-programme": ("/programme", (1280, 2240)),
    "page-programme-map": ("/programme/map?measure=completeness&site=XP602", (1280, 1530)),
    "page-programme-chart": (
        "/programme/chart?site=XP602&item=injury_place_type&measure=completeness",
        (1280, 1100),
    ),
    "page-programme-volume": ("/programme/volume", (1280, 1640)),
    "page-programme-compare": ("/programme/compare", (1280, 1460)),
}
LEAD = Asker.local("quality lead", purpose="pictures of the documentation", channel="pages")
RECEIPT = ("aldermoor", "2024-08", (1000, 1320))
SCALE = 1.1  # pixels to a point of the paper
MOST_BYTES = 300_000


def png(width: int, rows: list[bytes]) -> bytes:
    """Return a PNG of rows of red, green and blue, 8 bits each."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def side_by_side(paper: Path) -> bytes:
    """Return the first two pages of a PDF beside each other, as PNG."""
    document = pypdfium2.PdfDocument(paper)
    sheets = [document[number].render(scale=SCALE, rev_byteorder=True) for number in (0, 1)]
    lines = []
    for row in range(sheets[0].height):
        starts = ((bytes(one.buffer), row * one.stride, one.width * 3) for one in sheets)
        lines.append(b"".join(pixels[start : start + size] for pixels, start, size in starts))
    return png(sum(one.width for one in sheets), lines)


@contextmanager
def served(session: Session, workspace: Path) -> Iterator[str]:
    """Serve the pages on a free port of this machine, and say where."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = make_app(session, workspace=workspace, programme=LEAD)
    config = uvicorn.Config(app, log_level="critical")
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    while not server.started and running.is_alive():
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    running.join(10)


def photograph(browser: Browser, address: str, size: tuple[int, int]) -> bytes:
    """Return the top of a page as PNG, once its charts that are in view are drawn."""
    with browser.new_page(viewport={"width": size[0], "height": size[1]}) as page:
        page.goto(address, wait_until="networkidle", timeout=120_000)
        return page.screenshot()


def take(session: Session, workspace: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every picture by its name."""
    with TemporaryDirectory() as folder:
        ((stem, paper),) = session.bulletins(BulletinRequest(author="TIIG demonstration"))
        write_paper(paper, Path(folder), f"bulletin-{stem}", ("pdf",))
        yield "bulletin", side_by_side(next(Path(folder).glob("*.pdf")))
    sender, month, size = RECEIPT
    told = next(one for one in session.submissions() if (one.sender, one.period) == (sender, month))
    program = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    with sync_playwright() as playwright, served(session, workspace) as origin:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        receipt = workspace / "out" / "receipts" / f"receipt-{told.id}.html"
        yield "receipt", photograph(browser, receipt.resolve().as_uri(), size)
        for name, (address, window) in PAGES.items():
            yield name, photograph(browser, origin + address, window)
        browser.close()


def main(workspace: Path) -> None:
    """Write the pictures, and say how large each is; one that is too large ends it."""
    with connect(workspace, because="pictures of the documentation", agreement=VRU) as session:
        for name, picture in take(session, workspace):
            print(f"{name}.png: {len(picture):,} bytes")
            if len(picture) > MOST_BYTES:
                sys.exit(f"{name}.png is larger than {MOST_BYTES:,} bytes")
            (IMAGES / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

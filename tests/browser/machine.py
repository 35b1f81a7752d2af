"""What tests of pages need of this machine: a server on a free port, its Chromium, axe."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve pages on a free port of this machine; gives their origin."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    running.join(10)


@contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """Start the machine's Chromium."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", *options]
        )
        yield started
        started.close()


def faults_of(page: Page) -> list[tuple[str, str]]:
    """Return what breaks a rule of accessibility."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]

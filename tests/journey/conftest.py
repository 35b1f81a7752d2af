"""A small house in memory, with one sender of two sites whose file is a few columns wide."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.elm_trust import ELM

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share a database server by import

from tests.journey.dropping import NAMED, Drop, Line
from tests.postgres_server import server

from tiig.journeys.count import CountRequest, count
from tiig.journeys.nil_return import NilRequest, declare_nil
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.journeys.withdraw import withdraw_submission
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.submission import Submission
from tiig.services import Services
from tiig.standard import Standard, load_standard
from tiig.testing import PARTNER, agree, in_memory_services

PROFILE = (
    """\
ignored = ["Bed"]
"""
    + ELM
    + """\
[[columns]]
name = "Site"
item = "site"
[[columns]]
name = "Arrived"
item = "arrival_at"
formats = ["%Y-%m-%d %H:%M"]
[[columns]]
name = "Age"
item = "age"
[[columns]]
name = "Intent"
item = "injury_intent"
codes = { X = "assault", F = "unintentional", U = "~not_known" }
[[columns]]
name = "Weapon"
item = "injury_mechanism"
codes = { K = "sharp.knife", G = "sharp.glass", P = "body.fist-foot-head" }
[[columns]]
name = "Place"
item = "assault_location_description"
"""
)
HEADER = "No,Site,Arrived,Age,Intent,Weapon,Place,Bed"
ANALYST = Asker.local("analyst", purpose="testing")


def line(number: str, **cells: str) -> str:
    """Return one row of Elm's file: an assault at site A in June 2026 unless told otherwise."""
    row = {
        "No": number, "Site": "A", "Arrived": "2026-06-03 21:15", "Age": "34",
        "Intent": "X", "Weapon": "K", "Place": "", "Bed": "4",
    } | cells  # fmt: skip
    return ",".join(row[name] for name in HEADER.split(","))


@dataclass
class House:
    """Services with the verbs that the tests speak."""

    services: Services
    folder: Path
    sent: int = 0

    def write(self, rows: Sequence[str], *, header: str = HEADER) -> Path:
        """Write a file of Elm's."""
        self.sent += 1
        path = self.folder / f"extract{self.sent}.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    def send(
        self, path: Path, month: str | None = "2026-06", *, confirm: bool = False
    ) -> SubmitAnswer:
        """Submit a file."""
        request = SubmitRequest(str(path), "elm", month, confirm=confirm)
        return submit(request, asker=ANALYST, services=self.services, progress=Silent())

    def rehearse(self, path: Path, month: str | None = "2026-06") -> SubmitAnswer:
        """Say what would happen to a file."""
        request = SubmitRequest(str(path), "elm", month, rehearsal=True)
        return submit(request, asker=ANALYST, services=self.services, progress=Silent())

    def nil(self, site: str, month: str) -> Submission:
        """Enter a nil return."""
        request = NilRequest("elm", site, month)
        return declare_nil(request, asker=ANALYST, services=self.services, progress=Silent())

    def withdraw(self, submission: str) -> Submission:
        """Withdraw a submission."""
        withdrawn = withdraw_submission(
            submission, "a mistake", asker=ANALYST, services=self.services, progress=Silent()
        )
        return withdrawn.submission

    def ask(self, *by: str, where: Sequence[str] = (), **asked: Any) -> Cleared:  # noqa: ANN401 - the options of a count
        """Count exactly, for the house itself, unless a preset is named."""
        request = CountRequest(by=by, where=tuple(where), **({"preset": "internal"} | asked))
        partner = replace(ANALYST, agreement=PARTNER)
        asker = partner if request.preset == "named-partner" else ANALYST
        return count(request, asker=asker, services=self.services, progress=Silent())

    def total(self, **asked: str) -> int | float | None:
        """Return the total of a measure."""
        return self.ask(**asked).rows[-1].count.value

    def add(self, profile: str) -> None:
        """Add a profile."""
        add_sender(profile, asker=ANALYST, services=self.services, progress=Silent())
        agree(self.services)


@pytest.fixture(scope="session")
def standard() -> Standard:
    """The packaged standard, read once."""
    return load_standard()


@pytest.fixture(scope="module")
def socket() -> Iterator[str]:
    """The folder of a PostgreSQL server's socket."""
    with server() as folder:
        yield folder


@pytest.fixture
def house(tmp_path: Path, standard: Standard) -> House:
    """A house with Elm as its sender and nothing received."""
    made = House(in_memory_services(standard), tmp_path)
    made.add(PROFILE)
    return made


@pytest.fixture(scope="session")
def new_house(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Callable[..., House]:
    """Makes houses for tests that need several: Elm's, with its profile changed if need be."""

    def make(change: Callable[[str], str] = str, *, using: Standard = standard) -> House:
        made = House(in_memory_services(using), tmp_path_factory.mktemp("house"))
        made.add(change(PROFILE))
        return made

    return make


@pytest.fixture(scope="session")
def elm_profile() -> str:
    """The text of Elm's profile."""
    return PROFILE


@pytest.fixture(scope="session")
def elm_header() -> str:
    """The header of Elm's file."""
    return HEADER


@pytest.fixture(scope="session")
def elm_line() -> object:
    """The writer of rows of Elm's file."""
    return line


@pytest.fixture
def drop(tmp_path: Path, new_house: Callable[..., House], elm_header: str) -> Drop:
    """Elm's drop folder; its profile says how a file's name tells the month."""
    house = new_house(lambda profile: profile.replace("[file]", NAMED))
    return Drop(tmp_path / "drop", house, elm_header)


@pytest.fixture
def june(elm_line: Line) -> list[str]:
    """The rows of a month."""
    return [elm_line(f"N{number}") for number in range(12)]

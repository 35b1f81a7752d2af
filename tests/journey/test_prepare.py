"""A hospital prepares, TIIG opens: every row has its place, and every figure is as if sent raw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from tiig import synthesis
from tiig.intake.hospital import AtHospital
from tiig.journeys.count import CountRequest, count
from tiig.journeys.prepare import PrepareRequest, prepare
from tiig.journeys.receiving_key import receiving_key
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.months import Month
from tiig.model.prepared_report import Prepared
from tiig.model.submission import SubmissionState
from tiig.services import Services
from tiig.standard import Standard, dimensions
from tiig.testing import in_memory_services

ANALYST = Asker.local("analyst", purpose="testing")
LAYOUTS: dict[str, tuple[str, str | None, Callable[[pl.DataFrame, Path], None]]] = {
    "aldermoor": ("XP101", "2026-06", synthesis.write_aldermoor),
    "brackenfield": ("XP201", "2026-06", synthesis.write_brackenfield),
    "calderwick": ("XP301", None, synthesis.write_calderwick),
    "dunmere": ("XP401", "2026-06", synthesis.write_dunmere),
}


@dataclass
class Hospital:
    """One sender's file, the hospital that prepares it, and two houses that take it in."""

    name: str
    month: str | None
    path: Path
    folder: Path
    house: Services
    tools: AtHospital

    def prepare(self, folder: str = "out", **given: str) -> Prepared:
        """Prepare the file for the house."""
        told = {
            "path": str(self.path), "profile": str(self.folder / "profile.toml"),
            "recipient": str(self.folder / "tiig.age-key"), "folder": str(self.folder / folder),
        } | given  # fmt: skip
        request = PrepareRequest(**told, period=self.month)  # type: ignore[arg-type]
        return prepare(request, asker=ANALYST, services=self.tools, progress=Silent())

    def send(self, path: Path, services: Services | None = None) -> SubmitAnswer:
        """Submit a file or a package."""
        raw = self.month if path == self.path else None
        request = SubmitRequest(str(path), self.name, raw)
        used = services or self.house
        return submit(request, asker=ANALYST, services=used, progress=Silent())


def hospital(name: str, folder: Path, standard: Standard, rows: int = 900) -> Hospital:
    """Invent a month of one sender, and give the hospital what TIIG gives it."""
    site, month, write = LAYOUTS[name]
    path = folder / ("extract.xlsx" if name == "calderwick" else "extract.csv")
    write(synthesis.make_month(site, Month(2026, 6), seed=5, attendances=rows), path)
    house = house_of(name, standard)
    key = receiving_key(asker=ANALYST, services=house, progress=Silent())
    (folder / "tiig.age-key").write_text(key.file, encoding="utf-8")
    (folder / "profile.toml").write_text(synthesis.profile_text(name), encoding="utf-8")
    return Hospital(name, month, path, folder, house, AtHospital(standard, house.clock, "test"))


def house_of(name: str, standard: Standard) -> Services:
    """Return a house that knows a sender."""
    services = in_memory_services(standard)
    profile = synthesis.profile_text(name)
    add_sender(profile, asker=ANALYST, services=services, progress=Silent())
    return services


def figures(services: Services, standard: Standard) -> Iterator[tuple[str, object]]:
    """Yield the exact answers to every measure by every dimension."""
    for measure in standard.measures:
        for name in ("", *dimensions(standard)):
            request = CountRequest(measure=measure, by=(name,) if name else (), preset="internal")
            try:
                told = count(request, asker=ANALYST, services=services, progress=Silent())
            except Exception as fault:  # noqa: BLE001 - the same refusal is an equal answer
                yield f"{measure} by {name}", str(fault)
                continue
            yield f"{measure} by {name}", told.rows


@pytest.mark.parametrize("name", LAYOUTS)
def test_figures_are_the_same(name: str, tmp_path: Path, standard: Standard) -> None:
    """`submit FILE` and `prepare` with `submit PACKAGE` answer every question alike."""
    here = hospital(name, tmp_path, standard)
    raw = house_of(name, standard)
    sent = here.send(here.path, raw)

    prepared = here.prepare(pseudonym_key=str(tmp_path / "key"))
    taken = here.send(tmp_path / "out" / prepared.package)

    assert sent.state is taken.state is SubmissionState.IN_FORCE
    assert taken.receipt.tally.stored == sent.receipt.tally.stored
    assert dict(figures(raw, standard)) == dict(figures(here.house, standard))

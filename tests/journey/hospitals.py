"""A hospital that prepares its files, and the house that it sends them to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from tiig import synthesis
from tiig.handover import Package, open_package
from tiig.intake.hospital import AtHospital
from tiig.journeys.prepare import PrepareRequest, prepare
from tiig.journeys.receiving_key import receiving_key
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import (
    Where,
)
from tiig.model.months import Month
from tiig.model.prepared_report import Prepared
from tiig.services import Services
from tiig.standard import Standard
from tiig.testing import agree, in_memory_services

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
        request = PrepareRequest(**told, period=self.month)
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
    agree(services)
    return services


def stored(services: Services) -> pl.DataFrame:
    """Return the rows in force as every question sees them: of ids, only which are the same."""
    table = services.lake.table(services.catalogue.pairs())
    ids = [name for name in table.columns if name.endswith("_id")]
    first = table.select(
        pl.int_range(pl.len()).min().over(pl.col(name)).alias(name) for name in ids
    )
    local = [name for name in table.columns if name.endswith("__local")]
    known = [table[name].is_not_null().alias(f"{name} given") for name in ids]
    return table.drop(*ids, *local, "row", "row_rank", strict=False).with_columns(*first, *known)


@dataclass
class Elm:
    """Elm's hospital and the house that it sends to."""

    folder: Path
    house: Services
    tools: AtHospital

    @classmethod
    def at(cls, folder: Path, standard: Standard, profile: str) -> Elm:
        """Give the hospital what TIIG gives it."""
        house = in_memory_services(standard)
        add_sender(profile, asker=ANALYST, services=house, progress=Silent())
        agree(house)
        key = receiving_key(asker=ANALYST, services=house, progress=Silent())
        (folder / "tiig.age-key").write_text(key.file, encoding="utf-8")
        (folder / "profile.toml").write_text(profile, encoding="utf-8")
        return cls(folder, house, AtHospital(standard, house.clock, "test"))

    def prepare(self, *rows: str, into: str = "out", **given: Any) -> Prepared:  # noqa: ANN401 - fields of a request
        """Write a file of these rows and prepare it."""
        path = self.folder / "extract.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        told = {
            "path": str(path), "profile": str(self.folder / "profile.toml"),
            "recipient": str(self.folder / "tiig.age-key"), "folder": str(self.folder / into),
            "period": "2026-06",
        } | given  # fmt: skip
        request = PrepareRequest(**told)
        return prepare(request, asker=ANALYST, services=self.tools, progress=Silent())

    def send(
        self, name: str = "elm-2026-06.age", *, out: str = "out", **given: str
    ) -> SubmitAnswer:
        """Submit a package."""
        path = self.folder / out / name
        request = SubmitRequest(str(path), given.get("sender", "elm"), given.get("period"))
        return submit(request, asker=ANALYST, services=self.house, progress=Silent())

    def opened(self, name: str = "elm-2026-06.age") -> Package:
        """Open a package as TIIG does."""
        return open_package(self.folder / "out" / name, self.house.keys.unsealed, Where())

    @property
    def key(self) -> str:
        """The path of the hospital's key."""
        return str(self.folder / "hospital.key")


EXTRA = """
[[columns]]
name = "Patient"
item = "person_number"
[[columns]]
name = "NHS"
treatment = "drop"
"""
HEADER = "No,Site,Arrived,Age,Intent,Weapon,Place,Bed,Patient,NHS"


def row(number: str, patient: str = "", nhs: str = "", **cells: str) -> str:
    """Return one row of Elm's file: an assault at site A in June 2026 unless told otherwise."""
    told = {
        "No": number, "Site": "A", "Arrived": "2026-06-03 21:15", "Age": "34", "Intent": "X",
        "Weapon": "K", "Place": "", "Bed": "4", "Patient": patient, "NHS": nhs,
    } | cells  # fmt: skip
    return ",".join(told[name] for name in HEADER.split(","))

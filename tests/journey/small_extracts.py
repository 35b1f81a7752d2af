"""A few small hospitals for tests of papers: four layouts, some months, and what goes wrong.

Every third month of one hospital is sent again after a correction; one month comes with
rows of the month before; one export lost most of its rows. What becomes of them, the
receipts say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tiig.model.months import Month
from tiig.synthesis import (
    make_month,
    profile_text,
    write_aldermoor,
    write_brackenfield,
    write_calderwick,
    write_dunmere,
)


@dataclass(frozen=True)
class Hospital:
    """An invented sender: its sites, attendances a month, and how it writes its file."""

    sender: str
    sites: Mapping[str, int]
    suffix: str
    write: Callable[[pl.DataFrame, Path], None]


@dataclass(frozen=True)
class Extract:
    """One file to be sent, and in words what is particular about it."""

    path: Path
    sender: str
    month: str | None
    about: str


@dataclass(frozen=True)
class Extracts:
    """Profiles to be added, then files to be sent in this order."""

    profiles: tuple[Path, ...]
    files: tuple[Extract, ...]


HOSPITALS = (
    Hospital("aldermoor", {"XP101": 4200}, "csv", write_aldermoor),
    Hospital("brackenfield", {"XP201": 3300, "XP202": 700}, "csv", write_brackenfield),
    Hospital("calderwick", {"XP301": 2600}, "xlsx", write_calderwick),
    Hospital("dunmere", {"XP401": 1900}, "txt", write_dunmere),
)
SENDERS = tuple(hospital.sender for hospital in HOSPITALS)
_LATE_ROWS = 12
_LOST = 0.4
"""Share of rows that is left in the export that lost most of them."""


def make_extracts(
    folder: Path, *, first: str, months: int, seed: int, senders: Collection[str] = SENDERS
) -> Extracts:
    """Write profiles and the files of some senders into a folder; equal seeds give equal files."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [hospital for hospital in HOSPITALS if hospital.sender in senders]
    profiles = []
    for hospital in chosen:
        path = folder / f"{hospital.sender}.toml"
        path.write_text(profile_text(hospital.sender), encoding="utf-8")
        profiles.append(path)
    files = [
        extract
        for step in range(months)
        for hospital in chosen
        for extract in _files(hospital, Month.parse(first).plus(step), folder, seed=seed)
    ]
    return Extracts(tuple(profiles), tuple(files))


def all_in_one(folder: Path, *, first: str, months: int, seed: int) -> tuple[Extract, ...]:
    """Write some months of each sender into one file, as one that begins to send does."""
    period = [Month.parse(first).plus(step) for step in range(months)]
    told, made = f"{period[0]}..{period[-1]}", []
    for hospital in HOSPITALS:
        path = folder / f"{hospital.sender}-{told}.{hospital.suffix}"
        hospital.write(pl.concat(_month(hospital, month, seed) for month in period), path)
        made.append(Extract(path, hospital.sender, told, "as exported"))
    return tuple(made)


def _files(hospital: Hospital, month: Month, folder: Path, *, seed: int) -> Iterator[Extract]:
    frame = _month(hospital, month, seed)
    if hospital.sender == "aldermoor" and month.number == 2:
        late = _month(hospital, month.plus(-1), seed).tail(_LATE_ROWS)
        frame, about = pl.concat([late, frame]), "with late rows of the month before"
    else:
        about = "as exported"
    yield _written(hospital, month, frame, folder, about=about)
    if hospital.sender == "dunmere" and month.number % 3 == 0:
        again = frame.with_columns(pl.col("age").fill_null(30))
        yield _written(hospital, month, again, folder, about="sent again, corrected")
        lost = again.head(int(again.height * _LOST))
        yield _written(hospital, month, lost, folder, about="sent once more, most rows lost")


def _month(hospital: Hospital, month: Month, seed: int) -> pl.DataFrame:
    return pl.concat(
        make_month(site, month, seed=seed, attendances=attendances)
        for site, attendances in hospital.sites.items()
    )


def _written(
    hospital: Hospital, month: Month, frame: pl.DataFrame, folder: Path, *, about: str
) -> Extract:
    version = len(list(folder.glob(f"{hospital.sender}-{month}*"))) + 1
    mark = "" if version == 1 else f"-v{version}"
    path = folder / f"{hospital.sender}-{month}{mark}.{hospital.suffix}"
    hospital.write(frame, path)
    own_words = hospital.sender == "calderwick"
    return Extract(path, hospital.sender, None if own_words else str(month), about)

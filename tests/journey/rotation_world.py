"""A small workspace with people who come twice, and what links its rows, for tests of keys."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path

from tiig.model.destruction import phrases_of
from tiig.services import Services
from tiig.store import ParquetLake, SealedVault, phrase_tables
from tiig.testing.agreements import agree
from tiig.wiring import make_workspace
from tiig.wiring.session import Session, connect

Line = Callable[..., str]
PLACES = ("Corn Market", "The Black Lion", "Corn Market", "Mill Lane")


def with_people(profile: str) -> str:
    """Return Elm's profile with the number of the person in its last column."""
    column = '[[columns]]\nname = "Bed"\nitem = "person_number"\n'
    return profile.replace('ignored = ["Bed"]\n', "") + column


def month_file(folder: Path, month: str, header: str, line: Line, *, people: int = 4) -> Path:
    """Write a month in which each person comes twice."""
    lines = [
        line(
            f"{month}-{number}",
            Arrived=f"{month}-03 21:15",
            Place=PLACES[number % len(PLACES)],
            Bed=f"P{number % people}",
        )
        for number in range(2 * people)
    ]
    file = folder / f"{month}.csv"
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return file


def small_workspace(root: Path, profile: str, header: str, line: Line) -> Path:
    """Make a workspace with May and June, sent one after the other."""
    workspace = make_workspace(root)
    (workspace / "elm.toml").write_text(with_people(profile), encoding="utf-8")
    with connect(workspace) as tiig:
        tiig.add_sender(workspace / "elm.toml")
        agree(tiig.services)
        for month in ("2026-05", "2026-06"):
            send(tiig, workspace, month, header, line)
    return workspace


def send(tiig: Session, workspace: Path, month: str, header: str, line: Line) -> None:
    """Send one month."""
    tiig.submit(month_file(workspace, month, header, line), sender="elm", month=month)


def linkage(services: Services) -> dict[str, Sequence[object]]:
    """Return what links rows: for each, the first row with the same id, and its phrase's text."""
    texts = phrase_texts(services)
    table = services.lake.table(services.catalogue.pairs())
    phrases = table["place_phrase_id"].to_list()
    told = [None if one is None else texts[f"{one:032x}"] for one in phrases]
    return links(services) | {"phrase": told}


def links(services: Services) -> dict[str, Sequence[object]]:
    """Return the same without texts: for each row, the first row with the same id."""
    table = services.lake.table(services.catalogue.pairs())
    return {
        "rows": table.select("month", "site", "row").rows(),
        "attendance": _first_alike(table["attendance_id"].to_list()),
        "person": _first_alike(table["person_id"].to_list()),
    }


def phrase_texts(services: Services) -> dict[str, str]:
    """Return every phrase by id, as the sealed tables tell."""
    assert isinstance(services.vault, SealedVault)
    found: dict[str, str] = {}
    for one in services.catalogue.submissions():
        found |= phrase_tables.read(services.vault._opened(phrases_of(one.id)))[1]
    return found


def keys_of_packs(services: Services) -> set[str]:
    """Return the names of the keys that the packs need."""
    assert isinstance(services.lake, ParquetLake)
    return {services.lake.sealed_under(pack.id) for pack in services.catalogue.packs()}


def _first_alike(ids: Iterable[Hashable]) -> list[object]:
    seen: dict[Hashable, int] = {}
    return [None if one is None else seen.setdefault(one, place) for place, one in enumerate(ids)]

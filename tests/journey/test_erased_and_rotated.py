"""Erasing and changing keys meet: whichever comes first, or between, erased rows stay out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.rotation_world import (
    Line,
    linkage,
    month_file,
    phrase_texts,
    small_workspace,
)

from tiig.journeys.erase import EraseRequest, Erasure, erase
from tiig.journeys.keys import show_keys
from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.erasure import Erasable
from tiig.services import Services
from tiig.wiring import open_services, read_settings
from tiig.wiring.session import connect

ASKER = Asker.local("ada")


class BreaksAt:
    """Breaks off at a seam."""

    def __init__(self, seam: str) -> None:
        """Break off there."""
        self._seam = seam

    def reach(self, seam: str) -> None:
        """Pass, or break off."""
        if seam == self._seam:
            raise KeyboardInterrupt


@pytest.fixture(scope="module")
def before(
    tmp_path_factory: pytest.TempPathFactory, elm_profile: str, elm_header: str, elm_line: Line
) -> Path:
    """A workspace with two months, in which people come again."""
    root = tmp_path_factory.mktemp("erased") / "workspace"
    return small_workspace(root, elm_profile, elm_header, elm_line)


@pytest.fixture
def workspace(before: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(before, tmp_path / "workspace"))


@contextmanager
def opened(workspace: Path, breaks_at: str | None = None) -> Iterator[Services]:
    """Open the services, which may break off at a seam."""
    seams = None if breaks_at is None else BreaksAt(breaks_at)
    with open_services(read_settings(workspace), seams=seams) as services:
        yield services


def rotate(services: Services, *purposes: str) -> None:
    """Change the keys of purposes."""
    request = RotateRequest(purposes or ("all",), "tested")
    rotate_keys(request, asker=ASKER, services=services, progress=Silent())


def forget(services: Services, folder: Path, number: str, kind: Erasable) -> Erasure:
    """Erase by one number of Elm's."""
    listed = folder / "list.txt"
    listed.write_text(number + "\n", encoding="utf-8")
    request = EraseRequest(str(listed), kind, "asked", sender="elm", site="XQ101")
    return erase(request, asker=ASKER, services=services, progress=Silent())


@pytest.mark.parametrize(
    ("kind", "number", "gone"),
    [(Erasable.PERSON, "P1", 2), (Erasable.ATTENDANCE, "2026-06-1", 1)],
)
def test_the_file_sent_again_after_a_change_of_keys(  # noqa: PLR0913, PLR0917 - fixtures and cases
    workspace: Path, elm_header: str, elm_line: Line, kind: Erasable, number: str, gone: int
) -> None:
    """A raw number leads to its mark through the layers it had when it was erased."""
    with opened(workspace) as services:
        assert forget(services, workspace, number, kind).rows
        rotate(services, "person", "attendance")
        rotate(services)

    again = month_file(workspace, "2026-06", elm_header, elm_line)
    with again.open("a", encoding="utf-8") as file:
        file.write(elm_line("2026-06-99", Arrived="2026-06-04 21:15", Bed="P9") + "\n")
    with connect(workspace) as tiig:
        tiig.submit(again, sender="elm", month="2026-06")
        pairs = [one for one in tiig.services.catalogue.pairs() if str(one.month) == "2026-06"]
        assert sum(pair.rows for pair in pairs) == 8 + 1 - gone
        assert tiig.doctor().faults == ()


def test_erased_while_packs_stand_ready(workspace: Path) -> None:
    """A pack that a change of keys holds ready has the erased rows too: it goes with them."""
    with opened(workspace, "inside-swap") as services, pytest.raises(KeyboardInterrupt):
        rotate(services)
    with opened(workspace) as services:
        ready = {swap.new.id for swap in services.catalogue.swaps()}
        assert ready <= services.lake.on_disk()
        assert forget(services, workspace, "P1", Erasable.PERSON).rows == 4
        listed = {pack.id for pack in services.catalogue.packs()}
        swaps = services.catalogue.swaps()
        still = {swap.new.id for swap in swaps if swap.old in listed}
        assert services.lake.on_disk() == listed | still
        told = linkage(services)
        rotate(services)
        assert linkage(services) == told
        assert services.lake.on_disk() == {pack.id for pack in services.catalogue.packs()}
    with connect(workspace) as tiig:
        assert tiig.doctor().faults == ()


def test_erased_before_phrases_have_followed(workspace: Path) -> None:
    """Phrases are thinned by the ids in force, also where their table is a change of keys behind.

    Mill Lane is a place of P3 alone.
    """
    with opened(workspace, "packs-swapped") as services, pytest.raises(KeyboardInterrupt):
        rotate(services)
    with opened(workspace) as services:
        assert forget(services, workspace, "P3", Erasable.PERSON).rows == 4
        assert set(phrase_texts(services).values()) == {"corn market", "the black lion"}
        told = linkage(services)
        rotate(services)
        assert linkage(services) == told
        assert services.catalogue.key_layers().phrase == 2
    with connect(workspace) as tiig:
        assert tiig.doctor().faults == ()


def test_audit_and_receiving_keys_gain_newer_ones(workspace: Path) -> None:
    """Older ones stay: heads that others keep are attested, packages on their way open."""
    with opened(workspace) as services:
        head, receiving = services.catalogue.audit_head(), services.keys.receiving_key()
        assert head is not None
        package = pyrage.encrypt(b"rows", [pyrage.x25519.Recipient.from_str(receiving)])
        told = linkage(services)
        rotate(services, "audit", "receiving")

    with opened(workspace) as services:
        assert services.keys.receiving_key() != receiving
        assert services.keys.unsealed(package) == b"rows"
        newer = services.catalogue.audit_head()
        assert newer is not None
        assert (head.key, newer.key) == ("audit-1", "audit-2")
        assert services.catalogue.check_audit([head, newer]).sound
        assert linkage(services) == told
        shown = show_keys(asker=ASKER, services=services, progress=Silent()).state.keys
        names = {line.name for line in shown}
        assert {"audit-1", "audit-2", "receiving-1", "receiving-2", "content-1"} <= names
        assert {line.name for line in shown if line.purpose == "lake"} == {"lake-1"}

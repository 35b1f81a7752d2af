"""A drop folder with its house, looked at in the process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tiig.intake.drop_folder import DropFolder
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.journeys.watch import Doing, Fate, Watched, WatchRequest, watch
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.receipt import Receipt
from tiig.publish import write_receipt_workbook

if TYPE_CHECKING:
    from tests.journey.conftest import House

ASKER = Asker.local("operator")
Line = Callable[..., str]
NAMED = '[period]\nfile_name = "extract_%Y-%m*.csv"\n[file]'


class Killed(BaseException):
    """Stands for the end of the process."""


class Drop:
    """A drop folder with its house; `fails` is raised at a step, as a kill or a fault would be."""

    def __init__(self, root: Path, house: House, header: str) -> None:
        self.root, self.house, self.header = root, house, header
        (root / "elm").mkdir(parents=True)
        self.submitted: list[str] = []
        self.fails: dict[str, BaseException] = {}

    def write(self, name: str, *rows: str, folder: str = "elm") -> Path:
        """Put a file of Elm's layout into the folder."""
        path = self.root / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([self.header, *rows]) + "\n", encoding="utf-8")
        return path

    def look(self, *, remove_taken: bool = False) -> list[Watched]:
        """Deal with everything that waits, as whole."""
        folder = DropFolder(self.root)
        doing = Doing(self._submit, self._write)
        told_at_once: list[Watched] = []
        files = folder.look().files
        request = WatchRequest(folder, files, doing, told_at_once.append, remove_taken=remove_taken)
        services = self.house.services
        told = watch(request, asker=ASKER, services=services, progress=Silent())
        assert told_at_once == [event for _, event in told]
        waits = [one for one, event in told if event.fate is Fate.WAITING]
        assert set(waits) <= set(folder.look().files)  # as they lie: so they are put off
        return told_at_once

    def names(self, *places: str) -> list[str]:
        """Return the files below some folder, by name."""
        folder = self.root.joinpath(*places)
        return sorted(path.name for path in folder.rglob("*") if path.is_file())

    def _submit(self, path: Path, sender: str, period: str | None) -> SubmitAnswer:
        self._step("before")
        request = SubmitRequest(str(path), sender, period)
        answer = submit(request, asker=ASKER, services=self.house.services, progress=Silent())
        self.submitted.append(answer.submission)
        self._step("submitted")
        return answer

    def _write(self, receipt: Receipt, folder: Path) -> None:
        write_receipt_workbook(receipt, folder / f"receipt-{receipt.submission}.xlsx")
        self._step("written")

    def _step(self, name: str) -> None:
        if name in self.fails:
            raise self.fails.pop(name)

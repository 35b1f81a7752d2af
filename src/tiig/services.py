"""Everything a journey may use of the outside world, as one flat value.

`wiring` builds it from settings, `testing` builds it in memory; nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

import polars as pl

from tiig.model.asker import Asker
from tiig.model.backup import BackupMade, BackupRequest
from tiig.model.cleared import Cleared
from tiig.model.cleared_quality import ClearedQuality
from tiig.model.destruction import Destruction
from tiig.model.ports import Catalogue, Clock, Geography, Ids, Keys, Lake, Progress, Seams, Vault
from tiig.model.question import Question
from tiig.standard import Standard

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Choices:
    """What a workspace decides in `tiig.toml`.

    `page_preset` protects what pages show; `region` is what papers call all areas together;
    `geography` is counted by unless another is named (None: the built-in one).
    """

    named_partner_threshold: int = 5
    page_preset: str = "public"
    page_agreement: str | None = None
    region: str = "the whole region"
    geography: str | None = None
    synthetic: bool = False


class Answers(Generic[Kept]):
    """Protected answers that were worked out in this process, by what they were worked out from.

    They are what may be shown and nothing more; the oldest go first. Safe between threads:
    at worst an answer is worked out twice.
    """

    def __init__(self, most: int = 2_000) -> None:
        """Hold at most so many."""
        self._most = most
        self._kept: dict[str, Kept] = {}
        self._state: str | None = None
        self._lock = Lock()

    def __len__(self) -> int:
        """How many are held."""
        return len(self._kept)

    def only_of(self, state: str) -> None:
        """Forget all that was worked out from another state of the data than this."""
        with self._lock:
            if self._state != state:
                self._kept.clear()
            self._state = state

    def get(self, key: str) -> Kept | None:
        """Return the answer worked out from the same, if there is one."""
        return self._kept.get(key)

    def keep(self, key: str, answer: Kept) -> None:
        """Remember an answer."""
        with self._lock:
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = answer


@dataclass(frozen=True)
class Services:
    """The ports, the data standard in use, and the workspace's choices.

    `overlay` is the folder with the site's additions to the standard; `reconcile` says
    what catalogue, lake and vault do not agree on; `carry_out` destroys what was ordered;
    `give_up` removes what announced work of that id left, where it broke off before it was
    committed; `back_up` makes a backup. `rows` are no answers but rows to count, decrypted:
    those of what is in force alone are held, and none when somebody was erased.
    """

    catalogue: Catalogue
    lake: Lake
    vault: Vault
    keys: Keys
    geography: Geography
    clock: Clock
    ids: Ids
    seams: Seams
    standard: Standard
    code_version: str
    overlay: Path
    reconcile: Callable[[], tuple[str, ...]]
    carry_out: Callable[[Asker], tuple[Destruction, ...]]
    back_up: Callable[[BackupRequest, Progress], BackupMade]
    give_up: Callable[[str], None]
    choices: Choices = Choices()
    answers: Answers[Cleared] = field(default_factory=Answers)
    qualities: Answers[ClearedQuality] = field(default_factory=Answers)
    rows: Answers[pl.DataFrame] = field(default_factory=lambda: Answers(8))
    together: Answers[Mapping[Question, Cleared]] = field(default_factory=lambda: Answers(150))

"""What may be shown: the only thing that `publish` accepts. Made by `disclose` alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import final

from tiig.kit.hashing import digest
from tiig.model.figures import Mark, TableColumn

_MAKER = object()


@dataclass(frozen=True)
class Shown:
    """A value as shown, or the mark that stands for it (value None)."""

    value: float | int | None
    mark: Mark = Mark.SHOWN


@dataclass(frozen=True)
class ClearedRow:
    """One cell of the table: its nodes in the order of the columns, and what is shown."""

    nodes: tuple[str, ...]
    count: Shown
    population: int | None = None
    rate: Shown | None = None
    lower: Shown | None = None
    upper: Shown | None = None


@final
@dataclass(frozen=True)
class Cleared:
    """A table after disclosure control: values, marks, units; no exact number behind them.

    `question` is the canonical form asked, `answered` the one shown (coarser where
    `merged` says what was merged); `manifest` names the lineage.
    """

    question: dict[str, object]
    answered: dict[str, object]
    columns: tuple[TableColumn, ...]
    rows: tuple[ClearedRow, ...]
    preset: str
    unit: str
    method: str | None
    manifest: str
    notes: tuple[str, ...]
    merged: tuple[str, ...]
    for_release: bool
    share_shown: float
    release: str
    maker: object = None

    def __post_init__(self) -> None:
        """Refuse any maker but gate two."""
        if self.maker is not _MAKER:
            message = "only disclose makes Cleared"
            raise TypeError(message)
        object.__setattr__(self, "maker", None)

    @property
    def shown_digest(self) -> str:
        """Name what is shown by its content: nodes, values and marks, nothing else."""
        return digest([[asdict(row) for row in self.rows], self.preset, self.answered["by"]])

    def as_json(self) -> dict[str, object]:
        """Return the answer as `--json` prints it."""
        shown = asdict(self)
        del shown["maker"]
        return shown

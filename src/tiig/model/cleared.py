"""What may be shown: the only thing that `publish` accepts. Made by `disclose` alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Self, final

from tiig.kit.hashing import digest
from tiig.model.coverage import NOTHING_TOLD, Coverage
from tiig.model.figures import Mark, TableColumn
from tiig.model.given import FOR_THE_PUBLIC, GivenTo

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


def _plain(row: ClearedRow) -> dict[str, object]:
    shown = {
        name: None if one is None else {"value": one.value, "mark": one.mark}
        for name, one in (
            ("count", row.count),
            ("rate", row.rate),
            ("lower", row.lower),
            ("upper", row.upper),
        )
    }
    return {"nodes": row.nodes, "population": row.population, **shown}


@final
@dataclass(frozen=True)
class Cleared:
    """A table after disclosure control: values, marks, units; no exact number behind them.

    `question` is the canonical form asked, `answered` the one shown (coarser where
    `merged` says what was merged); `manifest` names the lineage. `coverage` says which
    departments reported which month, `synthetic` that any of the rows were invented; `given`
    says to whom, for what and under which agreement it is given.
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
    coverage: Coverage = NOTHING_TOLD
    synthetic: bool = False
    given: GivenTo = FOR_THE_PUBLIC
    maker: object = None

    def __post_init__(self) -> None:
        """Refuse any maker but gate two."""
        if self.maker is not _MAKER:
            message = "only disclose makes Cleared"
            raise TypeError(message)
        object.__setattr__(self, "maker", None)

    @cached_property
    def shown_digest(self) -> str:
        """Name what is shown by its content: nodes, values and marks, nothing else."""
        return digest([[_plain(row) for row in self.rows], self.preset, self.answered["by"]])

    def at(self, **nodes: str) -> Self:
        """Return the part of the table at these nodes (`~all`: the total), without their columns.

        A part of what may be shown may be shown. Raises KeyError for a dimension that the
        table does not have.
        """
        names = [column.dimension for column in self.columns]
        fixed = {names.index(name): node for name, node in nodes.items() if name in names}
        if len(fixed) < len(nodes):
            raise KeyError(*(nodes.keys() - set(names)))
        kept = [place for place in range(len(names)) if place not in fixed]
        rows = tuple(
            replace(row, nodes=tuple(row.nodes[place] for place in kept))
            for row in self.rows
            if all(row.nodes[place] == node for place, node in fixed.items())
        )
        columns = tuple(self.columns[place] for place in kept)
        return replace(self, columns=columns, rows=rows, maker=_MAKER)

    def under(self, release: str, given: GivenTo) -> Self:
        """Return the same table under the ledger row that names it, for whom it is given."""
        same = replace(self, release=release, given=given, maker=_MAKER)
        same.__dict__["shown_digest"] = self.shown_digest  # what is shown has not changed
        return same

    @property
    def hidden_rows(self) -> tuple[int, ...]:
        """The places of the rows whose count is hidden."""
        marks = enumerate(row.count.mark for row in self.rows)
        return tuple(place for place, mark in marks if mark is Mark.SUPPRESSED)

    @property
    def cells(self) -> dict[tuple[str, ...], ClearedRow]:
        """The rows by their nodes."""
        return {row.nodes: row for row in self.rows}

    def as_json(self) -> dict[str, object]:
        """Return the answer as `--json` prints it."""
        shown = asdict(self)
        del shown["maker"]
        shown["coverage"] = self.coverage.as_json()
        return shown

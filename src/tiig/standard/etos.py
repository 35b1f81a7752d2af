"""Import NHS England's ECDS technical output specification (ETOS): a workbook of code lists.

Produces code rows for a site's overlay. Invents nothing: an id that a spreadsheet has
damaged is named by its row, and a description that fits no category with certainty is
listed as unmapped for a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from tiig.model.errors import ETOS_INVALID, TiigError, Where
from tiig.standard.codes import CodeEntry, Verified, normalised
from tiig.standard.etos_words import (
    LISTED,
    code_sets_of,
    group_of,
    node_by_words,
    sheet_rules,
    word_rules,
)
from tiig.standard.files import Row
from tiig.standard.overlays import write_overlay
from tiig.standard.snomed import Damage, damage_of
from tiig.standard.standard import Standard
from tiig.standard.trees import Node, Tree

SOURCE = "etos"
"""Name of the source of imported rows; the overlay's sources.csv explains it."""

_NEEDED = ("snomed_code", "ecds_description")
_HEADER_WITHIN = 15
"""How many rows of title and notes may stand above a sheet's header."""

_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d %B %Y")


@dataclass(frozen=True)
class RowFault:
    """A row whose id cannot be used, and why."""

    sheet: str
    row: int
    damage: Damage


@dataclass(frozen=True)
class Unmapped:
    """A sound id of a known list whose description fits no category with certainty."""

    code_set: str
    sheet: str
    row: int
    code: str
    description: str


@dataclass(frozen=True)
class EtosImport:
    """What a workbook gave: code rows, new categories, faults by row, what is left to people.

    `entries` go by code set, `nodes` by tree; `sheets_ignored` feed no item of the standard.
    """

    entries: Mapping[str, tuple[CodeEntry, ...]]
    nodes: Mapping[str, tuple[Node, ...]]
    faults: tuple[RowFault, ...]
    unmapped: tuple[Unmapped, ...]
    sheets_read: tuple[str, ...]
    sheets_ignored: tuple[str, ...]
    workbook: str = ""

    def write(self, overlay: Path) -> tuple[Path, ...]:
        """Write the import into a site's overlay folder, in place of an earlier import."""
        text = f"NHS England, ECDS Enhanced Technical Output Specification, {self.workbook}"
        return write_overlay(overlay, self.entries, self.nodes, sources={SOURCE: text})


@dataclass(frozen=True)
class _Line:
    """One row of a sheet by header."""

    sheet: str
    row: int
    cells: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return a cell as text; calamine gives whole numbers as floats."""
        value = self.cells.get(name)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if value is None else str(value).strip()

    def day(self, name: str) -> date | None:
        """Return a cell as a day, whether the workbook holds a date or a text."""
        value = self.cells.get(name)
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        for form in _FORMATS:
            try:
                return datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007 - a day
            except ValueError:
                continue
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """The words for the code, those of ECDS first."""
        said = (self.text("ecds_description"), self.text("snomed_uk_preferred_term"))
        return tuple(filter(None, said))


@dataclass
class _Import:
    """An import as it grows, sheet by sheet."""

    standard: Standard
    rules: Mapping[str, Row]
    entries: dict[str, dict[tuple[str, str], CodeEntry]] = field(default_factory=dict)
    nodes: dict[str, dict[str, Node]] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)

    def take(self, line: _Line, code_set: str) -> None:
        """Take one row in: as a code, a fault or an unmapped description."""
        code = line.text("snomed_code")
        if not code:
            return
        damage = damage_of(code)
        if damage is not None:
            self.faults.append(RowFault(line.sheet, line.row, damage))
            return
        term = line.names[0] if line.names else ""
        node = self._node(line, code_set, code)
        if node is None:
            self.unmapped.append(Unmapped(code_set, line.sheet, line.row, code, term))
            return
        days = line.day("valid_from"), line.day("valid_to")
        entry = CodeEntry(code, "snomed", node, term, Verified.YES, *days, SOURCE)
        self.entries.setdefault(code_set, {})[code, str(days[0])] = entry

    def _node(self, line: _Line, code_set: str, code: str) -> str | None:
        """Return the known code's category, else the words', else a new one of its group."""
        known = self.standard.code_sets[code_set].node_for(code)
        if known is not None:
            return known
        item = next(i for i in self.standard.items.values() if code_set in i.code_sets)
        words = self.standard.value_map(item)
        said = (words.get(normalised(name)) for name in line.names)
        found = next(filter(None, said), None)
        if found is not None or not line.names:
            return found
        tree = self.standard.trees[item.tree or ""]
        if code_set in LISTED:
            return self._new_node(line, code, tree)
        return node_by_words(code_set, line.names[0], tree, self.rules)

    def _new_node(self, line: _Line, code: str, tree: Tree) -> str | None:
        groups = tuple(line.text(f"ecds_group{step}") for step in (1, 2))
        parent = group_of(groups, tree)
        if parent is None:
            return None
        node = Node(code, line.names[0], parent, source=SOURCE)
        self.nodes.setdefault(tree.id, {})[code] = node
        return code


def import_etos(path: Path, standard: Standard) -> EtosImport:
    """Read an ETOS workbook against the standard that it is to extend.

    Raises ETOS_INVALID where the file is no such workbook. Row numbers are Excel's.
    """
    book, sheets = _opened(path), sheet_rules()
    growing = _Import(standard, word_rules())
    read: list[str] = []
    for sheet in book.sheet_names:
        lines = list(_lines(sheet, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)))
        refsets = frozenset(line.text("refset_uniqueid") for line in lines)
        fed = code_sets_of(sheet, refsets, sheets) if lines else ()
        if fed:
            read.append(sheet)
        for code_set in fed:
            for line in lines:
                growing.take(line, code_set)
    if not read:
        what = "no sheet holds a code list that the standard knows"
        raise TiigError(ETOS_INVALID, Where(file=path.name), what=what)
    return EtosImport(
        entries={name: tuple(rows.values()) for name, rows in growing.entries.items()},
        nodes={name: tuple(nodes.values()) for name, nodes in growing.nodes.items()},
        faults=tuple(dict.fromkeys(growing.faults)),
        unmapped=tuple(growing.unmapped),
        sheets_read=tuple(read),
        sheets_ignored=tuple(name for name in book.sheet_names if name not in read),
        workbook=path.name,
    )


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except Exception:  # noqa: BLE001 - the library's exceptions share no base and may quote cells
        raise TiigError(ETOS_INVALID, Where(file=path.name), what="it cannot be opened") from None


def _lines(sheet: str, rows: Sequence[Sequence[object]]) -> Iterator[_Line]:
    """Yield the rows under the header; nothing where the sheet is no code list."""
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        header = ["_".join(str(cell).split()).casefold() for cell in row]
        if all(name in header for name in _NEEDED):
            for number, cells in enumerate(rows[place + 1 :], start=place + 2):
                yield _Line(sheet, number, dict(zip(header, cells, strict=False)))
            return

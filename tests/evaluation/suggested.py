"""Hold what the suggester proposes for the evaluation layouts against their truths.

A column that feeds an item is right if item and part are (or those of an equally right
reading); words that explain a code are right if they are said to explain a column of that
item. A column that feeds none is right if none is suggested. A value is right if its node
is; where its column is wrong or the value is not spoken of, it is not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tiig.journeys.suggest_profile import SuggestRequest, suggest_profile
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.proposal import ColumnSuggestion, Proposal, Use
from tiig.services import Services
from tiig.standard.codes import normalised

LAYOUTS = Path(__file__).parent / "layouts"
SURE = 0.9

Truth = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """One suggestion held against the truth; `asked` says that nothing was suggested.

    A node above or below the true one is not `right`, but `near` it: coarser or finer, not false.
    """

    layout: str
    headers: str
    kind: str
    what: str
    right: bool
    confidence: float
    asked: bool = False
    near: bool = False


def folders(part: str) -> list[Path]:
    """Return the layouts of a part."""
    return sorted(path.parent for path in LAYOUTS.glob(f"{part}/*/truth.toml"))


def has_names(folder: Path) -> bool:
    """Tell whether the columns of a layout have names, and not only numbers."""
    truth = tomllib.loads((folder / "truth.toml").read_text(encoding="utf-8"))
    return bool(truth["headers"] != "numbered")


def judged(folder: Path, services: Services) -> list[Judged]:
    """Suggest a profile for one layout and judge every column and every local value."""
    truth = tomllib.loads((folder / "truth.toml").read_text(encoding="utf-8"))
    proposal = suggest_profile(
        SuggestRequest(str(next(folder.glob("extract.*")))),
        asker=Asker.local("evaluation"),
        services=services,
        progress=Silent(),
    )
    return [Judged(truth["layout"], truth["headers"], *found) for found in _all(truth, proposal)]


Found = tuple[str, str, bool, float, bool, bool]


def _all(truth: Truth, proposal: Proposal) -> Iterator[Found]:
    file = truth["file"]
    told = proposal.file
    opened = (told.format, told.header_row, told.footer_rows)
    wanted = (file["format"], file["header_row"], file["footer_rows"])
    yield "file", "file", opened == wanted, told.confidence, False, False
    right = proposal.scope.value == truth["scope"]
    yield "scope", "scope", right, proposal.scope.confidence, False, False
    by_name = {column.name: column for column in proposal.columns}
    for place, column in enumerate(truth["columns"], start=1):
        # A name that may be a patient's words is not shown: its column is called by its place.
        told_of = by_name.get(column["name"].strip()) or by_name.get(f"column {place}")
        yield from _column(column, told_of, by_name)


def _column(
    truth: Truth, column: ColumnSuggestion | None, others: dict[str, ColumnSuggestion]
) -> Iterator[Found]:
    name = truth["name"]
    if "item" not in truth:
        kept = column is not None and column.use is Use.ITEM
        yield "none", name, not kept, 0.0 if column is None else column.confidence, False, False
        return
    reading = _reading(truth, column, others)
    sure = 0.0 if column is None else column.confidence
    asked = column is None or (column.item is None and column.use is not Use.DESCRIPTION)
    yield "item", name, reading is not None, sure, asked, False
    if column is not None and column.use is Use.DESCRIPTION and reading is not None:
        return  # what it says is judged with the codes that it explains
    if reading is None or column is None:
        codes = truth.get("codes", {})
        yield from (("code", f"{name}: {value}", False, 0.0, True, False) for value in codes)
        return
    said = {normalised(code.value): code for code in column.codes}
    for value, node in reading.get("codes", {}).items():
        code = said.get(normalised(value))
        unsaid = code is None or code.node is None
        right = code is not None and code.node == node
        sure = 0.0 if code is None else code.confidence
        near = right or (code is not None and _on_a_branch(code.node or "", node))
        yield "code", f"{name}: {value}", right, sure, unsaid, near


def _on_a_branch(node: str, other: str) -> bool:
    """Tell whether one of two nodes lies above the other; names of branches begin alike."""
    return node.startswith(f"{other}.") or (node != "" and other.startswith(f"{node}."))


def _reading(
    truth: Truth, column: ColumnSuggestion | None, others: dict[str, ColumnSuggestion]
) -> Truth | None:
    """Return the reading of the truth that the suggestion has, if it has any."""
    if column is None:
        return None
    readings = (truth, *truth.get("also", ()))
    if column.use is Use.DESCRIPTION:
        described = others.get(column.describes or "")
        item = described.item if described else None
        return next((one for one in readings if one.get("item") == item), None)
    if column.use is not Use.ITEM:
        return None
    return next(
        (
            one
            for one in readings
            if one.get("item") == column.item and one.get("part", "whole") == column.part
        ),
        None,
    )


@dataclass(frozen=True)
class Figures:
    """The figures of some suggestions; shares are of 1, and 1 where there is nothing."""

    items: float
    codes: float
    codes_near: float
    wrong_when_sure: float
    right_and_sure: float
    out_of: tuple[int, int, int, int]


def figures(found: Iterable[Judged]) -> Figures:
    """Count what is right, how often a sure suggestion is wrong, how many right ones are sure."""
    found = list(found)
    items = [one for one in found if one.kind == "item"]
    codes = [one for one in found if one.kind == "code"]
    sure = [one for one in found if one.confidence > SURE and not one.asked]
    right = [one for one in found if one.right]
    return Figures(
        _share(one.right for one in items),
        _share(one.right for one in codes),
        _share(one.near for one in codes),
        1 - _share(one.right for one in sure),
        _share(one.confidence > SURE for one in right),
        (len(items), len(codes), len(sure), len(right)),
    )


def _share(met: Iterable[bool]) -> float:
    told = list(met)
    return sum(told) / len(told) if told else 1.0

"""Which element of an XML file is one attendance, judged by what repeats and what it holds.

An element that stands more than once within the one around it may be a record. The more fields
stand once in it, and the more often it comes, the likelier it is; lists within a record and
groups of records hold fewer. Nothing here reads a cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from tiig.model.errors import TiigError, Where
from tiig.model.identified import RawRows
from tiig.model.proposal import Said
from tiig.model.xml_errors import RECORD_MISSING, RECORD_NESTED, RECORD_UNTOLD

_FEWEST_FIELDS = 3
"""What holds fewer is a list of codes or a group, and no attendance."""
_FEW = 5
_SURE, _RIVALLED, _DOUBTED = 0.97, 0.7, 0.6
_NEAR = 0.25
"""How near the next element may come before it is a rival."""
_LEFT_OUT = "text stands beside elements: these are left out of it"


@dataclass(frozen=True)
class Element:
    """One path of a file: how often it stands there, and at most within the one around it.

    `holds` says that it has what a column holds, `mixed` that text stands beside elements in it.
    """

    path: str
    times: int
    most: int
    holds: bool
    mixed: bool

    @property
    def around(self) -> str:
        """The path of the element around it."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class Records:
    """The element taken for a record, how sure that is, and what cannot be read beside it.

    `aside` are names of all that stands in other repeated elements, or within text, each with
    the reason.
    """

    path: str
    said: Said
    aside: tuple[tuple[str, str], ...] = ()


def elements_in(batches: Iterable[RawRows]) -> tuple[Element, ...]:
    """Read the rows of an outline."""
    return tuple(
        Element(path, int(times), int(most), text == "yes", mixed == "yes")
        for raw in batches
        for _, path, times, most, text, mixed in raw.frame.iter_rows()
    )


def records_of(elements: Sequence[Element], named: str | None, where: Where) -> Records:
    """Return the record element: the one that was named, else the likeliest.

    RECORD_UNTOLD where nothing repeats that could be one, RECORD_MISSING and RECORD_NESTED
    where the name fits none or several.
    """
    if named is not None:
        path = _named(elements, named, where)
        return _with_rest(elements, path, Said(_short(path), 1.0, "you named it"))
    weighed = sorted(_weighed(elements), key=lambda one: -one.weight)
    if not weighed:
        raise TiigError(RECORD_UNTOLD, where)
    return _with_rest(elements, weighed[0].element.path, _said(weighed))


def _named(elements: Sequence[Element], named: str, where: Where) -> str:
    ends = named if named.startswith("//") else f"/{named.lstrip('/')}"
    fits = [
        one.path
        for one in elements
        if one.path == ends or (ends.startswith("//") and one.path.endswith(ends[1:]))
    ]
    if not fits:
        raise TiigError(RECORD_MISSING, where, record=named)
    if len(fits) > 1:
        raise TiigError(RECORD_NESTED, where)
    return fits[0]


class _Weighed(NamedTuple):
    """An element that may be a record, what speaks for it, and how many fields it holds."""

    weight: float
    fields: int
    element: Element


def _weighed(elements: Sequence[Element]) -> list[_Weighed]:
    """Weigh every element that repeats within the one around it and holds enough fields."""
    fields = _fields(elements)
    return [
        _Weighed(fields[one.path] * log2(1 + one.times), fields[one.path], one)
        for one in elements
        if one.most > 1 and fields[one.path] >= _FEWEST_FIELDS
    ]


def _fields(elements: Sequence[Element]) -> Counter[str]:
    """Count for each element what stands at most once in it, at whatever depth."""
    found: Counter[str] = Counter()
    for one in sorted(elements, key=lambda each: -each.path.count("/")):
        if one.most == 1:
            found[one.around] += one.holds + found[one.path]
    return found


def _is_within(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}/")


def _said(weighed: Sequence[_Weighed]) -> Said:
    best = weighed[0].element
    reason = f"it stands {best.times:,} times and holds {weighed[0].fields} fields"
    sure = _SURE
    for rival in weighed[1:2]:
        other, near = rival.element, rival.weight / weighed[0].weight
        reason += f", {_short(other.path)} {other.times:,} times and {rival.fields}"
        beside = not (_is_within(other.path, best.path) or _is_within(best.path, other.path))
        if near > _NEAR:
            sure = min(sure, _RIVALLED if beside else 1.05 - near * _DOUBTED)
    if best.times < _FEW:
        sure = min(sure, _DOUBTED)
        reason += "; so few may as well be a list within one attendance"
    return Said(_short(best.path), round(sure, 2), reason)


def _short(path: str) -> str:
    return path.lstrip("/")


def _with_rest(elements: Sequence[Element], path: str, said: Said) -> Records:
    """Add what stands in other repeated elements, and where text stands beside elements."""
    holders = {one.around for one in elements}
    aside: dict[str, str] = {}
    for one in elements:
        beside = not (_is_within(one.path, path) or _is_within(path, one.path))
        if beside and one.most > 1 and one.path in holders:
            if f"{one.around}/*" not in aside:
                told = f"{_short(one.path)} stands beside the records, {one.times:,} times"
                aside[f"{one.path}/*"] = told
        elif one.mixed and not _is_within(path, one.path):
            aside[f"{one.path.removeprefix(f'{path}/')}/*"] = _LEFT_OUT
    return Records(_short(path), said, tuple(aside.items()))

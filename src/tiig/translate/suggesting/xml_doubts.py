"""What makes it doubtful that one element of XML is the only one that is an attendance.

Rows are lost where attendances stand in one another, or on a second path: however few these
are, a person decides. Fields of a group that repeats are read one by one: where one lacks in
some of these groups, nobody can tell which of them belong together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from tiig.translate.suggesting.xml_paths import Element, below, is_within, items_of

_ARRIVAL = "arrival_at"
_FEWEST_ALIKE = 3
"""Fields with the same names that make two elements alike, if they are half of one's fields."""


class Doubt(NamedTuple):
    """Another element that may be an attendance, and why; `{other}` in the reason names it."""

    other: str
    reason: str


class InGroup(NamedTuple):
    """The outermost group around a field that repeats in a record.

    The field stands `times` times in `of` groups; `once` says that it stands once in each.
    """

    group: str
    times: int
    of: int
    once: bool


def doubts_of(elements: Sequence[Element], path: str) -> tuple[Doubt, ...]:
    """Return the elements besides the records that may be attendances, each named once."""
    step, own = path.rpartition("/")[2], _fields(elements, path)
    holders = {one.around for one in elements}
    others = [
        one for one in elements if one.path in holders and not is_within(path, one.path)
    ]  # fmt: skip
    found: dict[str, Doubt] = {}
    for one in sorted(others, key=lambda each: each.step != step):
        if any(is_within(one.path, other) or is_within(other, one.path) for other in found):
            continue
        why = "is called like it" if one.step == step else _likeness(elements, one, path, own)
        if why:
            reason = f"{{other}}, which stands {one.often}, {why}"
            found[one.path] = Doubt(one.path, reason)
    return tuple(found.values())


def _likeness(elements: Sequence[Element], one: Element, path: str, own: Collection[str]) -> str:
    """Return what an element has of an attendance, nothing if it has little of it."""
    if is_within(one.path, path):
        nested = one.most > 1 and _arrives(elements, one.path)
        return "repeats in it and may hold an arrival" if nested else ""
    fields = _fields(elements, one.path)
    alike = len(fields & set(own))
    if alike >= _FEWEST_ALIKE and 2 * alike >= min(len(fields), len(own)):
        return f"has {alike} fields of the same names"
    if one.times > 1 and len(fields) >= _FEWEST_ALIKE and _arrives(elements, one.path):
        return "may hold an arrival"
    return ""


def _arrives(elements: Sequence[Element], path: str) -> bool:
    """Tell whether anything in an element reads like an arrival."""
    return any(one.holds and _ARRIVAL in items_of(one.path) for one in below(elements, path))


def _fields(elements: Sequence[Element], path: str) -> set[str]:
    """Return the names of what an element holds, at whatever depth."""
    return {
        one.step.lstrip("@").casefold()
        for one in below(elements, path)
        if one.holds and one.path != path
    }


def has_arrival(elements: Sequence[Element], path: str) -> bool:
    """Tell whether a field that stands once in a record reads like an arrival."""
    several = {one.path for one in elements if one.most > 1} - {path}
    return any(
        one.holds
        and _ARRIVAL in items_of(one.path)
        and not any(is_within(one.path, other) for other in several if is_within(other, path))
        for one in below(elements, path)
    )


def groups_of(elements: Sequence[Element], path: str) -> Mapping[str, InGroup]:
    """Return the fields of groups that repeat in a record, by their paths from the record on."""
    found: dict[str, InGroup] = {}
    by_path = {one.path: one for one in elements}
    for one in below(elements, path):
        steps = list(_steps(one.path, path))
        first = next((at for at in steps[:-1] if by_path[at].most > 1), None)
        if first is None or not one.holds:
            continue
        rest = [by_path[at] for at in steps if is_within(at, first) and at != first]
        of = by_path[first].times
        once = one.times == of and all(each.most == 1 for each in rest)
        found[one.path.removeprefix(f"{path}/")] = InGroup(first, one.times, of, once)
    return found


def _steps(path: str, record: str) -> Iterator[str]:
    """Yield the paths of all elements from the record (without it) to a field."""
    at = record
    for step in path.removeprefix(record).split("/")[1:]:
        at = f"{at}/{step}"
        yield at


def unmatched(fields: Collection[str], groups: Mapping[str, InGroup]) -> Mapping[str, str]:
    """Return those of some fields that cannot be matched with others of their group, with why."""
    found: dict[str, str] = {}
    for group in {one.group for one in groups.values()}:
        of_it = [field for field in fields if field in groups and groups[field].group == group]
        if len(of_it) < 2 or all(groups[field].once for field in of_it):
            continue
        for field in of_it:
            one = groups[field]
            found[field] = (
                f"it stands {one.times:,} times in {one.of:,} groups, in which others stand more "
                "or less often: what is read together may be of different groups"
            )
    return found

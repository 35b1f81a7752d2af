"""What of an XML file tells nothing of a record, and how sure that is.

It is ignored, and surely so only if nothing in it reads like an item: else a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tiig.translate.suggesting.xml_paths import Element, below, is_within, reads_as_item

_SURE, OPEN = 0.9, 0.6
_MAY_BE = "; by its names it may hold items"
_AROUND = (
    "it stands {often} around several records, and nothing tells of which it speaks: a site or a "
    "day that is told here is not read"
)


@dataclass(frozen=True)
class Aside:
    """A name of what is ignored, how sure that is, and why; the reason names no element."""

    name: str
    sure: float
    reason: str


def asides_of(elements: Sequence[Element], path: str, alike: Collection[str]) -> tuple[Aside, ...]:
    """Return other elements that repeat or are `alike`, and elements that stand within a text."""
    holders = {one.around for one in elements}
    groups: list[str] = []
    found: list[Aside] = []
    for one in elements:
        beside = not (is_within(one.path, path) or is_within(path, one.path))
        if any(is_within(one.path, group) for group in groups):
            continue
        if beside and one.path in holders and (one.most > 1 or one.path in alike):
            groups.append(one.path)
            found.append(_beside(elements, one, is_alike=one.path in alike))
        elif one.mixed and not is_within(path, one.path):
            found.append(_within_text(elements, one, path))
    return tuple(found)


def _beside(elements: Sequence[Element], one: Element, *, is_alike: bool) -> Aside:
    reason = f"it stands beside the records, {one.often}"
    if is_alike:
        return Aside(f"{one.path}/*", OPEN, f"{reason}, and may be attendances as well")
    return _judged(f"{one.path}/*", reason, below(elements, one.path))


def _within_text(elements: Sequence[Element], one: Element, path: str) -> Aside:
    reason = f"{mixed(one)}: these are left out"
    return _judged(f"{one.path.removeprefix(f'{path}/')}/*", reason, below(elements, one.path))


def mixed(one: Element) -> str:
    """Say how often text stands beside elements in an element."""
    return f"text stands beside elements in {one.mixed:,} of {one.times:,}"


def _judged(name: str, reason: str, inside: Sequence[Element]) -> Aside:
    if reads_as_item(inside):
        return Aside(name, OPEN, reason + _MAY_BE)
    return Aside(name, _SURE, reason)


def around(elements: Sequence[Element], header: Sequence[str], path: str) -> tuple[Aside, ...]:
    """Return what stands on several elements around records: of none is it known whose it is."""
    known = {one.path: one for one in elements}
    repeated = [one.path for one in elements if one.times > 1 and is_within(path, one.path)]
    return tuple(
        Aside(column, OPEN, _AROUND.format(often=one.often))
        for column in header
        if (one := known.get(column)) is not None
        and (one.times > 1 or any(is_within(column, other) for other in repeated))
    )

"""Decide what place phrases mean, or take a decision back: all that is asked, or nothing.

A decision stands by the keyed id of a phrase, never by its words; it is added to those before
and replaces what they said. Whatever is counted from then on takes it in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from tiig import deidentify, desk
from tiig.desk import Seen
from tiig.intake.place_lists import proposed_in
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import STORE_LOCKED, TiigError
from tiig.model.place_errors import PLACE_REFUSED, PLACE_UNDECIDED
from tiig.model.places import PlaceDecision, Proposed, Ruling, decided_at
from tiig.model.ports import Progress
from tiig.services import Services

LONGEST_NAME = 80
_NAMED = 10
"""How many faults a refusal names."""


@dataclass(frozen=True)
class DecideRequest:
    """What is proposed: one phrase, or a file of them; areas are of a geography (None: in use)."""

    because: str
    proposed: tuple[Proposed, ...] = ()
    path: str | None = None
    geography: str | None = None
    check_only: bool = False


@dataclass(frozen=True)
class Decided:
    """What was decided, or would be; `rows` get a place type that their sender did not give.

    `unchanged` were decided so already, `replaced` decided otherwise before.
    """

    decisions: tuple[PlaceDecision, ...]
    rows: int
    unchanged: int
    replaced: int
    check_only: bool


def decide_places(
    request: DecideRequest, *, asker: Asker, services: Services, progress: Progress
) -> Decided:
    """Decide what phrases mean; PLACE_REFUSED names every fault, and nothing is decided then."""
    desk.check_reader(asker)
    desk.check_reason(request.because, services.clock.now())
    proposed = proposed_in(request.path) if request.path is not None else request.proposed
    progress.step("looking for the phrases")
    seen = desk.seen_phrases(services)
    areas = _Areas.of(request.geography, services)
    found = _checked(proposed, _Judge(seen, areas, services))
    made = [_decision(one, areas, request.because, asker, services) for one in found]
    new = [one for one in made if not _says_the_same(one, seen.decided.get(one.phrase))]
    answer = Decided(
        decisions=tuple(new),
        rows=sum(_filled(one, seen) for one in new),
        unchanged=len(made) - len(new),
        replaced=sum(one.phrase in seen.decided for one in new),
        check_only=request.check_only,
    )
    if new and not request.check_only:
        count, because = len(new), request.because
        _enter(new, f"decided of {count} place phrases: {because}", seen, asker, services)
    return answer


def undo_decision(
    phrase: str, because: str, *, asker: Asker, services: Services, progress: Progress
) -> PlaceDecision | None:
    """Take back what stands decided of a phrase; returns what stands again then, if anything."""
    del progress
    desk.check_reader(asker)
    desk.check_reason(because, services.clock.now())
    seen = desk.seen_phrases(services)
    named = desk.phrase_named(phrase, seen, services)
    stands = seen.decided.get(named)
    if stands is None:
        raise TiigError(PLACE_UNDECIDED)
    undoing = PlaceDecision(
        id=services.ids.new(),
        phrase=named,
        ruling=Ruling.UNDONE,
        person=asker.person,
        because=because,
        at=services.clock.now(),
        undoes=stands.id,
    )
    _enter([undoing], f"took a decision on a place phrase back: {because}", seen, asker, services)
    return decided_at(services.catalogue.place_decisions()).get(named)


def _enter(
    decisions: list[PlaceDecision], because: str, seen: Seen, asker: Asker, services: Services
) -> None:
    with services.catalogue.change(
        asker,
        because,
        kind=AuditKind.PLACE,
        subjects=[one.id for one in decisions],
    ) as change:
        if services.catalogue.key_layers().phrase != seen.layers:
            raise TiigError(STORE_LOCKED)  # the keys changed meanwhile: these ids are no more
        change.add_place_decisions(decisions)
        services.seams.reach("inside-commit")
    services.seams.reach("after-commit")


@dataclass(frozen=True)
class _Areas:
    """Codes of the areas of a geography version."""

    key: str
    codes: frozenset[str]

    @classmethod
    def of(cls, name: str | None, services: Services) -> _Areas:
        record = services.geography.record(name or desk.default_geography(services))
        lookup = services.geography.lookup(record.key)
        levels = [level for level in ("la", "msoa", "lsoa") if level in lookup.columns]
        codes = (set(lookup[level].drop_nulls()) for level in levels)
        return cls(record.key, frozenset().union(*codes))


@dataclass(frozen=True)
class _Judge:
    """What a proposal is held against."""

    seen: Seen
    areas: _Areas
    services: Services

    def faults(self, one: Proposed) -> Iterator[str]:
        """Yield what is wrong with a proposal; never a word of it."""
        tree = self.services.standard.tree_of("injury_place_type")
        homes = desk.home_types(self.services)
        said = [part for part in (one.place_type, one.area, one.name) if part is not None]
        if one.no_place and said:
            yield "it is said to be no place, and yet what place it is"
        if not one.no_place and not said:
            yield "it says nothing: give a type, an area, a name, or that it is no place"
        if one.place_type is not None and one.place_type not in tree:
            yield f"there is no such place type; there are {', '.join(tree.in_order)}"
        if one.area is not None and one.area not in self.areas.codes:
            yield f"{self.areas.key} has no area of this code"
        if one.area is not None and one.place_type in homes:
            yield "a home has no area: where somebody lives is never shown as the place"
        if one.name is not None:
            yield from _name_faults(one.name, home=one.place_type in homes)


def _name_faults(name: str, *, home: bool) -> Iterator[str]:
    if home:
        yield "a home has no name: where somebody lives is nobody's to tell"
    if not name.isprintable() or len(name) > LONGEST_NAME:
        yield f"a name is one line of printable text, {LONGEST_NAME} letters at most"
    if kinds := deidentify.kinds_in(name):
        said = ", ".join(kind.replace("_", " ") for kind in kinds)
        yield f"the name seems to hold direct identifiers: {said}"
    elif deidentify.scrub(pl.Series([name])).item() != name:
        yield "the name seems to speak of a person, or holds a date: name the place alone"


def _checked(proposed: Iterable[Proposed], judge: _Judge) -> list[Proposed]:
    """Return proposals with the ids in force; PLACE_REFUSED names what is wrong, line by line."""
    faults: list[str] = []
    found: dict[str, Proposed] = {}
    for one in proposed:
        where = f"line {one.line}: " if one.line is not None else ""
        told = [f"{where}{fault}" for fault in judge.faults(one)]
        try:
            phrase = desk.phrase_named(one.phrase, judge.seen, judge.services)
        except TiigError as fault:
            if one.line is None:
                raise
            told.append(f"{where}{_lowered(fault.sentence)}")
        else:
            if phrase in found:
                told.append(f"{where}the phrase is decided twice")
            found[phrase] = replace(one, phrase=phrase)
        faults += told
    if faults:
        more = f"; and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
        raise TiigError(PLACE_REFUSED, what="; ".join(faults[:_NAMED]) + more)
    return [found[phrase] for phrase in found]


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _decision(
    one: Proposed, areas: _Areas, because: str, asker: Asker, services: Services
) -> PlaceDecision:
    return PlaceDecision(
        id=services.ids.new(),
        phrase=one.phrase,
        ruling=Ruling.NO_PLACE if one.no_place else Ruling.PLACE,
        person=asker.person,
        because=because,
        at=services.clock.now(),
        place_type=one.place_type,
        area=one.area,
        geography=None if one.area is None else areas.key,
        name=one.name,
    )


def _says_the_same(one: PlaceDecision, before: PlaceDecision | None) -> bool:
    return before is not None and _said(one) == _said(before)


def _said(one: PlaceDecision) -> tuple[object, ...]:
    return one.ruling, one.place_type, one.area, one.geography, one.name


def _filled(one: PlaceDecision, seen: Seen) -> int:
    sighting = seen.sightings.get(one.phrase)
    return sighting.untyped if sighting is not None and one.place_type is not None else 0

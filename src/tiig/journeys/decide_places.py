"""Decide what place phrases mean, or take a decision back: all that is asked, or nothing.

A decision stands by the keyed id of a phrase, never by its words; it is added to those before.
What it does not say stays as it was decided before; whatever is counted from then on takes it in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from tiig import deidentify, desk
from tiig.desk import Seen
from tiig.intake.place_lists import proposed_in
from tiig.kit.spreadsheet import escaped
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import STORE_LOCKED, TiigError
from tiig.model.place_errors import PLACE_REFUSED, PLACE_UNDECIDED
from tiig.model.places import PLACE_TYPE, PlaceDecision, Proposed, Ruling, decided_at
from tiig.model.ports import Progress
from tiig.services import Services

LONGEST_NAME = 80


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

    Phrases that are too rare for their numbers to be told are left out of `rows`: `rare` of those
    decided are so. `unchanged` were decided so already, `replaced` decided otherwise before.
    """

    decisions: tuple[PlaceDecision, ...]
    rows: int
    rare: int
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
    judge = _Judge(seen, _Areas.of(request.geography, services), services)
    made = [judge.decision(one, request.because, asker) for one in _checked(proposed, judge)]
    new = [one for one in made if not _says_the_same(one, seen.decided.get(one.phrase))]
    if request.check_only:
        count = len(made)
        services.catalogue.note(
            asker, f"decisions on {count} place phrases checked", kind=AuditKind.PLACE
        )
    elif new:
        because = f"decided of {len(new)} place phrases: {request.because}"
        new = _enter(new, because, seen, asker, services)
    typed = [one.phrase for one in new if one.place_type is not None]
    return Decided(
        decisions=tuple(new),
        rows=sum(seen.sightings[one].untyped for one in typed if one in seen.frequent),
        rare=sum(one not in seen.frequent for one in typed),
        unchanged=len(made) - len(new),
        replaced=sum(one.phrase in seen.decided for one in new),
        check_only=request.check_only,
    )


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
) -> list[PlaceDecision]:
    """Enter decisions as of now, after all there are; CLOCK_BEHIND where now lies before one."""
    with services.catalogue.change(
        asker,
        because,
        kind=AuditKind.PLACE,
        subjects=[one.id for one in decisions],
    ) as change:
        if services.catalogue.key_layers().phrase != seen.layers:
            raise TiigError(STORE_LOCKED)  # the keys changed meanwhile: these ids are no more
        before = services.catalogue.place_decisions()
        standing = decided_at(before)
        if any(standing.get(one.phrase) != seen.decided.get(one.phrase) for one in decisions):
            raise TiigError(STORE_LOCKED)  # decided meanwhile: ours is built on what stood
        now = desk.next_moment(before, services)
        entered = [replace(one, at=now) for one in decisions]
        change.add_place_decisions(entered)
        services.seams.reach("inside-commit")
    services.seams.reach("after-commit")
    return entered


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

    def faults(self, one: Proposed, stands: PlaceDecision | None) -> Iterator[str]:
        """Yield what is wrong with a proposal, but for what stands; never a word of it."""
        tree = self.services.standard.tree_of(PLACE_TYPE)
        homes = desk.home_types(self.services)
        whole = self.whole(one, stands)
        if one.no_place and _parts(one) != _NO_PARTS:
            yield "it is said to be no place, and yet what place it is"
        if not one.no_place and _parts(one) == _NO_PARTS:
            yield "it says nothing: give a type, an area, a name, or that it is no place"
        if stands is not None and _parts(whole) == _parts(stands):
            return
        if one.place_type is not None and one.place_type not in tree:
            yield f"there is no such place type; there are {', '.join(tree.in_order)}"
        if one.area is not None and not _kept(one, stands) and one.area not in self.areas.codes:
            yield f"{self.areas.key} has no area of this code"
        if whole.area is not None and whole.place_type in homes:
            yield "a home has no area: where somebody lives is never shown as the place"
        if one.name is not None:
            yield from _name_faults(one.name, home=whole.place_type in homes)

    def whole(self, one: Proposed, stands: PlaceDecision | None) -> Proposed:
        """Return a proposal with what it leaves unsaid as it stands; a home keeps nothing."""
        if stands is None or one.no_place or one.place_type in desk.home_types(self.services):
            return one
        return replace(
            one,
            place_type=one.place_type or stands.place_type,
            area=one.area or stands.area,
            name=one.name or stands.name,
        )

    def decision(self, one: Proposed, because: str, asker: Asker) -> PlaceDecision:
        """Make a whole proposal a decision; an area that stood is of the geography it was of."""
        stands = self.seen.decided.get(one.phrase)
        stood = stands.geography if stands is not None and _kept(one, stands) else self.areas.key
        return PlaceDecision(
            id=self.services.ids.new(),
            phrase=one.phrase,
            ruling=Ruling.NO_PLACE if one.no_place else Ruling.PLACE,
            person=asker.person,
            because=because,
            at=self.services.clock.now(),
            place_type=one.place_type,
            area=one.area,
            geography=None if one.area is None else stood,
            name=one.name,
        )


_NO_PARTS = (None, None, None)


def _parts(one: Proposed | PlaceDecision) -> tuple[str | None, str | None, str | None]:
    return one.place_type, one.area, one.name


def _kept(one: Proposed, stands: PlaceDecision | None) -> bool:
    """Tell whether the area is the one that stands, of whichever geography that was."""
    return stands is not None and one.area == stands.area


def _name_faults(name: str, *, home: bool) -> Iterator[str]:
    if home:
        yield "a home has no name: where somebody lives is nobody's to tell"
    if escaped(name) != name:
        yield "a name begins with none of = + - @: a spreadsheet would work it out as a formula"
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
    for one in map(_trimmed, proposed):
        told: list[str] = []
        stands = None
        try:
            phrase = desk.phrase_named(one.phrase, judge.seen, judge.services)
        except TiigError as fault:
            if one.line is None:
                raise
            told.append(_lowered(fault.sentence))
        else:
            if phrase in found:
                told.append("the phrase is decided twice")
            stands = judge.seen.decided.get(phrase)
            found[phrase] = replace(judge.whole(one, stands), phrase=phrase)
        where = f"line {one.line}: " if one.line is not None else ""
        faults += [f"{where}{fault}" for fault in (*judge.faults(one, stands), *told)]
    if faults:
        raise TiigError(PLACE_REFUSED, what=desk.named_faults(faults))
    return [found[phrase] for phrase in found]


def _trimmed(one: Proposed) -> Proposed:
    """Return a proposal in which a blank is nothing said."""
    area, name, kind = (
        (said or "").strip() or None for said in (one.area, one.name, one.place_type)
    )
    return replace(one, place_type=kind, area=area, name=name)


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _says_the_same(one: PlaceDecision, before: PlaceDecision | None) -> bool:
    return before is not None and _said(one) == _said(before)


def _said(one: PlaceDecision) -> tuple[object, ...]:
    return one.ruling, one.place_type, one.area, one.geography, one.name

"""Place phrases that were seen often enough to be read, and what was decided of them.

What fewer than five people's rows say is shown to nobody: it may lead to one of them, and a
decision on it would gain little. Homes are never listed. Every look is audited.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tiig import desk, locate
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.places import PlaceDecision, Sighting, decided_at
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class PhrasesAsked:
    """Which phrases: at most so many, those of most rows to gain first."""

    undecided: bool = False
    most: int = 50
    into_file: bool = False


@dataclass(frozen=True)
class PhraseLine:
    """A phrase: its words while they are kept, how often it was seen, what stands decided.

    Of a phrase that too few people's rows name there are no words and no numbers.
    """

    phrase: str
    words: str | None = field(repr=False)
    seen: Sighting | None
    decision: PlaceDecision | None


@dataclass(frozen=True)
class PhraseList:
    """The phrases, and how many more there are: left out, seen too rarely, or without words."""

    lines: tuple[PhraseLine, ...]
    more: int
    rare: int
    wordless: int


@dataclass(frozen=True)
class PhraseShown:
    """One phrase with every decision ever made of it, oldest first."""

    line: PhraseLine
    history: tuple[PlaceDecision, ...]


def list_phrases(
    request: PhrasesAsked, *, asker: Asker, services: Services, progress: Progress
) -> PhraseList:
    """Return the phrases that may be read, those first of which a decision would gain most."""
    desk.check_reader(asker)
    progress.step("counting how often phrases were seen")
    seen = desk.seen_phrases(services)
    found = [
        one
        for one in seen.sightings.values()
        if one.frequent and not (request.undecided and one.phrase in seen.decided)
    ]
    progress.step("opening sealed phrases")
    words = _words(frozenset(one.phrase for one in found), services)
    readable = [one for one in sorted(found, key=_gain) if one.phrase in words]
    lines = tuple(_line(one.phrase, seen, words) for one in readable[: request.most])
    count = len(lines)
    services.catalogue.note(asker, _read(count, into_file=request.into_file), kind=AuditKind.PLACE)
    return PhraseList(
        lines,
        more=len(readable) - count,
        rare=sum(not one.frequent for one in seen.sightings.values()),
        wordless=len(found) - len(readable),
    )


def show_phrase(
    phrase: str, *, asker: Asker, services: Services, progress: Progress
) -> PhraseShown:
    """Return one phrase, with what was ever decided of it."""
    del progress
    desk.check_reader(asker)
    seen = desk.seen_phrases(services)
    named = desk.phrase_named(phrase, seen, services)
    words = _words(frozenset({named}) & seen.frequent, services)
    services.catalogue.note(asker, "a place phrase read", kind=AuditKind.PLACE, subjects=(named,))
    history = tuple(one for one in services.catalogue.place_decisions() if one.phrase == named)
    return PhraseShown(_line(named, seen, words), history)


def list_decisions(
    *, every: bool = False, asker: Asker, services: Services, progress: Progress
) -> tuple[PlaceDecision, ...]:
    """Return what stands decided, oldest first; with `every` also what was replaced or undone."""
    del progress
    services.catalogue.note(asker, "decisions on place phrases listed", kind=AuditKind.PLACE)
    decisions = services.catalogue.place_decisions()
    standing = {one.id for one in decided_at(decisions).values()}
    return tuple(one for one in decisions if every or one.id in standing)


def _read(count: int, *, into_file: bool) -> str:
    if into_file:
        return f"{count} place phrases read into a file"
    return f"{count} place phrases read"


def _line(phrase: str, seen: desk.Seen, words: dict[str, str]) -> PhraseLine:
    sighting = seen.sightings.get(phrase)
    shown = sighting if sighting is not None and sighting.frequent else None
    return PhraseLine(phrase, words.get(phrase), shown, seen.decided.get(phrase))


def _words(phrases: frozenset[str], services: Services) -> dict[str, str]:
    """Return the words of phrases by id, as far as any sealed table still holds them."""
    if not phrases:
        return {}
    texts = services.vault.phrases(services.vault.phrase_tables())
    return dict(locate.words_of(texts, phrases))


def _gain(one: Sighting) -> tuple[int, int, str]:
    return -one.untyped, -one.rows, one.phrase

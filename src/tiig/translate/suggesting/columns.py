"""Give every column of a file its part in the profile: all at once, each item to the best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import exp

from tiig.model.profile import Part
from tiig.model.proposal import Alternative
from tiig.standard.items import Item, Kind
from tiig.translate.suggesting import confidence, evidence, moments
from tiig.translate.suggesting.assigning import assigned
from tiig.translate.suggesting.earlier import words_of
from tiig.translate.suggesting.evidence import Evidence
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.flags import Flag, flags_of
from tiig.translate.suggesting.looked_at import LookedAt
from tiig.translate.suggesting.pairs import described
from tiig.translate.suggesting.vocabulary import Vocabulary

_DATED = frozenset({Kind.MOMENT, Kind.BIRTH_DATE})


@dataclass(frozen=True)
class Given:
    """What a column was given: a concept (None: nothing known), its part, how sure, and why.

    `words` is the column that says its codes in words, `codes` the one that this one explains;
    `flag` the category that its yes stands for.
    """

    facts: Facts
    concept: str | None
    part: Part
    formats: tuple[str, ...]
    confidence: float
    why: tuple[str, ...]
    others: tuple[Alternative, ...] = ()
    asks: str = ""
    words: Facts | None = None
    codes: Facts | None = None
    flag: Flag | None = None


def given(looked: LookedAt, words: Mapping[str, Vocabulary]) -> dict[int, Given]:
    """Return what each column was given, by place."""
    found = _moments(looked)
    rest = [one for one in looked.facts if one.place not in found]
    flags = flags_of(rest, words)
    for facts in rest:
        if flag := flags.get(facts.place):
            why = (f'yes in it means "{flag.words}"', "several such columns tell the item together")
            found[facts.place] = Given(
                facts, flag.item, Part.WHOLE, (), confidence.FLAG, why, flag=flag
            )
    rest = [one for one in rest if one.place not in found]
    pairs = described(rest, looked.frame)
    beside = {place: looked.facts[other - 1] for place, other in pairs.items()}
    alone = [one for one in rest if one.place not in pairs.values()]
    taken = {flag.item for flag in flags.values()}
    found |= _others(looked, alone, words, beside, taken)
    for place, other in beside.items():
        found[other.place] = _explaining(found[place], other)
    return found


def _explaining(codes: Given, words: Facts) -> Given:
    """Return what the words beside codes are: their description, if the codes feed an item."""
    why = (f"it says in words what the codes of column {codes.facts.place} say",)
    concept = "other.line" if codes.concept not in (None, "other.line") else codes.concept
    one = Given(words, concept, Part.WHOLE, (), codes.confidence, why)
    return replace(one, codes=codes.facts)


def _moments(looked: LookedAt) -> dict[int, Given]:
    every, lonely = moments.moments_of(
        looked.facts, looked.headings, looked.frame, looked.date_system
    )
    scored = moments.evidence_of(every)
    gains = [[scores[name].total - _BAR for name in moments.ITEMS] for scores in scored]
    for line, scores in zip(gains, scored, strict=True):
        rival = max(scores[name].total for name in evidence.TIMES)
        line[:] = [gain - max(0.0, rival - _BAR) for gain in line]
    chosen = assigned(gains)
    found: dict[int, Given] = {}
    for place, (moment, scores) in enumerate(zip(every, scored, strict=True)):
        pick = chosen[place]
        best = max(evidence.TIMES, key=lambda name: scores[name].total)
        concept = (
            moments.ITEMS[pick] if pick is not None else best if scores[best].total > 1 else None
        )
        sure, others = _sure(concept, scores, gains, place, pick)
        asks = _asks(moment)
        if asks:
            sure = min(sure, 0.6)
        for facts, part in ((moment.day, moment.written.part), (moment.time, Part.TIME)):
            if facts is not None and facts.moments is not None:
                why = (
                    scores[concept].why
                    if concept
                    else ("its times are none that the standard has",)
                )
                found[facts.place] = Given(
                    facts, concept, part, facts.moments.formats, sure, why, others, asks
                )
    for facts in lonely:
        concept = _top_time(looked, facts)
        found[facts.place] = Given(
            facts, concept, Part.TIME, facts.moments.formats if facts.moments else (), 0.8,
            ("a time of day without its day",),
        )  # fmt: skip
    return found


_BAR = 0.8
"""What must speak for an item before a column is given it."""


def _top_time(looked: LookedAt, facts: Facts) -> str | None:
    fits = looked.headings[facts.place].fits
    best = max(evidence.TIMES, key=lambda name: fits.get(name, (0.0, ""))[0])
    return best if best in fits else None


def _asks(moment: moments.Moment) -> str:
    if moment.written.ambiguous:
        return "day and month could be the other way round: ask the sender"
    return ""


def _sure(
    concept: str | None,
    scores: Mapping[str, Evidence],
    gains: list[list[float]],
    place: int,
    pick: int | None,
) -> tuple[float, tuple[Alternative, ...]]:
    ranked = sorted(scores, key=lambda name: -scores[name].total)
    others = tuple(
        Alternative(name, _share(scores, name))
        for name in ranked[:4]
        if name != concept and name in moments.ITEMS and scores[name].total > 0
    )
    if concept is None or pick is None:
        best_item = max(scores[name].total for name in moments.ITEMS)
        best_item -= max(0.0, scores[ranked[0]].total)
        known = scores[concept].heading if concept else 0.0
        named = _is_named(scores, moments.ITEMS) and known < 6.0
        return confidence.of_nothing(best_item, named=named, known=known), others
    own = scores[concept].total
    rival = max(scores[name].total for name in scores if name != concept)
    beside = max((line[pick] for row, line in enumerate(gains) if row != place), default=-9.0)
    margin = min(own - max(rival, 0.0), gains[place][pick] - max(beside, -3.0))
    return confidence.of_column(scores[concept], margin), others


def _is_named(scores: Mapping[str, Evidence], items: Iterable[str]) -> bool:
    """Tell whether a heading reads like that of an item."""
    return max(scores[item].heading for item in items) > 1.5


def _share(scores: Mapping[str, Evidence], name: str) -> float:
    whole = 1.0 + sum(exp(min(one.total, 12.0)) for one in scores.values())
    return round(exp(min(scores[name].total, 12.0)) / whole, 3)


def _others(
    looked: LookedAt,
    columns: list[Facts],
    words: Mapping[str, Vocabulary],
    beside: Mapping[int, Facts],
    taken: set[str],
) -> dict[int, Given]:
    every = looked.standard.items.values()
    items = [one for one in every if one.kind not in _DATED and one.id not in taken]
    names = [item.id for item in items]
    scored = [_scores(looked, facts, items, words, beside.get(facts.place)) for facts in columns]
    gains = [
        [scores[name].total - _BAR - max(0.0, _best_other(scores)[1] - _BAR) for name in names]
        for scores in scored
    ]
    chosen = assigned(gains) if columns else []
    found = {}
    for row, (facts, scores) in enumerate(zip(columns, scored, strict=True)):
        pick = chosen[row]
        one = _given(facts, scores, names, gains, (row, pick))
        found[facts.place] = replace(one, words=beside.get(facts.place))
    return found


def _scores(
    looked: LookedAt,
    facts: Facts,
    items: list[Item],
    words: Mapping[str, Vocabulary],
    beside: Facts | None,
) -> dict[str, Evidence]:
    named = looked.headings[facts.place]
    scores = {item.id: evidence.of_item(facts, named, item, words.get(item.id)) for item in items}
    before = looked.earlier.headings.get(words_of(facts.name))
    if before in scores:
        scores[before] = evidence.named_before(scores[before])
    scores |= {name: evidence.of_other(facts, named, name) for name in evidence.others()}
    if beside is None:
        return scores
    # Where words stand beside codes, the words are held against the item as well.
    also = {item.id: evidence.of_item(beside, named, item, words.get(item.id)) for item in items}
    return scores | {
        name: max(scores[name], one, key=lambda e: e.total) for name, one in also.items()
    }


def _best_other(scores: Mapping[str, Evidence]) -> tuple[str, float]:
    best = max(evidence.others(), key=lambda name: scores[name].total)
    return best, scores[best].total


def _given(
    facts: Facts,
    scores: Mapping[str, Evidence],
    names: list[str],
    gains: list[list[float]],
    at: tuple[int, int | None],
) -> Given:
    row, pick = at
    other, weight = _best_other(scores)
    ranked = sorted(names, key=lambda name: -scores[name].total)
    concept = names[pick] if pick is not None else other if weight > _BAR else None
    others = tuple(
        Alternative(name, _share(scores, name))
        for name in ranked[:3]
        if name != concept and scores[name].total > 0
    )
    if pick is None:
        best = scores[ranked[0]].total
        why = scores[concept].why if concept else ("nothing in its name or values is an item's",)
        named = _is_named(scores, names) and weight < scores[ranked[0]].heading
        known = scores[concept].heading if concept else 0.0
        sure = confidence.of_nothing(best - max(0.0, weight), named=named, known=known)
        return Given(facts, concept, Part.WHOLE, (), sure, why, others)
    own = scores[names[pick]].total
    rival = max([scores[name].total for name in names if name != names[pick]] + [weight, 0.0])
    beside = max((line[pick] for place, line in enumerate(gains) if place != row), default=-9.0)
    margin = min(own - rival, gains[row][pick] - max(beside, -3.0))
    why = scores[names[pick]].why
    return Given(
        facts,
        names[pick],
        Part.WHOLE,
        (),
        confidence.of_column(scores[names[pick]], margin),
        why,
        others,
    )

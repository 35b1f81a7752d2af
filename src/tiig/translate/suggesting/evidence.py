"""What speaks for a column being an item: its heading, its values, both as one sum of evidence.

Evidence is counted like log odds: 0 says nothing, 3 much, 6 nearly all; what contradicts is
negative. Nothing here decides: `assigning` and `moments` do, over all columns at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tiig.standard.items import Item, Kind
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.headings import Heading
from tiig.translate.suggesting.lexicon import OTHER, concepts
from tiig.translate.suggesting.meaning import is_no_answer
from tiig.translate.suggesting.vocabulary import Vocabulary

YES_NO = "yes_no"
_GUESSED = 0.6
"""How much a value tells of its column that is only like a word of the item."""
MOST_CODES = 80
"""Distinct values of a column that are held against a vocabulary, the most frequent first."""
_PLACE_WORDS = re.compile(
    r"(?i)\b(?:street|st|road|rd|lane|ln|avenue|ave|park|pub|bar|club|inn|arms|hotel|station|square"
    r"|home|house|outside|near|behind|town|centre|center|car ?park|school|shop|takeaway|bus|tram"
    r"|corner|junction|market|flat|nightclub|tavern|kebab|canal|field|precinct|road(?:side)?|alley"
    r"|address|house|bridge|green|garden|stadium|prison|hostel|drive|close|way|mill)\b"
)
_NARRATIVE = re.compile(
    r"(?i)\b(?:pt|patient|states|hit|punched|kicked|pain|injury|fell|yof|yom|c/o|head|hand|left"
    r"|right|alleged|swelling|wound|knee|ankle|wrist|arm|leg|back|finger|cut|bleeding|assaulted)\b"
)
_HOSPITAL = re.compile(
    r"(?i)\b(?:hospital|infirmary|royal|general|medical|health ?care|clinic|urgent care|university"
    r"|children'?s|cottage|walk[ -]in|minor injur)"
)


@dataclass(frozen=True)
class Evidence:
    """How much speaks for one concept: from the heading, from the values, and why."""

    heading: float
    values: float
    why: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """Both together."""
        return self.heading + self.values


_TEXT = frozenset("text free words detail details exact exactly specify comments notes".split())
"""Words of headings of columns that hold words and no codes."""


@dataclass(frozen=True)
class Matched:
    """How far a column's values are the vocabulary of an item.

    `share` of the answered rows is understood, `words` of them by words and not by bare codes;
    `nodes` different categories were met; `telling` is the share of rows with a category,
    `covers` how many of the item's main categories were met, `exact` the share that was
    understood without guessing.
    """

    share: float
    words: float
    nodes: int
    telling: float
    covers: float = 0.0
    exact: float = 0.0


def of_heading(heading: Heading, concept: str) -> float:
    """Return what a heading says for a concept."""
    if heading.empty:
        return 0.0
    fit = heading.fits.get(concept, (0.0, ""))[0]
    if fit >= 0.99:  # the very words
        return 6.5
    # A name of which no list knows a word says as little as none.
    blame = 1.5 if heading.best >= 0.45 else 0.4
    return 7.0 * fit - 1.5 if fit > 0.25 else -blame


def matched(facts: Facts, vocabulary: Vocabulary) -> Matched:
    """Hold a column's values against a vocabulary."""
    rows = share = words = telling = exact = 0.0
    nodes: set[str] = set()
    for value, count in list(facts.values.items())[:MOST_CODES]:
        rows += count
        meaning = vocabulary.meaning(value)
        if meaning is None:
            continue
        fits = meaning.score * (_GUESSED if meaning.how == "some" else 1.0)
        share += count * fits
        exact += count * (meaning.score >= 0.9)
        if not is_no_answer(meaning.node):
            telling += count * fits
            nodes.add(meaning.node)
            if not meaning.by_code:
                words += count * fits
    if not rows:
        return Matched(0.0, 0.0, 0, 0.0)
    covers = vocabulary.covered(nodes)
    return Matched(share / rows, words / rows, len(nodes), telling / rows, covers, exact / rows)


def of_item(facts: Facts, heading: Heading, item: Item, vocabulary: Vocabulary | None) -> Evidence:
    """Return what speaks for a column being an item that is no moment."""
    said = of_heading(heading, item.id)
    if vocabulary is not None:
        value, why = _of_codes(facts, vocabulary)
        if _TEXT & set(heading.words) and facts.spaced > 0.2 and facts.distinct > 12:
            value -= 2.0
        if item.tree == YES_NO:  # a yes says nothing of what was asked
            value = min(value, 0.5 if heading.empty else 1.0 if said > 1.0 else 0.0)
    else:
        value, why = _otherwise(facts, item)
    return Evidence(said, value, _reasons(heading, item.id, why))


def named_before(found: Evidence) -> Evidence:
    """Return evidence to which comes that an earlier sender called the item so."""
    said = max(found.heading, 5.0)
    return Evidence(said, found.values, ("an earlier sender calls the item so", *found.why))


def of_other(facts: Facts, heading: Heading, concept: str) -> Evidence:
    """Return what speaks for a column that feeds no item."""
    said = of_heading(heading, concept)
    value, why = 0.0, ""
    if concept == OTHER + "notes":
        value, why = _of_notes(facts)
    elif concept == OTHER + "nhs_number":
        ten = facts.share(re.compile(r"\d{3} ?\d{3} ?\d{4}"))
        value, why = (4.0, "numbers of ten digits") if ten > 0.8 else (0.0, "")
    elif concept == OTHER + "line":
        value, why = (2.0, "it counts the rows") if facts.counts_rows else (0.0, "")
    elif concept == OTHER + "duration":
        numbers = facts.numbers
        long = numbers is not None and numbers[2] > 130  # no age
        value, why = (1.5, "numbers beyond any age") if long else (0.0, "")
    return Evidence(said, value, _reasons(heading, concept, why))


def _reasons(heading: Heading, concept: str, why: str) -> tuple[str, ...]:
    fit = heading.fits.get(concept)
    named = f'the name reads "{fit[1]}"' if fit and fit[0] >= 0.45 else ""
    return tuple(one for one in (named, why) if one)


def _of_codes(facts: Facts, vocabulary: Vocabulary) -> tuple[float, str]:
    if not facts.filled:
        return -0.5, ""
    if facts.moments is not None and facts.distinct > 12:  # moments, not codes
        return -8.0, ""
    if facts.distinct > 60 and facts.uniqueness > 0.3:  # codes recur
        return -6.0, ""
    if facts.distinct > 3 * vocabulary.size + 10:  # more texts than the item has categories
        return -4.0, ""
    match = matched(facts, vocabulary)
    percent = round(100 * match.share)
    why = f"{percent} % of its values are words or codes of the item" if percent >= 20 else ""
    if facts.distinct == 1 and match.words < 0.5:
        return -1.5, ""
    value = -1.5 + 4.0 * match.share + 2.5 * match.words + 1.5 * match.covers
    value += _PRIOR.get(vocabulary.item.id, 0.0)
    if facts.uniqueness > 0.6 and match.exact < 0.6:  # texts of their own, a word here and there
        value -= 3.5
    if match.telling < 0.05:  # only "other" and "not known" were understood
        value = min(value, -0.5)
    return value - (1.0 if match.nodes == 1 and facts.distinct > 2 else 0.0), why


_PRIOR = {
    "department_type": -1.5,
    "attendance_category": -0.3,
    "discharge_follow_up": -0.6,
    "discharge_status": -0.6,
    "sender_injury_group": -0.3,
    "assault_flag": -0.3,
    "drugs_involved": -0.2,
}
"""How much rarer than others an item is in extracts."""


def _of_age(facts: Facts) -> tuple[float, str]:
    numbers = facts.numbers
    if numbers is None:
        return -7.0, ""
    least, median, most = numbers
    if least < 0 or most > 999 or facts.distinct <= 3:
        return -5.0, ""
    spread = facts.distinct >= 20 and 8 <= median <= 75 and most <= 125
    if spread and most > 60:
        return 4.0, "whole numbers, as ages are"
    return (0.5, "") if most <= 125 else (-2.0, "")


_DIGITS = re.compile(r"[A-Za-z0-9/\-_.]*\d[A-Za-z0-9/\-_.]*")


def _of_number(facts: Facts, item: Item) -> tuple[float, str]:
    if facts.moments is not None and not next(iter(facts.values), "").isdigit():
        return -8.0, ""
    if facts.length > 40 or facts.spaced > 0.5 or facts.distinct < 4:
        return -6.0, ""
    if facts.share(_DIGITS) < 0.9:  # local numbers hold digits
        return -5.0, ""
    own, nearly = (_COUNTED, _COUNTED) if facts.counts_rows else _UNIQUE[item.id]
    if facts.uniqueness > 0.995:
        whole = facts.fill > 0.98
        return (own if whole else 0.5), "every row has its own" if whole else ""
    if facts.uniqueness > (0.85 if item.id == "attendance_number" else 0.55):
        return nearly, "some numbers come back"
    return -2.5, ""


_COUNTED = -1.5
"""What it says that a column counts the rows: a list was numbered, no attendance."""
_UNIQUE = {"attendance_number": (3.5, 1.0), "person_number": (0.8, 3.0)}
"""What it says that every row has its own number, and that some come back."""


def _of_area(facts: Facts, item: Item) -> tuple[float, str]:
    if facts.lsoas > 0.7 and item.level == "lsoa":
        return 5.0, "its values are codes of small areas"
    return (-6.0, "")


def _of_district(facts: Facts) -> tuple[float, str]:
    if facts.districts > 0.8 and facts.distinct > 4 and facts.length > 1.9:
        few = facts.distinct < 20  # codes of other lists look like districts too
        return (0.0 if few else 3.0), "its values have the form of postcode districts"
    return -6.0, ""


def _of_postcode(facts: Facts) -> tuple[float, str]:
    return (6.0, "its values have the form of postcodes") if facts.postcodes > 0.6 else (-6.0, "")


def _of_site(facts: Facts) -> tuple[float, str]:
    if facts.distinct > 150 or facts.fill < 0.9 or facts.moments is not None:
        return -5.0, ""
    if facts.share(_FIVE) > 0.95 and facts.distinct <= 40:
        return 3.5, "its values have the form of site codes"
    if facts.share_of(_HOSPITAL) > 0.5:
        return 4.0, "its values are names of hospitals"
    return (-0.5, "") if facts.distinct <= 30 else (-1.5, "")


_FIVE = re.compile(r"R[A-Z0-9]{2}[A-Z0-9]{2}|[A-Z]{1,3}[A-Z0-9]{1,2}\d{2}")


def _of_text(facts: Facts, item: Item) -> tuple[float, str]:
    if facts.moments is not None or facts.lettered < 0.6:
        return -6.0, ""
    wordy = facts.spaced > 0.3 and facts.distinct > 15
    if item.id == "assault_method_description":
        return (0.0 if facts.spaced > 0.2 and facts.fill < 0.7 else -2.5), ""
    placed, told = facts.share_of(_PLACE_WORDS), facts.share_of(_NARRATIVE)
    if wordy and placed > 0.35 and told < 0.4 and facts.length < 70:
        return 3.5, "its texts speak of places"
    if not wordy and facts.distinct <= 8:
        return -4.0, ""
    if wordy and placed > 0.2:
        return 1.5, "some of its texts speak of places"
    return (0.5 if placed > 0.15 else -1.5), ""


def _of_notes(facts: Facts) -> tuple[float, str]:
    told = facts.share_of(_NARRATIVE)
    if facts.length > 40 and facts.uniqueness > 0.5:
        return 4.0, "long texts"
    if facts.spaced > 0.6 and facts.uniqueness > 0.5 and told > 0.4:
        return 3.0, "texts that tell what happened"
    return (-3.0, "") if facts.distinct <= 30 else (-0.5, "")


def _otherwise(facts: Facts, item: Item) -> tuple[float, str]:
    """Return what values say for an item that has neither codes nor moments."""
    if item.kind in _BY_VALUES:
        return _BY_VALUES[item.kind](facts)
    return _BY_ITEM[item.kind](facts, item) if item.kind in _BY_ITEM else (-8.0, "")


_BY_VALUES = {
    Kind.WHOLE: _of_age,
    Kind.DISTRICT: _of_district,
    Kind.POSTCODE: _of_postcode,
    Kind.SITE: _of_site,
}
_BY_ITEM = {Kind.NUMBER_ID: _of_number, Kind.AREA: _of_area, Kind.TEXT: _of_text}


def others() -> tuple[str, ...]:
    """Return the concepts that are no items and no moments."""
    return tuple(name for name in concepts() if name.startswith(OTHER) and name not in TIMES)


TIMES = frozenset(
    OTHER + name
    for name in ("triage_at", "seen_at", "referred_at", "made_at", "period_from", "period_to")
)
"""Concepts of columns that hold moments and feed no item."""

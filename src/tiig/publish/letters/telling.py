"""Sentences that the papers of a letter share: what went well, what to ask, what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tiig.model.cleared_quality import ShownItem, ShownShare
from tiig.model.letter import Ask, Letter, UsedFor
from tiig.model.quality import Outcome
from tiig.publish.exhibits.cells import month_words
from tiig.publish.letters.wording import part_words, shortened

WRITTEN_AT_THE_DESK = (
    "injury_mechanism",
    "assault_location_description",
    "injury_place_type",
    "injury_at",
    "assault_relationship",
    "alcohol_involved",
    "injury_intent",
)
"""Items that people ask and write; arrival, age and sex come from the system."""
FEWEST = 5
"""Of fewer rows a letter praises and blames nothing."""
_PRAISED = 2
_USES = 3
_LONGEST = 400


def recorded_well(letter: Letter) -> tuple[str, ...]:
    """Name the items that met their target in the month, the best first; else the nearest."""
    told = [one for one in _of_month(letter) if _told(one.usable)]
    told.sort(key=lambda one: (-_rate(one.usable), WRITTEN_AT_THE_DESK.index(one.item)))
    met = [one for one in told if one.usable.outcome is Outcome.MET]
    labels = {one.item: one.label for one in letter.quality.items}
    if met:
        return tuple(f"{labels[one.item]}: {of(one.usable)} tell it." for one in met[:_PRAISED])
    if told:
        best = told[0]
        return (
            (
                f"No item meets its target yet; nearest is {labels[best.item].lower()}: "
                f"{of(best.usable)} tell it."
            ),
        )
    return (f"There were too few records in {month_words(letter.month)} to tell.",)


def gain(letter: Letter, *, exact: bool = False) -> str:
    """Say what asking the one thing would have gained; `exact` adds how sure that is."""
    ask, counted = letter.ask, letter.usable
    if ask is None:
        return ""
    span = _span(letter)
    label = part_words(ask.part).label
    verb = "lacks" if ask.records == 1 else "lack"
    sure = f" ({ask.low:,} to {ask.high:,})" if exact and ask.low < ask.high else ""
    won = "with it they could be used"
    if ask.could < ask.records:
        won = f"asked for, about {ask.could:,} of them{sure} could be used"
    return (
        f"{ask.records:,} of {ask.assaults:,} assault records {span} {verb} only {label}: {won}. "
        f"{sum(one.usable for one in counted):,} can be used as they are."
        f"{_lacking_more(letter, ask) if exact else ''}"
    )


def _lacking_more(letter: Letter, ask: Ask) -> str:
    """Say why the part that most records lack is not the one to ask for."""
    lacks = Counter[str]()
    for month in letter.usable:
        lacks.update({lack[0]: count for lack, count in month.by_lack if len(lack) == 1})
    part, most = lacks.most_common(1)[0]
    if most <= ask.records:
        return ""
    return (
        f" More lack only {part_words(part).label} ({most:,}), but fewer of those could be used: "
        "often nobody could tell it."
    )


def nothing_to_ask(letter: Letter) -> str:
    """Say why there is nothing to ask."""
    if not letter.usable:
        return (
            "These months were taken in before usable records were counted; once TIIG has read "
            "them again, this letter will say what to ask."
        )
    if not any(one.assaults for one in letter.usable):
        return f"No assault was recorded {_span(letter)}. Please keep asking who did it."
    return "No record lacks just one part: please keep asking for day, place and weapon."


def uses_lines(letter: Letter, *, most: int = _USES, longest: int = _LONGEST) -> tuple[str, ...]:
    """Say what the department's records were used for, or honestly that nothing is known."""
    since = f"since our last letter ({letter.since:%d %B %Y})" if letter.since else "so far"
    if not letter.uses:
        return (
            (
                f"Nobody has told us {since} what the figures led to. We ask every partner who "
                "gets them, and will tell you here."
            ),
        )
    told = tuple(_use(one, longest) for one in letter.uses[:most])
    more = len(letter.uses) - len(told)
    return (*told, *((f"And {more} more {since}.",) if more else ()))


def of(shown: ShownShare) -> str:
    """Write `34 of 41 records`."""
    return f"{shown.part:,} of {shown.whole:,} records"


def _span(letter: Letter) -> str:
    months = [one.month for one in letter.usable]
    if len(months) == 1:
        return f"of {month_words(months[0])}"
    return f"from {month_words(months[0])} to {month_words(months[-1])}"


def _use(use: UsedFor, longest: int) -> str:
    what = shortened(use.what[0].upper() + use.what[1:].rstrip("."), longest)
    return f"{what} ({use.organisation}, {use.on_day:%d %B %Y}; {use.kind})."


def _of_month(letter: Letter) -> Iterable[ShownItem]:
    for item in WRITTEN_AT_THE_DESK:
        found = letter.quality.by_key.get((letter.site, item, letter.month))
        if found is not None and not found.not_sent:
            yield found


def _told(shown: ShownShare) -> bool:
    return shown.part is not None and (shown.whole or 0) >= FEWEST


def _rate(shown: ShownShare) -> float:
    return (shown.part or 0) / (shown.whole or 1)

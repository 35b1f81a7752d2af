"""What the programme's pages let people choose from: departments, items, measures, months."""

from __future__ import annotations

from itertools import combinations

from tiig.desk import site_named, site_names
from tiig.journeys.quality_unlock import ALL, REPAIRS
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.portal.forms import Choices
from tiig.portal.visit import Visit
from tiig.publish.exhibits.cells import month_words
from tiig.publish.fair_table import MISSING
from tiig.standard.quality import About

SHARES: Choices = (
    (str(ALL), "Every time"),
    ("75", "In three of four cases"),
    ("50", "In half of the cases"),
    ("25", "In one of four cases"),
)
"""How much of what is missing had been asked for, in per cent."""
REPAIRED: Choices = (
    ("", "The best one"),
    *(
        (",".join(those), " and ".join(those).capitalize())
        for number in range(1, len(REPAIRS) + 1)
        for those in combinations(REPAIRS, number)
    ),
)
"""What had been asked for, as the command line writes it."""
LACKING: Choices = tuple((measure, words.capitalize()) for measure, words in MISSING.items())
"""What counts as missing where departments or patients are compared."""


def sites_of(visit: Visit) -> Choices:
    """Return departments by code."""
    return tuple(site_names(visit.session.services).items())


def site_asked(visit: Visit) -> str | None:
    """Return the code of the department that the address names; SITE_UNKNOWN."""
    word = visit.asked("site")
    return None if word is None else site_named(word, visit.session.services)


def choice_asked(visit: Visit, name: str, among: Choices, default: str) -> str:
    """Return the choice that the address names; BAD_ARGUMENT for one that is not offered."""
    word = visit.asked(name)
    if word is None:
        return default
    if word not in dict(among):
        raise TiigError(BAD_ARGUMENT, what=f"the {name} in the address cannot be chosen here")
    return word


def site_in_force(visit: Visit) -> str:
    """Return the first department by code that sent the last month asked about; empty: none is."""
    pairs = visit.session.services.catalogue.pairs()
    newest = str(max(pair.month for pair in pairs)) if pairs else ""
    last = visit.asked("month") or newest
    sent = {pair.site for pair in pairs if str(pair.month) == last}
    return min(sent or {pair.site for pair in pairs}, default="")


def items_of(visit: Visit) -> Choices:
    """Return the items that are watched."""
    items = visit.session.services.standard.quality_items.values()
    return tuple((one.item, one.label) for one in items)


def measures_of(visit: Visit) -> Choices:
    """Return what is drawn by month, of items first; measures of whole months say so."""
    every = visit.session.services.standard.declared_measures.values()
    return tuple(
        (one.id, one.label if about is About.ITEM else f"{one.label} (whole months)")
        for about in About
        for one in every
        if one.about is about and one.in_series
    )


def is_charted(measure: str, visit: Visit) -> bool:
    """Tell whether a chart is drawn of a measure: it is not of one that is told in days."""
    declared = visit.session.services.standard.declared_measures.get(measure)
    return declared is not None and declared.in_series


def months_of(visit: Visit) -> Choices:
    """Return the months of which anything is in force, the newest first."""
    held = {pair.month for pair in visit.session.services.catalogue.pairs()}
    return tuple((str(one), month_words(one)) for one in sorted(held, reverse=True))

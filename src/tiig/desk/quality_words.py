"""Turn what a person writes about quality (site, item, months) into what is asked."""

from __future__ import annotations

from collections.abc import Mapping

from tiig.desk.profiles import profiles_in_force
from tiig.desk.quality import QualityAsked
from tiig.model.errors import (
    BAD_ARGUMENT,
    ITEM_UNWATCHED,
    MONTH_WITHOUT_DATA,
    NOTHING_IN_FORCE,
    SITE_UNKNOWN,
    TiigError,
)
from tiig.model.months import Month, Period, period_of
from tiig.services import Services

_SHORT_WORDS = {
    "weapon": "injury_mechanism",
    "place": "injury_place_type",
    "place type": "injury_place_type",
    "date": "injury_at",
    "intent": "injury_intent",
    "home": "residence_lsoa",
    "relationship": "assault_relationship",
    "alcohol": "alcohol_involved",
}
"""What people call an item, beside its id and its label."""


def quality_months(
    month: str | None, first: str | None, last: str | None, services: Services, *, back: int = 1
) -> Period:
    """Return the months asked about; without any, the newest in force and those before it.

    `back` is how many months there are then, as far as data go. MONTH_WITHOUT_DATA for
    months outside what was ever received.
    """
    held = sorted({pair.month for pair in services.catalogue.pairs()})
    if not held:
        raise TiigError(NOTHING_IN_FORCE)
    start, named_end = named_months(month, first, last)
    end = held[-1] if named_end is None else named_end
    asked = months_between(_going_back(end, held, back) if start is None else start, end)
    for one in (asked.first, asked.last):
        _check_month(one, held)
    return asked


def named_months(
    month: str | None, first: str | None, last: str | None
) -> tuple[Month | None, Month | None]:
    """Return the first and the last month that a person named; BAD_ARGUMENT for both ways."""
    if month is None:
        return (
            None if first is None else period_of(first).first,
            None if last is None else period_of(last).last,
        )
    if first is not None or last is not None:
        raise TiigError(BAD_ARGUMENT, what="months are named by --month, or by --from and --to")
    asked = period_of(month)
    return asked.first, asked.last


def months_between(start: Month, end: Month) -> Period:
    """Return the months from one to another; BAD_ARGUMENT where there are none."""
    if end < start:
        raise TiigError(BAD_ARGUMENT, what=f"no months lie from {start} to {end}")
    return Period(start, end)


def _going_back(end: Month, held: list[Month], back: int) -> Month:
    """Return the first of so many months up to one; data may begin later."""
    _check_month(end, held)
    return end.plus(-min(back - 1, end.index - held[0].index))


def _check_month(month: Month, held: list[Month]) -> None:
    if not held[0] <= month <= held[-1]:
        raise TiigError(
            MONTH_WITHOUT_DATA, month=str(month), first=str(held[0]), last=str(held[-1])
        )


def quality_asked(
    site: str | None, item: str | None, period: Period, services: Services
) -> QualityAsked:
    """Return what is asked; SITE_UNKNOWN and ITEM_UNWATCHED say what may be named."""
    return QualityAsked(
        period,
        sites=() if site is None else (_site(site, services),),
        items=() if item is None else (watched_item(item, services),),
    )


def _site(word: str, services: Services) -> str:
    sent = {pair.site for pair in services.catalogue.pairs()}
    named = {
        site.code: site.name
        for profile in profiles_in_force(services, services.clock.now().date())
        for site in profile.sites
        if site.code in sent
    }
    return site_among({code: named.get(code, code) for code in sorted(sent)}, word)


def site_among(known: Mapping[str, str], word: str) -> str:
    """Return which of the sites (names by code) is meant; SITE_UNKNOWN says which there are."""
    for code, name in known.items():
        if word.strip().casefold() in {code.casefold(), name.casefold()}:
            return code
    told = ", ".join(f"{code} {name}" if name != code else code for code, name in known.items())
    raise TiigError(SITE_UNKNOWN, known=told or "none, for no sender is known")


def watched_item(word: str, services: Services) -> str:
    """Return an item that is watched, by id, label or short word; ITEM_UNWATCHED says which are."""
    watched = services.standard.quality_items
    word = _SHORT_WORDS.get(word.casefold(), word)
    for item, one in watched.items():
        if word.casefold() in {item.casefold(), one.label.casefold()}:
            return item
    raise TiigError(ITEM_UNWATCHED, known=", ".join(watched))

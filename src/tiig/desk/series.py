"""Series of the quality programme by what a person writes, and whether there are months of them."""

from __future__ import annotations

from collections.abc import Iterable

from tiig.desk.programme import item_named, site_named
from tiig.model.days import Days
from tiig.model.errors import BAD_ARGUMENT, MONTH_WITHOUT_DATA, NOTHING_IN_FORCE, TiigError
from tiig.model.months import Month
from tiig.model.rebases import Series
from tiig.model.submission import SiteMonth, SubmissionState
from tiig.services import Services
from tiig.standard.quality import About

OF_RECEIPT = ("volume", "timeliness")
"""What is told of a site-month besides shares of its rows: how many there are, when they came."""
OF_MISSING = frozenset(OF_RECEIPT)
"""What can be said of a month that nobody sent."""


def series_named(site: str, item: str | None, measure: str, services: Services) -> Series:
    """Return a series; SITE_UNKNOWN, ITEM_UNWATCHED, BAD_ARGUMENT say what may be named."""
    code = site_named(site, services)
    named = "" if item is None else item_named(item, services)
    word = measure.strip().lower()
    known = measures_of_series(named, services)
    if word not in known:
        of = "an item" if named else "a month as a whole (else name an --item)"
        raise TiigError(BAD_ARGUMENT, what=f"--measure of {of} is one of {', '.join(known)}")
    return Series(code, named, word)


def measures_of_series(item: str, services: Services) -> tuple[str, ...]:
    """Return what is measured of an item; without one, of a site-month as a whole."""
    every = services.standard.quality_measures.values()
    if not item:
        return (*(one.id for one in every if one.about is About.SITE_MONTH), *OF_RECEIPT)
    return tuple(
        one.id for one in every if one.about is About.ITEM and (not one.items or item in one.items)
    )


def check_months(months: Iterable[Month], services: Services) -> None:
    """Refuse months before anything was sent, or that have not begun: MONTH_WITHOUT_DATA."""
    held = sorted({pair.month for pair in services.catalogue.pairs()})
    if not held:
        raise TiigError(NOTHING_IN_FORCE)
    last = max(held[-1], Month.of(services.clock.now()))
    for month in months:
        if not held[0] <= month <= last:
            raise TiigError(
                MONTH_WITHOUT_DATA, month=str(month), first=str(held[0]), last=str(last)
            )


def in_force(services: Services) -> frozenset[SiteMonth]:
    """Return the site-months of which anything is in force, if only a nil return."""
    return frozenset(pair.site_month for pair in services.catalogue.pairs())


def withdrawn(services: Services) -> frozenset[SiteMonth]:
    """Return the site-months that were sent and withdrawn, and of which nothing is in force."""
    gone = {
        SiteMonth(site, month)
        for one in services.catalogue.submissions()
        if one.state is SubmissionState.WITHDRAWN and one.period
        for site in one.sites
        for month in Days.parse(one.period).months
    }
    return frozenset(gone - in_force(services))

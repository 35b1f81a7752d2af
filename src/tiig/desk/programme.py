"""What the quality programme shares: who may use it, what may be kept, and what words mean."""

from __future__ import annotations

from datetime import date, datetime

from tiig import deidentify
from tiig.desk.declining import declining
from tiig.desk.profiles import profiles_in_force
from tiig.desk.quality_words import site_among, watched_item
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import Month
from tiig.model.programme_errors import NOTE_FORM, NOTE_IDENTIFIES, PROGRAMME_OURS
from tiig.services import Services

LONGEST_NOTE = 1_000
LONGEST_NAME = 120
"""Letters of a note, and of who agreed, owns or acts."""
STAFF_MAY_BE_NAMED = frozenset({"name"})


def check_ours(asker: Asker, services: Services) -> None:
    """Refuse whoever asks under an agreement: PROGRAMME_OURS. The programme is the team's work.

    That it was declined is entered in the audit trail, like any request that a rule forbids.
    """
    if asker.agreement is not None:
        with declining(asker, services):
            raise TiigError(PROGRAMME_OURS)


def note_of(text: str, option: str, now: datetime) -> str:
    """Return what somebody wrote on one line, fit to be kept; NOTE_FORM, NOTE_IDENTIFIES.

    It is searched as free text is: nobody need be named in it.
    """
    return _searched(text, option, now.date(), most=LONGEST_NOTE, allowed=frozenset())


def author_of(text: str | None, person: str, now: datetime) -> str:
    """Return whose name stands on a paper: who asks, or whom they name; NOTE_IDENTIFIES."""
    return person if text is None else staff_of(text, "--author", now)


def staff_of(text: str, option: str, now: datetime) -> str:
    """Return who agrees, owns or acts, as written: staff may be named, and nothing else told."""
    allowed = STAFF_MAY_BE_NAMED
    return _searched(text, option, now.date(), most=LONGEST_NAME, allowed=allowed)


def _searched(text: str, option: str, today: date, *, most: int, allowed: frozenset[str]) -> str:
    line = " ".join(text.split())
    if not line or not line.isprintable() or len(line) > most:
        raise TiigError(NOTE_FORM, option=option, most=most)
    kinds = [one for one in deidentify.kinds_noted(line, today) if one not in allowed]
    if kinds:
        raise TiigError(NOTE_IDENTIFIES, option=option, kinds=", ".join(kinds).replace("_", " "))
    return line


def site_names(services: Services) -> dict[str, str]:
    """Return the names of all sites that a profile declares or that ever sent, by code."""
    named = {
        site.code: site.name
        for profile in profiles_in_force(services, services.clock.now().date())
        for site in profile.sites
    }
    sent = {site for one in services.catalogue.submissions() for site in one.sites}
    return dict(sorted(({site: site for site in sent} | named).items()))


def site_named(word: str, services: Services) -> str:
    """Return the code of a site, by code or name; SITE_UNKNOWN says which there are.

    One that has sent nothing yet may be named: it is asked for something.
    """
    return site_among(site_names(services), word)


def item_named(word: str, services: Services) -> str:
    """Return an item that is watched, by id, label or short word; ITEM_UNWATCHED says which are."""
    return watched_item(word.strip(), services)


def month_named(word: str, option: str) -> Month:
    """Return a month as a person writes it; BAD_ARGUMENT says of which option it is not."""
    try:
        return Month.parse(word)
    except ValueError:
        raise TiigError(BAD_ARGUMENT, what=f"{option} is a month, written like 2026-06") from None

"""Letters to departments: one, or those of every department whose month is there in full."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.letter import Letter
from tiig.model.letter_errors import LETTER_ASKED, LETTERS_NONE
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class LettersRequest:
    """A department by code or name (None: `every` one), and a month (None: the newest)."""

    site: str | None = None
    every: bool = False
    month: str | None = None


def quality_letters(
    request: LettersRequest, *, asker: Asker, services: Services, progress: Progress
) -> tuple[Letter, ...]:
    """Return the letters, each a release to its sender; LETTER_ASKED, LETTERS_NONE."""
    desk.check_ours(asker, services)
    if (request.site is None) is not request.every:
        what = "both were named" if request.every else "neither a department nor --all was named"
        raise TiigError(LETTER_ASKED, what=what)
    month = desk.month_of(request.month, services)
    if request.site is not None:
        sites: tuple[str, ...] = (desk.site_named(request.site, services),)
    else:
        sites = desk.sites_with(month, services)
    if not sites:
        raise TiigError(LETTERS_NONE, month=str(month))
    region = desk.region_of(month, services.clock.now(), services)
    letters = []
    for place, site in enumerate(sites, start=1):
        progress.step("writing letters", place, len(sites))
        letters.append(desk.letter_of(desk.LetterAsked(site, month), asker, services, region))
    return tuple(letters)

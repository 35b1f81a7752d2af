"""What journeys that make papers share: the month, the areas, the words and makers of a paper."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.desk.areas import authorities, authority_of
from tiig.desk.declining import declining
from tiig.desk.facts import default_geography
from tiig.desk.permission import check_area, check_preset
from tiig.model.asker import Asker
from tiig.model.errors import (
    MONTH_WITHOUT_DATA,
    NOTHING_IN_FORCE,
    PERIOD_UNUSABLE,
    TiigError,
)
from tiig.model.months import Month, period_of
from tiig.publish.exhibits import Subject
from tiig.publish.exhibits.choropleth import Outline
from tiig.publish.paper import Status
from tiig.publish.papers import About
from tiig.services import Services
from tiig.standard import YEAR, Theme

LEAST_MONTHS, MOST_MONTHS = 3, 36
"""Of fewer months little can be shown; of more, a profile is no picture of a time."""


@dataclass(frozen=True)
class Maker:
    """Who makes a paper, and whether it may still change."""

    author: str
    status: Status = Status.DRAFT


def month_of(text: str | None, services: Services) -> Month:
    """Return the month of a paper (None: the newest in force); MONTH_WITHOUT_DATA else."""
    months = sorted({pair.month for pair in services.catalogue.pairs()})
    if not months:
        raise TiigError(NOTHING_IN_FORCE)
    month = months[-1] if text is None else period_of(text).last
    if month not in months:
        raise TiigError(
            MONTH_WITHOUT_DATA, month=str(month), first=str(months[0]), last=str(months[-1])
        )
    return month


@dataclass(frozen=True)
class PaperAsked:
    """A theme, its last month, an area by code or words (None: the whole region), an audience.

    `outlines` are the shapes to draw, where there are any.
    """

    theme: Theme
    month: Month
    area: str | None
    preset: str | None
    maker: Maker | None = None
    span: int = YEAR
    outlines: tuple[Outline, ...] = ()


def span_of(first: str | None, last: Month, services: Services) -> int:
    """Return how many months lie from `first` (None: a year) to `last`; PERIOD_UNUSABLE else."""
    if first is None:
        return YEAR
    months = sorted({pair.month for pair in services.catalogue.pairs()})
    named = period_of(first)
    begin = named.first
    span = last.index - begin.index + 1
    what = None
    if len(named) > 1:
        what = "it begins with one month"
    elif span < 1:
        what = f"{begin} lies after {last}"
    elif begin < months[0]:
        what = f"{begin} lies before everything that was received"
    elif not LEAST_MONTHS <= span <= MOST_MONTHS:
        what = f"{begin} to {last} are {span} months"
    if what is not None:
        raise TiigError(
            PERIOD_UNUSABLE,
            what=what,
            first=str(months[0]),
            last=str(months[-1]),
            least=LEAST_MONTHS,
            most=MOST_MONTHS,
        )
    return span


def about_of(asked: PaperAsked, asker: Asker, services: Services) -> About:
    """Return what a paper is about, in the words that it uses; AREA_UNKNOWN, AGREEMENT_FORBIDS."""
    made = asked.maker or Maker(asker.person)
    code, name = (None, "") if asked.area is None else authority_of(asked.area, services)
    with declining(asker, services):
        choice = check_preset(asked.preset, asker, services)
        check_area(choice, code, services)
    return About(
        subject=Subject(
            asked.theme.noun, asked.month, services.choices.region, code, name, asked.span
        ),
        theme=asked.theme.label,
        author=made.author,
        status=made.status,
        made_on=services.clock.now().date(),
        preset=choice.preset.id,
        preset_mark=f"{choice.preset.mark} {choice.preset.rates}",
        given=choice.given,
        counting_rule=services.standard.counting_rule,
        places=services.geography.tiles(default_geography(services)),
        outlines=asked.outlines,
    )


def every_area(services: Services) -> tuple[str, ...]:
    """Return the codes of all authorities."""
    return tuple(authorities(services))

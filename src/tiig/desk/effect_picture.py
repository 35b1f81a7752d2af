"""One effect month by month, to be drawn: a department's shares beside those of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import nan
from typing import Any

from tiig import disclose
from tiig.desk.effects import effects_in, series_of_effects, shares_by_site
from tiig.model.charts import Limits
from tiig.model.effects import IN_TIME, EffectPicture
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.programme_errors import ACTION_UNMEASURED
from tiig.model.quality import Share
from tiig.model.rebases import Series
from tiig.model.submission import Pair
from tiig.quality.effects import LOOKED_BACK, effect_limits
from tiig.services import Services

EFFECT_PICTURE = "effect by month"


def effect_picture_of(
    asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services
) -> EffectPicture:
    """Return the months of one action's effect, from a year before it on; ACTION_UNMEASURED."""
    series = series_of_effects(asked, pairs, services)
    (told,) = effects_in(asked, series, services)
    by_site = shares_by_site(series, Series(told.site, told.item, told.measure))
    first = told.effect.done.plus(-LOOKED_BACK)
    own = _from(first, by_site.get(told.site, {}))
    if not own:
        raise TiigError(ACTION_UNMEASURED)
    if len(told.effect.others) < disclose.FEWEST_OTHERS:  # a few together are each of them, nearly
        told = replace(told, effect=replace(told.effect, others=()))
    beside: dict[Month, Share] = {}
    for other in told.effect.others:
        for month, share in _from(first, by_site[other.site]):
            beside[month] = beside.get(month, Share(0, 0)) + share
    before, after = effect_limits(dict(own), told.effect.done)
    if told.measure == IN_TIME:  # months that are or are not so have no limits
        before, after = (Limits(one.mean, nan, nan) for one in (before, after))
    return EffectPicture(told, own, tuple(sorted(beside.items())), before, after)


def _from(first: Month, months: Mapping[Month, Share]) -> tuple[tuple[Month, Share], ...]:
    told = sorted(months.items())
    return tuple((month, share) for month, share in told if month >= first and share.whole)

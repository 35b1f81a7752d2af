"""Poster and training page: what makes a record usable, with exercises from synthetic months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.exercise import Exercise
from tiig.model.letter import PARTS
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.publish.letters import poster, training_page
from tiig.publish.paper import Paper
from tiig.services import Services
from tiig.standard import Standard
from tiig.synthesis import make_month

_SITE, _MONTH, _ATTENDANCES = "XQ901", Month(2026, 6), 2_000
_OTHER = "other"
_OF_EACH = 2
"""Exercises of each kind: those that lack nothing, and those that lack one part alone."""
_MOST_SEED = 2**31


@dataclass(frozen=True)
class TeachingRequest:
    """Whose name stands on the paper (None: who asks), and a seed: another gives others."""

    author: str | None = None
    seed: int = 1


def teaching_poster(
    request: TeachingRequest, *, asker: Asker, services: Services, progress: Progress
) -> Paper:
    """Return the poster."""
    del progress
    now = services.clock.now()
    author = desk.author_of(request.author, asker.person, now)
    return poster(author=author, made_on=now.date())


def teaching_page(
    request: TeachingRequest, *, asker: Asker, services: Services, progress: Progress
) -> Paper:
    """Return the training page with its exercises and answers; equal seeds give equal pages."""
    if not 0 <= request.seed < _MOST_SEED:
        raise TiigError(BAD_ARGUMENT, what=f"a seed is a number from 0 to {_MOST_SEED - 1}")
    progress.step("inventing exercises")
    return training_page(
        exercises(request.seed, services.standard),
        author=desk.author_of(request.author, asker.person, services.clock.now()),
        made_on=services.clock.now().date(),
    )


def exercises(seed: int, standard: Standard) -> tuple[Exercise, ...]:
    """Draw synthetic assaults, a few of each kind, in order of arrival.

    Their type of place is left out, so that the place stands or falls by its words.
    """
    month = make_month(_SITE, _MONTH, seed=seed, attendances=_ATTENDANCES)
    told = month.filter(pl.col("sender_injury_group") == "assault").with_columns(
        lacks=pl.concat_str(
            pl.when(lacks).then(pl.lit(part)).otherwise(pl.lit(""))
            for part, lacks in zip(PARTS, _lacking(standard), strict=True)
        )
    )
    chosen = [told.filter(pl.col("lacks") == kind).head(_OF_EACH) for kind in ("", *PARTS)]
    return tuple(
        Exercise(
            day="" if row["injury_at"] is None else _day(row["injury_at"]),
            place=row["assault_location_description"] or "",
            weapon=_weapon(row["injury_mechanism"], standard),
            lacking=(row["lacks"],) if row["lacks"] else (),
        )
        for row in pl.concat(chosen).sort("arrival_at", maintain_order=True).iter_rows(named=True)
    )


def _lacking(standard: Standard) -> tuple[pl.Expr, ...]:
    """Return what says that day, place and weapon are lacking, as intake counts them."""
    place = pl.col("assault_location_description")
    known = ~place.str.to_lowercase().is_in(list(standard.not_known_words))
    weapon = pl.col("injury_mechanism")
    return (
        pl.col("injury_at").is_null(),
        place.is_null() | ~known,
        weapon.is_null() | (weapon == _OTHER) | weapon.str.starts_with("~"),
    )


def _day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B, %H:%M}"


def _weapon(node: str | None, standard: Standard) -> str:
    if not node:
        return ""
    tree = standard.trees[standard.items["injury_mechanism"].tree or ""]
    return tree.label(node)

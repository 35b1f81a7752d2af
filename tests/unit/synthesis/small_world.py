"""A small world for the recording: the small months of tests in the columns of a world."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tiig.model.months import Month
from tiig.synthesis.months import make_month
from tiig.synthesis.recording import all_senders


@dataclass(frozen=True)
class Place:
    """A site or a venue."""

    code: str = ""
    name: str = ""
    kind: str = ""
    street: str = ""
    la: str = ""


VENUES = (
    Place(name="Lantern and Larder", kind="licensed.pub", street="Mill Row", la="XS-A01"),
    Place(name="Moonrise", kind="licensed.club", street="Tanner Road", la="XS-A03"),
    Place(name="Quarry Park", kind="public.open-space", street="Quarry Lane", la="XS-A07"),
)


class SmallWorld:
    """Every site of the invented senders, with so many attendances a month each."""

    def __init__(self, attendances: int, *, seed: int = 1) -> None:
        self.sites = tuple(
            Place(code=code, name=name)
            for sender in all_senders()
            for code, name in sender.sites.items()
        )
        self.venues = VENUES
        self._attendances = attendances
        self._seed = seed

    def month(self, month: Month) -> pl.DataFrame:
        """Return the months of all sites."""
        months = [
            make_month(site.code, month, seed=self._seed, attendances=self._attendances)
            for site in self.sites
        ]
        return _true(pl.concat(months)).sort("site", "arrival_at", "person")

    def truth(self) -> dict[str, object]:
        """Return that nothing was planted."""
        return {}


def _true(frame: pl.DataFrame) -> pl.DataFrame:
    place = pl.int_range(pl.len())
    return frame.with_columns(
        person=pl.col("person_number").str.slice(7).cast(pl.Int64),
        injury_group=pl.col("sender_injury_group"),
        departure_at=pl.col("arrival_at") + pl.duration(hours=3),
        ethnic_category=pl.lit("white.british"),
        attendance_source=pl.lit("personal"),
        acuity=pl.lit("standard"),
        chief_complaint=pl.lit(None, dtype=pl.String),
        injury_activity_status=pl.lit("leisure"),
        venue=pl.when(place % 3 > 0).then((place % 3 - 1).cast(pl.Int32)),
        discharge_destination=pl.lit("discharged.home"),
        discharge_follow_up=pl.lit("no-referral"),
    )

"""The rules that set a row aside: what a row must have to be counted at all, and no more."""

from __future__ import annotations

import polars as pl

from tiig.model.states import ItemState
from tiig.validate.cells import DUPLICATE, REPEATED, Cells, only_if
from tiig.validate.rules import Effect, Origin
from tiig.validate.writing import rule


@rule(
    "arrival_at",
    effect=Effect.SET_ASIDE,
    weight=10,
    advice="Export the arrival date in the form that the profile names; a date alone is enough.",
)
def arrival_date_readable(cells: Cells) -> pl.Expr:
    """Every row has an arrival date that can be read."""
    return cells.dated("arrival_at")


@rule(
    "site",
    effect=Effect.SET_ASIDE,
    weight=10,
    advice="Export the code of the site in every row, or name a new code in the sender profile.",
)
def site_given(cells: Cells) -> pl.Expr:
    """Every row says at which site the patient was seen."""
    return _says_a_site(cells)


@rule(
    "site",
    effect=Effect.SET_ASIDE,
    weight=10,
    advice="Check the site code; if the site is new, add it to the sender profile.",
)
def site_of_this_sender(cells: Cells) -> pl.Expr:
    """The site is one that the sender's submission declares."""
    declared = cells.value("site").is_in(sorted(cells.declared.sites)).fill_null(value=False)
    return only_if(_says_a_site(cells), declared)


@rule(
    "arrival_at",
    effect=Effect.SET_ASIDE,
    weight=10,
    advice="Send the row with a file that declares its day; that file replaces all of its days.",
)
def arrived_in_declared_period(cells: Cells) -> pl.Expr:
    """The arrival lies in the months or days that the submission declares."""
    days = cells.declared.days
    within = ~cells.after_day("arrival_at", days.last) & cells.not_before_day(
        "arrival_at", days.first
    )
    return only_if(cells.dated("arrival_at"), within)


@rule(
    "attendance_number",
    effect=Effect.SET_ASIDE,
    weight=3,
    origin=Origin.FILE,
    advice="Export each attendance once; nothing is lost, the first copy is kept.",
)
def not_an_exact_copy(cells: Cells) -> pl.Expr:
    """No earlier row of the file has the same content in every cell.

    The first is kept. This holds in layouts without an attendance number too, where two
    patients could in theory be alike in every cell: each row set aside is listed.
    """
    del cells
    return ~pl.col(DUPLICATE)


@rule(
    "attendance_number",
    weight=2,
    origin=Origin.FILE,
    advice="Send each attendance once, as it stands last; the later row is the one counted.",
)
def attendance_number_once(cells: Cells) -> pl.Expr:
    """No earlier row of the file has the same attendance number with other content."""
    del cells
    return ~pl.col(REPEATED)


def _says_a_site(cells: Cells) -> pl.Expr:
    """Tell whether a row says something of its site, known or not."""
    return ~cells.state("site", ItemState.BLANK, ItemState.NOT_IN_LAYOUT)

"""The work list: what would unlock most, and what is no longer as it was."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.desk import Finding
from tiig.journeys.quality_unlock import UnlockRequest, quality_unlock
from tiig.journeys.work_list import WorkListRequest, work_list
from tiig.model.problems import ProblemState
from tiig.portal.pages.programme.choosing import REPAIRED, SHARES
from tiig.portal.pages.programme.files import csv_answer
from tiig.portal.visit import Page, Visit
from tiig.publish.unlock_table import gain_between, unlock_csv

PATH = "/programme"
FILE = f"{PATH}/what-would-unlock-most.csv"
COLOURS = {
    ProblemState.NEW: "red",
    ProblemState.RECURRING: "orange",
    ProblemState.PERSISTING: "yellow",
    ProblemState.RESOLVED: "green",
}


def draw(visit: Visit) -> Response:
    """Draw the list, of one department where the address names it."""
    asked = WorkListRequest(visit.asked("site"), resolved=visit.asked("resolved") == "yes")
    found = visit.ask(partial(work_list, asked))
    return visit.our_page(
        "programme_list.html",
        found=found,
        asked=asked,
        colours=COLOURS,
        chart=chart_address,
        opening=opening_address,
        file=FILE,
        repaired=REPAIRED,
        shares=SHARES,
        between=gain_between,
    )


def everything(visit: Visit) -> Response:
    """Send every repair of every department; it is asked for anew, and enters the ledger."""
    found = visit.ask(partial(quality_unlock, UnlockRequest()))
    return csv_answer(unlock_csv(found), f"what-would-unlock-most-{found.told.period.last}")


def chart_address(finding: Finding) -> str:
    """Return where the chart of a finding is."""
    asked = {"site": finding.site, "measure": finding.measure, "item": finding.item}
    return f"{PATH}/chart?{urlencode(asked)}"


def opening_address(finding: Finding) -> str:
    """Return where an action about a finding is opened: the form is filled in from it.

    No figure stands in a finding, nor in the address.
    """
    asked = {
        "site": finding.site,
        "item": finding.item,
        "measure": finding.measure,
        "month": finding.months,
        "finding": finding.sentence,
    }
    return f"{PATH}/actions/new?{urlencode(asked)}"


PAGES = (Page(PATH, draw, menu="Programme"), Page(FILE, everything))

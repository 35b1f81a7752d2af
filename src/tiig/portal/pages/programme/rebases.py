"""Re-bases: from which month on a series starts anew, and why; people decide, and take back."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from tiig.journeys.quality_rebases import RebaseRequest, add_rebase, list_rebases, undo_rebase
from tiig.model.errors import TiigError
from tiig.model.programme_errors import REBASE_UNKNOWN
from tiig.portal.forms import Field, Form, carried_out
from tiig.portal.pages.programme.choosing import items_of, measures_of, sites_of
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.visit import Page, Visit

PATH = f"{LIST}/rebases"
_REFUSED = 400
_WHY = "What changed, known apart from the figures. Name no patient; it is kept for good"
_REASON = ("reason-form", "reason-identifies", "for a reason")


def draw(visit: Visit) -> Response:
    """List what was decided, with the form that begins a series anew."""
    return _page(visit, beginning_form(visit))


def added(visit: Visit) -> Response:
    """Begin a series anew, or say what is wrong beside the fields."""
    form = carried_out(
        beginning_form(visit).filled(visit.sent),
        lambda form: visit.ask(partial(add_rebase, _asked(form))),
    )
    if form is not None:
        return _page(visit, form, status=_REFUSED)
    return visit.see(f"{PATH}?done=rebased")


def show(visit: Visit) -> Response:
    """Draw the form that takes a re-base back."""
    return _undoing(visit, undoing_form(_named(visit)))


def undone(visit: Visit) -> Response:
    """Take a re-base back, or say what is wrong beside the fields."""
    rebase = _named(visit)
    form = carried_out(
        undoing_form(rebase).filled(visit.sent),
        lambda form: visit.ask(partial(undo_rebase, rebase, form.values["because"])),
    )
    if form is not None:
        return _undoing(visit, form, status=_REFUSED)
    return visit.see(f"{PATH}?done=undone")


def beginning_form(visit: Visit) -> Form:
    """Return the form that begins the series of the address anew."""
    fields = (
        Field("site", "Department", "--site", "choice", choices=sites_of(visit)),
        Field("item", "Item", "--item", "choice", required=False,
              choices=(("", "(whole months)"), *items_of(visit))),
        Field("measure", "Measure", "--measure", "choice", choices=measures_of(visit)),
        Field("month", "The first month of the new normal", "--from", "short",
              hint="For example 2026-04",
              speaks=("month-without-data", "rebase-stands", "is in force for",
                      "is the first month")),
        Field("because", "Why", "--because", hint=_WHY, speaks=_REASON),
    )  # fmt: skip
    names = ("site", "item", "measure")
    told = {name: visit.asked(name) or "" for name in names}
    return Form("beginning", PATH, "Begin the series anew", fields, told)


def undoing_form(rebase: str) -> Form:
    """Return the form that takes a re-base back."""
    fields = (Field("because", "Why it is taken back", "--because", hint=_WHY, speaks=_REASON),)
    return Form("undoing", f"{PATH}/{rebase}/undo", "Take it back", fields)


def _asked(form: Form) -> RebaseRequest:
    return RebaseRequest(
        site=form.values["site"],
        measure=form.values["measure"],
        month=form.values["month"],
        because=form.values["because"],
        item=form.told("item"),
    )


def _named(visit: Visit) -> str:
    return str(visit.request.path_params["rebase"])


def _page(visit: Visit, form: Form, *, status: int = 200) -> Response:
    lines = visit.ask(partial(list_rebases, None, undone=True))
    labels = dict(measures_of(visit))
    return visit.our_page(
        "programme_rebases.html", status=status, lines=lines, form=form, labels=labels
    )


def _undoing(visit: Visit, form: Form, *, status: int = 200) -> Response:
    standing = visit.ask(partial(list_rebases, None, undone=False))
    line = next((one for one in standing if one.rebase.id == _named(visit)), None)
    if line is None:
        raise TiigError(REBASE_UNKNOWN)
    labels = dict(measures_of(visit))
    return visit.our_page(
        "programme_undoing.html", status=status, line=line, form=form, labels=labels
    )


PAGES = (
    Page(PATH, draw),
    Page(PATH, added, taken="POST"),
    Page(f"{PATH}/{{rebase}}", show),
    Page(f"{PATH}/{{rebase}}/undo", undone, taken="POST"),
)

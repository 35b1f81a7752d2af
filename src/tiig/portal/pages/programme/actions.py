"""Actions: listed, opened from a finding, noted on and closed; what came after stands apart."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from tiig.journeys.quality_actions import (
    ActionsAsked,
    close_action,
    list_actions,
    note_action,
    open_action,
    show_action,
)
from tiig.portal.forms import Form, carried_out
from tiig.portal.pages.programme.action_forms import (
    PATH,
    close_asked,
    closing_form,
    note_asked,
    noting_form,
    open_asked,
    opening_form,
)
from tiig.portal.pages.programme.choosing import sites_of
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.visit import Page, Visit

NEW = f"{PATH}/new"
COLOURS = {"open": "blue", "overdue": "red", "done": "green", "dropped": "grey"}
_REFUSED = 400


def draw(visit: Visit) -> Response:
    """List actions, the first due first; of one department or the closed ones too, if asked."""
    asked = ActionsAsked(site=visit.asked("site"), closed=visit.asked("closed") == "yes")
    return visit.our_page(
        "programme_actions.html",
        found=visit.ask(partial(list_actions, asked)),
        asked=asked,
        sites=sites_of(visit),
        colours=COLOURS,
    )


def blank(visit: Visit) -> Response:
    """Draw the form that opens an action, filled in from the finding that the address names."""
    return _opening(visit, opening_form(visit))


def opened(visit: Visit) -> Response:
    """Open an action, or say what is wrong with it beside its fields."""
    made: list[str] = []

    def act(form: Form) -> None:
        found = visit.ask(partial(open_action, open_asked(form)))
        made.append(found.line.id)

    form = carried_out(opening_form(visit).filled(visit.sent), act)
    if form is not None:
        return _opening(visit, form, status=_REFUSED)
    return visit.see(f"{PATH}/{made[0]}?done=opened")


def show(visit: Visit) -> Response:
    """Draw one action with its entries, and the forms that add to it and close it."""
    action = _named(visit)
    return _detail(visit, noting_form(action), closing_form(action))


def noted(visit: Visit) -> Response:
    """Add to an action, or say what is wrong beside the fields."""
    action = _named(visit)
    form = carried_out(
        noting_form(action).filled(visit.sent),
        lambda form: visit.ask(partial(note_action, note_asked(action, form))),
    )
    if form is not None:
        return _detail(visit, form, closing_form(action), status=_REFUSED)
    return visit.see(f"{PATH}/{action}?done=noted")


def closed(visit: Visit) -> Response:
    """Close an action for good, or say what is wrong beside the fields."""
    action = _named(visit)
    form = carried_out(
        closing_form(action).filled(visit.sent),
        lambda form: visit.ask(partial(close_action, close_asked(action, form))),
    )
    if form is not None:
        return _detail(visit, noting_form(action), form, status=_REFUSED)
    return visit.see(f"{PATH}/{action}?done=closed")


def _named(visit: Visit) -> str:
    return str(visit.request.path_params["action"])


def _opening(visit: Visit, form: Form, *, status: int = 200) -> Response:
    return visit.our_page("programme_opening.html", status=status, form=form, back=LIST)


def _detail(visit: Visit, noting: Form, closing: Form, *, status: int = 200) -> Response:
    found = visit.ask(partial(show_action, _named(visit)))
    return visit.our_page(
        "programme_action.html",
        status=status,
        line=found.line,
        entries=found.entries,
        noting=noting,
        closing=closing,
        colours=COLOURS,
    )


PAGES = (
    Page(PATH, draw),
    Page(NEW, blank),
    Page(PATH, opened, taken="POST"),
    Page(f"{PATH}/{{action}}", show),
    Page(f"{PATH}/{{action}}/notes", noted, taken="POST"),
    Page(f"{PATH}/{{action}}/close", closed, taken="POST"),
)

"""Actions: listed, opened from a finding, noted on and closed; what came after stands apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Concatenate, TypeVar

from starlette.responses import Response

from tiig.journeys.quality_action_problems import actions_beside_problems
from tiig.journeys.quality_actions import (
    ActionsAsked,
    close_action,
    list_actions,
    note_action,
    open_action,
    show_action,
)
from tiig.journeys.reopen_action import reopen_action
from tiig.portal.forms import Form, carried_out
from tiig.portal.pages.programme.action_forms import (
    PATH,
    close_asked,
    closing_form,
    note_asked,
    noting_form,
    open_asked,
    opening_form,
    reopen_asked,
    reopening_form,
)
from tiig.portal.pages.programme.choosing import is_charted, sites_of
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.visit import Page, Visit

NEW = f"{PATH}/new"
COLOURS = {"open": "blue", "overdue": "red", "done": "green", "dropped": "grey"}
_TITLES = {"noting": "Add to it", "closing": "Close it", "reopening": "Open it again"}
_REFUSED = 400
Request = TypeVar("Request")


def draw(visit: Visit) -> Response:
    """List actions, the first due first, each beside its problem as it stands today."""
    asked = ActionsAsked(site=visit.asked("site"), closed=visit.asked("closed") == "yes")
    lines = visit.ask(partial(list_actions, asked))
    found = visit.ask(partial(actions_beside_problems, lines)) if lines else ()
    return visit.our_page(
        "programme_actions.html",
        found=found,
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
    """Draw one action with its entries, and the forms that add to it, close it or open it again."""
    return _detail(visit)


def _changing(
    blank: Callable[[str], Form],
    done: str,
    journey: Callable[Concatenate[Request, ...], object],
    asked: Callable[[str, Form], Request],
) -> Callable[[Visit], Response]:
    """Return what changes an action by a form of it, or says what is wrong beside its fields."""

    def changed(visit: Visit) -> Response:
        action = _named(visit)
        left = carried_out(
            blank(action).filled(visit.sent),
            lambda form: visit.ask(partial(journey, asked(action, form))),
        )
        if left is not None:
            return _detail(visit, left, status=_REFUSED)
        return visit.see(f"{PATH}/{action}?done={done}")

    return changed


noted = _changing(noting_form, "noted", note_action, note_asked)
closed = _changing(closing_form, "closed", close_action, close_asked)
reopened = _changing(reopening_form, "reopened", reopen_action, reopen_asked)


def _named(visit: Visit) -> str:
    return str(visit.request.path_params["action"])


def _opening(visit: Visit, form: Form, *, status: int = 200) -> Response:
    return visit.our_page("programme_opening.html", status=status, form=form, back=LIST)


def _detail(visit: Visit, filled: Form | None = None, *, status: int = 200) -> Response:
    action = _named(visit)
    found = visit.ask(partial(show_action, action))
    blank = (noting_form(action), closing_form(action), reopening_form(action))
    fitting = ("reopening",) if found.line.closed else ("noting", "closing")
    refused = "" if filled is None else filled.id  # drawn although it fits no more: it was typed
    forms = tuple(
        filled if filled is not None and one.id == refused else one
        for one in blank
        if one.id in fitting or one.id == refused
    )
    return visit.our_page(
        "programme_action.html",
        status=status,
        line=found.line,
        entries=found.entries,
        forms_of=forms,
        titles=_TITLES,
        filled=filled,
        charted=is_charted(found.line.measure, visit),
        colours=COLOURS,
    )


PAGES = (
    Page(PATH, draw),
    Page(NEW, blank),
    Page(PATH, opened, taken="POST"),
    Page(f"{PATH}/{{action}}", show),
    Page(f"{PATH}/{{action}}/notes", noted, taken="POST"),
    Page(f"{PATH}/{{action}}/close", closed, taken="POST"),
    Page(f"{PATH}/{{action}}/reopen", reopened, taken="POST"),
)

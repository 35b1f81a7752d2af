"""The forms of actions: opened from a finding, noted on, closed; as values and as requests."""

from __future__ import annotations

from datetime import timedelta

from tiig.journeys.quality_actions import CloseRequest, NoteRequest, OpenRequest
from tiig.journeys.reopen_action import ReopenRequest
from tiig.model.quality_actions import ActionKind, Closing
from tiig.portal.forms import Choices, Field, Form
from tiig.portal.pages.programme.choosing import items_of, measures_of, sites_of
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.visit import Visit

PATH = f"{LIST}/actions"
WEEKS = 4
_IN_DAYS: Choices = (("timeliness", "Days from attendance to use (whole months)"),)
_KINDS: Choices = tuple((str(one), str(one).capitalize()) for one in ActionKind)
_NO_PATIENT = "In a sentence or two. Name no patient; it is kept for good."


def opening_form(visit: Visit) -> Form:
    """Return the form that opens an action, filled in from the finding of the address, if any."""
    fields = (
        Field("site", "Department", "--site", "choice", choices=sites_of(visit)),
        Field("item", "Item", "--item", "choice", required=False,
              choices=(("", "(whole months)"), *items_of(visit))),
        Field("measure", "Measure", "--measure", "choice",
              choices=(*measures_of(visit), *_IN_DAYS)),
        Field("month", "Months of the finding", "--month",
              hint="For example 2026-06, or 2026-04..2026-06",
              speaks=("month-without-data", "action-withdrawn", "sent nothing for",
                      "months are written")),
        Field("finding", "What was seen", "--finding", "lines", _NO_PATIENT),
        Field("kind", "What is to be done", "--kind", "choice", choices=_KINDS),
        Field("due", "Until which day", "--due", "day"),
        Field("owner", "Who sees to it", "--owner", hint="You, unless you name a colleague",
              required=False),
    )  # fmt: skip
    names = ("site", "item", "measure", "month", "finding")
    told = {name: visit.asked(name) or "" for name in names}
    due = visit.session.services.clock.now().date() + timedelta(weeks=WEEKS)
    values = {**told, "due": due.isoformat()}
    return Form("opening", PATH, "Open the action", fields, values)


def open_asked(form: Form) -> OpenRequest:
    """Return what the form asks for."""
    return OpenRequest(
        site=form.values["site"],
        measure=form.values["measure"],
        month=form.values["month"],
        finding=form.values["finding"],
        kind=form.values["kind"],
        due=form.values["due"],
        item=form.told("item"),
        owner=form.told("owner"),
    )


def noting_form(action: str) -> Form:
    """Return the form that adds to an action."""
    none: Choices = (("", "Nothing yet: a note alone"),)
    fields = (
        Field("text", "Note", "--text", "lines", _NO_PATIENT, required=False),
        Field("done", "What was done", "--done", "choice", choices=(*none, *_KINDS), required=False,
              hint="What comes after is measured from the day on which it was done"),
        Field("on", "On which day", "--on", "day", required=False),
        Field("owner", "Who sees to it from now on", "--owner", required=False),
        Field("due", "Until which day from now on", "--due", "day", required=False),
    )  # fmt: skip
    return Form("noting", f"{PATH}/{action}/notes", "Add to the action", fields)


def note_asked(action: str, form: Form) -> NoteRequest:
    """Return what the form adds."""
    return NoteRequest(
        action,
        text=form.told("text"),
        done=form.told("done"),
        on=form.told("on"),
        owner=form.told("owner"),
        due=form.told("due"),
    )


def closing_form(action: str) -> Form:
    """Return the form that closes an action."""
    outcomes: Choices = tuple((str(one), str(one).capitalize()) for one in Closing)
    fields = (
        Field("outcome", "How it ended", "--outcome", "choice", choices=outcomes,
              speaks=("nothing is entered that was done",)),
        Field("text", "In a sentence", "--text", "lines", _NO_PATIENT),
    )  # fmt: skip
    return Form("closing", f"{PATH}/{action}/close", "Close the action", fields)


def close_asked(action: str, form: Form) -> CloseRequest:
    """Return how the form closes it."""
    return CloseRequest(action, form.values["outcome"], form.values["text"])


def reopening_form(action: str) -> Form:
    """Return the form that opens a closed action again."""
    fields = (
        Field("because", "Why it is opened again", "--because", "lines", _NO_PATIENT),
        Field("due", "Until which day from now on", "--due", "day", required=False),
    )
    return Form("reopening", f"{PATH}/{action}/reopen", "Open the action again", fields)


def reopen_asked(action: str, form: Form) -> ReopenRequest:
    """Return why and until when."""
    return ReopenRequest(action, form.values["because"], form.told("due"))

"""What releases led to: listed, and entered by a form; letters tell it to who wrote the rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from textwrap import shorten

from starlette.responses import Response

from tiig.desk import GivenRelease
from tiig.journeys.release_uses import ReleaseUses, release_uses
from tiig.journeys.use_release import UseRequest, use_release
from tiig.model.release_use import UseKind
from tiig.portal.forms import Choices, Fault, Field, Form, carried_out
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.visit import Page, Visit

PATH = f"{LIST}/uses"
_REFUSED = 400
_KINDS: Choices = tuple((str(one), str(one).capitalize()) for one in UseKind)
_LONGEST_PURPOSE = 50
_PUBLISHED = (
    "It may be published as you write it: in the letters of departments and in the service report "
    "for the public. Name no patient and tell no small count. It is kept for good"
)


def draw(visit: Visit) -> Response:
    """List what releases led to, with the form that enters another."""
    found = visit.ask(release_uses)
    return _page(visit, found, entering_form(visit, found))


def entered(visit: Visit) -> Response:
    """Enter what a release led to, or say what is wrong beside the fields."""
    found = visit.ask(release_uses)
    form = _one_release(entering_form(visit, found).filled(visit.sent))
    refused = carried_out(form, lambda form: visit.ask(partial(use_release, _asked(form))))
    if refused is not None:
        return _page(visit, found, refused, status=_REFUSED)
    return visit.see(f"{PATH}?done=used")


def entering_form(visit: Visit, found: ReleaseUses) -> Form:
    """Return the form that enters a use; the address may name the release."""
    given: Choices = tuple((one.id, _said(one)) for one in found.given)
    today = visit.session.services.clock.now().date().isoformat()
    fields = (
        Field("release", "What was given", "", "choice", required=False,
              choices=(("", "Choose, or enter an id below"), *given)),
        Field("other", "Another release, by its id", "", required=False,
              hint="It is printed under each table and at the end of each paper",
              speaks=("release-unknown",)),
        Field("kind", "What it led to", "--kind", "choice", choices=_KINDS),
        Field("what", "What was done", "--what", "lines", _PUBLISHED),
        Field("by", "Who acted", "--by", hint="Whom it was given to, unless you name others",
              required=False, speaks=("it was published",)),
        Field("on", "On which day", "--on", "day"),
    )  # fmt: skip
    asked = visit.asked("release") or ""
    listed = asked in dict(given)
    values = {"release": asked if listed else "", "other": "" if listed else asked, "on": today}
    return Form("entering", PATH, "Enter what came of it", fields, values)


def _one_release(form: Form) -> Form:
    """Return the form with a fault where it names no release, or two."""
    chosen, entered_too = form.told("release"), form.told("other")
    if bool(chosen) is not bool(entered_too):
        return form
    words = "Choose what was given, or enter its id"
    fault = Fault("release", f"{words}; not both" if chosen else words)
    return replace(form, faults=(fault, *form.faults))


def _asked(form: Form) -> UseRequest:
    return UseRequest(
        form.told("release") or form.values["other"],
        form.values["what"],
        form.values["kind"],
        form.told("by"),
        form.values["on"],
    )


def _said(one: GivenRelease) -> str:
    purpose = f": {shorten(one.purpose, _LONGEST_PURPOSE, placeholder=' …')}" if one.purpose else ""
    return f"{one.on_day:%d/%m/%Y}, {one.kind}, {one.recipient}{purpose}"


def _page(visit: Visit, found: ReleaseUses, form: Form, *, status: int = 200) -> Response:
    said = {key: f"{one.kind}, {one.recipient}" for key, one in found.of.items()}
    return visit.our_page(
        "programme_uses.html", status=status, uses=found.uses, said_of=said, form=form
    )


PAGES = (Page(PATH, draw), Page(PATH, entered, taken="POST"))

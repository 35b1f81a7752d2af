"""Targets: listed, agreed on and ended; whatever is asked afterwards is judged by what counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from tiig.journeys.quality_targets import (
    TargetEndRequest,
    TargetRequest,
    TargetsListed,
    add_targets,
    end_target,
    list_targets,
)
from tiig.model.errors import TiigError
from tiig.model.programme_errors import TARGET_UNKNOWN
from tiig.model.quality import Dimension
from tiig.portal.forms import Choices, Fault, Field, Form, carried_out
from tiig.portal.pages.programme.choosing import items_of, sites_of
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.visit import Page, Visit

PATH = f"{LIST}/targets"
_EVERY = ("", "Every department")
_REFUSED = 400
_REASON = ("reason-form", "reason-identifies")
_OF: dict[Dimension, str] = {
    Dimension.COMPLETENESS: "Completeness: something is said",
    Dimension.KNOWN: "Known: it can be used",
    Dimension.VALIDITY: "Validity: it can be read and is mapped",
    Dimension.TIMELINESS: "Timeliness: days until received",
    Dimension.VOLUME: "Volume: rows beside the usual number",
}


@dataclass(frozen=True)
class Line:
    """A target in words; one that was agreed and still counts can be ended."""

    id: str
    site: str
    item: str
    of: str
    level: str
    months: str
    agreed_by: str
    agreed: bool
    ending: bool = False


def draw(visit: Visit) -> Response:
    """List targets, those past too if asked, with the form that agrees on another."""
    return _list(visit, adding_form(visit))


def added(visit: Visit) -> Response:
    """Enter what was agreed, or say what is wrong beside the fields."""
    form = _numbers(adding_form(visit).filled(visit.sent))
    form_or_none = carried_out(form, lambda form: visit.ask(partial(add_targets, _asked(form))))
    if form_or_none is not None:
        return _list(visit, form_or_none, status=_REFUSED)
    return visit.see(f"{PATH}?done=agreed")


def show(visit: Visit) -> Response:
    """Draw the form that ends a target."""
    return _ending(visit, ending_form(_named(visit)))


def ended(visit: Visit) -> Response:
    """End a target, or say what is wrong beside the fields."""
    target = _named(visit)
    form = carried_out(
        ending_form(target).filled(visit.sent),
        lambda form: visit.ask(
            partial(
                end_target, TargetEndRequest(target, form.values["last"], form.values["because"])
            )
        ),
    )
    if form is not None:
        return _ending(visit, form, status=_REFUSED)
    return visit.see(f"{PATH}?done=ended")


def adding_form(visit: Visit) -> Form:
    """Return the form that agrees on a target: a set of the standard, or one of one's own."""
    sets = visit.session.services.standard.quality_target_sets.values()
    named: Choices = tuple(
        (one.id, f"{one.label} ({one.dimension}, {one.at_least} %)") for one in sets
    )
    of: Choices = tuple((str(one), words) for one, words in _OF.items())
    fields = (
        Field("site", "Department", "--site", "choice", choices=(_EVERY, *sites_of(visit)),
              required=False),
        Field("set", "A set of the data standard", "--set", "choice", required=False,
              choices=(("", "No set: a target of its own"), *named)),
        Field("of", "What is judged", "--of", "choice", required=False,
              choices=(("", "As the set says"), *of)),
        Field("item", "Item", "--item", "choice", required=False,
              choices=(("", "All items, or the month as a whole"), *items_of(visit))),
        Field("at_least", "At least, in per cent", "--at-least", "short", required=False),
        Field("at_most", "At most, in days", "--at-most", "short", required=False),
        Field("first", "First month", "--from", "short", hint="For example 2026-04",
              speaks=("no month lies",)),
        Field("last", "Last month", "--to", "short", required=False,
              hint="Leave it empty where it counts until it is ended"),
        Field("agreed_by", "Agreed by whom", "--agreed-by",
              hint="A colleague, and who at the department"),
        Field("because", "Why this level", "--because", hint="Name no patient; it is kept for good",
              speaks=_REASON),
    )  # fmt: skip
    return Form("adding", PATH, "Agree on the target", fields)


def ending_form(target: str) -> Form:
    """Return the form that ends a target."""
    fields = (
        Field("last", "The last month that it counts for", "--last", "short",
              hint="For example 2026-09; one before its first month: it never counts",
              speaks=("target-ended",)),
        Field("because", "Why it ends", "--because", hint="Name no patient; it is kept for good",
              speaks=_REASON),
    )  # fmt: skip
    return Form("ending", f"{PATH}/{target}/end", "End the target", fields)


def _numbers(form: Form) -> Form:
    """Return the form with a fault where a level is no whole number."""
    faults = tuple(
        Fault(one.name, f"{one.label}: a whole number")
        for one in form.fields
        if one.name in {"at_least", "at_most"}
        and (told := form.told(one.name))
        and not (told.isascii() and told.isdigit() and len(told) <= len("1000"))
    )
    return form.with_faults(faults)


def _asked(form: Form) -> TargetRequest:
    least, most = form.told("at_least"), form.told("at_most")
    return TargetRequest(
        first=form.values["first"],
        agreed_by=form.values["agreed_by"],
        because=form.values["because"],
        site=form.told("site"),
        last=form.told("last"),
        chosen_set=form.told("set"),
        dimension=form.told("of"),
        item=form.told("item"),
        at_least=None if least is None else int(least),
        at_most=None if most is None else int(most),
    )


def _named(visit: Visit) -> str:
    return str(visit.request.path_params["target"])


def _list(visit: Visit, form: Form, *, status: int = 200) -> Response:
    past = visit.asked("past") == "yes"
    found = visit.ask(partial(list_targets, None, ended=past))
    return visit.our_page(
        "programme_targets.html", status=status, lines=_lines(found), form=form, past=past
    )


def _ending(visit: Visit, form: Form, *, status: int = 200) -> Response:
    found = visit.ask(partial(list_targets, None, ended=True))
    line = next((one for one in _lines(found) if one.agreed and one.id == _named(visit)), None)
    if line is None:
        raise TiigError(TARGET_UNKNOWN)
    return visit.our_page("programme_ending.html", status=status, line=line, form=form)


def _lines(found: TargetsListed) -> list[Line]:
    agreed = [
        Line(
            one.id,
            found.sites.get(one.site, one.site) or _EVERY[1],
            found.items.get(one.item, one.item) or "All",
            str(one.dimension).capitalize(),
            one.level,
            one.months,
            one.agreed_by,
            agreed=True,
            ending=one.id in found.ending,
        )
        for one in found.agreed
    ]
    packaged = [
        Line(
            one.id,
            _EVERY[1],
            ", ".join(found.items.get(item, item) for item in one.items) or "All",
            str(one.dimension).capitalize(),
            f"at least {one.at_least} %" if one.at_most is None else f"at most {one.at_most} days",
            "unless agreed",
            "The data standard",
            agreed=False,
        )
        for one in found.packaged
    ]
    return [*agreed, *packaged]


PAGES = (
    Page(PATH, draw),
    Page(PATH, added, taken="POST"),
    Page(f"{PATH}/{{target}}", show),
    Page(f"{PATH}/{{target}}/end", ended, taken="POST"),
)

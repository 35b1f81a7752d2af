"""Between which bounds a share lies, whatever the missing answers were."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.journeys.quality_bounds import ODDS, BoundsRequest, quality_bounds
from tiig.model.bounds import BoundedCount
from tiig.portal.forms import Choices
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme.choosing import choice_asked, months_of
from tiig.portal.pages.programme.files import Tables
from tiig.portal.pages.programme.framing import asked_or_why
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.sheets import Sheet
from tiig.portal.visit import INTERNAL, Page, Visit
from tiig.publish.bounds_table import bounds_csv, write_bounds_workbook
from tiig.publish.exhibit_files import Around
from tiig.publish.exhibits.bounds import bounds_exhibit
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import Section
from tiig.standard import dimensions

PATH = f"{LIST}/bounds"
_ASSAULT = "injury_intent:assault"
_KINDS = {"injury_mechanism": "weapon", "injury_place_type": "injury_place_type"}
"""The dimension that tells the categories of an item."""
_NONE = frozenset({"other", "not-assault"})
_BY: Choices = (("", "One line"), ("site", "By department"), ("residence_la", "By area of home"))
_USUAL_ODDS = f"{ODDS:g}"
_ODDS: Choices = tuple((one, f"{one} times as high or low") for one in ("1.5", "2", "3", "5"))


def draw(visit: Visit) -> Response:
    """Draw the category of the address, that of assaults unless one is named."""
    found, why = asked_or_why(visit, _found)
    asked = _asked(visit, found)
    return visit.our_page(
        "programme_bounds.html",
        status=400 if found is None else 200,
        found=found,
        why=why,
        asked=asked,
        sheet=None if found is None else visit.kept.keep(_sheet(visit, found)),
        kinds=_kinds(visit),
        by=_BY,
        odds=_ODDS,
        months=months_of(visit),
        files=f"?{urlencode(asked)}",
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its picture and downloads."""
    return _sheet(visit, _found(visit))


def _kinds(visit: Visit) -> Choices:
    """Return categories whose count is bounded, as `item:category`."""
    standard = visit.session.services.standard
    known = dimensions(standard)
    nodes = (
        (f"{item}:{node}", f"{standard.quality_items[item].label}: {entry.label.lower()}")
        for item, dimension in _KINDS.items()
        for tree in [known[dimension].tree]
        if tree is not None
        for node, entry in tree.nodes.items()
        if node not in _NONE
    )
    return ((_ASSAULT, "Intent: assault"), *nodes)


def _found(visit: Visit) -> BoundedCount:
    item, _, node = choice_asked(visit, "kind", _kinds(visit), _ASSAULT).partition(":")
    request = BoundsRequest(
        item,
        node,
        by=choice_asked(visit, "by", _BY, "") or None,
        odds=float(choice_asked(visit, "odds", _ODDS, _USUAL_ODDS)),
        last=visit.asked("month"),
        preset=INTERNAL,
    )
    return visit.ask(partial(quality_bounds, request))


def _asked(visit: Visit, found: BoundedCount | None) -> dict[str, str]:
    return {
        "kind": visit.asked("kind") or _ASSAULT,
        "by": visit.asked("by") or "",
        "odds": visit.asked("odds") or _USUAL_ODDS,
        "month": visit.asked("month") or "" if found is None else str(found.period.last),
    }


def _sheet(visit: Visit, found: BoundedCount) -> Sheet:
    preset = visit.session.services.standard.presets[found.told.preset]
    return Sheet(
        path=PATH,
        query=tuple(_asked(visit, found).items()),
        sections=(Section("shown", "What it may have been", (bounds_exhibit(found),)),),
        around=Around(
            page="Quality programme, bounds",
            marks=(SYNTHETIC,) if found.told.synthetic else (),
            preset=found.told.preset,
            preset_mark=preset.mark,
            given=found.told.given,
        ),
        stem=_stem(found),
    )


def _stem(found: BoundedCount) -> str:
    words = "".join(one if one.isalnum() else "-" for one in found.kind.label.lower())
    return f"bounds-{words}-{found.period.last}"


FILES = Tables(_found, _stem, bounds_csv, write_bounds_workbook)
PAGES = (Page(PATH, draw), FILES.page(PATH), exhibit_page(PATH, sheet_of))

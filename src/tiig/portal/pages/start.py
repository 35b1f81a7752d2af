"""The start page: what there is to see."""

from __future__ import annotations

from starlette.responses import Response

from tiig.portal.visit import Visit

CARDS = {
    "/month": "The newest month in figures, with the trend, people, times and areas.",
    "/quality": "How complete and timely each department's data are.",
    "/programme": "What to ask of which department, with charts, actions and letters; exact.",
    "/map": "Where the patients of a theme live, area by area.",
    "/submissions": "What was received, with receipts, and what is due.",
    "/downloads": "Bulletins and problem profiles that were written.",
    "/about": "What is counted, how figures are protected, and accessibility.",
}


def draw(visit: Visit) -> Response:
    """Draw a card for each page of the navigation."""
    cards = [(path, word, CARDS.get(path, "")) for path, word in visit.menu if path != "/"]
    return visit.page("start.html", cards=cards)

"""A picture as a file by itself: SVG that says what it shows, also to who does not see it."""

from __future__ import annotations

from html import escape

from tiig.publish.drawing import svg
from tiig.publish.exhibit_files import Around, titled
from tiig.publish.paper import Exhibit


def picture(exhibit: Exhibit, around: Around) -> str | None:
    """Return the picture with its finding and marks inside, and its summary as alternative text.

    None where there is none.
    """
    chart = titled(exhibit, around)
    if chart is None:
        return None
    opening, body = svg(chart).split(">", 1)
    names = f"<title>{escape(exhibit.title)}</title><desc>{escape(exhibit.summary)}</desc>"
    label = escape(f"{exhibit.title}. {exhibit.summary}", quote=True)
    return f'{opening} role="img" aria-label="{label}">{names}{body}'

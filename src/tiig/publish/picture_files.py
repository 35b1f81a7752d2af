"""A picture to paste, as PNG or SVG: its finding, marks and release inside, its words beside it."""

from __future__ import annotations

import zlib
from html import escape

from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.publish.drawing import png, svg
from tiig.publish.exhibit_files import Around, titled
from tiig.publish.paper import Exhibit

KINDS = (".png", ".svg")
_TITLE, _TEXT = "Title", "Description"
_HEAD = 33
"""Bytes of a PNG's signature and first chunk; texts stand behind them."""


def picture_bytes(exhibit: Exhibit, around: Around, text: str, kind: str) -> bytes:
    """Return an exhibit's picture with its finding inside; BAD_ARGUMENT for one without.

    `text` is what it says in words, for those who do not see it.
    """
    chart = titled(exhibit, around)
    if chart is None:
        raise TiigError(BAD_ARGUMENT, what="there is nothing to draw")
    if kind == ".svg":
        return _with_words(svg(chart), exhibit.title, text).encode()
    drawn = png(chart)
    told = _chunk(_TITLE, exhibit.title) + _chunk(_TEXT, text)
    return drawn[:_HEAD] + told + drawn[_HEAD:]


def _with_words(drawn: str, title: str, text: str) -> str:
    """Name the drawing for readers of screens."""
    begin = drawn.index(">", drawn.index("<svg")) + 1
    words = f"<title>{escape(title)}</title><desc>{escape(text)}</desc>"
    opening = drawn[:begin].replace("<svg", '<svg role="img"', 1)
    return f"{opening}{words}{drawn[begin:]}"


def _chunk(name: str, text: str) -> bytes:
    """Return an international text chunk of a PNG, as its standard lays it out."""
    body = b"iTXt" + name.encode() + b"\0\0\0en-GB\0\0" + text.encode()
    return (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

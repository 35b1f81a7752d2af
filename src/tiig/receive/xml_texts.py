"""The texts of XML that cannot be read in order, as far as they go: to be searched, not stored."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import cast

from tiig.receive.corners import plain
from tiig.receive.source import Handle
from tiig.receive.xml_text import BY_START

_STEP = 1 << 20
_LONGEST = 1 << 16
"""Letters of a text or tag that is not closed yet; longer ones are cut there."""
_TAG = re.compile(r"<[^<>]*>")
_VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")


def texts_of(handle: Handle) -> Iterator[str]:
    """Yield what stands between tags and in attributes, whatever is wrong with the file.

    An archive that breaks off raises its fault when all before was handed out.
    """
    decoder, rest = None, ""
    for raw in _pieces(handle):
        if decoder is None:
            found = next((name for mark, name in BY_START if raw.startswith(mark)), "utf-8")
            decoder = codecs.getincrementaldecoder(found)(errors="replace")
        text = rest + decoder.decode(raw)
        end = text.rfind("<")
        if end < 0 or len(text) - end > _LONGEST:
            end = len(text)
        yield from _texts(text[:end])
        rest = text[end:]
    yield from _texts(rest)


def _pieces(handle: Handle) -> Iterator[bytes]:
    """Yield the bytes as they come: a larger piece would be lost with a fault in it."""
    stream = cast("BufferedReader", handle.stream)
    while raw := stream.read1(_STEP):
        yield raw


def _texts(text: str) -> Iterator[str]:
    place = 0
    for tag in _TAG.finditer(text):
        yield from _words(text[place : tag.start()])
        for value in _VALUE.finditer(tag[0]):
            yield from _words(value[1] or value[2] or "")
        place = tag.end()
    yield from _words(text[place:])


def _words(text: str) -> Iterator[str]:
    if words := text.strip():
        yield plain(words)

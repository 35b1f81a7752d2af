"""Texts of a plain workbook as they stand in its XML, and the shared ones by their number.

Plain is what programs write for a table of values. Whatever goes beyond is NotPlainError, and
the whole sheet is left to calamine: nothing is read by halves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from tiig.receive.package import Package
from tiig.receive.plain_xml import START, NotPlainError, insist, insist_sound, whole

SHARED_PART = "xl/sharedStrings.xml"
_SHARED_START = re.compile(START + rb"<sst(?: [^<>]*)?>")
_OPENINGS = ((b"<si><t>", False), (b'<si><t xml:space="preserve">', True))
_CLOSING, _END = b"</t></si>", b"</sst>"
_TAGS_OF_ITEM = 4
_LARGEST = 64 << 20
"""More text than this takes more memory here, at its peak, than calamine needs for it."""
_ITEMS_AT_ONCE = 100_000
_BLANKS = b" \t\r\n"
_NOT_PLAIN = re.compile(rb"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f]|\]\]>")
_ENTITY = re.compile(rb"&(?!(?:lt|gt|quot|apos|amp);)")
_ENTITIES = (
    (b"&lt;", b"<"),
    (b"&gt;", b">"),
    (b"&quot;", b'"'),
    (b"&apos;", b"'"),
    (b"&amp;", b"&"),
)


def shared_texts(package: Package) -> pa.Array:
    """Return the shared texts by their number, empty ones as null.

    Each item has four tags, two that open and two that close it, and the part has no others:
    so that none can be overlooked, which would shift the numbers of all that follow.
    """
    if not package.has(SHARED_PART):
        return pa.array([], pa.string())
    content = whole(package, SHARED_PART, most=_LARGEST).rstrip(_BLANKS)
    head = _SHARED_START.match(content)
    if head is None or not content.endswith(_END):
        raise NotPlainError
    insist_sound((head[0], _END))
    content = content[head.end() : -len(_END)]
    tags, items = content.count(b"<"), content.split(_CLOSING)
    insist(not items.pop() and tags == _TAGS_OF_ITEM * len(items))
    read = [
        texts_of_xml([_item(item) for item in items[first : first + _ITEMS_AT_ONCE]])
        for first in range(0, len(items), _ITEMS_AT_ONCE)
    ]
    return pa.concat_arrays([pa.array([], pa.string()), *read])


def _item(item: bytes) -> tuple[bytes, bool]:
    for opening, kept in _OPENINGS:
        if item.startswith(opening):
            return item[len(opening) :], kept
    raise NotPlainError


def texts_of_xml(written: Sequence[tuple[bytes, bool]]) -> pa.Array:
    """Return texts as they are meant, empty ones as null; True where blanks around are kept.

    What programs read in more than one way is not plain: blanks that nobody says to keep,
    line ends of other systems, letters written by their number.
    """
    found = [text for text, _ in written]
    whole = b"\n".join(found)
    insist(not _NOT_PLAIN.search(whole) and not _ENTITY.search(whole))
    insist(all(kept or text.strip(_BLANKS) == text for text, kept in written))
    if b"&" in whole:
        found = [_without_entities(text) if b"&" in text else text for text in found]
    try:
        return pa.array([text or None for text in found], pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:  # not UTF-8
        raise NotPlainError from None


def _without_entities(text: bytes) -> bytes:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text

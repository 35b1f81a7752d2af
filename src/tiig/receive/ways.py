"""In what way the bytes of a file are asked for: as rows, as far as they go, or in outline."""

from __future__ import annotations

from enum import StrEnum

from tiig.model.errors import Where
from tiig.model.profile import FileLayout
from tiig.receive.anyhow import Anyhow
from tiig.receive.limits import Limits
from tiig.receive.readers import Reader, reader_of
from tiig.receive.source import Handle
from tiig.receive.xml_outline import XmlOutline


class Way(StrEnum):
    """`ANYHOW` looks through what cannot be read in order, `OUTLINE` tells the paths of XML."""

    ROWS = "rows"
    ANYHOW = "anyhow"
    OUTLINE = "outline"


_OPENS = {Way.ROWS: reader_of, Way.ANYHOW: Anyhow, Way.OUTLINE: XmlOutline}


def opened_by(way: Way, handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> Reader:
    """Return the reader of a file, at its header."""
    return _OPENS[way](handle, layout, limits, where)

"""Which of the kinds of file that a profile allows a file is, by its first bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.signatures import LONGEST, XLSX_NAME, XML_NAME, kind_of

_NAMES = {FileFormat.CSV: None, FileFormat.XLSX: XLSX_NAME, FileFormat.XML: XML_NAME}


def layout_of(path: Path, layout: FileLayout) -> FileLayout:
    """Return the layout with the kind of file that this one is, where the profile allows several.

    A file that is none of them, or cannot be read, keeps the first kind: opening it says why. So
    does an archive, which must hold that kind.
    """
    if not layout.also:
        return layout
    try:
        with path.open("rb") as stream:
            found = kind_of(stream.read(LONGEST))
    except OSError:
        return layout
    return fitting(layout, found)


def fitting(layout: FileLayout, found: str | None) -> FileLayout:
    """Return the layout with the kind that was found, if it is one of those allowed."""
    allowed = (layout.format, *layout.also)
    fits = (one for one in allowed if _NAMES[one] == found)
    return replace(layout, format=next(fits, layout.format))

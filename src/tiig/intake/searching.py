"""A file that is refused for another fault is searched for identifiers all the same."""

from __future__ import annotations

from tiig import receive
from tiig.intake.parcel import Parcel, opened_rows
from tiig.intake.whole_file import WholeFile
from tiig.model.errors import Family, TiigError

_ROWS_AT_ONCE = 200_000
_OF_THE_FILE = frozenset({Family.FILE, Family.PROFILE})


def search_anyway(parcel: Parcel, whole: WholeFile) -> None:
    """Look through a whole file anew: in order if it can be read, else as far as it goes."""
    try:
        with opened_rows(parcel) as opened:
            whole.search_anew(opened, parcel.path.name)
            for raw in opened.batches(_ROWS_AT_ONCE):
                whole.search.look(raw)
            whole.search_corners(opened.strays, opened.asides())
    except TiigError as fault:
        if fault.kind.family not in _OF_THE_FILE:
            raise
        if not whole.search.verdict().refused and parcel.package is None:
            _look_anyhow(parcel, whole)


def _look_anyhow(parcel: Parcel, whole: WholeFile) -> None:
    """Search what can be made out; a file that nobody can open holds nothing to be found."""
    try:
        strays, asides = receive.look_anyhow(parcel.path, parcel.profile.layout)
        whole.search_corners(strays, asides, dates=False)
    except TiigError as fault:
        if fault.kind.family not in _OF_THE_FILE:
            raise

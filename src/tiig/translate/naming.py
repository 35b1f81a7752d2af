"""Names of columns that may be repeated: those that look like one, not like a cell."""

from __future__ import annotations

import re

_PLAUSIBLE = re.compile(r"(?!.*\d{5})(?!.*@).{1,40}")
_PLAUSIBLE_PATH = re.compile(r"(?!.*\d{5})[\w./@\u00b7\u0300-\u036f-]{1,200}")


def is_plausible(name: str, *, path: bool = False) -> bool:
    """Tell whether a text looks like the name of a column; `path`: like that of an element."""
    form = _PLAUSIBLE_PATH if path else _PLAUSIBLE
    return name.isprintable() and form.fullmatch(name) is not None

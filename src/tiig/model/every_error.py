"""All kinds of errors: modules of errors enter theirs when they are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

import tiig.model
from tiig.model.errors import KINDS, Kind


def every_kind() -> Mapping[str, Kind]:
    """Return every kind of error by its id, whichever module declares it."""
    for module in iter_modules(tiig.model.__path__):
        if module.name.endswith("_errors"):
            import_module(f"tiig.model.{module.name}")
    return KINDS

"""Settings, read once, and the Services built from them.

The only room that reads the environment, and where foreign exceptions become ours. Names are
resolved when they are first asked for, so that the guard of a command loads no store.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tiig.wiring.faults import guarded

if TYPE_CHECKING:
    from tiig.wiring.building import Pages, make_workspace, open_services
    from tiig.wiring.hospital import at_hospital, standard_only
    from tiig.wiring.people import local_asker
    from tiig.wiring.recovering import recover_keys
    from tiig.wiring.restoring import RestoreRequest, restore_workspace
    from tiig.wiring.settings import Settings, log_file, read_settings

__all__ = [
    "Pages",
    "RestoreRequest",
    "Settings",
    "at_hospital",
    "guarded",
    "local_asker",
    "log_file",
    "make_workspace",
    "open_services",
    "read_settings",
    "recover_keys",
    "restore_workspace",
    "standard_only",
]
_LATER = {
    "Pages": "building",
    "Settings": "settings",
    "local_asker": "people",
    "at_hospital": "hospital",
    "standard_only": "hospital",
    "log_file": "settings",
    "make_workspace": "building",
    "open_services": "building",
    "read_settings": "settings",
    "recover_keys": "recovering",
    "restore_workspace": "restoring",
    "RestoreRequest": "restoring",
}


def __getattr__(name: str) -> object:
    """Resolve a name on first use."""
    if name not in _LATER:
        message = f"tiig.wiring has no name {name}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"tiig.wiring.{_LATER[name]}"), name)
    return value

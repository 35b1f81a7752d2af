"""Settings, read once, and the Services built from them.

The only room that reads the environment, and where foreign exceptions become ours.
"""

from tiig.wiring.building import log_file, make_workspace, open_services
from tiig.wiring.faults import guarded
from tiig.wiring.settings import Settings, read_settings

__all__ = [
    "Settings",
    "guarded",
    "log_file",
    "make_workspace",
    "open_services",
    "read_settings",
]

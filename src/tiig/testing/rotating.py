"""Change all keys in a process of its own, which may be killed from outside at any moment.

python -m tiig.testing.rotating WORKSPACE
"""

from __future__ import annotations

import sys
from pathlib import Path

from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.wiring import open_services, read_settings


def main(workspace: str) -> None:
    """Change the keys of all purposes, or go on with a change that was broken off."""
    asker = Asker.local("crash test")
    with open_services(read_settings(Path(workspace))) as services:
        rotate_keys(RotateRequest(("all",)), asker=asker, services=services, progress=Silent())


if __name__ == "__main__":
    main(sys.argv[1])

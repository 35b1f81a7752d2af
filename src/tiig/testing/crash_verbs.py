"""Kill the process at a numbered seam of a verb that is not `submit`.

python -m tiig.testing.crash_verbs NUMBER rotate WORKSPACE [PURPOSE...]
python -m tiig.testing.crash_verbs NUMBER backup WORKSPACE FOLDER [FILE-KEYS]

Number 0 lists the seams that the verb passes, one a line, and kills nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tiig.journeys.backup import back_up
from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.backup import BackupRequest
from tiig.services import Services
from tiig.testing.crash import KillingSeams, ListingSeams
from tiig.wiring import open_services, read_settings

_ASKER = Asker.local("crash test")


def rotate(services: Services, words: Sequence[str]) -> None:
    """Change the keys of the purposes named, else all."""
    request = RotateRequest(tuple(words) or ("all",))
    rotate_keys(request, asker=_ASKER, services=services, progress=Silent())


def backup(services: Services, words: Sequence[str]) -> None:
    """Back up into a folder, keep two snapshots, and write the keys of single files apart."""
    folder, *box = words
    request = BackupRequest(folder, keep=2, file_keys=box[0] if box else None)
    back_up(request, asker=_ASKER, services=services, progress=Silent())


VERBS: Mapping[str, Callable[[Services, Sequence[str]], None]] = {
    "rotate": rotate,
    "backup": backup,
}


def main(words: list[str]) -> None:
    """Carry out a verb and die at a seam, or list the seams."""
    number, verb, workspace, *more = words
    seams = KillingSeams(int(number)) if int(number) else ListingSeams()
    with open_services(read_settings(Path(workspace)), seams=seams) as services:
        VERBS[verb](services, more)
    if isinstance(seams, ListingSeams):
        sys.stdout.write("\n".join(seams.passed) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

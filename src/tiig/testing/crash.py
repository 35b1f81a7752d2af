"""Kill the process at a numbered seam of `submit`: what is left must be before, or after.

python -m tiig.testing.crash NUMBER WORKSPACE FILE SENDER MONTH

Number 0 lists the seams that the submission passes, one a line, and kills nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.wiring import open_services, read_settings


class KillingSeams:
    """Ends the process with SIGKILL at the seam of a number, counted from one."""

    def __init__(self, number: int) -> None:
        self._left = number

    def reach(self, seam: str) -> None:
        """Die here if this is the seam."""
        del seam
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class ListingSeams:
    """Remembers the seams that were passed."""

    def __init__(self) -> None:
        self.passed: list[str] = []

    def reach(self, seam: str) -> None:
        """Remember the seam."""
        self.passed.append(seam)


def main(words: list[str]) -> None:
    """Submit a file and die at a seam, or list the seams."""
    number, workspace, file, sender, month = words
    seams = KillingSeams(int(number)) if int(number) else ListingSeams()
    with open_services(read_settings(Path(workspace)), seams=seams) as services:
        submit(
            SubmitRequest(file, sender, month),
            asker=Asker.local("crash test"),
            services=services,
            progress=Silent(),
        )
    if isinstance(seams, ListingSeams):
        sys.stdout.write("\n".join(seams.passed) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

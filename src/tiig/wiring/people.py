"""Who sits at this machine, and what the workspace lets that person do."""

from __future__ import annotations

import getpass
from dataclasses import replace

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.incident import OFFICER
from tiig.wiring.clock import SystemClock
from tiig.wiring.settings import Settings


def local_asker(
    settings: Settings,
    *,
    purpose: str | None = None,
    agreement: str | None = None,
    channel: str = "command line",
) -> Asker:
    """Return the operating system's user, with the role that `tiig.toml` gives that name.

    Raises REASON_IDENTIFIES for a purpose that seems to name a person: it is kept for good.
    """
    desk.check_reason(purpose or "", SystemClock().now())
    asker = Asker.local(getpass.getuser(), purpose=purpose, agreement=agreement, channel=channel)
    if asker.person in settings.data_protection_officers:
        return replace(asker, roles=asker.roles | {OFFICER})
    return asker

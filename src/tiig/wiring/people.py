"""Who sits at this machine, and what the workspace lets that person do."""

from __future__ import annotations

import getpass
from dataclasses import replace

from tiig.model.asker import Asker
from tiig.model.incident import OFFICER
from tiig.wiring.settings import Settings


def local_asker(
    settings: Settings,
    *,
    purpose: str | None = None,
    agreement: str | None = None,
    channel: str = "command line",
) -> Asker:
    """Return the operating system's user, with the role that `tiig.toml` gives that name."""
    asker = Asker.local(getpass.getuser(), purpose=purpose, agreement=agreement, channel=channel)
    if asker.person in settings.data_protection_officers:
        return replace(asker, roles=asker.roles | {OFFICER})
    return asker

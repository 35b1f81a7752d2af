"""The catalogue's entries about retention and erasure."""

from __future__ import annotations

from tiig.model.errors import Family, declare

CLOCK_BEHIND = declare(
    "clock-behind",
    Family.STORE,
    503,
    sentence="The clock stands before what was received last, at {last}",
    advice="Set the clock of this machine right; nothing was destroyed.",
)

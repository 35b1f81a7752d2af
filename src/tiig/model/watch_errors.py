"""The catalogue's entries about drop folders."""

from __future__ import annotations

from tiig.model.errors import Family, declare, file_kind, usage_kind

DROP_MISSING = declare(
    "drop-missing",
    Family.STORE,
    503,
    sentence="The drop folder is not there, or cannot be read and written",
    advice="Look at the folder, its disk and who may use it. Nothing was lost: what was not taken "
    "is taken on the next look.",
)
DROP_UNREADABLE = declare(
    "drop-unreadable",
    Family.STORE,
    503,
    sentence="The file in the drop folder cannot be read or moved",
    advice="Look at who may read and move it. It stays where it is and is tried again.",
)
DROP_BUSY = usage_kind(
    "drop-busy",
    "Another watcher watches this folder",
    "One is enough: end the other, or let it work. The lock dies with its process.",
)
DROP_MONTH = file_kind(
    "drop-month",
    "Nothing says which month the file covers, neither its profile nor its name",
    "Say the month by hand: tiig submit FILE --sender S --period 2026-06. For the next time, name "
    "the period cells or the pattern of the file's name in the profile ([period]).",
)

"""The catalogue's entries about retention and erasure."""

from __future__ import annotations

from tiig.model.errors import Family, declare

CLOCK_BEHIND = declare(
    "clock-behind",
    Family.STORE,
    503,
    sentence="The clock stands before what was received or decided last, at {last}",
    advice="Set the clock of this machine right; nothing was done.",
)
ERASURE_LIST = declare(
    "erasure-list",
    Family.FILE,
    422,
    sentence="The list of what to erase cannot be used: {what}",
    advice="Write one number or pseudonym a line, as text; nothing was erased.",
)
ERASURE_REPORT = declare(
    "erasure-report",
    Family.FILE,
    422,
    sentence="The report of an erasure cannot be used: {what}",
    advice="Give the file that tiig erase -o wrote, as it is; nothing was erased.",
)
ERASURE_SITE = declare(
    "erasure-site",
    Family.USAGE,
    400,
    sentence="An attendance number is of one site only, and no site of this sender is named",
    advice="Name the site with --site, one of: {known}",
)

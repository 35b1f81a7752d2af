"""What can go wrong with letters to departments and the service report."""

from __future__ import annotations

from tiig.model.errors import Family, declare, usage_kind

LETTER_WITHOUT_MONTH = declare(
    "letter-without-month",
    Family.USAGE,
    409,
    sentence="There is no letter to {site} about {month}: the month is {standing}",
    advice="A letter tells of what was received in full: name another month, or see what is "
    "missing with: tiig submissions due",
)
LETTERS_NONE = declare(
    "letters-none",
    Family.USAGE,
    409,
    sentence="No department's {month} is wholly in force, so that there is no letter to write",
    advice="Name another month, or see what is missing with: tiig submissions due",
)
LETTER_ASKED = usage_kind(
    "letter-asked",
    "No letter was written: {what}",
    "Name one department, or give --all for every department with data in the month.",
)

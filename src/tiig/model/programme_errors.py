"""What can go wrong with targets, re-bases, actions and uses; entries of the one catalogue."""

from __future__ import annotations

from tiig.model.errors import Family, declare, permission_kind, usage_kind

PROGRAMME_OURS = permission_kind(
    "programme-ours",
    "Targets, re-bases and actions are the team's own work: no agreement gives them to others",
    "Leave --agreement out.",
)
NOTE_FORM = usage_kind(
    "note-form",
    "What stands under {option} is not a line of printable text of 1 to {most} letters",
    "Write it in a sentence or two; it is kept for good. Nothing was done.",
)
NOTE_IDENTIFIES = usage_kind(
    "note-identifies",
    "What stands under {option} seems to tell of a person: {kinds}",
    "Write it without names, numbers and days long past, which read as birthdays; it is kept for "
    "good. Nothing was done.",
)
TARGET_UNKNOWN = declare(
    "target-unknown",
    Family.USAGE,
    404,
    sentence="There is no agreed target with this id",
    advice="List them with: tiig quality targets list",
)
TARGET_REFUSED = usage_kind(
    "target-refused",
    "No target was agreed: {what}",
    "Put it right and give it again; tiig quality targets add --help says what may be agreed.",
)
TARGET_OVERLAPS = declare(
    "target-overlaps",
    Family.USAGE,
    409,
    sentence="Target {target} holds for the same already: {months}",
    advice="End it before the new one begins with: tiig quality targets end {target} --last MONTH",
)
TARGET_ENDED = declare(
    "target-ended",
    Family.USAGE,
    409,
    sentence="The target counts no longer than that already: {months}",
    advice="See it with: tiig quality targets list --all; agree on a new one for other months.",
)
ACTION_UNKNOWN = declare(
    "action-unknown",
    Family.USAGE,
    404,
    sentence="There is no action with this id",
    advice="List them with: tiig quality actions list --all",
)
ACTION_CLOSED = declare(
    "action-closed",
    Family.USAGE,
    409,
    sentence="The action is closed",
    advice="See how it ended with: tiig quality actions show ID; open a new one for what is left, "
    "or this one again with: tiig quality actions reopen ID --because",
)
ACTION_OPEN = declare(
    "action-open",
    Family.USAGE,
    409,
    sentence="The action is open",
    advice="Add to it with: tiig quality actions note ID",
)
PROBLEM_UNKNOWN = declare(
    "problem-unknown",
    Family.USAGE,
    404,
    sentence="No problem is found with this id today",
    advice="List them with: tiig quality problems --all; a problem whose first month moved with "
    "what came in since has a new id.",
)
ACTION_REFUSED = usage_kind(
    "action-refused",
    "Nothing was done: {what}",
    "Put it right and give it again; tiig quality actions --help lists what can be done.",
)
ACTION_WITHDRAWN = declare(
    "action-withdrawn",
    Family.USAGE,
    409,
    sentence="What {site} sent for {month} was withdrawn, so that there is no finding to act on",
    advice="Wait until the month is sent again, or name another month; tiig submissions due says "
    "what is missing.",
)
ACTION_UNMEASURED = declare(
    "action-unmeasured",
    Family.USAGE,
    409,
    sentence="Nothing can be measured of this action yet",
    advice="An effect is measured from the day on which something was done (tiig quality actions "
    "note ID --done), once months of what was found are there. Of a department that has just begun "
    "there are none, nor of months that were over before its first file came.",
)
USE_REFUSED = usage_kind(
    "use-refused",
    "Nothing was entered: {what}",
    "Put it right and give it again; tiig release use --help says what may be entered.",
)
USE_NOT_YOURS = permission_kind(
    "use-not-yours",
    "This release was given to others, who say themselves what came of it",
    "Name a release that was given to you or published: tiig release list",
)
REBASE_UNKNOWN = declare(
    "rebase-unknown",
    Family.USAGE,
    404,
    sentence="No re-base with this id stands",
    advice="List them with: tiig quality rebase list",
)
REBASE_STANDS = declare(
    "rebase-stands",
    Family.USAGE,
    409,
    sentence="This series starts anew in {month} already",
    advice="See it with: tiig quality rebase list",
)
REBASE_REFUSED = usage_kind(
    "rebase-refused",
    "Nothing was re-based: {what}",
    "Put it right and give it again; tiig quality rebase add --help says what may be re-based.",
)

"""What can go wrong with the code map; entries of the one catalogue."""

from __future__ import annotations

from tiig.model.errors import Family, declare

CODES_OURS = declare(
    "codes-ours",
    Family.PERMISSION,
    403,
    sentence="Local values are for the team itself: no agreement gives them to others",
    advice="Leave --agreement out; recipients count by the items that the values tell.",
)
CODES_PURPOSE = declare(
    "codes-purpose",
    Family.PERMISSION,
    403,
    sentence="What local values mean is decided for a stated purpose only",
    advice='Say why with --because "..."; it is kept.',
)
CODE_UNKNOWN = declare(
    "code-unknown",
    Family.PROFILE,
    404,
    sentence=(
        "No such local value is listed of this item of {sender}; {listed} values of it are listed"
    ),
    advice="See them with: tiig codes list --sender {sender}; rare values are never listed.",
)
CODE_NODE = declare(
    "code-node",
    Family.PROFILE,
    400,
    sentence="The item {item} has no category of this name",
    advice="Its categories stand in the data dictionary; also: ~not_known, ~not_recorded.",
)
CODE_ITEM = declare(
    "code-item",
    Family.PROFILE,
    400,
    sentence="There is no coded item of this name",
    advice="See the items with: tiig codes list",
)
CODE_MAPPED = declare(
    "code-mapped",
    Family.PROFILE,
    409,
    sentence="This value of {item} is mapped already, by {by}",
    advice="Change it there; the code map only explains what nothing else does.",
)
CODE_SETTLED = declare(
    "code-settled",
    Family.PROFILE,
    409,
    sentence="This mapping counts already",
    advice="Nothing to do; tiig codes rederive applies it to what came before.",
)
CODE_NOT_CONFIRMED = declare(
    "code-not-confirmed",
    Family.PROFILE,
    409,
    sentence="Nobody has said what this value means",
    advice="Say it first with: tiig codes confirm",
)
CODE_OTHER_NODE = declare(
    "code-other-node",
    Family.PROFILE,
    409,
    sentence="What was confirmed of this value is another category",
    advice="See what was confirmed with: tiig codes list; confirm anew to change it.",
)
CODE_CHANGED = declare(
    "code-changed",
    Family.PROFILE,
    409,
    sentence="What waits to be approved is no longer what was shown; nothing was approved",
    advice="Somebody decided meanwhile: look again with tiig codes approve --check",
)
CODE_COUNTS = declare(
    "code-counts",
    Family.PROFILE,
    409,
    sentence="A mapping of this value counts already, and refusing would not end that",
    advice="Take back what was decided last with: tiig codes undo",
)
CODE_SAME_NAME = declare(
    "code-same-name",
    Family.PERMISSION,
    403,
    sentence="The name that confirmed a mapping does not approve it before {from_then} UTC",
    advice="Ask a colleague to approve it, or wait; it is then marked as approved alone.",
)
CODE_UNDECIDED = declare(
    "code-undecided",
    Family.PROFILE,
    409,
    sentence="Nothing stands decided of this value",
    advice="See what was decided with: tiig codes list",
)
CODES_FILE = declare(
    "codes-file",
    Family.FILE,
    422,
    sentence="The file of mappings cannot be used: {what}",
    advice="Begin from a file that tiig codes list -o FILE.csv wrote; nothing was decided.",
)
CODES_REFUSED = declare(
    "codes-refused",
    Family.PROFILE,
    400,
    sentence="Nothing was decided: {what}",
    advice="Put it right and give it again.",
)

"""What can go wrong with place phrases and decisions on them; entries of the one catalogue."""

from __future__ import annotations

from tiig.model.errors import Family, declare

PHRASE_UNKNOWN = declare(
    "phrase-unknown",
    Family.USAGE,
    404,
    sentence="No row in force carries a place phrase of this id",
    advice="List the phrases with: tiig places list --because ...",
)
PHRASE_MANY = declare(
    "phrase-many",
    Family.USAGE,
    400,
    sentence="Several place phrases have ids that begin like this",
    advice="Give more letters of the id, or all 32 (--json shows them).",
)
PHRASE_OF_HOMES = declare(
    "phrase-of-homes",
    Family.PERMISSION,
    403,
    sentence="This phrase stands for people's homes, which are neither listed nor decided",
    advice="Choose another phrase: where somebody lives is no place to be named.",
)
PHRASES_OURS = declare(
    "phrases-ours",
    Family.PERMISSION,
    403,
    sentence="Place phrases are for the team itself: no agreement gives them to others",
    advice="Leave --agreement out; recipients count by place_decided instead.",
)
PHRASES_PURPOSE = declare(
    "phrases-purpose",
    Family.PERMISSION,
    403,
    sentence="Place phrases are read for a stated purpose only",
    advice='Say why with --because "..."; the look is audited.',
)
PLACE_REFUSED = declare(
    "place-refused",
    Family.USAGE,
    400,
    sentence="Nothing was decided: {what}",
    advice="Put it right and give it again; tiig places decide --help says what may be decided.",
)
PLACE_UNDECIDED = declare(
    "place-undecided",
    Family.USAGE,
    409,
    sentence="Nothing stands decided of this place phrase",
    advice="See what was decided with: tiig places decisions",
)
PLACES_FILE = declare(
    "places-file",
    Family.FILE,
    422,
    sentence="The file of decisions cannot be used: {what}",
    advice="Begin from a file that tiig places list -o FILE.csv wrote; nothing was decided.",
)

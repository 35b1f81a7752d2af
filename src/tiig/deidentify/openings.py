"""Words that open a sentence of work and are first names too: `Will send the list`.

A name is followed by a verb of the third person or the past (`Will sends`, `Will was hit`), never
by the plain verb; and nobody called Mark is *the forms*. So a word is taken for a verb only where
it opens a sentence and what follows leaves no other reading. Verbs whose past is the plain verb
(hit, cut, put, hurt) are none of them.
"""

from __future__ import annotations

import re
from typing import Final

_PLAIN_VERBS: Final = (
    "ask be bring call change check come continue discuss do draft email explain find fix follow "
    "get give go hand hang have hold keep leave look make meet move need offer order plan print "
    "raise remind repeat replace report require return revisit ring send share show speak start "
    "stop take talk teach tell test train try update use visit wait work write"
)
_OF_WORK: Final = (
    "blanks? boxe?s? cards? cells? codes? columns? dates? days? extracts? fields? files? forms? "
    "items? lists? months? pages? places? posters? records? rows? sheets? templates? times? "
    "weapons?"
)
"""What staff mark, chase and skip; never people."""
_START: Final = r"(?:^|(?<=[.!?;] ))"
"""No colon and no dash: `Met: Will` says whom."""
_MODAL: Final = rf"(?:Will|May)(?= (?:{'|'.join(_PLAIN_VERBS.split())})\b)"
_ORDER: Final = (
    r"(?:Mark|Chase|Skip|Bill|Page)(?= (?:(?:the|these|those|this|all|each|every|any|which)"
    rf" )(?:[a-z]+ )?(?:{'|'.join(_OF_WORK.split())})\b)"
)
_OPENINGS: Final = (
    (re.compile(_START + _MODAL), "shall"),
    (re.compile(_START + _ORDER), "do"),
)


def plain_openings(text: str) -> str:
    """Return a text with such words replaced by others that do the same and are no names."""
    for opening, instead in _OPENINGS:
        text = opening.sub(instead, text)
    return text

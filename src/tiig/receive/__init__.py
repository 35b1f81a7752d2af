"""Gate the bytes of a hospital's file and open it: every cell still text, with its row.

What was read is counted from the bytes, never taken from the engine that parses them; when
the two disagree the file is refused. This room guesses nothing and interprets no cell.
"""

from tiig.receive.annotated import AnnotatedCopy, Note
from tiig.receive.enforced import limits_in_words
from tiig.receive.kinds import layout_of
from tiig.receive.limits import Limits
from tiig.receive.opening import (
    Opened,
    limits_kept,
    look_anyhow,
    open_file,
    open_held,
    open_outline,
)
from tiig.receive.signatures import is_archive, is_markup
from tiig.receive.tally import Ignored, Reason, Tally

__all__ = [
    "AnnotatedCopy",
    "Ignored",
    "Limits",
    "Note",
    "Opened",
    "Reason",
    "Tally",
    "is_archive",
    "is_markup",
    "layout_of",
    "limits_in_words",
    "limits_kept",
    "look_anyhow",
    "open_file",
    "open_held",
    "open_outline",
]

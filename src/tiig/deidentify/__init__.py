"""Gate one: identifiers are searched for, stripped, coarsened or turned into keyed ids.

It refuses to let a column pass that the standard does not declare, to name a value of
any cell, and to hand a key or a plan that holds one to anybody.
"""

from tiig.deidentify.convert import Conversions, Converted
from tiig.deidentify.documents import identifying_lines
from tiig.deidentify.erased import erased, marks_of
from tiig.deidentify.namesakes import may_be_a_name
from tiig.deidentify.opt_outs import OptOuts, nobody
from tiig.deidentify.portable import portable
from tiig.deidentify.pseudonym import ID_LENGTH
from tiig.deidentify.reasons import kinds_in, kinds_noted, kinds_typed
from tiig.deidentify.scrub import scrub
from tiig.deidentify.search import Search
from tiig.deidentify.strip import (
    PLACE_TEXT,
    StripContext,
    Stripped,
    numbered_ids,
    phrase_of_homes,
    phrases_not_known,
    strip,
)
from tiig.deidentify.tally import Verdict

__all__ = [
    "ID_LENGTH",
    "PLACE_TEXT",
    "Conversions",
    "Converted",
    "OptOuts",
    "Search",
    "StripContext",
    "Stripped",
    "Verdict",
    "erased",
    "identifying_lines",
    "kinds_in",
    "kinds_noted",
    "kinds_typed",
    "marks_of",
    "may_be_a_name",
    "nobody",
    "numbered_ids",
    "phrase_of_homes",
    "phrases_not_known",
    "portable",
    "scrub",
    "strip",
]

"""Gate one: identifiers are searched for, stripped, coarsened or turned into keyed ids.

It refuses to let a column pass that the standard does not declare, to name a value of
any cell, and to hand a key or a plan that holds one to anybody.
"""

from tiig.deidentify.reasons import kinds_in
from tiig.deidentify.scrub import scrub
from tiig.deidentify.search import Search
from tiig.deidentify.strip import StripContext, Stripped, strip
from tiig.deidentify.tally import Hit, Verdict

__all__ = ["Hit", "Search", "StripContext", "Stripped", "Verdict", "kinds_in", "scrub", "strip"]

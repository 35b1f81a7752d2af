"""Areas and places: files of areas read, checked and joined; place phrases and what they mean.

Takes a set of files and gives one geography or a refusal that says what is wrong and where;
brings decisions on place phrases to the rows that name them. It stores nothing, and guesses no
code, vintage, number or place that it was not told.
"""

from tiig.locate.drafts import Draft
from tiig.locate.joining import Joined, joined
from tiig.locate.outlines import outlines
from tiig.locate.phrases import sightings, with_decisions, words_of
from tiig.locate.reading import read_file, read_postcode_lookup

__all__ = [
    "Draft",
    "Joined",
    "joined",
    "outlines",
    "read_file",
    "read_postcode_lookup",
    "sightings",
    "with_decisions",
    "words_of",
]

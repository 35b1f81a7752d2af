"""Areas: files of boundaries, lookups, populations and deprivation, read, checked and joined.

Takes a set of files and gives one geography or a refusal that says what is wrong and where;
it stores nothing, and guesses no code, vintage or number that the files do not tell.
"""

from tiig.locate.drafts import Draft
from tiig.locate.joining import Joined, joined
from tiig.locate.outlines import outlines
from tiig.locate.reading import read_file, read_postcode_lookup

__all__ = ["Draft", "Joined", "joined", "outlines", "read_file", "read_postcode_lookup"]

"""Problems: where the months of a site are no longer what they were, and chance is no reason.

The room compares stored counts and fetches nothing; what is done about a problem is others' work.
"""

from tiig.quality.problems.finding import Around, problems
from tiig.quality.problems.power import months_to_find
from tiig.quality.problems.rules import CATEGORY, WATCHED
from tiig.quality.problems.standings import Forms, Standings
from tiig.quality.problems.volumes import usual_rows, volumes
from tiig.quality.problems.watching import Rebased

__all__ = [
    "CATEGORY",
    "WATCHED",
    "Around",
    "Forms",
    "Rebased",
    "Standings",
    "months_to_find",
    "problems",
    "usual_rows",
    "volumes",
]

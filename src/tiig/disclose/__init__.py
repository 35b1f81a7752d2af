"""Gate two: what may be shown of exact figures, audience by audience.

Hides small counts and whatever would give them back, rounds, ties rates to the shown
counts, refuses crossings that point to a person, and offers coarser questions. It counts
nothing, keeps nothing, and is the only maker of `Cleared`, `ClearedQuality`,
`ClearedComparison` and `ClearedProgramme`.
"""

from tiig.disclose.coarser import coarser
from tiig.disclose.comparison import FEWEST_OTHERS, ExactSite, clear_comparison
from tiig.disclose.crossings import refuse_crossings
from tiig.disclose.programme import clear_programme
from tiig.disclose.quality import Judges, clear_quality
from tiig.disclose.show import (
    Exact,
    best_share,
    clear,
    clear_together,
    hidden_again,
    likely_share,
)
from tiig.disclose.small_alike import small_alike

__all__ = [
    "FEWEST_OTHERS",
    "Exact",
    "ExactSite",
    "Judges",
    "best_share",
    "clear",
    "clear_comparison",
    "clear_programme",
    "clear_quality",
    "clear_together",
    "coarser",
    "hidden_again",
    "likely_share",
    "refuse_crossings",
    "small_alike",
]

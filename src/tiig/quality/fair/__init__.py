"""Compare fairly: departments as if they had the same patients, patients within their department.

Counts by department and stratum come in; nothing here knows what is missing from which item, or
who may see it.
"""

from tiig.quality.fair.cells import Cells, cells_of
from tiig.quality.fair.comparing import Compared, SiteCompared, compare_sites
from tiig.quality.fair.groups import GroupCompared, compare_groups

__all__ = [
    "Cells",
    "Compared",
    "GroupCompared",
    "SiteCompared",
    "cells_of",
    "compare_groups",
    "compare_sites",
]

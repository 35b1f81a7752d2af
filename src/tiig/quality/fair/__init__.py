"""Compare fairly: departments as if they had the same patients, patients within their department.

Counts by department and stratum come in; nothing here knows what is missing from which item, or
who may see it.
"""

from tiig.quality.fair.cells import Cells, cells_of
from tiig.quality.fair.comparing import Compared, SiteCompared, compare_sites
from tiig.quality.fair.groups import (
    FALSE_SHARE,
    GroupCompared,
    compare_groups,
    false_discoveries,
)

__all__ = [
    "FALSE_SHARE",
    "Cells",
    "Compared",
    "GroupCompared",
    "SiteCompared",
    "cells_of",
    "compare_groups",
    "compare_sites",
    "false_discoveries",
]

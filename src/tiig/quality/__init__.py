"""How good the data are: count what intake stored by site, item and month, then judge.

Counting knows no target and judging no count that it did not get: a target that changes
judges every month again. The room fetches nothing and decides nothing about who may see.
"""

from tiig.quality.counting import item_counts
from tiig.quality.expectation import expectations
from tiig.quality.judging import Targets, judge_days, judge_share, judge_standing
from tiig.quality.lacks import Counts, usable_counts
from tiig.quality.measured import measured, shares
from tiig.quality.site_months import Received, month_counts
from tiig.quality.timeliness import days_taken, since_when
from tiig.quality.unlock import REPAIRS, patterns_total, ranked_gains, usable_total

__all__ = [
    "REPAIRS",
    "Counts",
    "Received",
    "Targets",
    "days_taken",
    "expectations",
    "item_counts",
    "judge_days",
    "judge_share",
    "judge_standing",
    "measured",
    "month_counts",
    "patterns_total",
    "ranked_gains",
    "shares",
    "since_when",
    "usable_counts",
    "usable_total",
]

"""Control charts of a measure by month: what chance explains, and what it does not.

The room draws no picture and decides nothing: where a chart begins anew is told to it.
"""

from tiig.quality.charts.limits import limits_of
from tiig.quality.charts.runs import one_side, trend, two_of_three
from tiig.quality.charts.xmr import xmr

__all__ = [
    "limits_of",
    "one_side",
    "trend",
    "two_of_three",
    "xmr",
]

"""Drift: what a file looks like beside what its sender sent before, by written rules.

The room compares numbers that others counted. It fetches nothing, and whether a file waits is
said by each rule, not decided here.
"""

from tiig.quality.drift.files import (
    code_changes,
    column_changes,
    date_changes,
    default_changes,
    finding_changes,
    format_changes,
)
from tiig.quality.drift.months import Words, share_changes
from tiig.quality.drift.rules import (
    DRIFT_RULES,
    ROWS_REPLACED,
)
from tiig.quality.drift.shares import Part
from tiig.quality.drift.volume import volume_changes
from tiig.quality.site_months import LOOKED_BACK

__all__ = [
    "DRIFT_RULES",
    "LOOKED_BACK",
    "ROWS_REPLACED",
    "Part",
    "Words",
    "code_changes",
    "column_changes",
    "date_changes",
    "default_changes",
    "finding_changes",
    "format_changes",
    "share_changes",
    "volume_changes",
]

"""What can go wrong with fair comparisons that others may see."""

from __future__ import annotations

from tiig.model.errors import Family, declare, usage_kind

COMPARISON_FEW = declare(
    "comparison-few",
    Family.USAGE,
    409,
    sentence="Fewer than {fewest} other departments can be compared: one of them could be known "
    "by what is shown",
    advice="Choose an item that more departments send, or a year with more of them. The team sees "
    "every number of departments: leave --for, --preset and --agreement out. Nothing was given.",
)
COMPARISON_MONTHS = usage_kind(
    "comparison-months",
    "Others are shown whole calendar years, so that no two answers overlap in part: {what}",
    "Leave the months out for the newest such year, or name one by its months, such as "
    "--month 2025-01..2025-12. Nothing was given.",
)
COMPARISON_OWN = usage_kind(
    "comparison-own",
    "{site} is not among the departments that can be compared: none of its rows of {period} could "
    "tell the item {item}",
    "Choose an item that its files have (see tiig quality compare) or another year. Nothing was "
    "given.",
)

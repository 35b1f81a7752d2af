"""The catalogue's entries about suggestions and the decisions on them."""

from __future__ import annotations

from tiig.model.errors import file_kind, profile_kind

DECISIONS_UNREADABLE = profile_kind(
    "decisions-unreadable",
    "The table of decisions cannot be read: {what}",
    "Keep the columns line, decision and new value as they were written; a decision is accept, "
    "change or refuse.",
)
HEADER_DOUBTFUL = file_kind(
    "header-doubtful",
    "The file seems to have no header: its first line reads like a row, not like names of columns",
    "Have the names of the columns exported in the first line. Nothing is suggested without them, "
    "since a row could be repeated as a header.",
)

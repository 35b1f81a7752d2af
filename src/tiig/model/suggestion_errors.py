"""The catalogue's entries about suggestions and the decisions on them."""

from __future__ import annotations

from tiig.model.errors import profile_kind

DECISIONS_UNREADABLE = profile_kind(
    "decisions-unreadable",
    "The table of decisions cannot be read: {what}",
    "Keep the columns line, decision and new value as they were written; a decision is accept, "
    "change or refuse.",
)

"""The catalogue's entries about the audit trail."""

from __future__ import annotations

from tiig.model.errors import Family, declare

REASON_IDENTIFIES = declare(
    "reason-identifies",
    Family.USAGE,
    400,
    sentence="The reason given holds what looks like a direct identifier: {kinds}",
    advice="Say why without naming anybody, or a day long past, which reads as a birthday; "
    "it is kept for good. Nothing was done.",
)
REASON_FORM = declare(
    "reason-form",
    Family.USAGE,
    400,
    sentence="The reason given is not one line of printable text, {most} letters at most",
    advice="Say why in a sentence; it is kept for good. Nothing was done.",
)
HEAD_UNREADABLE = declare(
    "head-unreadable",
    Family.USAGE,
    400,
    sentence="The file holds no signed head of an audit trail",
    advice="Give a receipt (HTML or JSON) or a file that tiig audit head -o has written.",
)
AUDIT_ALTERED = declare(
    "audit-altered",
    Family.STORE,
    503,
    sentence="A row of the audit trail cannot be read: it is not as it was written",
    advice="See what else is not: tiig audit verify. Restore the catalogue from a backup.",
)
AUDIT_EMPTY = declare(
    "audit-empty",
    Family.USAGE,
    404,
    sentence="Nothing stands in the audit trail yet",
    advice="The first change writes its first row.",
)

"""What can go wrong with incidents; entries of the one catalogue in `errors`."""

from __future__ import annotations

from tiig.model.errors import Family, declare

INCIDENT_UNKNOWN = declare(
    "incident-unknown",
    Family.USAGE,
    404,
    sentence="There is no incident with this id",
    advice="List them with: tiig incident list",
)
INCIDENT_CLOSED = declare(
    "incident-closed",
    Family.USAGE,
    409,
    sentence="The incident is closed already",
    advice="See who closed it and how with: tiig incident show ID",
)
OUTCOME_MISSING = declare(
    "outcome-missing",
    Family.USAGE,
    400,
    sentence="An incident is closed with a word on its outcome",
    advice='Say it with --outcome "..."; name no patient in it.',
)
OUTCOME_IDENTIFIES = declare(
    "outcome-identifies",
    Family.USAGE,
    400,
    sentence="The outcome seems to hold direct identifiers: {kinds}",
    advice="Write it without them: it is kept and audited.",
)
OFFICER_ONLY = declare(
    "officer-only",
    Family.PERMISSION,
    403,
    sentence="Only the data protection officer closes an incident",
    advice="Ask the officer; the workspace names them in tiig.toml as data_protection_officers.",
)

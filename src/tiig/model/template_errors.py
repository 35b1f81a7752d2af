"""The catalogue's entries about profiles to start from."""

from __future__ import annotations

from tiig.model.errors import usage_kind

TEMPLATE_UNKNOWN = usage_kind(
    "template-unknown",
    "There is no template of this name",
    "Use one of: {known}. ISTV's official element names are not known: take them from the schema "
    "file when a site has it, and write the profile by the page on adding a sender.",
)
TEMPLATE_NEEDS = usage_kind(
    "template-needs-record",
    "The template does not know which element of the message is one attendance",
    "Say it with --record, as a path of element names from the root of the message on.",
)

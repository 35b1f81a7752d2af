"""The catalogue's entry about texts that people write for the house."""

from __future__ import annotations

from tiig.model.errors import Family, declare

DOCUMENT_IDENTIFIES = declare(
    "document-identifies",
    Family.PROFILE,
    422,
    sentence="What stands in the file may identify a person ({place}): {kinds}",
    advice="Take it out, also out of remarks: the file is kept and shown as it is. Whom to ask "
    "stands in the signed paper. Nothing was changed.",
)

"""Give a released answer again, whatever kind of question it was an answer to."""

from __future__ import annotations

import json

from tiig.desk.answer import shown_again as _counts_again
from tiig.desk.quality import QUALITY, quality_again
from tiig.model.submission import Release
from tiig.services import Services


def shown_again(release: Release, threshold: int | None, services: Services) -> str:
    """Answer a released question as it was known then; returns the digest of what is shown."""
    asked = json.loads(release.questions)
    again = quality_again if asked and QUALITY in asked[0] else _counts_again
    return again(release, threshold, services)

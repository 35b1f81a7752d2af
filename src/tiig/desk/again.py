"""Give a released answer again, whatever kind of question it was an answer to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tiig.desk.answer import shown_again as _counts_again
from tiig.desk.compare_shown import SHOWN_COMPARISON, comparison_again
from tiig.desk.effect_picture import EFFECT_PICTURE, effect_picture_of
from tiig.desk.effects import EFFECTS, action_effects
from tiig.desk.fair import COMPARISON, GROUPS, compare_of, groups_of
from tiig.desk.heat import HEAT, heat_of
from tiig.desk.letters import LETTER, letter_again
from tiig.desk.measures import MEASURES, measures_of
from tiig.desk.ours import PROGRAMME, Work, programme_again
from tiig.desk.problems import CHART, PROBLEMS, chart_of, problems_of
from tiig.desk.quality import QUALITY, quality_again
from tiig.desk.shifts import SHIFTS, shifts_of
from tiig.desk.timeliness import TIMELINESS, timeliness_of
from tiig.desk.unlock import UNLOCK, unlock_of
from tiig.desk.volume import VOLUME, volumes_of
from tiig.kit.hashing import canonical_json, digest
from tiig.model.submission import Release
from tiig.services import Services

WORKS: Mapping[str, Work[Any]] = {
    CHART: chart_of,
    COMPARISON: compare_of,
    EFFECTS: action_effects,
    GROUPS: groups_of,
    EFFECT_PICTURE: effect_picture_of,
    HEAT: heat_of,
    MEASURES: measures_of,
    PROBLEMS: problems_of,
    SHIFTS: shifts_of,
    TIMELINESS: timeliness_of,
    UNLOCK: unlock_of,
    VOLUME: volumes_of,
}
"""How answers of the quality programme are worked out, by kind."""


def shown_again(release: Release, threshold: int | None, services: Services) -> str | None:
    """Answer a released question as it was known then; returns the digest of what is shown.

    None where the ledger's row is of an early form that does not say what was hidden.
    """
    asked = json.loads(release.questions)
    if not asked:
        return _receipt_again(release, services)
    if PROGRAMME in asked[0]:
        return programme_again(release, WORKS, services)
    if QUALITY in asked[0]:
        return quality_again(release, threshold, services)
    if SHOWN_COMPARISON in asked[0]:
        return comparison_again(release, threshold, services)
    if LETTER in asked[0]:
        return letter_again(release, services)
    return _counts_again(_by_areas_of_then(release, asked, services), threshold, services)


def _by_areas_of_then(
    release: Release, questions: list[dict[str, Any]], services: Services
) -> Release:
    """Name the geography of a question that named none: another may be the default by now."""
    asked, *rest = questions
    manifest = _manifest(release, services)
    versions = (one.record for one in services.catalogue.geographies())
    names = {one.full_name: one.name for one in (services.geography.list()[0], *versions)}
    name = asked["geography"] or names.get(str(manifest.get("geography")))
    return replace(release, questions=canonical_json([{**asked, "geography": name}, *rest]))


def _receipt_again(release: Release, services: Services) -> str:
    """Return the digest of a receipt as it is kept: it answers no question."""
    (submission,) = _manifest(release, services)["submissions"]
    return digest(services.catalogue.receipt(submission))


def _manifest(release: Release, services: Services) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(services.catalogue.manifest(release.manifest) or "{}")
    return body

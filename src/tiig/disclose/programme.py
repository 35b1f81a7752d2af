"""Let answers of the quality programme through, where the preset hides nothing."""

from __future__ import annotations

from tiig.model.cleared_programme import ClearedProgramme, Told
from tiig.model.clearing import make_cleared_programme
from tiig.standard.measures import Preset


def clear_programme(
    kind: str, told: Told, preset: Preset, *, manifest: str, synthetic: bool
) -> ClearedProgramme[Told]:
    """Return an exact answer for the team; a preset that hides anything is not for it."""
    if preset.for_release or preset.smallest_shown > 1:
        message = f"the preset {preset.id} hides small numbers: the programme's answers are exact"
        raise ValueError(message)
    return make_cleared_programme(
        kind=kind,
        told=told,
        preset=preset.id,
        preset_mark=preset.mark,
        manifest=manifest,
        synthetic=synthetic,
    )

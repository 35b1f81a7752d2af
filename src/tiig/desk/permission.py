"""Who may see what: the preset that protects an answer, and whether this asker may have it."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.asker import Asker
from tiig.model.errors import PRESET_UNKNOWN, PURPOSE_MISSING, TiigError
from tiig.services import Services
from tiig.standard import Preset

PUBLIC = "public"


@dataclass(frozen=True)
class PresetChoice:
    """A preset with the smallest count it shows here (None: the preset's own)."""

    preset: Preset
    threshold: int | None


def check_preset(name: str | None, asker: Asker, services: Services) -> PresetChoice:
    """Return the preset in use; refuse unknown ones, and exact figures without a purpose.

    Without a name it is `public`. Until agreements exist, `named-partner` takes its
    threshold from the workspace.
    """
    presets = services.standard.presets
    chosen = presets.get(name or PUBLIC)
    if chosen is None or chosen.own_rows_only:
        known = ", ".join(sorted(key for key, one in presets.items() if not one.own_rows_only))
        raise TiigError(PRESET_UNKNOWN, preset=name, known=known)
    if chosen.asks_purpose and not (asker.purpose or "").strip():
        raise TiigError(PURPOSE_MISSING)
    varies = chosen.threshold_may_vary
    return PresetChoice(chosen, services.choices.named_partner_threshold if varies else None)

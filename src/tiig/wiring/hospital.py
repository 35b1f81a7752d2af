"""Build what preparing a file needs at the hospital: no workspace, no store, no settings."""

from __future__ import annotations

from pathlib import Path

from tiig import __version__
from tiig.intake.hospital import AtHospital
from tiig.standard import load_standard
from tiig.wiring.clock import SystemClock


def at_hospital(overlay: Path | None = None) -> AtHospital:
    """Return the standard - with the additions of a folder, as TIIG uses them - and the clock."""
    return AtHospital(load_standard(overlay), SystemClock(), __version__)

"""Build what needs no store: preparing a file at the hospital, and what it needs to start."""

from __future__ import annotations

from pathlib import Path

from tiig import __version__
from tiig.intake.hospital import AtHospital
from tiig.journeys.spec import SpecServices
from tiig.model.errors import WORKSPACE_MISSING, TiigError
from tiig.standard import load_standard
from tiig.wiring.clock import SystemClock
from tiig.wiring.settings import OVERLAY, Settings, named_workspace, read_settings


def at_hospital(overlay: Path | None = None) -> AtHospital:
    """Return the standard - with the additions of a folder, as TIIG uses them - and the clock."""
    return AtHospital(load_standard(overlay), SystemClock(), __version__)


def standard_only(workspace: Path | None = None) -> SpecServices:
    """Return the standard and the clock, with a workspace's additions where there is one.

    A workspace that is named must be there; without one the packaged standard speaks.
    """
    settings = _settings(workspace)
    overlay = None if settings is None else settings.overlay or settings.workspace / OVERLAY
    there = overlay is not None and overlay.is_dir()
    return SpecServices(load_standard(overlay if there else None), SystemClock())


def _settings(workspace: Path | None) -> Settings | None:
    try:
        return read_settings(workspace)
    except TiigError as fault:
        if fault.kind is WORKSPACE_MISSING and named_workspace(workspace) is None:
            return None
        raise

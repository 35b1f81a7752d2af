"""A package that a hospital prepared, on its way into the store like any other file."""

from __future__ import annotations

from pathlib import Path

from tiig.desk import profile_used
from tiig.handover import Package, is_sealed, layout_of, open_package
from tiig.model.days import Days, days_of
from tiig.model.errors import TiigError, Where
from tiig.model.handover_errors import PACKAGE_DAMAGED, PACKAGE_MONTH, PACKAGE_SENDER
from tiig.model.profile import SenderProfile
from tiig.services import Services


def package_in(file: Path, label: str, services: Services) -> Package | None:
    """Open a sealed package with the keys of this house; None for any other file."""
    if not is_sealed(file):
        return None
    return open_package(file, services.keys.unsealed, Where(file=label))


def days_covered(package: Package, asked: Days | None) -> Days:
    """Return the days that a package covers, which `--period` must not contradict."""
    try:
        covers = days_of(package.manifest.period)
    except TiigError:
        raise TiigError(PACKAGE_DAMAGED, what="its months cannot be read") from None
    if asked not in {None, covers}:
        raise TiigError(PACKAGE_MONTH, covers=covers)
    return covers


def profile_of(package: Package, sender: str, services: Services) -> SenderProfile:
    """Return the profile that the hospital used, but for rows in the layout of the standard."""
    if package.manifest.sender != sender:
        raise TiigError(PACKAGE_SENDER, sender=sender)
    used = profile_used(sender, services, package.manifest.profile)
    return layout_of(used, package.manifest, services.standard)

"""Gather the rows of a package, compressed as they come, and seal them with their manifest."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable

from tiig.handover.recipient import Recipient
from tiig.model.gates import Portable
from tiig.model.prepared import Manifest

ROWS_NAME = "rows.csv"
MANIFEST_NAME = "manifest.json"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Every part has the same date: equal rows make equal content."""


class PackageWriter:
    """Holds a package in memory, compressed, until it is sealed; nothing touches a disk."""

    def __init__(self) -> None:
        """Begin with no row."""
        self._held = io.BytesIO()
        self._archive = zipfile.ZipFile(self._held, "w")
        self._rows = self._archive.open(_part(ROWS_NAME), "w", force_zip64=True)
        self._digest = hashlib.sha256()
        self._begun = False
        self.columns: tuple[str, ...] = ()

    def write(self, rows: Portable) -> None:
        """Add a batch; all batches have the same columns."""
        self.columns = rows.columns
        text = rows.as_csv(header=not self._begun)
        self._begun = True
        self._digest.update(text)
        self._rows.write(text)

    def sealed(
        self, manifest: Callable[[str, tuple[str, ...]], Manifest], recipient: Recipient
    ) -> bytes:
        """Seal the package with its manifest, made from digest and columns of the rows."""
        self._rows.close()
        told = manifest(self._digest.hexdigest(), self.columns)
        self._archive.writestr(_part(MANIFEST_NAME), told.to_json())
        self._archive.close()
        return recipient.sealed(self._held.getvalue())


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _LONG_AGO)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part

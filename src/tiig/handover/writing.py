"""Gather the rows of a package, compressed as they come, and seal them with their manifest."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable

from tiig.handover.recipient import Recipient
from tiig.model.gates import Portable
from tiig.model.prepared import Manifest

ROWS_NAME = "rows.csv"
MANIFEST_NAME = "manifest.json"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Every part has the same date: equal rows make equal content."""


class PackageWriter:
    """Holds the rows in memory, compressed, until they are sealed; nothing touches a disk."""

    def __init__(self) -> None:
        """Begin with no row."""
        self._pressed: list[bytes] = []
        self._digest = hashlib.sha256()
        self._columns: tuple[str, ...] = ()

    def write(self, rows: Portable) -> None:
        """Add a batch; all batches have the same columns."""
        text = rows.as_csv(header=not self._pressed)
        self._columns = rows.columns
        self._digest.update(text)
        self._pressed.append(zlib.compress(text))

    def sealed(
        self, manifest: Callable[[str, tuple[str, ...]], Manifest], recipient: Recipient
    ) -> bytes:
        """Seal the package with its manifest, made from digest and columns of the rows."""
        told = manifest(self._digest.hexdigest(), self._columns)
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr(_part(MANIFEST_NAME), told.to_json())
            with archive.open(_part(ROWS_NAME), "w", force_zip64=True) as rows:
                for piece in self._pressed:
                    rows.write(zlib.decompress(piece))
        return recipient.sealed(held.getvalue())


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _LONG_AGO)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part

"""Open a package: unseal, check against its manifest, and hand its rows out in memory."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tiig.handover.writing import MANIFEST_NAME, ROWS_NAME
from tiig.model.errors import FILE_MISSING, FILE_TOO_LARGE, TiigError, Where
from tiig.model.handover_errors import PACKAGE_DAMAGED
from tiig.model.prepared import Manifest

_MAGIC = b"age-encryption.org/v1\n"
_MEBI = 1 << 20
LARGEST_SEALED = 256 * _MEBI
LARGEST_ROWS = 2048 * _MEBI
_LARGEST_MANIFEST = _MEBI

Unseal = Callable[[bytes], bytes]
"""Opens sealed bytes; the keys stay with who holds them."""


@dataclass(frozen=True, repr=False)
class Package:
    """An opened package: what it says of itself, and its rows as CSV in memory."""

    manifest: Manifest
    content: bytes

    def __repr__(self) -> str:
        return f"<Package: {self.manifest.counts.kept} rows>"

    @property
    def rows(self) -> BinaryIO:
        """The rows as a file in memory, from the beginning."""
        return io.BytesIO(self.content)


def is_sealed(path: Path) -> bool:
    """Tell a sealed package by its first bytes, whatever its name says."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def open_package(path: Path, unseal: Unseal, where: Where) -> Package:
    """Unseal a package; PACKAGE_DAMAGED where it is not whole, what its manifest says, or ours."""
    try:
        if path.stat().st_size > LARGEST_SEALED:
            raise TiigError(FILE_TOO_LARGE, where, what=f"more than {LARGEST_SEALED:,} bytes")
        sealed = path.read_bytes()
    except OSError:
        raise TiigError(FILE_MISSING, where) from None
    try:
        return _opened(unseal(sealed))
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, zipfile.LargeZipFile):
        raise TiigError(
            PACKAGE_DAMAGED, where, what="it is not a package of this program"
        ) from None
    except TiigError as fault:
        raise TiigError(fault.kind, where, **fault.facts) from None


def _opened(content: bytes) -> Package:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = Manifest.from_json(_part(archive, MANIFEST_NAME, _LARGEST_MANIFEST).decode())
        rows = _part(archive, ROWS_NAME, LARGEST_ROWS)
    if hashlib.sha256(rows).hexdigest() != manifest.rows_digest:
        raise TiigError(PACKAGE_DAMAGED, what="its rows are not those of its manifest")
    return Package(manifest, rows)


def _part(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    """Read one part; never more than it may hold, whatever the archive claims."""
    with archive.open(name) as part:
        content = part.read(largest + 1)
    if len(content) > largest:
        raise TiigError(FILE_TOO_LARGE, what=f"{name} of more than {largest:,} bytes")
    return content

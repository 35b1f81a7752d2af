"""Open a file of areas: plain or zipped, within limits, as text in whichever encoding it has."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tiig.kit.zip_members import files_among
from tiig.model.area_errors import AREA_FILE_DAMAGED, AREA_FILE_KIND, AREA_FILE_TOO_LARGE
from tiig.model.errors import FILE_EMPTY, FILE_MISSING, TiigError, Where

LARGEST = 1 << 30
"""Bytes of a file, packed or unpacked: all of Great Britain at 20 m stays below it."""
_RATIO, _RATIO_FROM, _MEMBERS = 200, 64 << 20, 5_000
"""How many times an archive may grow, from which size on, and how many members it may have."""
_STEP = 1 << 20
_ZIP, _OLD_EXCEL, _XLSX = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", "[Content_Types].xml"
_SUFFIXES = (".geojson", ".json", ".csv")
_CODE_POINT = "Doc/Code-Point_Open_Column_Headers.csv"


@dataclass(frozen=True)
class Opened:
    """The text of a file, with the SHA-256 of the bytes that were given.

    `name` is what people call the file; `inner` the name inside an archive, else the same.
    """

    name: str
    inner: str
    fingerprint: str
    text: str
    remarks: tuple[str, ...] = ()

    @property
    def where(self) -> Where:
        """The file, for messages."""
        return Where(file=self.name)


def open_file(path: Path) -> Opened:
    """Read a file whole; FILE_MISSING, FILE_EMPTY, AREA_FILE_... where that cannot be."""
    where = Where(file=path.name)
    if not path.is_file():
        raise TiigError(FILE_MISSING, where)
    if path.stat().st_size > LARGEST:
        raise TiigError(AREA_FILE_TOO_LARGE, where, what="more than 1 GB")
    raw = path.read_bytes()
    if not raw.strip():
        raise TiigError(FILE_EMPTY, where)
    fingerprint = hashlib.sha256(raw).hexdigest()
    if raw.startswith(_OLD_EXCEL):
        raise _spreadsheet(where)
    inner, content = _unpacked(raw, where) if raw.startswith(_ZIP) else (path.name, raw)
    text, remarks = _text(content, where)
    if not text.strip():
        raise TiigError(FILE_EMPTY, where)
    return Opened(path.name, inner, fingerprint, text, remarks)


def _spreadsheet(where: Where) -> TiigError:
    return TiigError(AREA_FILE_KIND, where, what="it is a workbook; save its sheet as CSV")


def _text(raw: bytes, where: Where) -> tuple[str, tuple[str, ...]]:
    """Decode: UTF-8 with or without its mark, else Latin-1, which older ONS files are in."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4096]:
        raise TiigError(AREA_FILE_KIND, where, what="it is neither CSV nor GeoJSON in UTF-8")
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return raw.decode("latin-1"), ("Read as Latin-1: it is not UTF-8.",)


def _unpacked(raw: bytes, where: Where) -> tuple[str, bytes]:
    from io import BytesIO  # noqa: PLC0415 - only archives need it

    try:
        archive = zipfile.ZipFile(BytesIO(raw))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise TiigError(AREA_FILE_DAMAGED, where, what="the archive is cut off") from None
    names = {info.filename: info for info in files_among(infos)}
    if _XLSX in names:
        raise _spreadsheet(where)
    if len(infos) > _MEMBERS or sum(info.file_size for info in infos) > LARGEST:
        raise TiigError(AREA_FILE_TOO_LARGE, where, what="the archive inflates beyond the limit")
    limit = LARGEST if len(raw) * _RATIO > LARGEST else max(_RATIO_FROM, len(raw) * _RATIO)
    chosen = _data_members(sorted(names), where)
    parts, room = [], limit
    for name in chosen:
        piece = _inflated(archive, names[name], room, where)
        room -= len(piece)
        parts.append(piece if piece.endswith(b"\n") else piece + b"\n")
    return PurePosixPath(chosen[-1]).name, b"".join(parts)


def _data_members(names: list[str], where: Where) -> list[str]:
    """Return the one data file; of Code-Point Open its header and all its postcode areas."""
    if _CODE_POINT in names:
        return [_CODE_POINT, *(name for name in names if name.startswith("Data/CSV/"))]
    data = [name for name in names if name.lower().endswith(_SUFFIXES)]
    data = [name for name in data if not name.startswith("__MACOSX/")]
    if any(name.lower().endswith(".shp") for name in names):
        what = "it is a shapefile; download the same boundaries as GeoJSON"
        raise TiigError(AREA_FILE_KIND, where, what=what)
    if len(data) != 1:
        what = f"the archive holds {len(data)} files of areas, not one; unpack it and name each"
        raise TiigError(AREA_FILE_KIND, where, what=what)
    return data


def _inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int, where: Where) -> bytes:
    """Inflate step by step: an archive is not believed what it says of its size."""
    found = bytearray()
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_STEP):
                found += piece
                if len(found) > room:
                    what = "the archive inflates beyond the limit"
                    raise TiigError(AREA_FILE_TOO_LARGE, where, what=what)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise TiigError(AREA_FILE_DAMAGED, where, what="a part cannot be inflated") from None
    return bytes(found)

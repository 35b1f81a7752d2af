"""Archives that are packed twice, too far, wrongly, or with a trap, and files of other kinds."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from functools import partial

from tests.corpus.makers.base import HEADER, Row, Sample, faulty, sent, text_of
from tests.corpus.makers.xlsx import parts_of, sheet_xml, zipped

NHS = "9990000018"
NAME = "extract.csv"
_NAMED, _REMARKED = 8, 16
"""Marks in the head of a gzip file."""


def csv_of(canary: str) -> bytes:
    """Return the sound month as delimited text."""
    return text_of(faulty(Bed=canary)).encode()


def gzipped(data: bytes, *, name: bytes = b"", remark: bytes = b"") -> bytes:
    """Pack bytes as gzip, with a name and a remark in its head."""
    flags = (_NAMED if name else 0) | (_REMARKED if remark else 0)
    head = b"\x1f\x8b\x08" + bytes([flags]) + b"\0\0\0\0\0\xff"
    texts = (name + b"\0" if name else b"") + (remark + b"\0" if remark else b"")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(data) + packer.flush()
    tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return head + texts + body + tail


def gz(canary: str, *, change: str = "", name: bytes = b"") -> Sample:
    """Send the month as gzip, whole or broken."""
    data = csv_of(canary)
    packed = gzipped(data, name=name)
    if change == "cut":
        packed = packed[: len(packed) // 2]
    elif change == "sum":
        packed = packed[:-8] + b"\0\0\0\0" + packed[-4:]
    elif change == "two members":
        half = data.index(b"\n", len(data) // 2) + 1
        packed = gzipped(data[:half]) + gzipped(data[half:])
    elif change == "rubbish behind":
        packed += b"CANARY" + canary.encode()
    elif change == "zeros behind":
        packed += bytes(512)
    elif change == "twice":
        packed = gzipped(packed)
    elif change == "nothing inside":
        packed = gzipped(b"")
    return sent(packed, name="extract.csv.gz")


def gz_bomb(canary: str, *, mebibytes: int) -> Sample:
    """Pack the month and then blank lines without end."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = csv_of(canary)
    body = packer.compress(head) + b"".join(
        packer.compress(b"\n" * (1 << 20)) for _ in range(mebibytes)
    )
    return sent(body + packer.flush(), name="extract.csv.gz")


def zip_of(
    canary: str, *, members: Sequence[str] = (NAME,), method: int = zipfile.ZIP_DEFLATED,
    comment: bytes = b"", change: str = "",
) -> Sample:  # fmt: skip
    """Send the month in a zip archive, under some names or several times."""
    data = csv_of(canary)
    pairs = [(name, b"" if name.endswith("/") else data) for name in members]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        packed = bytearray(zipped(pairs, method=method, comment=comment))
    if change == "cut":
        del packed[-30:]
    elif change == "before":
        packed[:0] = b"MZ this program cannot be run"
    elif change == "encrypted":
        for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            packed[packed.index(magic) + place] |= 1
    elif change == "size":
        at = packed.index(b"PK\x01\x02") + 24
        packed[at : at + 4] = (10).to_bytes(4, "little")
    elif change == "method":
        for magic, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            packed[packed.index(magic) + place] = 99
    elif change == "link":
        at = packed.index(b"PK\x01\x02") + 38
        packed[at : at + 4] = (0o120777 << 16).to_bytes(4, "little")
    return sent(bytes(packed), name="extract.zip")


def overlapping(canary: str) -> Sample:
    """Let two names of the directory stand for the same bytes, as bombs of many layers do."""
    packed = zipped({NAME: csv_of(canary)})
    at, end = packed.index(b"PK\x01\x02"), packed.index(b"PK\x05\x06")
    entry, tail = packed[at:end], bytearray(packed[end:])
    tail[8:12] = (2).to_bytes(2, "little") * 2
    tail[12:16] = (2 * len(entry)).to_bytes(4, "little")
    other = entry.replace(NAME.encode(), b"another.csv")
    return sent(packed[:at] + entry + other + bytes(tail), name="extract.zip")


def nested(canary: str, *, inner: str) -> Sample:
    """Put an archive, a workbook or another file into an archive."""
    month_ = csv_of(canary)
    book = zipped(parts_of({"Rows": sheet_xml([list(HEADER), *_cells(faulty(Bed=canary))])}))
    files = {
        "zip": ("extract.zip", zipped({NAME: month_}), None),
        "gzip": ("extract.csv.gz", gzipped(month_), None),
        "workbook": (
            "extract.xlsx", book, {'format = "csv"': 'format = "xlsx"\nsheet = "Rows"'}
        ),
        "legacy": ("extract.xls", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2048), None),
        "program": ("extract.exe", b"MZ" + bytes(64) + canary.encode(), None),
    }  # fmt: skip
    name, data, profile = files[inner]
    return sent(zipped({name: data}), name="extract.zip", profile=profile)


def _cells(rows: Sequence[Row]) -> list[list[str]]:
    return [[row[name] for name in HEADER] for row in rows]


def other_kind(canary: str, *, kind: str) -> Sample:
    """Pack the month by a program whose files are not read, or send a document."""
    data = csv_of(canary)
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        info = tarfile.TarInfo(NAME)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    kinds = {
        "tar": tar.getvalue(),
        "tar.gz": gzipped(tar.getvalue()),
        "bzip2": bz2.compress(data),
        "xz": lzma.compress(data),
        "rar": b"Rar!\x1a\x07\x01\0" + bytes(64),
        "pdf": b"%PDF-1.7\n" + canary.encode(),
        "parquet": b"PAR1" + bytes(64) + b"PAR1",
    }
    return sent(kinds[kind], name=f"extract.{kind}")


FILES: Mapping[str, partial[Sample]] = {
    "gzip-of-text": partial(gz),
    "gzip-that-names-its-file": partial(gz, name=b"june.csv"),
    "gzip-that-names-a-patient": partial(gz, name=b"Mrs Mary Jones.csv"),
    "gzip-cut": partial(gz, change="cut"),
    "gzip-with-wrong-sum": partial(gz, change="sum"),
    "gzip-of-two-members": partial(gz, change="two members"),
    "gzip-with-rubbish-behind": partial(gz, change="rubbish behind"),
    "gzip-with-zeros-behind": partial(gz, change="zeros behind"),
    "gzip-in-gzip": partial(gz, change="twice"),
    "gzip-of-nothing": partial(gz, change="nothing inside"),
    "gzip-bomb-of-blank-lines": partial(gz_bomb, mebibytes=32),
    "zip-of-text": partial(zip_of),
    "zip-stored-not-packed": partial(zip_of, method=zipfile.ZIP_STORED),
    "zip-packed-by-bzip2": partial(zip_of, method=zipfile.ZIP_BZIP2),
    "zip-of-two-files": partial(zip_of, members=(NAME, "readme.txt")),
    "zip-with-a-folder": partial(zip_of, members=("june/", "june/extract.csv")),
    "zip-with-leftovers-of-a-macintosh": partial(
        zip_of, members=(NAME, "__MACOSX/._extract.csv")
    ),
    "zip-of-nothing": partial(zip_of, members=()),
    "zip-of-folders-only": partial(zip_of, members=("june/",)),
    "zip-slip": partial(zip_of, members=("../../../tmp/CANARY.csv",)),
    "zip-with-absolute-name": partial(zip_of, members=("/etc/cron.d/extract",)),
    "zip-with-windows-name": partial(zip_of, members=("C:\\extract.csv",)),
    "zip-name-twice": partial(zip_of, members=(NAME, NAME)),
    "zip-name-of-a-patient": partial(zip_of, members=("Mrs Mary Jones.csv",)),
    "zip-remark-with-nhs-number": partial(zip_of, comment=f"NHS {NHS}".encode()),
    "zip-cut": partial(zip_of, change="cut"),
    "zip-behind-a-program": partial(zip_of, change="before"),
    "zip-encrypted": partial(zip_of, change="encrypted"),
    "zip-that-lies-about-its-size": partial(zip_of, change="size"),
    "zip-of-unknown-method": partial(zip_of, change="method"),
    "zip-of-a-link": partial(zip_of, change="link"),
    "zip-of-overlapping-members": partial(overlapping),
    "zip-in-zip": partial(nested, inner="zip"),
    "gzip-in-zip": partial(nested, inner="gzip"),
    "workbook-in-zip": partial(nested, inner="workbook"),
    "legacy-workbook-in-zip": partial(nested, inner="legacy"),
    "program-in-zip": partial(nested, inner="program"),
    "tar": partial(other_kind, kind="tar"),
    "tar-in-gzip": partial(other_kind, kind="tar.gz"),
    "bzip2": partial(other_kind, kind="bzip2"),
    "xz": partial(other_kind, kind="xz"),
    "rar": partial(other_kind, kind="rar"),
    "pdf": partial(other_kind, kind="pdf"),
    "parquet": partial(other_kind, kind="parquet"),
}  # fmt: skip

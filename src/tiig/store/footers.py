"""The key material in an encrypted Parquet file's tail: which key it needs, and under another.

The tail is plain so that readers know what to ask for: a FileCryptoMetaData of Thrift's
compact protocol (parquet-format, "Encryption"), whose second field is JSON with the file's
wrapped keys. Only they are exchanged: the sealed data before and the sealed footer behind
stay as they are, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAGIC = b"PARE"
TAIL = 8
"""Bytes at the end: the length of what lies before them, and MAGIC."""

_WRAPPED, _NAME = "wrappedKEK", "masterKeyID"
_STOP, _FIELD_BITS, _KINDS = 0, 4, 0x0F
_TRUE, _FALSE, _BYTE, _BINARY, _STRUCT = 1, 2, 3, 8, 12
_VARINTS = frozenset({4, 5, 6})
_KEY_MATERIAL = 2


@dataclass(frozen=True)
class KeyMaterial:
    """The wrapped keys of a file and where they stand in its bytes."""

    begins: int
    """Where the length of the JSON stands."""
    ends: int
    told: dict[str, Any]

    @property
    def wrapped(self) -> bytes:
        """The file's key-encryption key as the lake's master key wrapped it."""
        return str(self.told[_WRAPPED]).encode()


def footer_length(tail: bytes) -> int:
    """Return how many bytes before the tail describe the file; ValueError where it has no tail."""
    if len(tail) != TAIL or tail[4:] != MAGIC:
        message = "no encrypted footer"
        raise ValueError(message)
    return int.from_bytes(tail[:4], "little")


def key_material(footer: bytes) -> KeyMaterial:
    """Read the key material from the beginning of a footer; ValueError where it is not one."""
    at, field = 0, 0
    while (head := footer[at]) != _STOP:
        kind, step = head & _KINDS, head >> _FIELD_BITS
        at += 1
        if not step:
            message = "a footer of another form"
            raise ValueError(message)
        field += step
        if field == _KEY_MATERIAL and kind == _BINARY:
            size, starts = _varint(footer, at)
            return KeyMaterial(at, starts + size, json.loads(footer[starts : starts + size]))
        at = _behind(footer, at, kind)
    message = "no key material"
    raise ValueError(message)


def rewrapped(content: bytes, name: str, wrap: Callable[[bytes], bytes]) -> bytes:
    """Return a file with its key-encryption key wrapped anew, under the master key of a name."""
    length = footer_length(content[-TAIL:])
    starts = len(content) - TAIL - length
    footer = content[starts:-TAIL]
    material = key_material(footer)
    told = material.told | {_NAME: name, _WRAPPED: wrap(material.wrapped).decode()}
    text = json.dumps(told, separators=(",", ":")).encode()
    new = footer[: material.begins] + _as_varint(len(text)) + text + footer[material.ends :]
    return content[:starts] + new + len(new).to_bytes(4, "little") + MAGIC


def _behind(data: bytes, at: int, kind: int) -> int:
    """Return where a value of Thrift's compact protocol ends."""
    if kind in {_TRUE, _FALSE}:
        return at
    if kind == _BYTE:
        return at + 1
    if kind in _VARINTS:
        return _varint(data, at)[1]
    if kind == _BINARY:
        size, starts = _varint(data, at)
        return starts + size
    if kind == _STRUCT:
        while (head := data[at]) != _STOP:
            at = _behind(data, at + 1, head & _KINDS)
        return at + 1
    message = "a footer of another form"
    raise ValueError(message)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follows
            return value, at
        shift += 7


def _as_varint(value: int) -> bytes:
    told = bytearray()
    while value >= 0x80:  # noqa: PLR2004 - the bit that says that more follows
        told.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*told, value])

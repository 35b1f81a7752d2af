"""Bytes as text by Bech32 (BIP 173), the spelling in which age writes its keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6
_BITS, _MASK = 5, 31
_BYTE = 8


def bech32(prefix: str, content: bytes) -> str:
    """Return `prefix`, a 1, the content in fives of bits, and six characters of checksum."""
    words = list(_fives(content))
    expanded = [ord(one) >> _BITS for one in prefix] + [0] + [ord(one) & _MASK for one in prefix]
    checked = _polymod([*expanded, *words, *[0] * _CHECKSUM]) ^ 1
    words += [checked >> _BITS * place & _MASK for place in reversed(range(_CHECKSUM))]
    return f"{prefix}1{''.join(_ALPHABET[word] for word in words)}"


def _fives(content: bytes) -> Iterator[int]:
    held = bits = 0
    for byte in content:
        held, bits = held << _BYTE | byte, bits + _BYTE
        while bits >= _BITS:
            bits -= _BITS
            yield held >> bits & _MASK
    if bits:
        yield held << (_BITS - bits) & _MASK


def _polymod(words: Iterable[int]) -> int:
    checked = 1
    for word in words:
        top = checked >> 25
        checked = (checked & 0x1FFFFFF) << _BITS ^ word
        for place, number in enumerate(_GENERATOR):
            checked ^= number if top >> place & 1 else 0
    return checked

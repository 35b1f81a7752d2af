"""Sets of byte positions as bits, sixty-four bytes to a word.

Counting what stands outside quotes must cost little beside parsing. The idea - find quoted
stretches by a running exclusive-or over the quotes' bits - is that of simdjson (Langdale
and Lemire, "Parsing Gigabytes of JSON per Second", VLDB Journal 28, 2019).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]

_SLICE = 1 << 18
"""Bytes compared at once: what is compared stays in the processor's cache."""

_ONE = np.uint64(1)
_SIX = np.uint64(6)
_TOP = np.uint64(63)
_DOUBLINGS = tuple(np.uint64(shift) for shift in (1, 2, 4, 8, 16, 32))


def marks(text: Bytes, byte: int) -> Words:
    """Mark where a byte stands; one empty word follows, so that the end has a bit too."""
    words = np.zeros(len(text) // 64 + 1, np.uint64)
    octets = words.view(np.uint8)
    for begin in range(0, len(text), _SLICE):
        packed = np.packbits(text[begin : begin + _SLICE] == byte, bitorder="little")
        octets[begin // 8 : begin // 8 + len(packed)] = packed
    return words


def positions(text: Bytes, byte: int) -> Positions:
    """List where a byte stands."""
    found = [
        np.flatnonzero(text[begin : begin + _SLICE] == byte) + begin
        for begin in range(0, len(text), _SLICE)
    ]
    return np.concatenate(found) if found else np.empty(0, np.int64)


def inside(quotes: Words) -> Words:
    """Mark every byte from an opening quote up to just before its closing one."""
    parity = quotes.copy()
    for shift in _DOUBLINGS:
        parity ^= parity << shift
    odd_so_far = np.bitwise_xor.accumulate(parity >> _TOP)
    parity[1:] ^= np.uint64(0) - odd_so_far[:-1]
    return parity


def moved_on(words: Words) -> Words:
    """Mark the byte that follows each marked byte."""
    moved = words << _ONE
    moved[1:] |= words[:-1] >> _TOP
    return moved


def moved_back(words: Words) -> Words:
    """Mark the byte that precedes each marked byte."""
    moved = words >> _ONE
    moved[:-1] |= words[1:] << _TOP
    return moved


def holds(words: Words, at: Positions) -> npt.NDArray[np.bool_]:
    """Tell for each position whether it is marked."""
    where = at.astype(np.uint64)
    bits: Words = (words[where >> _SIX] >> (where & _TOP)) & _ONE
    return bits.astype(np.bool_)


def counts_before(words: Words, at: Positions) -> Positions:
    """Count for each position the marks that stand ahead of it."""
    totals = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.bitwise_count(words), out=totals[1:])
    where = at.astype(np.uint64)
    word = where >> _SIX
    ahead = words[word] & ((_ONE << (where & _TOP)) - _ONE)
    counts: Positions = totals[word] + np.bitwise_count(ahead)
    return counts


def first(words: Words) -> int | None:
    """Return the first marked position."""
    filled = np.flatnonzero(words)
    if not len(filled):
        return None
    word = int(words[filled[0]])
    return int(filled[0]) * 64 + (word & -word).bit_length() - 1

"""Bytes looked at eight at a time, at many places at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tiig.receive.marks import Bytes, Positions, Words, positions

_WIDTH = 8
_LONGEST_NUMBER = 8
_PADDING = b" " * 64
"""So that what may follow a place can be looked at without asking where the text ends."""
_MASKS: Words = np.array([(1 << 8 * count) - 1 for count in range(_WIDTH + 1)], np.uint64)
_HIGH, _ZEROS, _TO_NEXT = (np.uint64(0x0101010101010101 * byte) for byte in (0xF0, 0x30, 0x06))
_LOW = np.uint64(0x0F0F0F0F0F0F0F0F)


def word(text: bytes) -> np.uint64:
    """Return at most eight bytes as one number, as `Text.words` gives them."""
    return np.uint64(int.from_bytes(text, "little"))


class Text:
    """A stretch of bytes."""

    def __init__(self, text: bytes) -> None:
        """Take the bytes."""
        self.data = text
        padded = text + _PADDING
        self.bytes: Bytes = np.frombuffer(padded, np.uint8)
        self._words: Words = np.ndarray((len(padded) - _WIDTH,), "<u8", padded, strides=(1,))
        self.size = len(text)

    def places(self, byte: int) -> Positions:
        """List where a byte stands."""
        return positions(self.bytes[: self.size], byte)

    def words(self, at: Positions) -> Words:
        """Return the eight bytes from each place on."""
        found: Words = self._words[at]
        return found

    def parts(self, at: Positions, lengths: Positions) -> Words:
        """Return so many bytes from each place on, at most eight."""
        return self.words(at) & _MASKS[np.clip(lengths, 0, _WIDTH)]

    def stand(self, at: Positions, what: bytes) -> npt.NDArray[np.bool_]:
        """Tell where these bytes stand, however many."""
        there = np.ones(len(at), np.bool_)
        for begin in range(0, len(what), _WIDTH):
            piece = what[begin : begin + _WIDTH]
            there &= begins(self.words(at + begin), piece)
        return there

    def numbers(self, at: Positions, lengths: Positions) -> Positions | None:
        """Read so many digits as a number; None where anything is not one of at most eight.

        All eight bytes at once, by the known way of adding neighbours (Lemire, "Quickly
        parsing eight digits", 2018).
        """
        if ((lengths < 1) | (lengths > _LONGEST_NUMBER)).any():
            return None
        missing = (_WIDTH - lengths).astype(np.uint64) * np.uint64(8)
        digits = self.words(at) << missing  # what stands beyond falls away, and leaves nought
        digits |= _ZEROS & _MASKS[_WIDTH - lengths]
        if (((digits & _HIGH) != _ZEROS) | (((digits + _TO_NEXT) & _HIGH) != _ZEROS)).any():
            return None
        digits &= _LOW
        digits = (digits * np.uint64(2561)) >> np.uint64(8)
        digits = ((digits & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601)) >> np.uint64(16)
        digits = (
            (digits & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001)
        ) >> np.uint64(32)
        return digits.astype(np.int64)


def begins(words: Words, what: bytes) -> npt.NDArray[np.bool_]:
    """Tell which words begin with at most eight bytes."""
    there: npt.NDArray[np.bool_] = (words & _MASKS[len(what)]) == word(what)
    return there

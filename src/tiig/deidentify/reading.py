"""A text while it is read: which words are people's, which are places', and how they join."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from tiig.deidentify.tokens import Token

PERSON: Final = "person"
PLACE: Final = "place"


class Reading:
    """Words of one text with what has been made out about each."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self._labels: list[str | None] = [None] * len(tokens)

    def label(self, number: int) -> str | None:
        """Return what a word is, as far as it is known."""
        return self._labels[number] if 0 <= number < len(self.tokens) else None

    def mark(self, numbers: Collection[int], label: str) -> None:
        """Say what words are; the last word stands."""
        for number in numbers:
            self._labels[number] = label

    def word(self, number: int) -> str:
        """Return a word as lists write it; nothing where there is none."""
        return self.tokens[number].word if 0 <= number < len(self.tokens) else ""

    def gap(self, number: int) -> str:
        """Return what stands between a word and the next, a possessive's ending left off."""
        if not 0 <= number < len(self.tokens) - 1:
            return "\0"
        token = self.tokens[number]
        after = token.start + len(token.written)
        return self.text[after : self.tokens[number + 1].start]

    def adjacent(self, number: int) -> bool:
        """Whether only a space parts a word from the next."""
        return re.fullmatch(r" {1,2}", self.gap(number)) is not None

    def slashed(self, number: int) -> bool:
        """Whether a slash stands right before a word (`h/b`)."""
        return self.text[max(self.tokens[number].start - 1, 0)] == "/"

    def begins_sentence(self, number: int) -> bool:
        """Whether a word stands first, where a capital says nothing."""
        before = self.text[: self.tokens[number].start].rstrip(" \"'(\u201c")
        return not before or before[-1] in ".?!:;\n-"

    def within(self, start: int, end: int) -> list[int]:
        """Return the words of a stretch of text."""
        return [k for k, one in enumerate(self.tokens) if start <= one.start and one.end <= end]

    def medical(self, number: int, nouns: Collection[str]) -> bool:
        """Tell an eponym or a brand (`Bell's palsy`, `Stanley knife`) from a person."""
        following = self.tokens[number + 1].word if number + 1 < len(self.tokens) else ""
        return following in nouns or self.gap(number).strip().startswith("#")

    def spans(self, label: str) -> Iterator[tuple[str, int, int]]:
        """Yield stretches of words of one label that follow each other."""
        number = 0
        while number < len(self.tokens):
            if self._labels[number] != label:
                number += 1
                continue
            first = number
            while self.label(number + 1) == label and re.fullmatch(
                r"[ .,\-]{0,2}", self.gap(number)
            ):
                number += 1
            yield "name", self.tokens[first].start, self.tokens[number].end
            number += 1

    def alone(self, number: int) -> bool:
        """Whether a place is one by itself, not part of a longer name of a place."""
        before, after = self.label(number - 1), self.label(number + 1)
        return not (
            (before == PLACE and self.joins(number - 1)) or (after == PLACE and self.joins(number))
        )

    def joins(self, number: int) -> bool:
        """Whether a word and the next can be parts of one name of a place."""
        stopped = self.word(number) in {"st", "dr"} and self.gap(number) == ". "
        return stopped or re.fullmatch(r" {1,2}| ?& ?|-|' ?", self.gap(number)) is not None

"""What a text of a cell was taken to mean, and how that was found."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.states import NOT_KNOWN_NODE
from tiig.translate.profile_keys import NONE_WORD


@dataclass(frozen=True)
class Meaning:
    """A node that a text may mean, how well it fits (0 to 1), and how it was found.

    Words of a `long_list` stand near others of it, so that they are never quite sure; nor is a
    `stray` code in a list of words.
    """

    node: str
    score: float
    how: str
    words: str
    known: bool = False
    long_list: bool = False
    stray: bool = False

    @property
    def by_code(self) -> bool:
        """Whether a bare code was taken for a code of some list: other lists use the same."""
        return self.how == "code"


def is_no_answer(node: str | None) -> bool:
    """Tell whether a meaning is no category: not known, or nothing said."""
    return node in {NOT_KNOWN_NODE, NONE_WORD}

"""Words that an option takes: given again, or parted by commas, they say the same."""

from __future__ import annotations

from collections.abc import Iterable


def words_in(given: Iterable[str] | None) -> tuple[str, ...]:
    """Return the words of an option, so that `--by a,b` and `--by a --by b` are one."""
    return tuple(word.strip() for text in given or () for word in text.split(",") if word.strip())

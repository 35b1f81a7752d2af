"""Files that people write for the house - agreements, profiles - before they are kept and shown.

They are searched as they are written, remarks included, line by line: a line can be told
without telling what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from tiig.deidentify.spans import identifiers

_UNSURE: Final = frozenset({"name", "address"})
"""Organisations are called after people and have addresses: only what is sure is refused."""
_OF_CODES: Final = frozenset({"nhs_number", "chi_number"})
"""One code of ten digits in eleven passes for such a number."""
_KEY: Final = re.compile(r"\s*([A-Za-z_]+)\s*=")
_TABLE: Final = re.compile(r"\s*\[")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})")


class IdentifyingLine(NamedTuple):
    """A line that holds something that identifies: its number, its key if it is one, kinds."""

    line: int
    key: str
    kinds: tuple[str, ...]


def identifying_lines(
    text: str, *, keys: Collection[str], codes: Collection[str]
) -> Iterator[IdentifyingLine]:
    """Yield the lines of a TOML file with a number, address or birthday of somebody.

    `keys` are words that may be repeated; those among them that hold `codes` are read as such,
    as is a table that bears the name of one.
    """
    table = False
    for number, written in enumerate(text.splitlines(), start=1):
        if _TABLE.match(written):
            table = any(written.strip(" []").endswith(f".{name}") for name in codes)
        match = _KEY.match(written)
        key = match[1] if match and match[1] in keys else ""
        of_codes = table or key in codes
        line = _ESCAPE.sub(lambda sign: chr(int(sign[1], 16)), written)
        kinds = {span.kind for span in identifiers(line, codes=of_codes)} - _UNSURE
        kinds -= _OF_CODES if of_codes else set()
        if kinds:
            yield IdentifyingLine(number, key, tuple(sorted(kinds)))

"""Texts with their unusual signs written as the usual ones, character for character.

Spreadsheets, letters and phones write digits in full width, spaces that do not break and
dashes of many lengths. A text keeps its length, so that what is found in the plain form
stands at the same place in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_TO_ASCII: Final = 0xFEE0
_SPACES: Final = "Zs"
_UNSEEN: Final = "Cf"
_DASHES: Final = "Pd"
_DIGITS: Final = "Nd"

_ODD: Final = r"\x{a0}\x{ad}\x{2000}-\x{2015}\x{202f}\x{205f}\x{2060}\x{2212}\x{3000}\x{feff}"
_WIDE: Final = r"[\x{ff01}-\x{ff5e}]|[\p{Nd}--[0-9]]"
UNUSUAL: Final = rf"[{_ODD}]|{_WIDE}"
"""The signs that `plainly` changes, as far as numbers are written with them."""
UNUSUAL_IN_NUMBERS: Final = rf"[0-9A-Za-z][{_ODD}][0-9]|[0-9][{_ODD}]|{_WIDE}"
"""The same beside a digit: a dash between words tells nothing."""


_LABEL: Final = r"(?i:dob|d\.o\.b\.?|b-?day|born|birth|geni)"
_STUCK: Final = re.compile(rf"({_LABEL})(?=[0-9])|(?<=[a-z])(?=[A-Z])")
_DIGITS_ALIKE: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Za-z]{2})?[0-9OolI]{2,}(?:[A-Da-d])?(?![0-9A-Za-z])"
)
_ALIKE: Final = str.maketrans("OolI", "0011")
_SPREAD: Final = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Za-z] ){4,}[0-9A-Za-z](?![0-9A-Za-z])")
_ROMAN: Final = re.compile(r"(?<=[0-9])[./ ](I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})[./ ](?=[12][0-9]{3})")
_MONTHS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ESCAPED: Final = re.compile(r"&#?\w{1,8};|%[0-9A-Fa-f]{2}|\\[nrt]")
_ENTITIES: Final = {
    "amp": "&",
    "64": "@",
    "commat": "@",
    "46": ".",
    "43": "+",
    "lt": "<",
    "gt": ">",
}
_APART: Final = re.compile(r"[\s|;:~*'\"=<>\[\]{}\u00b7\u2022\u2027\u30fb\u3002\u2024\ufe52]+")


class _Plain(dict[int, int]):
    """Translates one character; what it has looked up it remembers."""

    def __missing__(self, code: int) -> int:
        sign = chr(code)
        kind = unicodedata.category(sign)
        if code in _FULL_WIDTH:
            plain = code - _TO_ASCII
        elif sign == "_" or kind in {_SPACES, _UNSEEN}:
            plain = ord(" ")
        elif kind == _DASHES or sign == "\u2212":
            plain = ord("-")
        elif kind == _DIGITS:
            plain = ord("0") + unicodedata.digit(sign)
        else:
            plain = code
        self[code] = plain
        return plain


_plain: Final = _Plain()


def loosely(text: str) -> str:
    """Return the text with what is stuck to values parted from them and separators as spaces.

    What is found there is found in the text, but not at its place: for searching only.
    """
    if _ESCAPED.search(text):
        text = _ESCAPED.sub(lambda found: _unescaped(found[0]), text)
    parted = _STUCK.sub(r"\1 ", _APART.sub(" ", plainly(text)))
    parted = _ROMAN.sub(lambda found: f"/{_MONTHS.index(found[1]) + 1:02}/", parted)
    parted = _SPREAD.sub(lambda found: found[0].replace(" ", ""), " ".join(parted.split()))
    return _DIGITS_ALIKE.sub(lambda found: _as_digits(found[0]), parted)


def _as_digits(written: str) -> str:
    """Return what is written with letters for digits as it is meant, where most are digits."""
    letters = (
        written[:2] if written[:2].isalpha() and "0" not in written[:2].translate(_ALIKE) else ""
    )
    suffix = written[-1] if letters and written[-1].isalpha() and written[-1] in "ABCDabcd" else ""
    middle = written[len(letters) : len(written) - len(suffix)]
    most = 2 * sum(map(str.isdigit, middle)) >= len(middle)
    return letters + middle.translate(_ALIKE) + suffix if most else written


def _unescaped(written: str) -> str:
    """Return the sign that a web page or an address writes so; a space for white space."""
    if written.startswith("%"):
        return chr(int(written[1:], 16))
    return _ENTITIES.get(written.strip("&;#"), " ")


def plainly(text: str) -> str:
    """Return the text with usual digits, spaces and dashes, and underscores as spaces."""
    return text.translate(_plain)

"""Names in text, told by a title or an introduction, without taking places for people.

Street and venue names hold titles too (St Mary's, Victoria Dr, Sir Robert Peel pub): a
word that makes a place wins over a title wherever the two readings are both possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_WORD: Final = r"[^\W\d_](?:[^\W\d_]|['\u2019\-](?=[^\W\d_])|\.(?=[^\W\d_]\b))*"
_TITLED: Final = re.compile(
    rf"(?<![^\W_])(?P<title>mrs?|ms|miss|mx|dr|master|sir|rev|reverend|mister|doctor)\b"
    rf"(?:\.[ ]?|[ ])[ ]*(?=(?P<words>{_WORD}\.?(?:[ ]+{_WORD}\.?){{0,2}}))",
    re.IGNORECASE,
)
_INTRODUCED: Final = re.compile(
    r"\b(?:my|his|her|their|full|first|last|sur|fore|family|patients?'?s?|pt'?s?|client'?s?)[ ]?"
    rf"name[ ]*(?:is|:|=)[ ]*(?P<words>{_WORD}(?:[ ]+{_WORD}){{0,2}})",
    re.IGNORECASE,
)
_NEXT_WORD: Final = re.compile(rf"[ ]+({_WORD})")
_LAST_WORD: Final = re.compile(rf"({_WORD})[ ]+$")

PLACE_WORDS: Final = frozenset(
    "academy alley apartments arcade arms avenue ave bar bistro bridge building buildings "
    "cafe café care centre church close clinic club college court cottage crescent dr drive "
    "estate fields flats gardens gate green grove hall hill hospital hotel house houses "
    "infirmary inn junction lane lodge mall market mews mill nightclub park parade place "
    "plaza precinct primary pub railway rd restaurant road roundabout row school shop shops "
    "snooker square st stadium station store street supermarket surgery takeaway tavern "
    "terrace theatre tower towers university view vaults walk ward way yard".split(),
)
"""Words that make what stands before them a place."""

_NOT_A_NAME: Final = frozenset(
    "a about after again against all am an and another appointment are arrived as asked at "
    "attack attended back be because been before bitten both but by called came can care "
    "class could did disease do does down due during each elbow exacerbation fall falling "
    "fell flare for fracture from gave got had has have he head her him his hit hospital hx "
    "if in injury into is it kick kicked left me mouth my neck no not now of off office on "
    "one or other out over pain patient patients placed prescribed pt pts put referral "
    "referred relapse right said saw says scan seen sent she since so some sprain staff step "
    "stepped stepping step-down surgery swing swinging symptoms than that the their them then "
    "there they this tho time to today told took under until up use using visit was weakness "
    "went were when where which while who will with without yesterday you angiogram imaging "
    "dx mri mr mrs ms miss today's tomorrow tonight approx appt advised states stated thinks "
    "wants recommended x bed bedroom bathroom chief cylinder piece sibling".split(),
)
"""Ordinary words after `Dr`, `MS` or `miss` in notes: the doctor, the disease, the verb."""

_NEVER_IN_A_NAME: Final = _NOT_A_NAME | PLACE_WORDS
_MAY_NAME_A_VENUE: Final = frozenset({"sir", "master", "rev", "reverend", "dr", "doctor"})
_LOOK_BACK: Final = 60
_NEEDS_A_CAPITAL: Final = frozenset(
    {"miss", "master", "sir", "rev", "reverend", "doctor", "dr", "ms"}
)
_BEFORE_A_DOCTOR: Final = frozenset(
    "and ask asked by called consultant for from gp her his nurse of or patient per pt "
    "referred registrar saw see seen spoke the to told under via with".split(),
)


def names(text: str) -> Iterator[tuple[str, int, int]]:
    """Find names of people: kind, first character, one past the last."""
    shouted = text == text.upper()
    for match in _TITLED.finditer(text):
        end = _end_of_name(text, match, shouted=shouted)
        if end is not None:
            yield "name", match.start(), end
    for match in _INTRODUCED.finditer(text):
        words = _leading_name(text, match.start("words"), match["words"], shouted=shouted)
        if words:
            yield "name", match.start(), match.start("words") + len(words)


def _end_of_name(text: str, match: re.Match[str], *, shouted: bool) -> int | None:
    """Return where the name ends, or None where the title belongs to a place or a verb."""
    title, words = match["title"].casefold(), match["words"]
    if title == "dr" and _is_a_drive(
        text[max(0, match.start() - _LOOK_BACK) : match.start()], shouted=shouted
    ):
        return None
    if title in _NEEDS_A_CAPITAL and not words[0].isupper():
        return None
    if title in _MAY_NAME_A_VENUE and _leads_to_a_place(text, match):
        return None
    name = _leading_name(text, match.start("words"), words, shouted=shouted)
    return match.start("words") + len(name) if name else None


def _leading_name(text: str, start: int, words: str, *, shouted: bool) -> str:
    """Keep the words that can be a person's, leaving place words and plain words behind."""
    kept = ""
    for position, part in enumerate(re.finditer(r"\S+", words)):
        plain = part[0].rstrip(".").casefold()
        initial = len(plain) == 1 and part[0].endswith(".")
        if not initial and plain in (_NEVER_IN_A_NAME if position else _NOT_A_NAME):
            break
        lower = not shouted and not part[0][0].isupper()
        if position and (lower or _next_word(text, start + part.end()) in PLACE_WORDS):
            break
        kept = words[: part.end()]
    return kept


def _leads_to_a_place(text: str, match: re.Match[str]) -> bool:
    """Tell the Sir Robert Peel pub from Dr Green: a place word stands behind a name."""
    behind = [word.casefold().rstrip(".") for word in match["words"].split()[1:]]
    return any(word in PLACE_WORDS for word in (*behind, _next_word(text, match.end("words"))))


def _next_word(text: str, position: int) -> str:
    match = _NEXT_WORD.match(text, position)
    return match[1].casefold() if match else ""


def _is_a_drive(before: str, *, shouted: bool) -> bool:
    """Tell `Victoria Dr` from `seen by Dr`: a capitalised word stands before a drive."""
    match = _LAST_WORD.search(before)
    if match is None or match[1].casefold() in _BEFORE_A_DOCTOR:
        return False
    return match[1][0].isupper() and not (shouted and match[1].casefold() in _NOT_A_NAME)

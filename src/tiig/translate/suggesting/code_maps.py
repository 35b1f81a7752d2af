"""What each value of a coded column means, for a person to accept, change or refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tiig.model.proposal import CodeSuggestion
from tiig.standard.codes import normalised
from tiig.translate.profile_keys import NONE_WORD
from tiig.translate.suggesting.confidence import FLAG, of_code, of_flag
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.flags import NO, YES, Flag
from tiig.translate.suggesting.in_lists import in_its_list
from tiig.translate.suggesting.meaning import Meaning
from tiig.translate.suggesting.pairs import Beside
from tiig.translate.suggesting.series import in_its_series
from tiig.translate.suggesting.shown import Screen, Shown, counted, first_of_each
from tiig.translate.suggesting.vocabulary import Vocabulary

MOST = 400


@dataclass(frozen=True)
class CodeMap:
    """The values that may be shown with their meanings; `unlisted` are all others."""

    codes: tuple[CodeSuggestion, ...]
    unlisted: int


def code_map(
    facts: Facts,
    vocabulary: Vocabulary,
    screen: Screen,
    words_of: Mapping[str, Beside] | None = None,
) -> CodeMap:
    """Suggest a node for each value; `words_of` are the words that stand beside a code."""
    found, unlisted = [], 0
    values = first_of_each(facts.values, normalised, MOST)  # capitals do not count
    shown = Shown(facts, vocabulary, screen)
    read = {value: _read(value, vocabulary, shown, (words_of or {}).get(value)) for value in values}
    alone = {value: one.meaning for value, one in read.items()}
    among = in_its_list(in_its_series(alone, facts, vocabulary), vocabulary)
    for value, one in read.items():
        if not shown.may(value, among[value]):
            unlisted += 1
            continue
        among_others = replace(one, meaning=among[value])
        found.append(_suggested(value, facts.values[value], among_others, vocabulary))
    rest = max(0, facts.distinct - MOST)
    return CodeMap(tuple(found), unlisted + rest)


def flag_map(facts: Facts, flag: Flag) -> CodeMap:
    """Suggest what yes and no mean in a column that stands for one category."""
    found = []
    for value, number in facts.values.items():
        plain, rows = normalised(value), counted(number)
        if plain in YES:
            reason = f'the column is named "{flag.words}"'
            found.append(CodeSuggestion(value, rows, flag.node, of_flag(flag.node), reason))
        elif plain in NO:
            reason = "the other columns of the item may say something"
            found.append(CodeSuggestion(value, rows, NONE_WORD, FLAG, reason))
    return CodeMap(tuple(found), len(facts.values) - len(found))


@dataclass(frozen=True)
class _Read:
    """What a value means; whether words beside it said so, or may not be repeated."""

    meaning: Meaning | None
    beside: bool = False
    differs: bool = False


def _read(value: str, vocabulary: Vocabulary, shown: Shown, beside: Beside | None) -> _Read:
    """Return what a value means, by its words beside it where there are any that may be told."""
    own = vocabulary.meaning(value)
    if beside is None or (own is not None and own.known and not own.by_code):
        return _Read(own)
    told = vocabulary.meaning(beside.words)
    if told is None:
        return _Read(own)
    if shown.may_speak(beside, told):
        return _Read(told, beside=True)
    return _Read(None if own is None or own.by_code else own, differs=True)


def _suggested(value: str, rows: int, read: _Read, vocabulary: Vocabulary) -> CodeSuggestion:
    meaning = read.meaning
    if meaning is None:
        why = "no word or code like it is known: ask the sender"
        if read.differs:
            why = "the words beside it are rare or differ: ask the sender"
        return CodeSuggestion(value, counted(rows), None, 0.0, why)
    reason = _REASONS[meaning.how].format(words=meaning.words)
    if read.beside:
        reason = f"the words beside it: {reason}"
    if label := vocabulary.label(meaning.node):
        reason = f"{label}: {reason}"
    known = meaning.known and not read.beside
    return CodeSuggestion(value, counted(rows), meaning.node, of_code(meaning), reason, known)


_REASONS = {
    "code": 'a code of that list: "{words}"',
    "words": 'the words "{words}" stand for it',
    "earlier": "an earlier sender's value that was said to mean it",
    "parts": 'its parts "{words}" stand for it',
    "list": 'what "{words}" leaves beside the other values of the list',
    "some": 'most like "{words}"',
    "misspelt": 'spelled nearly like "{words}"',
    "unlisted": "an id of SNOMED CT that the list of injuries does not hold",
    "damaged": "{words}; only one code begins like it",
}

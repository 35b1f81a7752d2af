"""What a value of a coded column may mean: the standard first, then the words of systems.

How sure a meaning is depends on how it was found: the very text, the same words, most of the
words, or letters nearly the same. `score` is no probability yet; `confidence` is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

from tiig.model.states import NOT_RECORDED_NODE
from tiig.standard import Standard
from tiig.standard.codes import normalised
from tiig.standard.items import Item
from tiig.standard.snomed import Damage, damage_of
from tiig.standard.trees import Tree
from tiig.translate.coding import WHOLE_FLOAT
from tiig.translate.profile_keys import NONE_WORD
from tiig.translate.suggesting.combining import combined, is_qualified
from tiig.translate.suggesting.contained import contained
from tiig.translate.suggesting.forms import SHORT, Forms, is_stripped_code
from tiig.translate.suggesting.gathering import system_words, terms
from tiig.translate.suggesting.injuries import Injuries
from tiig.translate.suggesting.letters import most_alike
from tiig.translate.suggesting.meaning import Meaning, is_no_answer
from tiig.translate.suggesting.shortened import is_token, shortens
from tiig.translate.suggesting.spelling import Spelling, changes_a_word
from tiig.translate.suggesting.words import canonical

_NUMBERED = re.compile(
    r"^\s*(?:[A-Za-z]?\d{1,3}\s*(?:[-–:=.)]|\s-\s)|[A-Za-z]\s*(?:[–:=.)]|\s-\s|-\s)"
    r"|[A-Z]\d\d[\dA-Z.]{0,3}\s)"
    r"\s*(?=\S{2,})"
)
_CODE = re.compile(r"-?\d{1,3}|[A-Za-z]\d{0,3}")
_FURTHER_TERMS = "child-terms"
_LONG = 100
_OF_BODIES = frozenset({"diagnosis"})
"""Trees whose nodes are kinds of injuries by parts of the body."""
_MISSPELT, _MOST_MISSPELT = 0.93, 2
_PLAINLY, _ROUGHLY = 0.95, 0.85
"""How sure a kind of injury and a part of the body are, if a node is named so, and if not."""
_SHORTENED = 0.8
"""How sure words cut short are; a likeness below this gives way to them."""


def number_before(text: str) -> str:
    """Return what looks like an item's number before the words of a text, or nothing."""
    numbered = _NUMBERED.match(text)
    return numbered[0] if numbered else ""


class Vocabulary:
    """Everything that is known to mean a node of one item."""

    def __init__(self, item: Item, standard: Standard, learnt: Mapping[str, str]) -> None:
        """Gather the standard's words and codes, those of systems, and what was approved before.

        `learnt` are normalised local values of other senders with what they were said to mean.
        """
        self.item = item
        known = standard.value_map(item)
        self._known = {
            text: NONE_WORD if node == NOT_RECORDED_NODE else node for text, node in known.items()
        }
        self._learnt = learnt
        self._words = dict(system_words(item))
        phrases = (*self._words.items(), *known.items(), *terms(item, standard))
        self._forms = Forms((w, node) for w, node in phrases if node != NOT_RECORDED_NODE)
        self._own = {tuple(sorted(canonical(words))): node for words, node in terms(item, standard)}
        self._spelling = Spelling(self._forms.by_word)
        self._injuries = (
            Injuries(standard.trees[item.tree or ""]) if item.tree in _OF_BODIES else None
        )
        self._spelled: dict[str, list[str]] = {}
        for words in dict.fromkeys((*self._words, *self._known)):
            self._spelled.setdefault(words[:1], []).append(words)
        self._tree = standard.trees[item.tree or ""]
        self.meaning = lru_cache(maxsize=20_000)(self._meaning)

    @property
    def tree(self) -> Tree:
        """The categories of the item."""
        return self._tree

    @property
    def size(self) -> int:
        """How many categories the item has."""
        return len(self._tree.nodes)

    def unknown_words(self, text: str) -> int:
        """Return how many words of a text are none of the lists' of this item."""
        return self._forms.unknown(canonical(text))

    def is_entry(self, text: str) -> bool:
        """Tell a text that stands in a list as it is, but for capitals and spaces."""
        return self._exact(normalised(text)) is not None

    def covered(self, nodes: Collection[str]) -> float:
        """Return the share of the item's main categories among some nodes."""
        tops = {self._tree.path(node)[0] for node in nodes if node in self._tree}
        return len(tops) / len(self._tree.top) if self._tree.top else 0.0

    def _meaning(self, text: str) -> Meaning | None:
        """Return the best meaning of a text; None where nothing is like it."""
        plain = normalised(text)
        if not plain:
            return None
        found = self._exact(plain)
        if found is None and _NUMBERED.match(text):
            rest = _NUMBERED.sub("", text)
            inner = self._exact(normalised(rest)) or self._in_other_words(rest)
            found = inner and Meaning(inner.node, inner.score * 0.99, inner.how, inner.words)
        found = found or self._damaged(plain) or self._in_other_words(text)
        exact = found is not None and (found.known or found.how not in {"words", "parts"})
        if found is None or exact or self.size < _LONG or self._is_own_term(found):
            return found
        return replace(found, long_list=True)

    def _is_own_term(self, found: Meaning) -> bool:
        """Tell words that are the list's own term of the node, in any order."""
        return self._own.get(tuple(sorted(canonical(found.words)))) == found.node

    def _in_other_words(self, text: str) -> Meaning | None:
        """Read a text that is no entry of a list: its words, its parts, or what it is like."""
        found = self._same_form(text) or self._injured(text)
        parted = self._in_parts(text)
        if found is not None:
            return self._narrower(found, parted) if is_qualified(text) else found
        if parted is not None and parted.how == "parts":
            return parted
        guessed = self._guessed(text, normalised(text))
        both = [one for one in (parted, guessed) if one is not None]
        return max(both, key=lambda one: one.score, default=None)

    def _narrower(self, found: Meaning, parted: Meaning | None) -> Meaning:
        """Return what the parts say where it is more: `Fall - trip` is a trip."""
        if parted is None or parted.how != "parts" or found.node not in self._tree:
            return found
        under = parted.node in self._tree and self._tree.is_under(parted.node, found.node)
        return parted if under and parted.node != found.node else found

    def _injured(self, text: str) -> Meaning | None:
        """Read a kind of injury and a part of the body."""
        found = self._injuries.read(text) if self._injuries else None
        if found is None:
            return None
        return Meaning(found.node, _PLAINLY if found.plain else _ROUGHLY, "parts", text.strip())

    def _in_parts(self, text: str) -> Meaning | None:
        """Read a value by its parts, each of which says something by itself."""
        found = combined(_NUMBERED.sub("", text), self._part, self._tree)
        if found is None:
            return None
        return Meaning(found.node, found.score, "parts" if found.whole else "some", text.strip())

    def _part(self, text: str) -> tuple[str, float] | None:
        found = self._exact(normalised(text)) or self._same_form(text)
        if found is None and len(text) > SHORT:
            found = self._nearly(normalised(text))
        return None if found is None or found.by_code else (found.node, found.score)

    def _guessed(self, text: str, plain: str) -> Meaning | None:
        """Return the best of what is like a text: in words, in letters, or as words cut short."""
        spelled = self._put_right(text)
        if spelled is not None:
            return spelled
        likely = (self._by_form(text), self._nearly(plain), self._holding(text))
        found = [one for one in likely if one is not None]
        if is_token(plain) and all(one.score < _SHORTENED for one in found):
            found += self._shortened(plain)
        return max(found, key=lambda one: one.score, default=None)

    def _put_right(self, text: str) -> Meaning | None:
        """Read a text of which some words are misspelt, where nothing is left that is unknown."""
        form = canonical(text)
        put = self._spelling.put_right(form)
        if put is None or not 0 < put[1] <= _MOST_MISSPELT:
            return None
        node = self._forms.node_of(put[0])
        if node is None:
            return None
        return Meaning(node, _MISSPELT - 0.03 * put[1], "misspelt", " ".join(put[0]))

    def _holding(self, text: str) -> Meaning | None:
        """Read a longer text by the phrases that it holds, where all of them agree."""
        found = contained(canonical(text), self._forms.nodes, self._tree)
        if found is None:
            return None
        return Meaning(found.node, found.score, "some", found.words)

    def _shortened(self, token: str) -> list[Meaning]:
        fitting = {f: n for f, n in self._forms.beginning(token[0]) if shortens(token, f)}
        nodes = sorted(set(fitting.values()), key=len)
        if not nodes or not all(self._related(nodes[0], node) for node in nodes):
            return []
        words = next(form for form, node in fitting.items() if node == nodes[0])
        return [Meaning(nodes[0], _SHORTENED, "some", " ".join(words))]

    def _exact(self, plain: str) -> Meaning | None:
        bare = plain.partition(".")[0] if WHOLE_FLOAT.fullmatch(plain) else plain
        how = "code" if _CODE.fullmatch(bare) else "words"
        node = self._known.get(bare)
        said = self._words.get(bare, node)
        says_less = node != said and (node == NONE_WORD or self._is_further_term(node))
        says_less = says_less and not is_no_answer(said)
        if node is not None and not says_less:
            return Meaning(node, 1.0, how, bare, known=True)
        if bare in self._learnt:
            return Meaning(self._learnt[bare], 0.98, "earlier", bare)
        if bare in self._words:
            return Meaning(self._words[bare], 0.97, how, bare)
        padded = bare.zfill(SHORT) if bare.isdigit() else bare
        if how == "code" and padded != bare and (node := self._known.get(padded)) is not None:
            return Meaning(node, 0.93, "code", padded)
        return None

    def _is_further_term(self, node: str | None) -> bool:
        """Tell a term of the list's appendix, of which words mostly mean the proper one."""
        return node in self._tree and self._tree.path(node or "")[0] == _FURTHER_TERMS

    def _damaged(self, plain: str) -> Meaning | None:
        """Read an id that a spreadsheet has rounded, where only one code begins like it."""
        if damage_of(plain) not in {Damage.SCIENTIFIC, Damage.ROUNDED}:
            return None
        digits = re.sub(r"\D", "", plain.partition("e")[0]) if "e" in plain else plain[:15]
        length = int(plain.partition("e")[2].strip("+")) + 1 if "e" in plain else len(plain)
        nodes = {
            node for code, node in self._known.items()
            if code.isdecimal() and len(code) == length and code.startswith(digits.rstrip("0"))
        }  # fmt: skip
        if len(nodes) != 1:
            return None
        return Meaning(nodes.pop(), 0.85, "damaged", "an id that a spreadsheet has rounded")

    def _same_form(self, text: str) -> Meaning | None:
        """Find the same words in one form, in any order."""
        form = canonical(text)
        if not form or is_stripped_code(form, normalised(text)):
            return None  # `-1` is another code than 1
        node = self._forms.node_of(form)
        return Meaning(node, 0.95, "words", " ".join(form)) if node else None

    def _by_form(self, text: str) -> Meaning | None:
        """Compare words in one form by how many are shared."""
        form = canonical(text)
        if not form or is_stripped_code(form, normalised(text)):
            return None
        likest = self._forms.likest(form, self._related)
        if likest is None:
            return None
        other, score = likest
        return Meaning(self._forms.nodes[other], score, "some", " ".join(other))

    def _nearly(self, plain: str) -> Meaning | None:
        """Read a misspelling of known words."""
        if len(plain) < 5 or any(sign.isdigit() for sign in plain):  # too short to tell
            return None
        form = canonical(plain)
        best, like = None, 0.0
        for words in self._spelled.get(plain[0], ()):
            if abs(len(words) - len(plain)) > 3 or most_alike(plain, words) < 0.82:
                continue
            matcher = SequenceMatcher(None, plain, words)
            if matcher.quick_ratio() < 0.82:  # it cannot be near enough
                continue
            ratio = matcher.ratio()
            if ratio > like and not changes_a_word(form, canonical(words), self._forms.by_word):
                best, like = words, ratio
        if best is None or like < 0.82:  # a letter or two
            return None
        node = self._words.get(best) or self._known[best]
        return Meaning(node, 0.9 * like, "misspelt", best)

    def _related(self, node: str, other: str) -> bool:
        """Tell whether one node lies under the other."""
        if node not in self._tree or other not in self._tree:
            return node == other
        return self._tree.is_under(node, other) or self._tree.is_under(other, node)

    def label(self, node: str) -> str:
        """Return a node's label where its name is a bare number; else nothing."""
        return self._tree.nodes[node].label if node.isdecimal() and node in self._tree else ""


def vocabularies(
    standard: Standard, learnt: Mapping[str, Mapping[str, str]]
) -> dict[str, Vocabulary]:
    """Return the vocabulary of every coded item."""
    return {
        item.id: Vocabulary(item, standard, learnt.get(item.id, {}))
        for item in standard.items.values() if item.coded
    }  # fmt: skip

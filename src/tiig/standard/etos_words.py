"""Which sheets of an ETOS workbook feed which code sets, and what descriptions mean.

Word rules stand in etos_words.csv. They speak only where they are certain: all rules that
fit a description must lie on one path of the tree, and the deepest of them is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tiig.standard.files import Row, lines
from tiig.standard.trees import SPECIAL_LABELS, Tree

_WORD = re.compile(r"[a-z0-9]+")

LISTED = frozenset(
    "arrival_mode attendance_source chief_complaint diagnosis discharge_status "
    "discharge_destination discharge_follow_up".split(),
)
"""Code sets whose trees follow ECDS itself: a new code becomes a category of its group."""


def sheet_rules() -> Mapping[str, Row]:
    """Return the rows of etos_sheets.csv."""
    return lines("etos_sheets.csv", ["words"], None)


def word_rules() -> Mapping[str, Row]:
    """Return the rows of etos_words.csv."""
    return lines("etos_words.csv", ["code_set", "words"], None)


def code_sets_of(sheet: str, refsets: frozenset[str], rules: Mapping[str, Row]) -> tuple[str, ...]:
    """Return the code sets that a sheet feeds: by its refset id, else by the words of its name."""
    for row in rules.values():
        if row.maybe("refset") in refsets:
            return row.words("code_sets")
    name = _words(sheet)
    for row in rules.values():
        if _words(row.text("words")) <= name and not set(row.words("without")) & name:
            return row.words("code_sets")
    return ()


def node_by_words(code_set: str, text: str, tree: Tree, rules: Mapping[str, Row]) -> str | None:
    """Return the category that a description names with certainty, else None."""
    words = _words(text)
    fitting = {
        row.text("node")
        for row in rules.values()
        if row.text("code_set") == code_set
        and _words(row.maybe("words") or "") <= words
        and not set(row.words("without")) & words
    }
    if len(fitting) == 1:
        return fitting.pop()
    if not fitting or fitting & SPECIAL_LABELS.keys():
        return None
    deepest = max(fitting, key=lambda node: len(tree.path(node)))
    return deepest if all(tree.is_under(deepest, node) for node in fitting) else None


def group_of(names: tuple[str, ...], tree: Tree) -> str | None:
    """Return the deepest category that an ECDS group's words name in a tree."""
    found = None
    for name in filter(None, names):
        wanted = _words(name)
        for node in tree.nodes.values():
            if wanted and wanted in [_words(words) for words in (node.label, *node.also)]:
                found = node.id if found is None or tree.is_under(node.id, found) else found
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))

"""What the receipts of the test files will say, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiig.model.errors import IDENTIFIER_FOUND, TiigError, Where
from tiig.publish.starting.rows import Fault, Table

ANSWERS_HEADER = (
    "File", "Row", "Column", "What is wrong", "What becomes of it", "What the receipt says",
    "What to do", "Rule",
)  # fmt: skip
REFUSING_RULE = "no_direct_identifier"
_KIND = "nhs number"
_BECOMES = {
    "set aside": "the row is set aside",
    "blank": "the item is left blank, the row is kept",
    "note": "it is noted, the row is kept as it is",
}


@dataclass(frozen=True)
class RuleSaid:
    """What a rule does with a row that misses it, and how it says so."""

    effect: str
    sentence: str
    advice: str


def answers(faults: Sequence[Fault], refused: Fault, rules: Mapping[str, RuleSaid]) -> Table:
    """Return what is said of the file that fails and of the one that is refused."""
    rows = []
    for fault in faults:
        said = rules[fault.rule]
        rows.append(
            ("fails", fault.row, fault.heading, fault.what, _BECOMES[said.effect], said.sentence,
             said.advice, fault.rule)
        )  # fmt: skip
    found = TiigError(IDENTIFIER_FOUND, Where(column=refused.heading), kinds=_KIND)
    rows.append(
        ("refused", refused.row, refused.heading, refused.what, "the whole file is refused",
         found.sentence, found.advice, REFUSING_RULE)
    )  # fmt: skip
    return Table(ANSWERS_HEADER, tuple(rows))

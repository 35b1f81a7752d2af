"""Ask a person line by line what they say of a suggested profile: `tiig sender suggest --ask`.

What is sure is taken in one stroke; the values of a column are shown together, and Enter takes none
that is not sure. What only the sender can confirm is accepted by a plain yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

import typer

from tiig.cli.door import printable
from tiig.model.proposal import SURE, Decision, Draft, Line

Ask = Callable[[str], str]
"""Shows a question and returns what was typed."""

_CODE, _ABSENT = ":code:", "absent:"
_HELP = (
    "Enter or y accepts what is suggested, n refuses it, s leaves it open; anything else is the "
    "value that stands instead."
)


def decided_by_asking(draft: Draft, ask: Ask | None = None) -> tuple[Line, ...]:
    """Return the lines of a draft with what a person said of those that were not decided."""
    asker = ask or _typed
    lines = {line.id: line for line in draft.lines}
    say = _Saying(lines, asker)
    say.sure([line for line in draft.lines if line.decision is Decision.ACCEPT])
    typer.echo(f"\n{_HELP}", err=True)
    say.each([lines[one] for one in draft.open if one in lines])
    for shown, codes in groupby(_open(lines, _is_value), lambda line: line.id.split(_CODE)[0]):
        say.together(f"Values of {shown.replace(':', ' ')}", list(codes))
    say.confirmed(list(_open(lines, _is_absent)))
    say.each(list(_open(lines, lambda line: bool(line.suggestion))))
    return tuple(lines.values())


def _typed(question: str) -> str:
    answer: str = typer.prompt(question, default="", show_default=False, err=True)
    return answer


def _is_value(line: Line) -> bool:
    return _CODE in line.id


def _is_absent(line: Line) -> bool:
    return line.id.startswith(_ABSENT)


def _open(lines: dict[str, Line], wanted: Callable[[Line], bool]) -> Iterable[Line]:
    return [one for one in lines.values() if one.decision is Decision.OPEN and wanted(one)]


class _Saying:
    """Asks, and writes what was said into the lines."""

    def __init__(self, lines: dict[str, Line], ask: Ask) -> None:
        self._lines, self._ask = lines, ask
        self._left: set[str] = set()

    def sure(self, lines: Sequence[Line]) -> None:
        """Take all that is accepted beforehand in one stroke, or look at it first."""
        question = f"{len(lines)} lines are sure: accept all (Enter), look at them first (l)?"
        if lines and self._ask(question).strip().lower() == "l":
            self.together("Sure enough to be accepted beforehand", lines)

    def together(self, what: str, lines: Sequence[Line]) -> None:
        """Show lines of one kind; Enter takes those that are sure, and asks for the others."""
        shown = self._shown(what, lines)
        if not shown:
            return
        question = "Accept the sure ones (Enter), all (y), decide each (e), leave open (s)?"
        answer = self._ask(question).strip().lower()
        if answer:
            self._all(shown, answer)
            return
        for line in shown:
            if line.suggestion and line.confidence >= SURE:
                self._decide(line, Decision.ACCEPT)
            elif line.suggestion:
                self._one(line)
            else:
                self._decide(line, Decision.OPEN)

    def confirmed(self, lines: Sequence[Line]) -> None:
        """Show what the file does not tell; only a plain yes says that the sender confirmed it."""
        shown = self._shown("Not told by the file", lines)
        if shown:
            question = "Has the sender confirmed it? All (y), decide each (e), leave open (Enter)?"
            self._all(shown, self._ask(question).strip().lower())

    def _shown(self, what: str, lines: Sequence[Line]) -> list[Line]:
        """Show the lines that were not left open before, and return them."""
        shown = [line for line in lines if line.id not in self._left]
        if shown:
            typer.echo(f"\n{what}:", err=True)
        for line in shown:
            suggestion = line.suggestion or "(nothing)"
            told = f"  {line.what}: {suggestion} ({line.confidence:.2f}; {line.reason})"
            typer.echo(printable(told), err=True)
        return shown

    def _all(self, lines: Sequence[Line], answer: str) -> None:
        """Do with lines of one kind what was answered; anything unknown leaves them open."""
        if answer == "e":
            self.each(lines)
            return
        accepted = answer in {"y", "yes"}
        for line in lines:
            taken = accepted and line.suggestion
            self._decide(line, Decision.ACCEPT if taken else Decision.OPEN)

    def each(self, lines: Sequence[Line]) -> None:
        """Ask line by line; what was left open once is not asked again."""
        for line in lines:
            if line.id not in self._left:
                self._one(line)

    def _one(self, line: Line) -> None:
        suggested = f" [{line.suggestion}, {line.confidence:.2f}]" if line.suggestion else ""
        answer = self._ask(printable(f"{line.what}{suggested} - {line.reason}")).strip()
        silent = not answer and (not line.suggestion or _is_absent(line))
        if answer.lower() == "s" or silent:
            self._decide(line, Decision.OPEN)
        elif not answer or answer.lower() in {"y", "yes"}:
            self._decide(line, Decision.ACCEPT)
        elif answer.lower() == "n":
            self._decide(line, Decision.REFUSE)
        else:
            self._decide(line, Decision.CHANGE, answer)

    def _decide(self, line: Line, decision: Decision, value: str = "") -> None:
        if decision is Decision.OPEN:
            self._left.add(line.id)
        self._lines[line.id] = replace(line, decision=decision, value=value)

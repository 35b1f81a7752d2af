"""Ask a person line by line what they say of a suggested profile: `tiig sender suggest --ask`.

What is sure is taken in one stroke, the values of a column together; only the rest is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

import typer

from tiig.cli.door import printable
from tiig.model.proposal import Decision, Draft, Line

Ask = Callable[[str], str]
"""Shows a question and returns what was typed."""

_CODE, _ABSENT = ":code:", "absent:"
_HELP = (
    "Enter accepts what is suggested, n refuses it, s leaves it open; anything else is the value "
    "that stands instead."
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
    say.together(
        "Not told by the file (accept if the sender has confirmed it)",
        list(_open(lines, lambda line: line.id.startswith(_ABSENT))),
    )
    say.each(list(_open(lines, lambda line: bool(line.suggestion))))
    return tuple(lines.values())


def _typed(question: str) -> str:
    answer: str = typer.prompt(question, default="", show_default=False, err=True)
    return answer


def _is_value(line: Line) -> bool:
    return _CODE in line.id


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
        """Show lines of one kind; Enter takes all of those that have a suggestion."""
        if not lines:
            return
        typer.echo(f"\n{what}:", err=True)
        for line in lines:
            suggestion = line.suggestion or "(nothing)"
            told = f"  {line.what}: {suggestion} ({line.confidence:.2f}; {line.reason})"
            typer.echo(printable(told), err=True)
        answer = self._ask("Accept all (Enter), decide each (e), leave open (s)?").strip().lower()
        if answer in {"", "y", "yes"}:
            for line in lines:
                self._decide(line, Decision.ACCEPT if line.suggestion else Decision.OPEN)
        elif answer == "e":
            self.each(lines)
        else:
            for line in lines:
                self._decide(line, Decision.OPEN)

    def each(self, lines: Sequence[Line]) -> None:
        """Ask line by line; what was left open once is not asked again."""
        for line in lines:
            if line.id not in self._left:
                self._one(line)

    def _one(self, line: Line) -> None:
        suggested = f" [{line.suggestion}, {line.confidence:.2f}]" if line.suggestion else ""
        answer = self._ask(printable(f"{line.what}{suggested} - {line.reason}")).strip()
        if answer.lower() == "s" or (not answer and not line.suggestion):
            self._decide(line, Decision.OPEN)
        elif not answer or answer.lower() == "y":
            self._decide(line, Decision.ACCEPT)
        elif answer.lower() == "n":
            self._decide(line, Decision.REFUSE)
        else:
            self._decide(line, Decision.CHANGE, answer)

    def _decide(self, line: Line, decision: Decision, value: str = "") -> None:
        if decision is Decision.OPEN:
            self._left.add(line.id)
        self._lines[line.id] = replace(line, decision=decision, value=value)

"""The command `tiig`: its groups, and the one place where errors become exit codes."""

from __future__ import annotations

import json
import signal
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from tiig import wiring
from tiig.cli.commands import Commands, list_all
from tiig.model.errors import BAD_ARGUMENT, INTERRUPTED, TiigError

_WRONG_USAGE: type[Any] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""The root of typer's usage errors, which it does not export by name."""

app = typer.Typer(
    name="tiig",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Trauma and Injury Intelligence Gathering: from a hospital's file to a protected figure.",
)
list_all(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with the exit code of its outcome.

    A closed terminal and a polite kill end it as Ctrl-C does, so that it cleans up.
    """
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), signal.default_int_handler)
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(words: list[str]) -> int:
    """Run one command; returns its exit code and lets no foreign exception out."""
    try:
        reference = uuid.uuid4().hex[:8]
        with wiring.guarded(reference, log_to=lambda: wiring.log_file(_workspace(words))):
            return _outcome(words)
    except TiigError as error:
        return _report(error, as_json="--json" in words)


def _workspace(words: list[str]) -> Path | None:
    """Return the workspace that the words name, before anybody has understood them."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name == "--workspace":
            return Path(value if equals else following)
    return None


def _outcome(words: list[str]) -> int:
    try:
        outcome = app(words, standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        raise TiigError(INTERRUPTED) from None
    except _WRONG_USAGE as error:
        raise TiigError(BAD_ARGUMENT, what=_what_is_wrong(error)) from None
    if outcome == int(INTERRUPTED.family):  # typer makes a bare number of Ctrl-C
        raise TiigError(INTERRUPTED)
    return outcome if isinstance(outcome, int) else 0


def _what_is_wrong(error: Any) -> str:  # noqa: ANN401 - a type that typer does not export
    """Say what is wrong with the words of a command; of a word too many never which one.

    Somebody may have typed a number that belongs in a list.
    """
    told: str = error.format_message()
    return "There is a word too many" if "unexpected extra argument" in told else told


def _report(error: TiigError, *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps(error.as_json(), ensure_ascii=False, indent=2) + "\n")
    sys.stderr.write(f"tiig: {error.sentence}\n      {error.advice}\n")
    return int(error.kind.family)

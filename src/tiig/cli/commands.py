"""The commands of `tiig`, each known by a line of help until it is called.

`tiig --help` imports no journey, and a command imports its own alone: the start of a process
costs what is used in it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command


class Entry(NamedTuple):
    """Where a command or a group of commands stands, and the line that lists it."""

    place: str
    line: str


COMMANDS = {
    "init": Entry(
        "workspace:init",
        "Make a workspace: settings, catalogue, keys, lake and vault in one folder.",
    ),
    "doctor": Entry("workspace:doctor", "Check keys, packs and catalogue against each other."),
    "demo": Entry(
        "demo:demo",
        "Invent a region, send its hospitals' files month by month, write the last month's papers.",
    ),
    "spec": Entry(
        "spec:spec",
        "Write what a hospital needs to start: specification, template, test files, query, e-mail.",
    ),
    "prepare": Entry(
        "preparing:prepare",
        "At the hospital: check a file, remove opt-outs, strip, coarsen and seal it for TIIG.",
    ),
    "submit": Entry("submitting:submit", "Take in files of one sender; each gets a receipt."),
    "watch": Entry(
        "watching:watch",
        "Watch a drop folder: what lies whole in DIR/<sender> is submitted and put away.",
    ),
    "count": Entry(
        "counting:count",
        "Count attendances by declared items, protected for the audience of a preset.",
    ),
    "quality": Entry(
        "quality:app",
        "Show how complete, valid, timely and usable the data are, by department, item and month.",
    ),
    "bulletin": Entry(
        "papers:bulletin",
        "Write the month in two pages, as PDF, Word and workbook with the same figures.",
    ),
    "profile": Entry(
        "papers:profile", "Write a themed problem profile of an area as PDF, Word and page."
    ),
    "report": Entry("reports:app", "Write reports on the service itself, for who pays for it."),
    "serve": Entry("serving:serve", "Serve the pages to this machine; Ctrl-C ends it."),
    "submissions": Entry(
        "submissions:app", "What was sent, what is due, nil returns and withdrawals."
    ),
    "sender": Entry("sender:app", "Senders and the profiles that describe their files."),
    "agreement": Entry("agreement:app", "Data sharing agreements, which say who may do what."),
    "receiving-key": Entry("receiving_key:app", "The key for which hospitals seal packages."),
    "geography": Entry("geography:app", "Areas, lookups and populations."),
    "places": Entry(
        "places:app", "Place texts that many people's rows name, and what was decided of them."
    ),
    "codes": Entry(
        "codes:app",
        "What senders' local values mean: questions, answers, and rows read again by them.",
    ),
    "standard": Entry("standard:app", "The data standard and the site's additions to it."),
    "incident": Entry(
        "incidents:app",
        "Files with identifiers that were refused and wait for the data protection officer.",
    ),
    "retention": Entry("retention:app", "What is destroyed on its date."),
    "erase": Entry(
        "erasing:erase",
        "Erase people or attendances by a list in a file, and keep their rows out from now on.",
    ),
    "keys": Entry(
        "keys:app",
        "Keys: which there are, how they change, and how they come back when they are lost.",
    ),
    "backup": Entry(
        "backup:backup",
        "Back a workspace up: catalogue, packs and sealed files, each once; never a key.",
    ),
    "restore": Entry(
        "backup:restore",
        "Make a workspace again from a backup, checked whole before and compared after.",
    ),
    "release": Entry("releases:app", "The ledger of everything that was answered."),
    "audit": Entry(
        "audit:app", "The audit trail: who did what, and the proof that nothing was altered."
    ),
}
"""Each command by its name, in the order in which they are listed; a test compares the lines."""


class Commands(TyperGroup):
    """The group `tiig`: it lists commands by their lines and imports the one that is called."""

    def resolve_command(
        self,
        ctx: Any,  # noqa: ANN401 - typer exports none of these types
        args: list[str],
    ) -> tuple[Any, Any, list[str]]:
        """Find the command that the words name."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name else None, rest


def loaded(name: str) -> TyperCommand | TyperGroup:
    """Import a command of the list."""
    module, _, attribute = COMMANDS[name].place.partition(":")
    found = getattr(import_module(f"tiig.cli.{module}"), attribute)
    alone = typer.Typer(add_completion=False)
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=name)
        return cast("TyperGroup", cast("TyperGroup", get_command(alone)).commands[name])
    alone.command(name)(found)
    return cast("TyperCommand", get_command(alone))


def list_all(app: typer.Typer) -> None:
    """Enter every command by its line."""
    for name, entry in COMMANDS.items():
        app.command(name, help=entry.line)(_called_by_name)


def _called_by_name() -> None:
    """Stand for a command that `Commands` imports."""

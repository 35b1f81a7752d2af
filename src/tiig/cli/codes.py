"""`tiig codes list|confirm|approve|refuse|undo|decisions|rederive`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.code_words import (
    decided_lines,
    decision_row,
    effect_lines,
    left_lines,
    lines_beside,
    meaning_lines,
    question_cells,
    question_row,
)
from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.outputs import check_output, write_text
from tiig.intake.code_lists import ProposedCode, written
from tiig.journeys import codes as journeys
from tiig.journeys import decide_codes as deciding
from tiig.journeys import rederive as rereading
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.ports import Progress
from tiig.services import Services

app = typer.Typer(
    help="What senders' local values mean: questions, answers, and rows read again by them.",
    no_args_is_help=True,
)

Why = Annotated[str, typer.Option("--because", help="The reason; it is kept. Name nobody.")]
Sender = Annotated[str | None, typer.Argument(help="The sender.")]
Item = Annotated[str | None, typer.Argument(help="The item, e.g. injury_mechanism.")]
Value = Annotated[str | None, typer.Argument(help="The local value, as codes list shows it.")]
FilledIn = Annotated[Path | None, typer.Option("--file", help="Many: the list, filled in.")]
CheckOnly = Annotated[bool, typer.Option("--check", help="Only say what would be done.")]
Decide = Callable[..., deciding.CodesDecided]


@app.command("list")
def list_(  # noqa: PLR0913 - the options of the command
    *,
    sender: Annotated[str | None, typer.Option("--sender", help="Only of this sender.")] = None,
    item: Annotated[str | None, typer.Option("--item", help="Only of this item.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only those nobody answered.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write FILE.csv, to fill in for confirm --file."),
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List local values that nothing explains, with what they may mean and how they stand."""
    check_output(output, (".csv",))
    asked = journeys.CodesAsked(sender, item, open_only)
    found = ask(partial(journeys.list_codes, asked), workspace=workspace, quiet=as_json)
    if output is not None:
        write_text(output, written(map(question_cells, found.questions)), private=True)
    if as_json:
        show_json(found)
        return
    if output is None:
        show_table(
            ("Sender", "Item", "Local value", "State", "Rows", "By month", "First seen", "May be"),
            [question_row(one) for one in found.questions],
        )
    show_lines(lines_beside(found, output))


@app.command()
def confirm(  # noqa: PLR0913 - the options of the command
    sender: Sender = None,
    item: Item = None,
    value: Value = None,
    node: Annotated[str | None, typer.Argument(help="The category it means.")] = None,
    *,
    because: Why,
    file: FilledIn = None,
    check_only: CheckOnly = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Say what a local value means; it counts once a second name approves it."""
    proposed = _asked((sender, item, value, node), file)
    request = deciding.CodesRequest(because, proposed, str(file) if file else None, check_only)
    found = _decide(deciding.confirm_codes, request, workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    done = "Would be confirmed" if found.check_only else "Confirmed"
    show_lines(decided_lines(done, found))
    if found.decisions:
        show_lines(["It counts once another name approves it: tiig codes approve"])


@app.command()
def approve(  # noqa: PLR0913 - the options of the command
    sender: Sender = None,
    item: Item = None,
    value: Value = None,
    *,
    because: Why,
    file: FilledIn = None,
    check_only: CheckOnly = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask after showing.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Let confirmed values count, once it is shown which released figures that moves."""
    proposed = _asked((sender, item, value, ""), file)
    path = str(file) if file else None
    shown = _decide(
        deciding.approve_codes,
        deciding.CodesRequest(because, proposed, path, check_only=True),
        workspace,
        quiet=as_json,
    )
    if not as_json and shown.effects is not None:
        show_lines([*meaning_lines(shown), *effect_lines(shown.effects)])
    asks = sys.stdin.isatty() and not yes and not as_json and not check_only
    if asks and not typer.confirm("Approve?"):
        check_only = True
    found = shown
    if not check_only:
        seen = frozenset(one.decision for one in shown.meanings)
        request = deciding.CodesRequest(because, proposed, path, effects=False, shown=seen)
        found = _decide(deciding.approve_codes, request, workspace, quiet=as_json)
    if as_json:
        show_json({"decided": found, "effects": shown.effects})
        return
    show_lines(decided_lines("Would be approved" if found.check_only else "Approved", found))
    if any(one.alone for one in found.decisions):
        show_lines(["Approved by the name that had confirmed; it is marked so for ever."])
    if found.decisions and not found.check_only:
        show_lines(["The next files are read so. What came before, by: tiig codes rederive"])


@app.command()
def refuse(  # noqa: PLR0913 - the options of the command
    sender: Annotated[str, typer.Argument(help="The sender.")],
    item: Annotated[str, typer.Argument(help="The item.")],
    value: Annotated[str, typer.Argument(help="The local value.")],
    *,
    because: Why,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Close a question: the value is not to be mapped, and its rows stay unmapped.

    A mapping that counts is not refused but taken back, with undo.
    """
    request = deciding.CodesRequest(because, (ProposedCode(sender, item, value),))
    found = _decide(deciding.refuse_codes, request, workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_lines(decided_lines("Refused", found))


@app.command()
def undo(  # noqa: PLR0913 - the options of the command
    sender: Annotated[str, typer.Argument(help="The sender.")],
    item: Annotated[str, typer.Argument(help="The item.")],
    value: Annotated[str, typer.Argument(help="The local value.")],
    *,
    because: Why,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Take back what was decided of a value last; rederive then reads its rows as before.

    Where the mapping had replaced another one, that one counts again; the answer says what counts.
    """
    request = deciding.CodesRequest(because, (ProposedCode(sender, item, value),))
    found = _decide(deciding.undo_codes, request, workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_lines([*decided_lines("Taken back", found), *left_lines(found)])


@app.command()
def decisions(
    *,
    sender: Annotated[str | None, typer.Option("--sender", help="Only of this sender.")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List every decision on local values: by whom, when and why."""
    found = ask(partial(journeys.list_code_decisions, sender), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_table(
        ("At (UTC)", "By", "Step", "Sender", "Item", "Local value", "Means", "Because"),
        [decision_row(one) for one in found],
    )


@app.command()
def rederive(
    *,
    because: Why,
    sender: Annotated[str | None, typer.Option("--sender", help="Only of this sender.")] = None,
    check_only: CheckOnly = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Read rows in force again by the code map as it stands; earlier answers stay as known then."""
    request = rereading.RederiveRequest(because, sender, check_only)
    found = ask(
        partial(rereading.rederive, request), workspace=workspace, because=because, quiet=as_json
    )
    if as_json:
        show_json(found)
        return
    if not found.lines:
        show_lines(["Every row in force reads as the code map says."])
        return
    show_table(
        ("Sender", "Site", "Month", "Rows that change"),
        [(one.sender, one.site, str(one.month), one.changed) for one in found.lines],
        numbers_from=3,
    )
    done = "Would be read again" if found.check_only else "Read again"
    show_lines([f"{done}: {len(found.lines):,} site-months."])


def _decide(
    journey: Decide, request: deciding.CodesRequest, workspace: Path | None, *, quiet: bool
) -> deciding.CodesDecided:
    def decided(asker: Asker, services: Services, progress: Progress) -> deciding.CodesDecided:
        return journey(request, asker=asker, services=services, progress=progress)

    return ask(decided, workspace=workspace, because=request.because, quiet=quiet)


def _asked(words: tuple[str | None, ...], file: Path | None) -> tuple[ProposedCode, ...]:
    """Return the one value that is named, or none where a file names many."""
    named = [word for word in words if word is not None]
    if file is not None:
        if any(named):
            raise TiigError(BAD_ARGUMENT, what="with --file, what is decided stands in the file")
        return ()
    if len(named) < len(words):
        what = "name sender, item and local value (and what it means), or a file with --file"
        raise TiigError(BAD_ARGUMENT, what=what)
    sender, item, value, node = named
    return (ProposedCode(sender, item, value, node),)

"""`tiig agreement add|list|show|check|end`."""

from __future__ import annotations

import getpass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table, spoken
from tiig.cli.outputs import check_output, write_text
from tiig.cli.words import words_in
from tiig.intake.small_files import agreement_text, profile_text
from tiig.journeys import agreements as journeys
from tiig.journeys.agreements import AgreementLine, EndRequest
from tiig.journeys.check_agreement import Checked, CheckRequest, check_agreement
from tiig.journeys.draft_agreement import DraftAgreementRequest, draft_agreement
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, Family, TiigError
from tiig.wiring import standard_only

app = typer.Typer(help="Data sharing agreements, which say who may do what.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The agreement's id.")]
On = Annotated[str | None, typer.Option("--on", help="The day, e.g. 2026-06-30; today unless.")]


@app.command()
def add(
    agreement: Annotated[Path, typer.Argument(help="The agreement file (TOML).")],
    *,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Add an agreement with a sender or a recipient, or its next version."""
    text = agreement_text(agreement)
    added = ask(partial(journeys.add_agreement, text), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(added)
        return
    show_lines(
        [
            f"{added.title} ({added.id}), version {added.version}: {added.state}.",
            *added.reminders,
            f"What it allows, and why: tiig agreement check {added.id}",
        ]
    )


@app.command()
def draft(
    profile: Annotated[Path, typer.Argument(help="The sender's profile (TOML), added or not.")],
    *,
    processor: Annotated[
        str, typer.Option("--processor", help="The organisation that asks; else a blank.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the draft there (FILE.toml).")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Draft the agreement that a profile needs: every item that it feeds, and blanks."""
    check_output(output, (".toml",))
    request = DraftAgreementRequest(profile_text(profile), processor)
    with spoken(quiet=as_json) as progress:
        made = draft_agreement(
            request,
            asker=Asker.local(getpass.getuser()),
            services=standard_only(workspace),
            progress=progress,
        )
    if output is not None:
        write_text(output, made.text, private=False)
    if as_json:
        show_json(made)
    elif output is None:
        show_lines(made.text.splitlines())
    else:
        treated = f"; {', '.join(made.treated)} by a treatment" if made.treated else ""
        show_lines(
            [
                f"Wrote {output}: {made.items} items{treated}.",
                "Strike what is not wanted, fill in the blanks, and once it is signed write when.",
                f"Next: tiig agreement add {output}",
            ]
        )


@app.command("list")
def list_(*, on: On = None, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List how every agreement stands on a day, as it was known then."""
    found = ask(partial(journeys.list_agreements, on), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_table(
        ("Agreement", "Version", "Kind", "Party", "State", "Start", "Last day", "Review"),
        [_row(one) for one in found],
    )
    show_lines([f"{one.id}: {reminder}" for one in found for reminder in one.reminders])


@app.command()
def show(
    agreement: Id, *, on: On = None, workspace: Workspace = None, as_json: AsJson = False
) -> None:
    """Print an agreement as it was added, the version that counts on a day, and its history."""
    found = ask(partial(journeys.show_agreement, agreement, on), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    line = found.line
    show_lines([f"# {line.id}, version {line.version}: {line.state}"])
    show_lines([f"# {told}" for told in (*line.reminders, *found.history)])
    show_lines(["", *found.text.splitlines()])


@app.command()
def check(  # noqa: PLR0913 - the options of the command
    agreement: Annotated[str | None, typer.Argument(help="The agreement's id.")] = None,
    *,
    sender: Annotated[
        str | None, typer.Option("--sender", help="A sender: the agreement it may send under.")
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option("--by", help="Judge a question by these dimensions.")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", help="A condition of that question.")
    ] = None,
    measure: Annotated[str, typer.Option("--measure", help="What it counts.")] = "attendances",
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Say what somebody may send or see, and why; nothing is counted."""
    if (agreement is None) == (sender is None):
        raise TiigError(BAD_ARGUMENT, what="name an agreement, or a sender with --sender")
    request = CheckRequest(agreement, sender, words_in(by), words_in(where), measure)
    found = ask(partial(check_agreement, request), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
    else:
        _show(found)
    return 0 if found.allowed else int(Family.PERMISSION)


@app.command()
def end(
    agreement: Id,
    *,
    because: Annotated[str, typer.Option("--because", help="Why it ends; it is kept.")],
    on: Annotated[
        str | None, typer.Option("--on", help="From this day on; from today unless named.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """End an agreement from a day on, for good."""
    request = EndRequest(agreement, because, on)
    found = ask(partial(journeys.end_agreement, request), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_lines([f"{found.id}: {found.state}; its last day is {found.end}.", *found.reminders])


def _show(found: Checked) -> None:
    show_lines([f"{found.agreement}: {'allowed' if found.allowed else 'not allowed'}", ""])
    show_table(
        ("About", "Allowed", "Why"),
        [(one.about, "yes" if one.allowed else "no", one.why) for one in found.reasons],
    )


def _row(one: AgreementLine) -> tuple[str, ...]:
    days = (one.start, one.end, one.review)
    return (one.id, str(one.version), str(one.kind), one.party, one.state, *days)

"""`tiig sender suggest|template|add|show|list|check`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.asking_lines import decided_by_asking
from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.outputs import check_output, write_text
from tiig.cli.sender_template import template
from tiig.cli.submitting import Confirm, Months, summary
from tiig.cli.suggesting import say_draft, show_proposal, write_draft
from tiig.intake.small_files import profile_text, table_text
from tiig.journeys import senders as journeys
from tiig.journeys import suggest_profile as suggesting
from tiig.journeys.submit import SubmitRequest, submit
from tiig.model.errors import BAD_ARGUMENT, Family, TiigError
from tiig.model.submission import SubmissionState

app = typer.Typer(help="Senders and the profiles that describe their files.", no_args_is_help=True)
app.command()(template)

Profile = Annotated[Path, typer.Argument(help="The profile file (TOML).")]


@app.command()
def add(profile: Profile, *, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Add a sender, or the next version of a sender's profile."""
    text = profile_text(profile)
    added = ask(partial(journeys.add_sender, text), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(added)
        return
    show_lines(
        [
            f"{added.name} ({added.sender}), profile version {added.version}, {added.sites} sites.",
            f"Try a file without storing it: tiig sender check FILE --sender {added.sender}",
        ]
    )


@app.command()
def suggest(  # noqa: PLR0913 - the options of the command
    file: Annotated[Path, typer.Argument(help="A file that nobody has described yet.")],
    *,
    output: Annotated[
        Path | None, typer.Option("-o", help="Write the profile there (FILE.toml).")
    ] = None,
    suggestions: Annotated[
        Path | None, typer.Option(help="Write the table of suggestions there (FILE.csv).")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(help="The table of suggestions with your decisions.")
    ] = None,
    sender: Annotated[str | None, typer.Option(help="The sender's short name.")] = None,
    name: Annotated[str | None, typer.Option(help="The sender's name as printed.")] = None,
    provider: Annotated[str | None, typer.Option(help="The code of the trust.")] = None,
    site: Annotated[str | None, typer.Option(help="The code of the only site.")] = None,
    record: Annotated[
        str | None,
        typer.Option(help="XML: the path of the element that is one attendance, if not the guess."),
    ] = None,
    by_asking: Annotated[
        bool, typer.Option("--ask", help="Decide here: sure lines at once, the others one by one.")
    ] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Suggest a profile for a file, line by line with reasons; nothing is stored."""
    _check_outputs(output, suggestions, by_asking=by_asking)
    told = None if decisions is None else table_text(decisions)
    proposal = ask(
        partial(suggesting.suggest_profile, suggesting.SuggestRequest(str(file), record)),
        workspace=workspace,
        quiet=as_json,
    )
    request = suggesting.DraftRequest(proposal, told, _given(sender, name, provider, site))
    draft = ask(partial(suggesting.draft_profile, request), workspace=workspace, quiet=as_json)
    if not as_json:
        show_proposal(proposal, as_json=False)
    if by_asking:
        table = suggesting.table_of(decided_by_asking(draft))
        if suggestions is not None:
            write_text(suggestions, table, private=True)  # kept, whatever the profile says of it
        request = suggesting.DraftRequest(proposal, table)
        draft = ask(partial(suggesting.draft_profile, request), workspace=workspace, quiet=as_json)
    write_draft(draft, suggesting.table_of(draft.lines), output, suggestions)
    if as_json:
        show_proposal(proposal, as_json=True)
    else:
        say_draft(draft, output)


def _check_outputs(output: Path | None, suggestions: Path | None, *, by_asking: bool) -> None:
    """Refuse, before the file is read, what could not be written or would keep no answer."""
    check_output(output, (".toml",))
    check_output(suggestions, (".csv",))
    if by_asking and output is None and suggestions is None:
        raise TiigError(BAD_ARGUMENT, what="--ask needs -o or --suggestions to keep your answers")


def _given(
    sender: str | None, name: str | None, provider: str | None, site: str | None
) -> tuple[tuple[str, str], ...]:
    """Return the lines of the draft that options say; a site alone is named like the sender."""
    given = {"sender:id": sender, "sender:name": name, "sender:provider": provider}
    if site is not None:
        given |= {"site:1:code": site, "site:1:name": name or site}
    return tuple((key, value) for key, value in given.items() if value)


@app.command("list")
def list_(*, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List senders by their newest profile."""
    found = ask(journeys.list_senders, workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_table(
        ("Sender", "Name", "Provider", "Version", "Valid from", "Scope", "Sites"),
        [
            (
                one.sender,
                one.name,
                one.provider,
                str(one.version),
                one.valid_from,
                one.scope,
                str(one.sites),
            )
            for one in found
        ],
    )


@app.command()
def show(
    sender: Annotated[str, typer.Argument(help="The sender's id.")],
    *,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Print a sender's newest profile as it was added."""
    found = ask(partial(journeys.show_sender, sender), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_lines(found.profile.splitlines())


@app.command()
def check(  # noqa: PLR0913 - the options of the command
    file: Annotated[Path, typer.Argument(help="The file to try.")],
    *,
    sender: Annotated[str | None, typer.Option("--sender", help="Whose file it is.")] = None,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="A profile to try that was not added.")
    ] = None,
    month: Months = None,
    confirm: Confirm = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Say what would happen to a file; nothing is stored."""
    if (sender is None) == (profile is None):
        raise TiigError(BAD_ARGUMENT, what="a check needs --sender, or --profile FILE.toml")
    text = None if profile is None else profile_text(profile)
    request = SubmitRequest(
        str(file), sender or "", month, confirm=confirm, rehearsal=True, profile=text
    )
    answer = ask(partial(submit, request), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(answer)
    else:
        show_lines(["Nothing is stored: this is a rehearsal.", *summary(answer)[:-1]])
    return 0 if answer.state is SubmissionState.IN_FORCE else int(Family.FILE)

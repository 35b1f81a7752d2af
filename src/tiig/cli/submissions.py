"""`tiig submissions list|show|report|due|chase|nil|withdraw`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table, to_output
from tiig.cli.due import chase, due
from tiig.cli.submitting import summary, write_receipt
from tiig.journeys import nil_return, withdraw
from tiig.journeys import submissions as journeys
from tiig.journeys.submit import SubmitAnswer
from tiig.model.submission import SubmissionState
from tiig.publish import PARTS_HEADER, part_rows

app = typer.Typer(
    help="What was sent, what is due, nil returns and withdrawals.", no_args_is_help=True
)

app.command()(due)
app.command()(chase)

Id = Annotated[str, typer.Argument(help="The id of the submission.")]


@app.command("list")
def list_(
    *,
    sender: Annotated[str | None, typer.Option("--sender", help="Only of this sender.")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List submissions, the newest last."""
    found = ask(partial(journeys.list_submissions, sender), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_table(
        (
            "Submission",
            "Sender",
            "Received (UTC)",
            "Period",
            "State",
            "Read",
            "Stored",
            "Set aside",
        ),
        [
            (
                one.id,
                one.sender,
                f"{one.received_at:%Y-%m-%d %H:%M}",
                one.period,
                "nil return" if one.nil else str(one.state),
                f"{one.tally.read:,}",
                f"{one.tally.stored:,}",
                f"{one.tally.set_aside:,}",
            )
            for one in found
        ],
        numbers_from=5,
    )


@app.command()
def show(submission: Id, *, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show one submission and what it put in force."""
    found = ask(partial(journeys.show_submission, submission), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    one = found.submission
    show_lines(
        [
            f"{one.id} of {one.sender}, {one.state}, received {one.received_at:%Y-%m-%d %H:%M} UTC",
            f"period {one.period}, profile {one.profile}, SHA-256 {one.fingerprint}",
            *(f"reason: {reason}" for reason in one.reasons),
        ]
    )
    show_table(
        ("Site", "Period", "Rows", "Known from (UTC)", "Known until (UTC)"),
        [
            (
                pair.site,
                str(pair.days),
                f"{pair.rows:,}",
                f"{pair.known_from:%Y-%m-%d %H:%M:%S}",
                f"{pair.known_until:%Y-%m-%d %H:%M:%S}" if pair.known_until else "in force",
            )
            for pair in found.pairs
        ],
    )


@app.command()
def report(
    submission: Id,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for HTML and workbook.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Draw a receipt again: on the screen, or as HTML and workbook."""
    receipt = ask(
        partial(journeys.report_submission, submission), workspace=workspace, quiet=as_json
    )
    with to_output():
        files = [str(path) for path in write_receipt(receipt, output)] if output else []
    if as_json:
        show_json({"receipt": receipt, "files": files})
        return
    answer = SubmitAnswer(receipt.submission, SubmissionState(receipt.state), receipt)
    show_lines([*summary(answer), *(f"  Written: {file}" for file in files)])


@app.command()
def nil(
    *,
    sender: Annotated[str, typer.Option("--sender", help="Whose word it is.")],
    site: Annotated[str, typer.Option("--site", help="The site that had nothing to report.")],
    month: Annotated[
        str,
        typer.Option("--month", "--period", help="The months, or days: 2026-06-15..2026-06-30."),
    ],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Declare that a site had no attendances to report: a true zero instead of absent."""
    request = nil_return.NilRequest(sender, site, month)
    found = ask(partial(nil_return.declare_nil, request), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_lines([f"Nil return entered: {site} {month} (submission {found.id})."])


@app.command("withdraw")
def withdraw_(
    submission: Id,
    *,
    because: Annotated[str, typer.Option("--because", help="Why; it is kept.")],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Take a submission out of force; what it had replaced comes back."""
    found = ask(
        partial(withdraw.withdraw_submission, submission, because),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    show_lines([f"{found.submission.id} is withdrawn."])
    show_table(PARTS_HEADER, [row.cells for row in part_rows(found.site_months)])

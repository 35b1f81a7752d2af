"""`tiig prepare`: the hospital's side. It needs the core dependencies alone and no workspace."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, show_json, show_lines, spoken, to_output
from tiig.journeys.prepare import PrepareRequest
from tiig.journeys.prepare import prepare as journey
from tiig.model.asker import Asker
from tiig.publish import prepared_lines
from tiig.wiring import at_hospital

File = Annotated[Path, typer.Argument(help="The extract, in the layout of the profile.")]
Profile = Annotated[Path, typer.Option("--profile", help="The sender profile (TOML).")]
Recipient = Annotated[Path, typer.Option("--for", help="The file of TIIG's receiving key.")]
Folder = Annotated[
    Path, typer.Option("-o", "--output", help="A new folder for the package and the report.")
]
Months = Annotated[
    str | None,
    typer.Option(
        "--month",
        "--period",
        help="The months or days covered: 2026-06, 2017-01..2019-12, 2026-06-01..2026-06-14.",
    ),
]
OptOuts = Annotated[
    Path | None,
    typer.Option(
        "--opt-outs",
        help="NHS or local patient numbers of people who opted out, one a line: their rows are "
        "removed.",
    ),
]
Key = Annotated[
    Path | None,
    typer.Option(
        "--pseudonym-key",
        help="The hospital's own key, made on first use: months prepared with it link.",
    ),
]
Agreement = Annotated[
    Path | None,
    typer.Option(
        "--agreement", help="The sender's agreement (TOML): only what it names leaves the hospital."
    ),
]
Postcodes = Annotated[
    Path | None,
    typer.Option(
        "--postcodes",
        help="A lookup from postcode to LSOA, as ONS publishes it: CSV, plain or zipped.",
    ),
]
Additions = Annotated[
    Path | None,
    typer.Option("--standard", help="The folder with TIIG's additions to the standard."),
]


def prepare(  # noqa: PLR0913 - the options of the command
    file: File,
    *,
    profile: Profile,
    recipient: Recipient,
    output: Folder,
    month: Months = None,
    opt_outs: OptOuts = None,
    pseudonym_key: Key = None,
    agreement: Agreement = None,
    postcodes: Postcodes = None,
    standard: Additions = None,
    as_json: AsJson = False,
) -> None:
    """At the hospital: check a file, remove opt-outs, strip, coarsen and seal it for TIIG."""
    request = PrepareRequest(
        path=str(file),
        profile=str(profile),
        recipient=str(recipient),
        folder=str(output),
        period=month,
        opt_outs=None if opt_outs is None else str(opt_outs),
        pseudonym_key=None if pseudonym_key is None else str(pseudonym_key),
        agreement=None if agreement is None else str(agreement),
        postcodes=None if postcodes is None else str(postcodes),
    )
    with to_output(), spoken(quiet=as_json) as progress:
        prepared = journey(
            request,
            asker=Asker.local(getpass.getuser()),
            services=at_hospital(standard),
            progress=progress,
        )
    if as_json:
        show_json(prepared)
    else:
        show_lines([*prepared_lines(prepared), f"  Everything is in {output}."])

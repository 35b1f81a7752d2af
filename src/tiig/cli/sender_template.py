"""`tiig sender template`: a profile to start from."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, show_json, show_lines, show_table, spoken
from tiig.cli.outputs import check_output, write_text
from tiig.journeys.sender_template import TemplateRequest, sender_template, templates
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.wiring import standard_only

Name = Annotated[str | None, typer.Argument(help="The template; without one they are listed.")]
SenderId = Annotated[str, typer.Option("--sender", help="The sender's short name.")]
Called = Annotated[str, typer.Option("--name", help="The sender's name as printed.")]
Provider = Annotated[str, typer.Option("--provider", help="The code of the provider (trust).")]
Sites = Annotated[
    list[str] | None,
    typer.Option("--site", help="A site as CODE=NAME, by its ODS site code; repeatable."),
]
Record = Annotated[
    str | None,
    typer.Option("--record", help="The path of the element that is one attendance."),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="The profile to write: FILE.toml.")
]


def template(  # noqa: PLR0913 - the options of the command
    template: Name = None,
    *,
    sender: SenderId = "",
    name: Called = "",
    provider: Provider = "",
    site: Sites = None,
    record: Record = None,
    output: Output = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Begin a sender's profile from a layout whose names are public, as ECDS in CDS XML."""
    if template is None:
        _list(as_json=as_json)
        return
    check_output(output, (".toml",))
    given = {"--sender": sender, "--name": name, "--provider": provider, "--site": site}
    missing = [option for option, value in given.items() if not value]
    if missing:
        raise TiigError(BAD_ARGUMENT, what=f"a template is filled with {', '.join(missing)}")
    sites = tuple(_site(one) for one in site or ())
    request = TemplateRequest(template, sender, name, provider, sites, record)
    with spoken(quiet=as_json) as progress:
        made = sender_template(
            request,
            asker=Asker.local(getpass.getuser()),
            services=standard_only(workspace),
            progress=progress,
        )
    if output is not None:
        write_text(output, made.profile, private=False)
    if as_json:
        show_json(made)
    elif output is None:
        show_lines(made.profile.splitlines())
    else:
        show_lines(
            [
                f"Wrote {output}: {made.columns} columns. Read its first lines, and complete it.",
                f"Next: tiig sender add {output}",
                f"then: tiig sender check FILE --sender {made.sender}",
            ]
        )


def _list(*, as_json: bool) -> None:
    if as_json:
        show_json(templates())
    else:
        show_table(("Template", "What it describes"), list(templates().items()))


def _site(words: str) -> tuple[str, str]:
    code, equals, name = words.partition("=")
    if not (code.strip() and equals and name.strip()):
        raise TiigError(BAD_ARGUMENT, what="a site is written as CODE=NAME")
    return code.strip(), name.strip()

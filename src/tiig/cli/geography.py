"""`tiig geography`: import files of areas, and list what is there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.words import words_in
from tiig.journeys.geographies import list_geographies
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.geography import GeographyPart, GeographyRecord

app = typer.Typer(help="Areas, lookups and populations.", no_args_is_help=True)

_Files = Annotated[
    list[Path],
    typer.Argument(help="GeoJSON or CSV as downloaded, plain or zipped; the kind is recognised."),
]
_Name = Annotated[str, typer.Option("--name", help="What to call the geography: gm-2021.")]
_Vintage = Annotated[
    str | None,
    typer.Option("--vintage", help="Year of the LSOAs: 2011 or 2021; needed for a new geography."),
]
_Licence = Annotated[str, typer.Option("--licence", help="The licence of the files: OGL-3.0.")]
_Attribution = Annotated[
    str | None,
    typer.Option("--attribution", help="What must stand beside the data; known for OGL-3.0."),
]
_Of = Annotated[
    list[str] | None,
    typer.Option("--of", help="Vintage of a file that does not tell its own: FILE=2021."),
]
_Within = Annotated[
    str | None,
    typer.Option("--within", help="Cut national files to these authorities: E08000001,E08000002."),
]


@app.callback()
def _group() -> None:
    """Hold the commands of the geographies."""


@app.command("import")
def import_(  # noqa: PLR0913 - the options of the command
    files: _Files,
    *,
    name: _Name,
    licence: _Licence,
    vintage: _Vintage = None,
    attribution: _Attribution = None,
    of: _Of = None,
    within: _Within = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Import boundaries, lookups, populations and deprivation as one geography, all or none.

    Files for a geography that is there already make its next version.
    """
    from tiig.journeys.import_geography import GeographyRequest, import_geography

    request = GeographyRequest(
        files=tuple(map(str, files)),
        name=name,
        vintage=vintage,
        licence=licence,
        attribution=attribution,
        of=dict(map(_pair, of or [])),
        within=words_in([within or ""]),
    )
    found = ask(partial(import_geography, request), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    record = found.geography
    done = "holds these files already" if found.already else "is in use from now on"
    show_lines([f"{record.full_name} {done}: {_areas(record)}."])
    show_lines([f"Took the place of: {file}" for file in found.replaced])
    _show_parts(record)
    show_lines(record.measured)
    show_lines([f'To count by it unless told otherwise, write in tiig.toml: geography = "{name}"'])


@app.command("list")
def list_(*, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List geographies with vintage, parts and sources, the default first."""
    found = ask(list_geographies, workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_table(
        ("Name", "Vintage", "Version", "Invented", "Areas", "Known from", "Source"),
        [
            (
                one.name,
                one.vintage,
                "" if one.schematic else str(one.version),
                "yes" if one.schematic else "no",
                _areas(one),
                "" if one.known_from is None else f"{one.known_from:%Y-%m-%d %H:%M} UTC",
                one.source,
            )
            for one in found
        ],
    )
    for one in found:
        if one.parts:
            show_lines(["", one.full_name])
            _show_parts(one)
            show_lines([*one.measured, *dict.fromkeys(_credits(one.parts))])


def _pair(text: str) -> tuple[str, str]:
    file, equals, vintage = text.rpartition("=")
    if not equals or not file or not vintage:
        raise TiigError(BAD_ARGUMENT, what="--of is written FILE=2021")
    return file, vintage


def _areas(record: GeographyRecord) -> str:
    return ", ".join(f"{count:,} {level}" for level, count in record.areas.items())


def _show_parts(record: GeographyRecord) -> None:
    show_table(
        ("What", "Level", "Detail", "Vintage", "Told by", "Rows", "Licence", "File"),
        [
            (
                part.kind.value,
                part.level,
                part.detail,
                part.vintage,
                part.vintage_by,
                f"{part.rows:,}",
                part.licence,
                part.file,
            )
            for part in record.parts
        ],
    )
    remarks = [f"{part.file}: {remark}" for part in record.parts for remark in part.remarks]
    show_lines([one for one in remarks if "Points stand" not in one])


def _credits(parts: tuple[GeographyPart, ...]) -> Iterator[str]:
    for part in parts:
        if part.attribution:
            yield part.attribution

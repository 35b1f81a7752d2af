"""`tiig places list|show|decide|decisions`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.outputs import check_output, write_text
from tiig.intake.place_lists import written
from tiig.journeys import decide_places as deciding
from tiig.journeys import places as journeys
from tiig.kit.spreadsheet import escaped
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.places import (
    FREQUENT_DATES,
    FREQUENT_PERSONS,
    PlaceDecision,
    Proposed,
    Ruling,
)

app = typer.Typer(
    help="Place texts that many people's rows name, and what was decided of them.",
    no_args_is_help=True,
)

_SHOWN = 12
"""Letters of an id that tables show; a person may give as few as eight."""

Why = Annotated[str, typer.Option("--because", help="The purpose; it is audited. Name nobody.")]
FilledIn = Annotated[Path | None, typer.Option("--file", help="Decide many: the list, filled in.")]
Geography = Annotated[
    str | None, typer.Option("--geography", help="Whose areas; else those in use.")
]
CheckOnly = Annotated[bool, typer.Option("--check", help="Only say what would be decided.")]
Id = Annotated[str, typer.Argument(help="The id of the phrase, or its first eight letters.")]


@app.command("list")
def list_(  # noqa: PLR0913 - the options of the command
    *,
    because: Why,
    undecided: Annotated[bool, typer.Option("--undecided", help="Only those to decide.")] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many.")] = 50,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write FILE.csv, to fill in for places decide --file."),
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List place texts seen for enough people, those first of which a decision tells most."""
    check_output(output, (".csv",))
    request = journeys.PhrasesAsked(undecided, most, into_file=output is not None)
    found = ask(
        partial(journeys.list_phrases, request), workspace=workspace, because=because, quiet=as_json
    )
    if output is not None:
        write_text(output, written(_cells(line) for line in found.lines), private=True)
    if as_json:
        show_json(found)
        return
    if output is None:
        show_table(
            ("Phrase", "Words", "Decided", "To gain", "Rows", "People", "Dates", "Sites"),
            [_row(line) for line in found.lines],
            numbers_from=3,
        )
    show_lines(_beside(found, output))


@app.command()
def show(phrase: Id, *, because: Why, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show one place text and every decision ever made of it."""
    found = ask(
        partial(journeys.show_phrase, phrase), workspace=workspace, because=because, quiet=as_json
    )
    if as_json:
        show_json(found)
        return
    show_lines(_sentences(found))
    _show_decisions(found.history)


@app.command()
def decide(  # noqa: PLR0913 - the options of the command
    phrase: Annotated[str | None, typer.Argument(help="The id of the phrase.")] = None,
    *,
    because: Why,
    place_type: Annotated[
        str | None, typer.Option("--type", help="The type of place, e.g. licensed.pub.")
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", help="The code of the area in which it lies.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--named", help="What the house calls the place; no person.")
    ] = None,
    no_place: Annotated[bool, typer.Option("--no-place", help="The text names no place.")] = False,
    file: FilledIn = None,
    geography: Geography = None,
    check_only: CheckOnly = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what stands decided.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Decide what a place text means; it reaches every row with it, past and to come."""
    said = Proposed(phrase or "", place_type, area, name, no_place)
    _check_asked(said, file, undo=undo, check_only=check_only)
    if undo:
        _undo(said.phrase, because, workspace, as_json=as_json)
        return
    request = deciding.DecideRequest(
        because,
        proposed=() if file else (said,),
        path=str(file) if file else None,
        geography=geography,
        check_only=check_only,
    )
    found = ask(
        partial(deciding.decide_places, request),
        workspace=workspace,
        because=because,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    show_lines(_decided(found))


@app.command()
def decisions(
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Also those that were replaced or taken back.")
    ] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List what stands decided of place texts: by whom, when and why."""
    found = ask(partial(journeys.list_decisions, every=every), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    _show_decisions(found)


def _undo(phrase: str, because: str, workspace: Path | None, *, as_json: bool) -> None:
    left = ask(
        partial(deciding.undo_decision, phrase, because),
        workspace=workspace,
        because=because,
        quiet=as_json,
    )
    if as_json:
        show_json({"stands": left})
        return
    stands = "Nothing stands decided now." if left is None else f"Stands again: {_said(left)}."
    show_lines([f"The decision was taken back. {stands}"])


def _check_asked(said: Proposed, file: Path | None, *, undo: bool, check_only: bool) -> None:
    one = bool(said.phrase)
    told = bool(said.place_type or said.area or said.name or said.no_place)
    if one == (file is not None):
        raise TiigError(BAD_ARGUMENT, what="name one phrase by its id, or a file with --file")
    if file is not None and (told or undo):
        what = "with --file, what is decided stands in the file"
        raise TiigError(BAD_ARGUMENT, what=what)
    if undo and (told or check_only):
        raise TiigError(BAD_ARGUMENT, what="--undo takes a decision back and says nothing else")


def _row(line: journeys.PhraseLine) -> tuple[str, ...]:
    seen = line.seen
    counts = (seen.untyped, seen.rows, seen.persons, seen.dates, len(seen.sites)) if seen else ()
    return (
        line.phrase[:_SHOWN],
        line.words or "",
        _said(line.decision) if line.decision else "",
        *(f"{count:,}" for count in counts),
    )


def _cells(line: journeys.PhraseLine) -> tuple[str, ...]:
    """Return a line of the file: what is told, then what may be filled in, as it stands."""
    seen, stands = line.seen, line.decision
    told = (seen.rows, seen.untyped, seen.persons, seen.dates) if seen else ("",) * 4
    filled = (stands.place_type, stands.area, stands.name) if stands else ("",) * 3
    no_place = "yes" if stands and stands.ruling is Ruling.NO_PLACE else ""
    return (
        line.phrase,
        escaped(line.words or ""),
        *map(str, told),
        " ".join(seen.sites) if seen else "",
        *(one or "" for one in filled),
        no_place,
    )


def _beside(found: journeys.PhraseList, output: Path | None) -> Iterator[str]:
    if output is not None:
        yield f"Written: {len(found.lines):,} place texts, for the team alone; destroy it after."
    if found.more:
        yield f"{found.more:,} more; see them with --most."
    if found.wordless:
        yield f"{found.wordless:,} more were seen as often, but their words are destroyed."
    yield (
        f"{found.rare:,} were seen for fewer than {FREQUENT_PERSONS} people or on fewer than "
        f"{FREQUENT_DATES} dates, and are shown to nobody; homes never are."
    )


def _sentences(found: journeys.PhraseShown) -> Iterator[str]:
    line = found.line
    yield f"Phrase {line.phrase}"
    if line.seen is None:
        yield "Too few people's rows in force name it for its words or numbers to be shown."
    else:
        yield line.words or "Its words are destroyed; its rows and decisions stay."
        yield (
            f"{line.seen.rows:,} rows of {line.seen.persons:,} people on {line.seen.dates:,} dates "
            f"at {', '.join(line.seen.sites)}; {line.seen.untyped:,} without a place type."
        )
    if not found.history:
        yield "Nothing was decided of it yet."


def _show_decisions(decided: tuple[PlaceDecision, ...]) -> None:
    if not decided:
        return
    show_table(
        ("Decision", "Phrase", "At (UTC)", "By", "Says", "Because"),
        [
            (
                one.id,
                one.phrase[:_SHOWN],
                f"{one.at:%Y-%m-%d %H:%M}",
                one.person,
                _said(one),
                one.because,
            )
            for one in decided
        ],
    )


def _said(one: PlaceDecision) -> str:
    """Say in a few words what a decision says."""
    if one.ruling is Ruling.UNDONE:
        return f"takes {one.undoes} back"
    if one.ruling is Ruling.NO_PLACE:
        return "no place"
    area = f"in {one.area}" if one.area else None
    return ", ".join(part for part in (one.place_type, one.name, area) if part)


def _decided(found: deciding.Decided) -> Iterator[str]:
    done = "Would be decided" if found.check_only else "Decided"
    replaced = f", {found.replaced:,} of them otherwise than before" if found.replaced else ""
    count = len(found.decisions)
    yield f"{done}: {count:,} place {'text' if count == 1 else 'texts'}{replaced}."
    if found.unchanged:
        yield f"Decided so already: {found.unchanged:,}."
    few = ", and few for texts that too few people's rows name" if found.rare else ""
    if count:
        yield (
            f"Rows that get a place type which their sender did not give: {found.rows:,}{few}. "
            "Count them with --by place_decided."
        )

"""`tiig keys show|rotate|passphrase|escrow|recover`."""

from __future__ import annotations

import getpass
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.journeys import keys as journeys
from tiig.journeys import rotate_keys as rotation
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.keys import LAYERED, RECEIVING, ROTATED, KeyLine
from tiig.wiring import read_settings, recover_keys

app = typer.Typer(
    help="Keys: which there are, how they change, and how they come back when they are lost.",
    no_args_is_help=True,
)


@app.command()
def show(*, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show which keys there are, what needs each, and what is in escrow; never a key."""
    found = ask(journeys.show_keys, workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_table(
        ("Key", "Made (UTC)", "Check value", "In use", "In escrow", "Needed by"),
        [
            (
                key.name,
                f"{key.made_at:%Y-%m-%d %H:%M}" if key.made_at else "not recorded",
                key.check,
                _standing(key),
                "yes" if key.in_escrow else "no",
                key.unit if key.uses is None else f"{key.uses:,} {key.unit}",
            )
            for key in found.state.keys
        ],
    )
    show_lines([found.state.opened_by, *_escrow(found), *_begun(found)])


@app.command()
def rotate(
    *,
    purpose: Annotated[
        list[str] | None,
        typer.Option("--purpose", help=f"{', '.join(ROTATED)} or all; may be repeated."),
    ] = None,
    because: Annotated[str, typer.Option("--because", help="Why; it is audited.")] = "",
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Change keys: bring everything over to new ones, then destroy the old."""
    request = rotation.RotateRequest(tuple(purpose or (rotation.EVERY,)), because)
    found = ask(
        partial(rotation.rotate_keys, request),
        workspace=workspace,
        because=because or None,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    show_lines(
        [
            *(["A change of keys that was broken off has been ended."] if found.went_on else []),
            f"New keys: {', '.join(found.keys)}.",
            (
                f"Brought over: {found.packs:,} packs, {found.phrase_tables:,} phrase tables, "
                f"{found.secrets:,} secrets of sealed files."
            ),
            f"Destroyed: {', '.join(found.destroyed) or 'nothing; keys of ids stay as layers'}.",
            (
                "Next: tiig keys escrow and tiig backup. Older shares and backups do not hold the "
                "new keys."
            ),
            *(
                ["Give hospitals the new receiving key: tiig receiving-key show. The old opens on."]
                if any(name.startswith(RECEIVING) for name in found.keys)
                else []
            ),
        ]
    )


@app.command()
def passphrase(
    *,
    file: Annotated[
        bool, typer.Option("--file", help="Take a file beside the keyring instead.")
    ] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Change the passphrase that opens the keyring; TIIG_NEW_PASSPHRASE or asked for."""
    told = None if file else _new_passphrase(workspace)
    found = ask(partial(journeys.change_passphrase, told), workspace=workspace, quiet=as_json)
    if as_json:
        show_json({"opened_by": found})
        return
    show_lines([found])


@app.command()
def escrow(
    *,
    folder: Annotated[Path, typer.Option("-o", "--output", help="A folder outside.")],
    shares: Annotated[int, typer.Option("--shares", help="How many shares are made.")] = 5,
    needed: Annotated[int, typer.Option("--needed", help="How many bring the keys back.")] = 3,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Write escrow shares: some of them together bring lost keys back, fewer say nothing."""
    request = journeys.EscrowRequest(str(folder), shares, needed)
    found = ask(partial(journeys.hand_out_shares, request), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_lines(
        [
            *(str(folder / name) for name in found.files),
            (
                f"Set {found.record.set}: any {found.record.needed} of {found.record.shares} bring "
                "the keys back. Give each to another person, and delete the files here."
            ),
        ]
    )


@app.command()
def recover(
    shares: Annotated[list[Path], typer.Argument(help="Files of escrow shares of one set.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A folder for the keys alone, such as for a restore."),
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Bring lost keys back from escrow shares; TIIG_PASSPHRASE opens them from then on."""
    asker = Asker.local(getpass.getuser())
    found = recover_keys(shares, asker=asker, workspace=workspace, folder=output)
    if as_json:
        show_json(found)
        return
    show_lines(
        [
            f"Set {found.set} brought back: {', '.join(found.keys)}.",
            found.opened_by,
            "Next: tiig doctor, then tiig keys rotate, for the shares have been in one place.",
        ]
    )


def _new_passphrase(workspace: Path | None) -> str:
    given = read_settings(workspace).new_passphrase
    if given is not None:
        return given.get_secret_value()
    if not sys.stdin.isatty():
        raise TiigError(BAD_ARGUMENT, what="set TIIG_NEW_PASSPHRASE, or type it at a terminal")
    typed: str = typer.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _standing(key: KeyLine) -> str:
    if key.purpose in LAYERED:
        return f"layer {key.number}"
    return "newest" if key.newest else "older"


def _escrow(found: journeys.KeysShown) -> list[str]:
    record = found.state.escrow
    if record is None:
        return ["Nothing is in escrow: without what opens the keyring everything would be lost."]
    return [
        (
            f"Escrow set {record.set} of {record.made_at:%Y-%m-%d}: "
            f"{record.needed} of {record.shares} shares are needed."
        )
    ]


def _begun(found: journeys.KeysShown) -> list[str]:
    if found.rotation is None:
        return []
    return [
        (
            f"A change of keys ({', '.join(found.rotation.keys)}) has not ended: "
            "tiig keys rotate goes on with it."
        )
    ]

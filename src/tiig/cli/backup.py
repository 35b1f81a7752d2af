"""`tiig backup` and `tiig restore`."""

from __future__ import annotations

import getpass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, spoken
from tiig.journeys.backup import back_up
from tiig.model.asker import Asker
from tiig.model.backup import BackupRequest
from tiig.wiring import RestoreRequest, restore_workspace

_BYTES_OF_A_MEGABYTE = 1_000_000


def backup(  # noqa: PLR0913 - the options of the command
    folder: Annotated[Path, typer.Argument(help="The backup's folder, on another disk.")],
    *,
    keep: Annotated[
        int, typer.Option("--keep", min=0, help="How many snapshots stay; 0 keeps all.")
    ] = 0,
    file_keys: Annotated[
        Path | None,
        typer.Option(
            "--file-keys", help="A file elsewhere for the keys of originals and place phrases."
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read everything again and compare.")
    ] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Back a workspace up: catalogue, packs and sealed files, each once; never a key."""
    request = BackupRequest(
        str(folder.expanduser()), keep, str(file_keys.expanduser()) if file_keys else None, verify
    )
    found = ask(partial(back_up, request), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    size = found.new_bytes / _BYTES_OF_A_MEGABYTE
    show_lines(
        [
            (
                f"Snapshot {found.snapshot}: {found.files:,} files, {found.new_files:,} of them "
                f"new ({size:,.1f} MB)."
            ),
            f"Audit head {found.audit_head}",
            *([f"Older snapshots removed: {len(found.removed)}."] if found.removed else []),
            "It holds no keys: keep the keys folder, or escrow shares, elsewhere."
            if found.file_keys is None
            else f"Keys of {found.file_keys:,} sealed files were written apart.",
        ]
    )


def restore(  # noqa: PLR0913 - the options of the command
    folder: Annotated[Path, typer.Argument(help="The backup's folder.")],
    target: Annotated[Path, typer.Argument(help="The workspace to make; it must not exist.")],
    *,
    keys: Annotated[
        Path, typer.Option("--keys", help="The keys folder, or what tiig keys recover wrote.")
    ],
    file_keys: Annotated[
        Path | None,
        typer.Option("--file-keys", help="What tiig backup --file-keys wrote; else none opens."),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            help="Put the catalogue on a server: postgresql://tiig@db.example.org/tiig; "
            "its database is empty, the password comes from TIIG_DATABASE_PASSWORD.",
        ),
    ] = None,
    snapshot: Annotated[
        str | None, typer.Option("--snapshot", help="The id of a snapshot; else the newest.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a workspace again from a backup, checked whole before and compared after."""
    request = RestoreRequest(folder.expanduser(), target, keys, snapshot, file_keys, database)
    with spoken(quiet=as_json) as progress:
        found = restore_workspace(request, asker=Asker.local(getpass.getuser()), progress=progress)
    if as_json:
        show_json(found)
        return
    show_lines(
        [
            (
                f"{found.workspace} is restored as of {found.made_at:%Y-%m-%d %H:%M} UTC "
                f"(snapshot {found.snapshot})."
            ),
            (
                f"{found.packs:,} packs, {found.submissions:,} submissions, {found.audit_rows:,} "
                "audit rows: content and audit head are those of the snapshot."
            ),
            f"The catalogue is in {found.database or 'the workspace'}.",
            f"Originals and place phrases: {found.opening:,} of {found.sealed:,} have their key.",
            *found.faults,
            "Next: tiig doctor.",
        ]
    )

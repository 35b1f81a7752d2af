"""The folder of a workspace: where each thing lies, made private from the first moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tiig.model.errors import WORKSPACE_EXISTS, WORKSPACE_MISSING, TiigError
from tiig.store import durable
from tiig.store.faults import disk_errors

SETTINGS = "tiig.toml"
_FOLDERS = ("keys", "lake", "vault", "vault/originals", "vault/phrases", "vault/staging")
_OPEN_TO_PEOPLE = ("inbox", "out")


@dataclass(frozen=True)
class Workspace:
    """One folder that holds everything; `tiig.toml` in it marks it as a workspace."""

    root: Path

    @classmethod
    def create(cls, root: Path, settings: str) -> Self:
        """Make the folders, and `tiig.toml` last: without it there is no workspace yet."""
        if (root / SETTINGS).exists():
            raise TiigError(WORKSPACE_EXISTS)
        with disk_errors():
            durable.private_folder(root).chmod(durable.PRIVATE_FOLDER)
            for name in (*_FOLDERS, *_OPEN_TO_PEOPLE):
                durable.private_folder(root / name)
            durable.write_private(root / SETTINGS, settings.encode())
        return cls(root)

    @classmethod
    def open(cls, root: Path) -> Self:
        """Return the workspace of a folder; WORKSPACE_MISSING where there is none."""
        if not (root / SETTINGS).is_file():
            raise TiigError(WORKSPACE_MISSING)
        return cls(root)

    @property
    def settings(self) -> Path:
        """The file of settings; secrets never stand in it."""
        return self.root / SETTINGS

    @property
    def catalogue_url(self) -> str:
        """The embedded catalogue's address."""
        return f"sqlite:///{(self.root / 'catalogue.db').absolute()}"

    @property
    def keys(self) -> Path:
        """Where the keyring lies."""
        return self.root / "keys"

    @property
    def inbox(self) -> Path:
        """Where files may be left to be taken in."""
        return self.root / "inbox"

    @property
    def out(self) -> Path:
        """Where papers and extracts are written unless a place is named."""
        return self.root / "out"

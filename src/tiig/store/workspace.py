"""The folder of a workspace: where each thing lies, made private from the first moment."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tiig.model.errors import WORKSPACE_EXISTS, WORKSPACE_MISSING, TiigError
from tiig.model.workspace_errors import WORKSPACE_REMAINS
from tiig.store import durable
from tiig.store.faults import disk_errors
from tiig.store.key_locks import UNLOCK
from tiig.store.keyring_file import RING

SETTINGS = "tiig.toml"
CATALOGUE = "catalogue.db"
BEGUN = SETTINGS + ".begun"
"""The settings of a workspace that is being made; nobody opens a folder with these alone."""
_FOLDERS = ("keys", "lake", "vault", "vault/originals", "vault/phrases", "vault/staging")
_OPEN_TO_PEOPLE = ("inbox", "out")


@dataclass(frozen=True)
class Workspace:
    """One folder that holds everything; `tiig.toml` in it marks it as a workspace."""

    root: Path

    @classmethod
    def create(cls, root: Path, settings: str) -> Self:
        """Make the folders, and `tiig.toml` last: without it there is no workspace yet."""
        made = cls.begin(root, settings)
        made.finish()
        return made

    @classmethod
    def begin(cls, root: Path, settings: str) -> Self:
        """Make the folders of a workspace that is none before `finish`.

        What an earlier beginning left is removed: nothing can have been stored with it. Keys or
        a catalogue without a beginning are somebody's: WORKSPACE_REMAINS.
        """
        if (root / SETTINGS).exists():
            raise TiigError(WORKSPACE_EXISTS)
        made = cls(root)
        with disk_errors():
            if (root / BEGUN).exists():
                made._clear()
            elif any(path.exists() for path in made._insides()):
                raise TiigError(WORKSPACE_REMAINS)
            durable.private_folder(root).chmod(durable.PRIVATE_FOLDER)
            durable.write_private(root / BEGUN, settings.encode())
            for name in (*_FOLDERS, *_OPEN_TO_PEOPLE):
                durable.private_folder(root / name)
        return made

    def finish(self) -> None:
        """Let what was begun be a workspace."""
        with disk_errors():
            durable.move(self.root / BEGUN, self.settings)

    def abandon(self, *, folder: bool) -> None:
        """Undo a beginning, as far as the disk lets us; `folder` where that was made as well."""
        with suppress(OSError):
            if self.settings.exists():
                durable.move(self.settings, self.root / BEGUN)
            self._clear()
            for name in ("keys/vault", *reversed(_FOLDERS), *_OPEN_TO_PEOPLE):
                with suppress(OSError):  # it holds what is not ours
                    (self.root / name).rmdir()
            durable.remove(self.root / BEGUN)
            if folder:
                self.root.rmdir()

    def _insides(self) -> tuple[Path, ...]:
        """Return the files that hold what cannot be made again."""
        return (self.keys / RING, self.root / CATALOGUE)

    def _clear(self) -> None:
        """Remove keys and catalogue of a workspace that was begun."""
        for path in (*self.keys.glob(RING + "*"), *self.keys.glob(UNLOCK + "*")):
            durable.remove(path)
        for path in self.root.glob(CATALOGUE + "*"):
            durable.remove(path)

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
        return f"sqlite:///{(self.root / CATALOGUE).absolute()}"

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

"""The vault: originals and place phrases as age files, each under a key of its own.

The secret of a file's fresh identity lies wrapped with the keys: destroying it destroys the
file wherever copies of it are. A copy is written apart and renamed only when it is whole.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar

import pyrage
from pyrage import x25519

from tiig.model.destruction import is_phrases, kept_phrases_of, phrases_of
from tiig.model.errors import FILE_MISSING, KEY_MISSING, PACK_DAMAGED, TiigError, Where
from tiig.model.gates import SealedTexts
from tiig.model.ports import Original, Seams
from tiig.store import durable, phrase_tables
from tiig.store.durable import PART
from tiig.store.faults import disk_errors, disk_fault
from tiig.store.seams import NoSeams
from tiig.store.secrets import StoreKeys

_SUFFIX = ".age"
_CHUNK = 1 << 20

Done = TypeVar("Done")


def place_of(name: str) -> Path:
    """Return where a sealed file lies below the workspace."""
    folder = "phrases" if is_phrases(name) else "originals"
    return Path("vault") / folder / (name + _SUFFIX)


class _Counted:
    """A file being read or written by the cipher: hashes, counts, keeps the disk's own fault."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0
        self.fault: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        data = self._kept(lambda: self._file.read(size))
        self._told(data)
        return data

    def write(self, data: bytes) -> int:
        self._kept(lambda: self._file.write(data))
        self._told(data)
        return len(data)

    def flush(self) -> None:
        self._kept(self._file.flush)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def _kept(self, work: Callable[[], Done]) -> Done:
        try:
            return work()
        except OSError as fault:
            self.fault = fault
            raise

    def _told(self, data: bytes) -> None:
        self._hash.update(data)
        self.size += len(data)


@dataclass(frozen=True, eq=False)
class SealedVault:
    """Sealed files below a workspace: `vault/originals/` and `vault/phrases/`."""

    root: Path
    keys: StoreKeys = field(repr=False)
    seams: Seams = field(default_factory=NoSeams, repr=False)

    def fingerprint(self, path: Path) -> Original:
        """Hash a file without keeping it; the id is empty."""
        with _received(path) as file:
            counted = _Counted(file)
            try:
                while counted.read(_CHUNK):
                    pass
            except OSError as fault:
                raise disk_fault(fault) from None
        return Original("", counted.sha256, counted.size)

    def seal(self, path: Path, name: str) -> Original:
        """Keep a sealed copy under a new id `name`; durable when this returns."""
        with _received(path) as file:
            plain = _Counted(file)
            self._seal(plain, name)
        return Original(name, plain.sha256, plain.size)

    def open(self, original: str, into: Path) -> None:
        """Unseal an original into a file that the caller removes."""
        identities = self._identities(original)
        try:
            sealed = self._path(original).open("rb")
        except OSError:
            raise TiigError(PACK_DAMAGED, pack=original) from None
        with disk_errors(), sealed, into.open("xb") as plain:
            into.chmod(durable.PRIVATE_FILE)
            written = _Counted(plain)
            try:
                pyrage.decrypt_io(sealed, written, identities)
            except (OSError, pyrage.DecryptError):
                into.unlink()
                raise (written.fault or TiigError(PACK_DAMAGED, pack=original)) from None

    def destroy(self, originals: Collection[str]) -> None:
        """Destroy keys and copies; the key first, for without it the copy is noise."""
        for name in originals:
            if is_phrases(name):
                with self._phrases_steady():
                    self._destroy(name)
            else:
                self._destroy(name)

    def keep_phrases(self, submission: str, texts: SealedTexts) -> None:
        """Seal place phrases with their ids, in place of any kept for this submission."""
        content = phrase_tables.written(texts.unsealed(), len(self.keys.pseudonyms().phrase))
        with self._phrases_steady():
            self._seal(_Counted(io.BytesIO(content)), phrases_of(submission))

    def phrases(self, tables: Collection[str]) -> SealedTexts:
        """Return the phrases of tables by ids in force; tables that are gone are passed over."""
        found: dict[str, str] = {}
        with self._phrases_steady():
            for name in sorted(tables):
                found |= self._in_force(name)
        return SealedTexts(found)

    def set_apart(self, submission: str, phrases: Collection[str]) -> int:
        """Seal the phrases of a submission that are among these ids, under a key of their own."""
        name, layers = kept_phrases_of(submission), len(self.keys.pseudonyms().phrase)
        with self._phrases_steady():
            told = self._in_force(phrases_of(submission))
            kept = {phrase: text for phrase, text in told.items() if phrase in phrases}
            content = phrase_tables.written(kept, layers)
            if not kept:
                self._destroy(name)
            elif self._path(name).exists():  # an earlier run was broken off
                self._replace(name, content)
            else:
                self._seal(_Counted(io.BytesIO(content)), name)
        return len(kept)

    def keep_only(self, table: str, phrases: Collection[str]) -> None:
        """Forget the phrases of a table that are not among these ids, which are in force.

        While the file is replaced its key file holds the new secret and the old one, so that
        it can be opened whichever of both lies there after a crash. A table that a change of
        keys has not reached yet is brought over with it: its ids would match none.
        """
        with self._phrases_steady():
            if not self._path(table).exists():
                return
            content = self._opened(table)
            anew = phrase_tables.rekeyed(content, self.keys.pseudonyms().phrase)
            layers, told = phrase_tables.read(anew or content)
            kept = {phrase: text for phrase, text in told.items() if phrase in phrases}
            if not kept:
                self._destroy(table)
            elif len(kept) < len(told) or len(self._identities(table)) > 1:
                self._replace(table, phrase_tables.written(kept, layers))

    def sweep(self) -> None:
        """Remove what was begun in the place of a phrase table and broken off."""
        with self._phrases_steady(), disk_errors():
            for part in (self.root / "vault" / "phrases").glob("*" + _SUFFIX + PART):
                if part.with_name(part.name.removesuffix(PART)).exists():
                    durable.remove(part)

    def phrase_tables(self) -> tuple[str, ...]:
        """Return the names of all phrase tables, sorted."""
        files = (self.root / "vault" / "phrases").glob("*" + _SUFFIX)
        return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in files))

    def rekey_phrases(self, name: str) -> bool:
        """Bring one table to the layers in force; False where it is already.

        It stays under its own secret, and takes the old one's place whole or not at all.
        """
        path = self._path(name)
        with self._phrases_steady():
            try:
                content, secrets = self._opened(name), self._identities(name)
            except TiigError as fault:
                if fault.kind is KEY_MISSING and name not in self.keys.kept():
                    return False  # destroyed: what is left is noise
                raise
            anew = phrase_tables.rekeyed(content, self.keys.pseudonyms().phrase)
            if anew is None:
                return False
            part = path.with_name(path.name + PART)
            with disk_errors():
                self._write(_Counted(io.BytesIO(anew)), part, secrets[0].to_public())
                durable.move(part, path)
        return True

    def on_disk(self) -> frozenset[str]:
        """Return the ids of all originals and phrase files, also those begun and those keyless."""
        files = (path for path in (self.root / "vault").glob(f"*/*{_SUFFIX}*"))
        names = {path.name.removesuffix(PART).removesuffix(_SUFFIX) for path in files}
        return frozenset(names) | self.keys.kept() | self.keys.begun()

    @contextmanager
    def _phrases_steady(self) -> Iterator[None]:
        """Wait for others: a table that is thinned must not come back by a change of keys."""
        with disk_errors():
            folder = durable.private_folder(self.root / "vault")
        with disk_errors(), durable.only_one(folder / "phrases.lock", wait=True):
            yield

    def _destroy(self, name: str) -> None:
        with disk_errors():
            self.keys.forget(name)
            self.seams.reach("key-destroyed")
            path = self._path(name)
            durable.remove(path)
            durable.remove(path.with_name(path.name + PART))

    def _seal(self, plain: _Counted, name: str) -> None:
        identity = x25519.Identity.generate()
        path = self._path(name)
        part = path.with_name(path.name + PART)
        try:
            with disk_errors():
                durable.private_folder(path.parent)
                self.keys.keep(name, str(identity).encode())
                self.seams.reach("key-kept")
                self._write(plain, part, identity.to_public())
                self.seams.reach("original-written")
                durable.move(part, path)
        except TiigError:
            self._destroy(name)
            raise
        self.seams.reach("original-sealed")

    def _in_force(self, name: str) -> dict[str, str]:
        """Return a table's phrases by ids in force; none where it, or its key, is gone."""
        if not self._path(name).exists() or name not in self.keys.kept():
            return {}
        content = self._opened(name)
        anew = phrase_tables.rekeyed(content, self.keys.pseudonyms().phrase)
        return phrase_tables.read(anew or content)[1]

    def _opened(self, name: str) -> bytes:
        """Return a small sealed file's content."""
        try:
            plain: bytes = pyrage.decrypt(self._path(name).read_bytes(), self._identities(name))
        except (OSError, pyrage.DecryptError):
            raise TiigError(PACK_DAMAGED, pack=name) from None
        return plain

    def _identities(self, name: str) -> list[x25519.Identity]:
        """Return the secret of a file; two while it is replaced, the newest first."""
        told = self.keys.recall(name).decode().split()
        return [x25519.Identity.from_str(secret) for secret in told]

    def _replace(self, name: str, content: bytes) -> None:
        """Seal other content in place of a file, under another secret; the old one is destroyed."""
        identity = x25519.Identity.generate()
        path, before = self._path(name), self.keys.recall(name).split()[0]
        part = path.with_name(path.name + PART)
        with disk_errors():
            self.keys.keep(name, str(identity).encode() + b"\n" + before)
            self.seams.reach("second-key-kept")
            self._write(_Counted(io.BytesIO(content)), part, identity.to_public())
            self.seams.reach("phrases-rewritten")
            durable.move(part, path)
            self.seams.reach("phrases-replaced")
            self.keys.keep(name, str(identity).encode())

    def _write(self, plain: _Counted, part: Path, recipient: x25519.Recipient) -> None:
        with part.open("wb", buffering=_CHUNK) as file:
            part.chmod(durable.PRIVATE_FILE)
            sealed = _Counted(file)
            try:
                pyrage.encrypt_io(plain, sealed, [recipient])
            except (OSError, pyrage.EncryptError):
                raise (sealed.fault or plain.fault or OSError()) from None
        durable.sync(part)

    def _path(self, name: str) -> Path:
        return self.root / place_of(name)


def _received(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError:
        raise TiigError(FILE_MISSING, Where(file=path.name)) from None

"""A vault that lives as long as the process."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from tiig.model.destruction import kept_phrases_of, phrases_of
from tiig.model.errors import FILE_MISSING, KEY_MISSING, TiigError, Where
from tiig.model.gates import SealedTexts
from tiig.model.ports import Original
from tiig.store import phrase_tables
from tiig.store.faults import disk_errors
from tiig.store.secrets import StoreKeys


class MemoryVault:
    """Originals as bytes, phrases as texts."""

    def __init__(self, keys: StoreKeys | None = None) -> None:
        self._keys = keys
        self._layers: dict[str, int] = {}
        self._kept: dict[str, bytes] = {}
        self._phrases: dict[str, SealedTexts] = {}

    def fingerprint(self, path: Path) -> Original:
        """Hash a file without keeping it; the id is empty."""
        content = _content(path)
        return Original("", hashlib.sha256(content).hexdigest(), len(content))

    def seal(self, path: Path, name: str) -> Original:
        """Keep a copy under a new id `name`."""
        content = _content(path)
        self._kept[name] = content
        return Original(name, hashlib.sha256(content).hexdigest(), len(content))

    def open(self, original: str, into: Path) -> None:
        """Write an original into a file that the caller removes."""
        if original not in self._kept:
            raise TiigError(KEY_MISSING, what=f"the key of the sealed file {original}")
        with disk_errors():
            into.write_bytes(self._kept[original])

    def destroy(self, originals: Collection[str]) -> None:
        """Forget originals and phrases."""
        for name in originals:
            self._kept.pop(name, None)
            self._phrases.pop(name, None)

    def keep_phrases(self, submission: str, texts: SealedTexts) -> None:
        """Keep place phrases with their ids."""
        self._keep(phrases_of(submission), texts)

    def phrase_tables(self) -> tuple[str, ...]:
        """Return the names of all phrase tables, sorted."""
        return tuple(sorted(self._phrases))

    def rekey_phrases(self, name: str) -> bool:
        """Bring one table to the layers in force; False where it is already."""
        anew = self._anew(name)
        if anew is not None:
            self._layers[name], phrases = anew
            self._phrases[name] = SealedTexts(phrases)
        return anew is not None

    def phrases(self, tables: Collection[str]) -> SealedTexts:
        """Return the phrases of tables by ids in force; tables that are gone are passed over."""
        found = SealedTexts({})
        for name in sorted(tables):
            anew = self._anew(name)
            if anew is not None:
                found = found.plus(SealedTexts(anew[1]))
            else:
                found = found.plus(self._phrases.get(name, SealedTexts({})))
        return found

    def set_apart(self, submission: str, phrases: Collection[str]) -> int:
        """Keep the phrases of a submission that are among these ids in a table of their own."""
        told = self.phrases([phrases_of(submission)]).unsealed()
        kept = {phrase: text for phrase, text in told.items() if phrase in phrases}
        self.destroy([kept_phrases_of(submission)])
        if kept:
            self._keep(kept_phrases_of(submission), SealedTexts(kept))
        return len(kept)

    def keep_only(self, table: str, phrases: Collection[str]) -> None:
        """Forget the phrases of a table that are not among these ids, which are in force."""
        self.rekey_phrases(table)
        if table in self._phrases:
            told = self._phrases.pop(table).unsealed()
            kept = {phrase: text for phrase, text in told.items() if phrase in phrases}
            if kept:
                self._phrases[table] = SealedTexts(kept)

    def on_disk(self) -> frozenset[str]:
        """Return the ids of all originals and phrase files."""
        return frozenset(self._kept) | frozenset(self._phrases)

    def _anew(self, name: str) -> tuple[int, dict[str, str]] | None:
        """Return a table brought to the layers in force; None where it is there already."""
        keys = () if self._keys is None else self._keys.pseudonyms().phrase
        layers = self._layers.get(name, 1)
        if name not in self._phrases or layers >= len(keys):
            return None
        content = phrase_tables.written(self._phrases[name].unsealed(), layers)
        anew = phrase_tables.rekeyed(content, keys)
        return None if anew is None else phrase_tables.read(anew)

    def _keep(self, name: str, texts: SealedTexts) -> None:
        self._phrases[name] = texts
        if self._keys is not None:
            self._layers[name] = len(self._keys.pseudonyms().phrase)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise TiigError(FILE_MISSING, Where(file=path.name)) from None

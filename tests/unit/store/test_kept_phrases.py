"""Phrases that outlive the others of their submission, under a key of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tiig.kit.keyed import keyed
from tiig.model.destruction import kept_phrases_of, phrases_of
from tiig.model.errors import TiigError
from tiig.model.gates import SealedTexts
from tiig.model.keys import KeyLayers
from tiig.model.ports import Vault
from tiig.store import FileKeyring, SealedVault
from tiig.store.in_memory import MemoryKeys, MemoryVault

Keys = FileKeyring | MemoryKeys
TEXTS = {"a": "corn market", "b": "mill lane", "c": "the black lion"}
TABLE, KEPT = phrases_of("s-1"), kept_phrases_of("s-1")


@pytest.fixture
def keys(tmp_path: Path) -> FileKeyring:
    """A new keyring on disk."""
    return FileKeyring.create(tmp_path / "keys", None)


@pytest.fixture
def sealed(tmp_path: Path, keys: FileKeyring) -> SealedVault:
    """A vault on disk with a table of phrases."""
    vault = SealedVault(tmp_path, keys=keys)
    vault.keep_phrases("s-1", SealedTexts(TEXTS))
    return vault


@pytest.fixture(params=["sealed", "memory"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Vault, Keys]:
    """Each vault with its keys, and the same table of phrases."""
    if request.param == "sealed":
        ring: Keys = FileKeyring.create(tmp_path / "keys", None)
        vault: Vault = SealedVault(tmp_path, keys=ring)
    else:
        ring = MemoryKeys()
        vault = MemoryVault(ring)
    vault.keep_phrases("s-1", SealedTexts(TEXTS))
    return vault, ring


def test_some_outlive_the_others(made: tuple[Vault, Keys]) -> None:
    """What is set apart stays when the table goes, and nothing else of it."""
    vault, _ = made

    assert vault.set_apart("s-1", {"a", "c", "unknown"}) == 2
    vault.destroy([TABLE])

    assert vault.phrases([TABLE, KEPT, "another-phrases"]).unsealed() == {
        "a": "corn market", "c": "the black lion"
    }  # fmt: skip
    assert vault.on_disk() == {KEPT}
    vault.keep_only(KEPT, {"c"})
    assert vault.phrases([KEPT]).ids == {"c"}
    vault.keep_only(KEPT, ())
    assert vault.on_disk() == frozenset()


def test_set_apart_anew_takes_the_place_of_before(made: tuple[Vault, Keys]) -> None:
    """A run that was broken off may have kept others; with none to keep there is no table."""
    vault, _ = made
    vault.set_apart("s-1", {"a"})

    assert vault.set_apart("s-1", {"b", "c"}) == 2
    assert vault.phrases([KEPT]).ids == {"b", "c"}

    assert vault.set_apart("s-1", {"unknown"}) == 0
    assert vault.on_disk() == {TABLE}
    vault.destroy([TABLE])
    assert vault.set_apart("s-1", {"a"}) == 0


def test_ids_are_those_in_force(made: tuple[Vault, Keys]) -> None:
    """A table that new keys have not reached yet is read, and set apart, as if they had."""
    vault, ring = made
    in_force = KeyLayers()
    ring.bind(lambda: in_force)
    ring.add(["phrase-2"])
    vault.set_apart("s-1", {"b"})
    in_force = KeyLayers(phrase=2)

    further = keyed(pl.Series(list(TEXTS)), ring.pseudonyms().phrase[1:]).to_list()
    assert vault.phrases([TABLE]).unsealed() == dict(zip(further, TEXTS.values(), strict=True))
    assert vault.phrases([KEPT]).ids == {further[1]}
    assert vault.set_apart("s-1", {further[0]}) == 1
    assert vault.rekey_phrases(TABLE)
    assert not vault.rekey_phrases(KEPT)
    assert vault.phrases([KEPT, TABLE]).ids == set(further)


def test_each_table_has_a_key_of_its_own(sealed: SealedVault, keys: FileKeyring) -> None:
    """Destroying one leaves the other readable; without its key a table is noise."""
    sealed.set_apart("s-1", {"a"})
    keys.forget(TABLE)

    assert sealed.phrases([TABLE, KEPT]).unsealed() == {"a": "corn market"}

    keys.forget(KEPT)
    assert sealed.phrases([TABLE, KEPT]).unsealed() == {}


def test_a_damaged_table_is_said(sealed: SealedVault) -> None:
    """It is not taken for one without phrases."""
    sealed._path(TABLE).write_bytes(b"nothing of an age file")

    with pytest.raises(TiigError, match="damaged"):
        sealed.phrases([TABLE])


def broken_at(seam: str) -> object:
    """Return seams that break off at one."""

    class Breaks:
        """Breaks off at one seam."""

        def reach(self, reached: str) -> None:
            """Break off."""
            if reached == seam:
                raise KeyboardInterrupt

    return Breaks()


@pytest.mark.parametrize(
    ("seam", "again"),
    [(seam, False) for seam in ("key-kept", "original-written", "original-sealed")]
    + [(seam, True) for seam in ("second-key-kept", "phrases-rewritten", "phrases-replaced")],
)
def test_setting_apart_ends_after_a_crash_at_any_seam(
    sealed: SealedVault,
    seam: str,
    again: bool,
) -> None:
    """Done again it is whole, and the table that it came from was never touched."""
    if again:
        sealed.set_apart("s-1", {"b"})
    broken = replace(sealed, seams=broken_at(seam))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        broken.set_apart("s-1", {"a"})
    assert sealed.phrases([TABLE]).unsealed() == TEXTS

    assert sealed.set_apart("s-1", {"a"}) == 1

    assert sealed.phrases([KEPT]).unsealed() == {"a": "corn market"}
    assert not list(sealed.root.rglob("*.part"))


Work = Callable[[SealedVault], object]


@pytest.mark.parametrize(
    "work",
    [lambda vault: vault.destroy([KEPT]), lambda vault: vault.keep_only(KEPT, {"c"})],
    ids=["destroyed", "thinned"],
)
def test_what_is_gone_cannot_be_opened_again(
    sealed: SealedVault, keys: FileKeyring, work: Work
) -> None:
    """A copy of the file from before needs a key that is nowhere any more."""
    sealed.set_apart("s-1", {"a", "c"})
    copy = sealed._path(KEPT).read_bytes()

    work(sealed)
    sealed._path(KEPT).write_bytes(copy)

    if KEPT in keys.kept():
        with pytest.raises(TiigError):
            sealed.phrases([KEPT])
    else:
        assert sealed.phrases([KEPT]).ids == frozenset()

"""Packs written again hold what they held but for the rows that go; phrases likewise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyrage
import pytest
from tests.unit.store.rows import Bench, full_rows, pair, plain_rows, sealed

from tiig.model.gates import SealedTexts
from tiig.model.ports import Vault
from tiig.store import FileKeyring, SealedVault, phrase_tables
from tiig.store.in_memory import MemoryVault
from tiig.store.opening import Wanted
from tiig.store.pack_content import content_of
from tiig.store.rewriting import write_again

MONTHS = ["2025-12", "2026-06", "2026-06", "2026-07"]


def test_a_pack_read_back_has_the_digest_of_its_writing(bench: Bench) -> None:
    """Every declared column comes back as it was, so that the digest is the same again."""
    (pack,) = bench.store(full_rows(bench.layout, 50))

    rows = bench.lake._read(pack, Wanted())

    assert content_of(rows, pack, bench.layout, bench.keys.content_key()) == pack.content
    bench.lake._staging.mkdir(parents=True, exist_ok=True)
    again = write_again(rows, pack, bench.lake._bench())
    assert (again.rows, again.content, again.standard) == (50, pack.content, pack.standard)
    assert again.id != pack.id
    assert again.sha256 != pack.sha256


def test_only_packs_that_have_the_rows_are_written_again(bench: Bench) -> None:
    """A year without the row keeps its file; the table of the other has a row less."""
    old, new = bench.store(plain_rows(MONTHS))

    written = bench.lake.without({old.id: [3], new.id: [3]})

    assert written.keys() == {new.id}
    again = written[new.id]
    assert again is not None
    assert again.id.endswith("-2026")
    bench.lake.publish([again])
    bench.known[again.id] = again
    table = bench.lake.table([pair((again,), month="2026-06"), pair((again,), month="2026-07")])
    assert table["row"].to_list() == [4, 5]
    assert bench.lake.check(again) is None


def test_a_pack_of_an_older_standard_keeps_it(bench: Bench) -> None:
    """What was written under other rules is not read under today's on the way."""
    (pack,) = bench.store(plain_rows(["2026-06", "2026-06"]))
    bench.known[pack.id] = replace(pack, standard="of-then")

    again = bench.lake.without({pack.id: [2]})[pack.id]

    assert again is not None
    assert (again.rows, again.standard) == (1, "of-then")


def test_findings_lose_the_rows(bench: Bench) -> None:
    """Findings of a row that goes, go."""
    findings = pl.DataFrame(
        {"row": [2, 3, 3], "rule": [1, 1, 2], "item": [0, 0, 0]},
        schema={"row": pl.UInt32, "rule": pl.UInt16, "item": pl.UInt16},
    )
    with bench.lake.stage("s") as staging:
        staging.write(sealed(plain_rows(["2026-06", "2026-06"]), bench.layout))
        staging.write_findings(findings)
        packs = staging.finish()
    bench.lake.publish(packs)
    bench.known.update({pack.id: pack for pack in packs})

    written = bench.lake.without({pack.id: [3] for pack in packs})
    left = [pack for pack in written.values() if pack is not None]
    bench.lake.publish(left)
    bench.known.update({pack.id: pack for pack in left})

    told = bench.lake.findings([pack.id for pack in left])
    assert told.rows() == [(2, 1, 0)]


def test_rows_are_sought_by_id(bench: Bench) -> None:
    """What is found tells pack, row, site and month; a column that is not there finds nothing."""
    (old, new) = bench.store(plain_rows(MONTHS))
    wanted = [f"{row:032x}" for row in (2, 4)]

    found = bench.lake.seek([old.id, new.id], "attendance_id", wanted)

    assert found.select("pack", "row", "site", "month").rows() == [
        (old.id, 2, "SYN01", "2025-12"),
        (new.id, 4, "SYN01", "2026-06"),
    ]
    assert bench.lake.seek([old.id], "person_id", wanted).is_empty()
    assert bench.lake.phrases_in([old.id]) == frozenset()


@pytest.fixture
def keys(tmp_path: Path) -> FileKeyring:
    """A keyring without a passphrase."""
    return FileKeyring.create(tmp_path / "keys", None)


TEXTS = SealedTexts({"a": "corn market", "b": "quay street"})


@pytest.fixture(params=["sealed", "memory"])
def vault(request: pytest.FixtureRequest, tmp_path: Path, keys: FileKeyring) -> Vault:
    """Give each adapter in turn, with two phrases of s-1."""
    made = SealedVault(tmp_path, keys=keys) if request.param == "sealed" else MemoryVault()
    made.keep_phrases("s-1", TEXTS)
    return made


def test_phrases_that_nobody_uses_go(vault: Vault) -> None:
    """With nothing left the file goes; one that is not there is no fault."""
    vault.keep_only("s-1", {"a", "c"})
    assert vault.on_disk() == {"s-1-phrases"}
    vault.keep_only("s-1", ())
    vault.keep_only("s-1", ())
    assert vault.on_disk() == frozenset()


@pytest.mark.parametrize("seam", ["second-key-kept", "phrases-rewritten", "phrases-replaced"])
def test_phrases_open_after_a_crash_at_any_seam(
    tmp_path: Path, keys: FileKeyring, seam: str
) -> None:
    """Whichever file lies there can be opened, and doing it again ends the same."""

    class Breaks:
        """Breaks off at one seam."""

        def reach(self, reached: str) -> None:
            """Break off."""
            if reached == seam:
                raise KeyboardInterrupt

    vault = SealedVault(tmp_path, keys=keys)
    vault.keep_phrases("s-1", TEXTS)
    with pytest.raises(KeyboardInterrupt):
        replace(vault, seams=Breaks()).keep_only("s-1", {"a"})

    told = phrase_tables.read(vault._opened("s-1-phrases"))[1]
    assert told.get("a") == "corn market"

    vault.keep_only("s-1", {"a"})
    assert phrase_tables.read(vault._opened("s-1-phrases"))[1] == {"a": "corn market"}


def test_the_old_secret_opens_nothing_any_more(tmp_path: Path, keys: FileKeyring) -> None:
    """A copy of the old file cannot be opened with what the keyring holds."""
    vault = SealedVault(tmp_path, keys=keys)
    vault.keep_phrases("s-1", TEXTS)
    before = vault._path("s-1-phrases").read_bytes()

    vault.keep_only("s-1", {"a"})

    opening: Callable[[], bytes] = lambda: pyrage.decrypt(before, vault._identities("s-1-phrases"))  # noqa: E731
    with pytest.raises(pyrage.DecryptError):
        opening()

"""Healing, the workspace's folder, and the built-in geography."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.store.rows import (
    NOW,
    Bench,
    CountedIds,
    HandClock,
    pair,
    plain_rows,
    sealed,
)

from tiig.model.area_errors import GEOGRAPHY_UNKNOWN
from tiig.model.asker import Asker
from tiig.model.errors import STORE_UNWRITABLE, WORKSPACE_EXISTS, WORKSPACE_MISSING, TiigError
from tiig.model.gates import SealedTexts
from tiig.model.ports import Intent
from tiig.model.submission import Submission, SubmissionState, Tally
from tiig.store import (
    Geographies,
    MemoryShelf,
    SealedVault,
    Workspace,
    give_up,
    heal,
    reconcile,
)
from tiig.store.healing import moment_of
from tiig.store.in_memory import MemoryCatalogue

ASKER = Asker.local("ada")


@pytest.fixture
def catalogue(clock: HandClock) -> MemoryCatalogue:
    """An empty catalogue."""
    return MemoryCatalogue(clock=clock)


@pytest.fixture
def vault(bench: Bench) -> SealedVault:
    """A vault beside the lake."""
    return SealedVault(bench.root, keys=bench.keys)


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """A file as a sender sent it."""
    path = tmp_path / "received.csv"
    path.write_bytes(b"a,b\n")
    return path


def submission(name: str, original: str | None) -> Submission:
    """Return an invented submission in force."""
    return Submission(
        id=name,
        sender="north",
        profile="north@1",
        state=SubmissionState.IN_FORCE,
        received_at=NOW,
        fingerprint="f",
        key="k",
        period="2026-06",
        sites=("N1",),
        tally=Tally(1, 1, 0, 0),
        original=original,
    )


def test_named_files_stay(
    bench: Bench, catalogue: MemoryCatalogue, vault: SealedVault, received: Path
) -> None:
    """What the catalogue names stays, however old; then there is nothing to say."""
    packs = bench.store(plain_rows(["2026-06"]))
    original = bench.lake.ids.new()
    vault.seal(received, original)
    vault.keep_phrases("s-1", SealedTexts({}))
    with catalogue.change(ASKER, "test") as change:
        change.add_submission(submission("s-1", original))
        change.add_packs(packs)
        change.put_in_force([pair(packs)])
    before = (bench.lake.on_disk(), vault.on_disk())
    bench.clock.pass_by(48)

    healed = heal(catalogue, bench.lake, vault, bench.clock.now())

    assert (healed.packs, healed.originals, healed.intents) == ((), (), ())
    assert before == (bench.lake.on_disk(), vault.on_disk())
    assert reconcile(catalogue, bench.lake, vault) == ()


def test_broken_off_work_is_removed_after_its_lease(
    bench: Bench, catalogue: MemoryCatalogue, vault: SealedVault, received: Path
) -> None:
    """Files of announced work stay while its lease runs, and go with the intent afterwards."""
    vault.seal(received, "o-1")
    vault.keep_phrases("s-1", SealedTexts({"a": "b"}))
    with bench.lake.stage("s-1") as staging:
        staging.write(sealed(plain_rows(["2026-06"]), bench.layout))
        packs = tuple(pack.id for pack in staging.finish())
    lease = bench.clock.now() + timedelta(hours=3)
    catalogue.announce(Intent("i-1", "s-1", "north", lease, ("o-1",), packs))
    bench.clock.pass_by(2)

    early = heal(catalogue, bench.lake, vault, bench.clock.now())
    assert (early.packs, early.originals) == ((), ())
    assert reconcile(catalogue, bench.lake, vault) == ()

    bench.clock.pass_by(2)
    late = heal(catalogue, bench.lake, vault, bench.clock.now())

    assert (packs, ("o-1", "s-1-phrases"), ("i-1",)) == (late.packs, late.originals, late.intents)
    assert frozenset() == bench.lake.on_disk() == vault.on_disk()
    assert (catalogue.intents(), reconcile(catalogue, bench.lake, vault)) == ((), ())
    assert [row.channel for row in catalogue.audit()] == ["start-up"]


def test_work_that_breaks_off_gives_up_its_own_files_at_once(
    bench: Bench, catalogue: MemoryCatalogue, vault: SealedVault, received: Path
) -> None:
    """Its files go and its intent ends, within its lease; other work and its files stay."""
    lease = bench.clock.now() + timedelta(hours=3)
    for name in ("1", "2"):
        vault.seal(received, f"o-{name}")
        vault.keep_phrases(f"s-{name}", SealedTexts({"a": "b"}))
        packs = bench.store(plain_rows(["2026-06"]))
        claimed = tuple(pack.id for pack in packs)
        catalogue.announce(
            Intent(f"i-{name}", f"s-{name}", "north", lease, (f"o-{name}",), claimed)
        )
    kept = frozenset(claimed)

    give_up(catalogue, bench.lake, vault, "i-1")
    give_up(catalogue, bench.lake, vault, "i-1")

    assert [one.id for one in catalogue.intents()] == ["i-2"]
    assert (bench.lake.on_disk(), vault.on_disk()) == (kept, frozenset({"o-2", "s-2-phrases"}))
    assert [row.channel for row in catalogue.audit()] == ["breaking-off"]


def test_committed_work_is_not_given_up(
    bench: Bench, catalogue: MemoryCatalogue, vault: SealedVault, received: Path
) -> None:
    """What the catalogue names stays, whether the intent was ended or not."""
    vault.seal(received, "o-1")
    packs = bench.store(plain_rows(["2026-06"]))
    catalogue.announce(Intent("i-1", "s-1", "north", NOW, ("o-1",), (packs[0].id,)))
    with catalogue.change(ASKER, "test") as change:
        change.add_submission(submission("s-1", "o-1"))
        change.add_packs(packs)

    give_up(catalogue, bench.lake, vault, "i-1")
    give_up(catalogue, bench.lake, vault, "never-announced")

    assert bench.lake.on_disk() == frozenset(pack.id for pack in packs)
    assert (vault.on_disk(), catalogue.intents()) == (frozenset({"o-1"}), ())


def test_strays_are_removed_once_they_are_old(
    bench: Bench, catalogue: MemoryCatalogue, vault: SealedVault, received: Path
) -> None:
    """A file that nobody names is left alone for an hour, then removed."""
    bench.store(plain_rows(["2026-06"]))
    vault.seal(received, bench.lake.ids.new())
    vault.seal(received, "no-date-in-this-id")
    assert len(reconcile(catalogue, bench.lake, vault)) == 3

    bench.clock.pass_by(0.9)
    assert heal(catalogue, bench.lake, vault, bench.clock.now()).packs == ()
    bench.clock.pass_by(0.2)
    healed = heal(catalogue, bench.lake, vault, bench.clock.now())

    assert (len(healed.packs), len(healed.originals)) == (1, 1)
    assert frozenset({"no-date-in-this-id"}) == vault.on_disk()


def test_committed_files_of_expired_work_stay(
    bench: Bench, catalogue: MemoryCatalogue, vault: SealedVault, received: Path
) -> None:
    """Work that was committed but not ended keeps its files; only the intent goes."""
    vault.seal(received, "o-1")
    packs = bench.store(plain_rows(["2026-06"]))
    intent = Intent("i-1", "s-1", "north", NOW, ("o-1",), (packs[0].id,))
    catalogue.announce(intent)
    with catalogue.change(ASKER, "test") as change:
        change.add_submission(submission("s-1", "o-1"))
        change.add_packs(packs)
    bench.clock.pass_by(1)

    healed = heal(catalogue, bench.lake, vault, bench.clock.now())

    assert (healed.packs, healed.originals, healed.intents) == ((), (), ("i-1",))


def test_reconcile_names_what_is_missing(
    bench: Bench, catalogue: MemoryCatalogue, vault: SealedVault
) -> None:
    """Missing packs, packs not listed and missing originals each have their sentence."""
    packs = bench.store(plain_rows(["2026-06"]))
    bench.lake.discard([packs[0].id])
    unlisted = replace(packs[0], id="unlisted")
    with catalogue.change(ASKER, "test") as change:
        change.add_submission(submission("s-1", "o-1"))
        change.add_packs(packs)
        change.put_in_force([pair((unlisted,))])

    told = reconcile(catalogue, bench.lake, vault)

    assert len(told) == 3
    assert packs[0].id in told[0]
    assert "unlisted" in told[1]
    assert "o-1" in told[2]


def test_ids_tell_their_time(clock: HandClock) -> None:
    """A time-ordered id says when it was made; others say nothing."""
    name = CountedIds(clock).new()

    assert NOW == moment_of(name) == moment_of(f"{name}-2026") == moment_of(f"{name}-findings")
    assert moment_of("o-1") is None
    assert moment_of("6ba7b810-9dad-41d1-80b4-00c04fd430c8") is None


def test_workspace_is_private_and_made_once(tmp_path: Path) -> None:
    """A workspace has its folders, closed to others, and is not made twice."""
    root = tmp_path / "w"
    made = Workspace.create(root, "# settings\n")

    names = {"tiig.toml", "keys", "lake", "vault", "inbox", "out"}
    assert names == {path.name for path in root.iterdir()}
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    assert {0o700} == {stat.S_IMODE(path.stat().st_mode) for path in folders}
    assert made == Workspace.open(root)
    assert f"sqlite:///{root / 'catalogue.db'}" == made.catalogue_url
    assert (
        made.settings.read_text(),
        made.keys.name,
        made.inbox.name,
        made.out.name,
    ) == ("# settings\n", "keys", "inbox", "out")
    with pytest.raises(TiigError) as raised:
        Workspace.create(root, "")
    assert WORKSPACE_EXISTS is raised.value.kind


def test_no_workspace_is_said(tmp_path: Path) -> None:
    """A folder without settings is no workspace, and a file cannot become one."""
    with pytest.raises(TiigError) as missing:
        Workspace.open(tmp_path)
    assert WORKSPACE_MISSING is missing.value.kind

    (tmp_path / "file").write_text("")
    with pytest.raises(TiigError) as unwritable:
        Workspace.create(tmp_path / "file", "")
    assert STORE_UNWRITABLE is unwritable.value.kind


def test_schematic_geography_is_the_default(catalogue: MemoryCatalogue) -> None:
    """The built-in geography says that it is invented, and its frames fit together."""
    geography = Geographies(catalogue, MemoryShelf())
    (record,) = geography.list()
    lookup = geography.lookup(record.name)

    assert (record.schematic, record.areas["la"]) == (True, 10)
    assert record.areas["lsoa"] == lookup.height
    assert set(lookup["lsoa"]) == set(geography.populations(record.name)[0].frame["area"])
    assert set(lookup["lsoa"]) == set(geography.deprivation(record.name)["lsoa"])
    with pytest.raises(TiigError) as raised:
        geography.lookup("nowhere")
    assert GEOGRAPHY_UNKNOWN is raised.value.kind

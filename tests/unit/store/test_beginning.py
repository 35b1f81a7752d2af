"""A workspace that was only begun: what is made anew, what is somebody's, what is undone."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tiig.model.backup_errors import BACKUP_DAMAGED
from tiig.model.database_errors import CATALOGUE_THERE
from tiig.model.errors import STORE_UNWRITABLE, WORKSPACE_EXISTS, TiigError
from tiig.model.workspace_errors import WORKSPACE_REMAINS
from tiig.store import Address, SqlCatalogue, Workspace
from tiig.store.backup.settings import settings_with
from tiig.store.catalogue.schema import HEAD
from tiig.testing.seams import ListingSeams
from tiig.wiring import make_workspace
from tiig.wiring.clock import SystemClock

SERVER = Address("postgresql://tiig@db/x")
OLD = 'region = "here"\ndatabase_url = "postgresql://tiig@old/x"\n# the end\n'


def version_in(path: Path) -> str:
    """Return what stands where the catalogue tells its version."""
    base = sqlite3.connect(path)
    (version,) = base.execute("SELECT version_num FROM alembic_version").fetchone()
    base.close()
    return str(version)


def test_a_beginning_is_made_anew(tmp_path: Path) -> None:
    """Keys and catalogue of a beginning go; what else lies in the folder stays."""
    first = Workspace.begin(tmp_path, "old = 1")
    (first.keys / "keyring.json").write_text("{}", encoding="utf-8")
    (tmp_path / "catalogue.db").write_bytes(b"torn")
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")

    Workspace.begin(tmp_path, "new = 1").finish()

    assert (tmp_path / "tiig.toml").read_text("utf-8") == "new = 1"
    assert list(tmp_path.glob("*.begun")) == []
    assert not (tmp_path / "keys" / "keyring.json").exists()
    assert not (tmp_path / "catalogue.db").exists()
    assert (tmp_path / "letter.txt").read_text("utf-8") == "mine"
    with pytest.raises(TiigError) as raised:
        Workspace.begin(tmp_path, "third = 1")
    assert raised.value.kind is WORKSPACE_EXISTS


@pytest.mark.parametrize("name", ["keys/keyring.json", "catalogue.db"])
def test_what_is_somebodys_is_left_alone(tmp_path: Path, name: str) -> None:
    """A workspace that lost its settings is not made anew over its keys or its catalogue."""
    made = make_workspace(tmp_path / "workspace")
    (made / "tiig.toml").unlink()
    for other in {"keys/keyring.json", "catalogue.db"} - {name}:
        (made / other).unlink()
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}

    with pytest.raises(TiigError) as raised:
        make_workspace(made)

    assert raised.value.kind is WORKSPACE_REMAINS
    assert before == {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}


@pytest.mark.parametrize("there", [True, False])
def test_what_breaks_off_is_undone(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, *, there: bool
) -> None:
    """At each seam, a failing disk leaves what lay there before and nothing else."""
    folder = tmp_path / "workspace"
    if there:
        folder.mkdir()
        (folder / "letter.txt").write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))

    class Fails:
        """Fails at a seam."""

        def __init__(self, left: int) -> None:
            self.left = left

        def reach(self, seam: str) -> None:
            """Fail here if this is the seam."""
            del seam
            self.left -= 1
            if not self.left:
                raise TiigError(STORE_UNWRITABLE)

    listing, listed = ListingSeams(), tmp_path_factory.mktemp("listed")
    make_workspace(listed / "workspace", seams=listing)
    last = len(listing.passed)
    for number in range(1, last + 1):
        with pytest.raises(TiigError):
            make_workspace(folder, seams=Fails(number))
        assert sorted(tmp_path.rglob("*")) == before, number
    make_workspace(folder, seams=Fails(last + 1))
    assert version_in(folder / "catalogue.db") == HEAD


def test_a_catalogue_counts_when_it_is_finished(tmp_path: Path) -> None:
    """An unfinished one is made anew by who begins again; a finished one is not."""
    path = tmp_path / "catalogue.db"
    beginning = Address(f"sqlite:///{path}", beginning=True)
    for _ in range(2):
        begun = SqlCatalogue(beginning, clock=SystemClock())
        assert (begun.finished, version_in(path)) == (False, f"{HEAD} unfinished")
        assert begun.audit() == ()
        begun.close()
    opened = SqlCatalogue(Address(f"sqlite:///{path}", expected=True), clock=SystemClock())
    assert not opened.finished
    opened.finish()
    opened.close()
    assert version_in(path) == HEAD
    with pytest.raises(TiigError) as raised:
        SqlCatalogue(beginning, clock=SystemClock())
    assert raised.value.kind is CATALOGUE_THERE


def test_restored_settings_name_the_database_that_is_asked_for() -> None:
    """The old one is never named again by itself."""
    assert settings_with(OLD, None) == 'region = "here"\n# the end\n'
    told = settings_with(OLD, SERVER)
    assert "old/x" not in told
    assert f"database_url = {json.dumps(SERVER.shown)}" in told
    assert settings_with("", None) == ""
    for odd in ("not toml", 'database_url = """\npostgresql://old/x"""\n'):
        with pytest.raises(TiigError) as raised:
            settings_with(odd, SERVER)
        assert raised.value.kind is BACKUP_DAMAGED

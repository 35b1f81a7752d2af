"""Backups of a catalogue on a server, and restores from and to files and servers alike."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.rotation_world import Line, linkage, small_workspace
from tests.postgres_server import address, fresh_database, password, statement, with_password

from tiig.journeys.backup import back_up
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.backup import BackupMade, BackupRequest, Restored
from tiig.model.backup_errors import BACKUP_HALF
from tiig.model.database_errors import (
    CATALOGUE_FOREIGN,
    CATALOGUE_MISSING,
    CATALOGUE_THERE,
    CATALOGUE_UNMOVED,
    DATABASE_ADDRESS,
    DATABASE_REFUSED,
    DATABASE_TAKEN,
    DATABASE_UNREACHABLE,
)
from tiig.model.errors import Kind, TiigError
from tiig.store import Address, SqlCatalogue
from tiig.store.catalogue import moving
from tiig.testing.seams import ListingSeams
from tiig.wiring import (
    RestoreRequest,
    make_workspace,
    open_services,
    read_settings,
    restore_workspace,
)
from tiig.wiring.clock import SystemClock
from tiig.wiring.session import connect

pytestmark = pytest.mark.needs_postgres
ASKER = Asker.local("ada")
SECRET = "TIIG_DATABASE_PASSWORD"  # noqa: S105 - the name of a variable


@pytest.fixture
def databases(socket: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Addresses of two empty databases; the password is in the environment."""
    monkeypatch.setenv(SECRET, password(socket))
    with fresh_database(socket) as one, fresh_database(socket) as two:
        yield [address(socket, one), address(socket, two)]


@pytest.fixture
def workspace(
    databases: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    new_workspace: Callable[[Path], Path],
) -> Path:
    """A workspace with two months whose catalogue is in the first database."""
    with monkeypatch.context() as told:
        told.setenv("TIIG_DATABASE_URL", databases[0])
        return new_workspace(tmp_path / "workspace")


@pytest.fixture
def new_workspace(elm_profile: str, elm_header: str, elm_line: Line) -> Callable[[Path], Path]:
    """Makes a workspace with two months, where the environment says."""
    return lambda root: small_workspace(root, elm_profile, elm_header, elm_line)


def back(workspace: Path, folder: Path, **more: object) -> BackupMade:
    """Make a backup."""
    request = BackupRequest(str(folder), **more)  # type: ignore[arg-type]  # real options
    with open_services(read_settings(workspace)) as services:
        return back_up(request, asker=ASKER, services=services, progress=Silent())


def again(folder: Path, target: Path, keys: Path, **more: object) -> Restored:
    """Restore a backup."""
    request = RestoreRequest(folder, target, keys, **more)  # type: ignore[arg-type]  # the same
    return restore_workspace(request, asker=ASKER, progress=Silent())


def kind_of(call: Callable[..., object], *words: object, **more: object) -> Kind:
    """Return how a call is refused."""
    with pytest.raises(TiigError) as raised:
        call(*words, **more)
    return raised.value.kind


def name_of(url: str) -> str:
    """Return the name of the database in a URL."""
    return str(make_url(url).database)


def tables_of(url: str, socket: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of a database, as a plain driver reads them."""
    import psycopg

    with psycopg.connect(with_password(socket, name_of(url))) as connection:
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        names = [row[0] for row in connection.execute(asked)]
        return {
            one: sorted(connection.execute(f'SELECT * FROM "{one}"'), key=str)  # noqa: S608
            for one in names
        }


def check_same(workspace: Path, target: Path, made: BackupMade, found: Restored) -> None:
    """Content, counts, links, audit trail and originals are those of the backup."""
    assert (found.contents, found.audit_head) == (made.contents, made.audit_head)
    assert found.opening == found.sealed == 4
    with connect(workspace) as one, connect(target, because="test") as other:
        assert linkage(one.services) == linkage(other.services)
        rows = one.services.catalogue.audit()[: found.audit_rows]
        copied = other.services.catalogue.audit()
        assert copied[: found.audit_rows] == rows
        assert "restored from a backup" in copied[found.audit_rows].because
        assert other.verify_audit().sound
        assert other.doctor().faults == ()


def test_from_a_server_to_another(
    workspace: Path, databases: list[str], tmp_path: Path, socket: str
) -> None:
    """The whole of it comes back in another database; neither password nor old address stays."""
    box = tmp_path / "elsewhere" / "box.json"
    made = back(workspace, tmp_path / "backup", file_keys=str(box), verify=True)
    before = tables_of(databases[0], socket)
    where = {"file_keys": box, "database": databases[1]}

    found = again(tmp_path / "backup", tmp_path / "new", workspace / "keys", **where)

    assert found.database is not None
    assert name_of(found.database) == name_of(databases[1])
    settings = (tmp_path / "new" / "tiig.toml").read_text("utf-8")
    assert name_of(databases[1]) in settings
    assert name_of(databases[0]) not in settings
    assert password(socket) not in settings
    assert not list((tmp_path / "new").glob("catalogue.db*"))
    assert tables_of(databases[0], socket) == before
    copied = tables_of(databases[1], socket)
    assert copied["alembic_version"] == before["alembic_version"]
    assert {name: rows for name, rows in copied.items() if not name.startswith("audit")} == {
        name: rows for name, rows in before.items() if not name.startswith("audit")
    }
    check_same(workspace, tmp_path / "new", made, found)


def test_from_a_server_to_a_file_and_back(
    workspace: Path, databases: list[str], tmp_path: Path
) -> None:
    """A catalogue moves from a server to the workspace and to a server again."""
    box = tmp_path / "box.json"
    made = back(workspace, tmp_path / "backup", file_keys=str(box))
    target, keys = tmp_path / "file", workspace / "keys"

    found = again(tmp_path / "backup", target, keys, file_keys=box)

    assert found.database is None
    assert "database_url" not in (target / "tiig.toml").read_text("utf-8")
    assert (target / "catalogue.db").is_file()
    check_same(workspace, target, made, found)
    second = back(target, tmp_path / "second", file_keys=str(box))
    there = again(
        tmp_path / "second", tmp_path / "there", keys, file_keys=box, database=databases[1]
    )
    check_same(target, tmp_path / "there", second, there)


def test_only_what_is_new_is_copied(workspace: Path, tmp_path: Path) -> None:
    """Of an unchanged workspace the catalogue alone is copied again; nothing is left in it."""
    first, second = (back(workspace, tmp_path / "backup") for _ in range(2))

    assert (first.new_files, second.new_files) == (first.files, 1)
    assert list(workspace.glob("backup-*")) == []
    assert not list(workspace.glob("catalogue.db*"))


def test_one_moment_while_others_write(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that come while tables are copied are in none of them: the trail ends at its head."""
    write, wrote = moving._write, []

    def beside(*words: object) -> None:
        with connect(workspace, because="meanwhile") as tiig:
            tiig.services.catalogue.note(ASKER, "meanwhile")
        wrote.append(1)
        write(*words)  # type: ignore[arg-type]  # what it was given

    monkeypatch.setattr(moving, "_write", beside)
    made = back(workspace, tmp_path / "backup")
    monkeypatch.undo()
    monkeypatch.setenv(SECRET, "of no use")

    found = again(tmp_path / "backup", tmp_path / "new", workspace / "keys")

    assert len(wrote) > 5
    assert (found.audit_head, found.faults) == (made.audit_head, ())
    with connect(tmp_path / "new") as tiig:
        assert "meanwhile" not in [row.because for row in tiig.services.catalogue.audit()]


def test_databases_that_cannot_be_meant(
    workspace: Path, databases: list[str], tmp_path: Path, socket: str
) -> None:
    """A catalogue, other tables, no server, no database, a password in it: nothing is made."""
    back(workspace, tmp_path / "backup")
    there = tables_of(databases[0], socket)
    foreign = name_of(databases[1])
    statement(socket, "CREATE TABLE parks (name text)", database=foreign)
    cases = {
        databases[0]: CATALOGUE_THERE,
        databases[1]: DATABASE_TAKEN,
        "postgresql://tiig@127.0.0.1:1/x": DATABASE_UNREACHABLE,
        address(socket, "no_such_database"): DATABASE_REFUSED,
        "mysql://x/y": DATABASE_ADDRESS,
        with_password(socket, foreign): DATABASE_ADDRESS,
    }
    for url, kind in cases.items():
        words = (tmp_path / "backup", tmp_path / "new", workspace / "keys")
        assert kind_of(again, *words, database=url) is kind, url
        assert list(tmp_path.glob("new*")) == []
        assert kind_of(make_workspace, tmp_path / "new", database=url) is kind, url
        assert list(tmp_path.glob("new*")) == []
    assert tables_of(databases[0], socket) == there
    assert tables_of(databases[1], socket) == {"parks": []}


def test_half_a_backup_touches_no_database(
    workspace: Path, databases: list[str], tmp_path: Path, socket: str
) -> None:
    """What is missing is said before a table is made."""
    back(workspace, tmp_path / "backup")
    next((tmp_path / "backup" / "objects").glob("*/*")).unlink()
    words = (tmp_path / "backup", tmp_path / "new", workspace / "keys")

    assert kind_of(again, *words, database=databases[1]) is BACKUP_HALF
    assert tables_of(databases[1], socket) == {}


def test_a_value_that_a_server_does_not_take(
    workspace: Path, databases: list[str], tmp_path: Path, socket: str
) -> None:
    """A text that is none is said, the database stays unfinished, and a file takes it."""
    back(workspace, tmp_path / "first")
    again(tmp_path / "first", tmp_path / "file", workspace / "keys")
    with sqlite3.connect(tmp_path / "file" / "catalogue.db") as base:
        base.execute("UPDATE profiles SET text = CAST(x'ff' AS TEXT)")
    base.close()
    back(tmp_path / "file", tmp_path / "second")
    words = (tmp_path / "second", tmp_path / "new", workspace / "keys")

    assert kind_of(again, *words, database=databases[1]) is CATALOGUE_UNMOVED
    assert list(tmp_path.glob("new*")) == []
    assert tables_of(databases[1], socket)["audit"] == []
    again(*words)
    shutil.rmtree(tmp_path / "new")
    words = (tmp_path / "first", *words[1:])
    again(*words, database=databases[1])  # over what was left of the other
    with connect(tmp_path / "new") as tiig:
        assert tiig.doctor().faults == ()


def test_an_unfinished_catalogue_counts_for_nobody(
    workspace: Path, databases: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an empty beginning nor one of another workspace is taken for one's own."""
    secret = read_settings(workspace).database_password
    assert secret is not None
    url = Address(databases[1], secret.get_secret_value(), beginning=True)
    SqlCatalogue(url, clock=SystemClock()).close()
    packs = sorted((workspace / "lake").iterdir())

    monkeypatch.setenv("TIIG_DATABASE_URL", databases[1])

    def opened() -> None:
        with open_services(read_settings(workspace)):
            pass

    assert kind_of(opened) is CATALOGUE_MISSING
    make_workspace(tmp_path / "other", database=databases[1])
    assert kind_of(opened) is CATALOGUE_FOREIGN
    assert sorted((workspace / "lake").iterdir()) == packs


def test_broken_off_at_every_seam(
    workspace: Path, databases: list[str], tmp_path: Path, socket: str
) -> None:
    """There is no workspace or the whole one, and the same command ends what was begun."""
    back(workspace, tmp_path / "backup")
    words = (tmp_path / "backup", tmp_path / "new", workspace / "keys")
    request = RestoreRequest(*words, database=databases[1])
    listing = ListingSeams()

    class Breaks:
        """Breaks off at a seam."""

        def __init__(self, left: int) -> None:
            self.left = left

        def reach(self, seam: str) -> None:
            """Break off here if this is the seam."""
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt(seam)

    restore_workspace(request, asker=ASKER, progress=Silent(), seams=listing)
    assert listing.passed[-4:] == ["migrated", "catalogue-moved", "restore-ready", "restored"]
    shutil.rmtree(tmp_path / "new")
    statement(
        socket, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public", database=name_of(databases[1])
    )
    for number, seam in enumerate(listing.passed, start=1):
        with pytest.raises(KeyboardInterrupt):
            restore_workspace(request, asker=ASKER, progress=Silent(), seams=Breaks(number))
        assert (tmp_path / "new").exists() == (seam == "restored")
    with connect(tmp_path / "new", because="test") as tiig:  # finishes it
        assert tiig.doctor().faults == ()
        assert tiig.services.catalogue.audit()[0].number == 1
    shutil.rmtree(tmp_path / "new")
    assert kind_of(again, *words, database=databases[1]) is CATALOGUE_THERE


def test_two_that_begin_at_once(databases: list[str], socket: str) -> None:
    """Whoever comes second finds what the first has finished, and does not make it anew."""
    url = Address(with_password(socket, name_of(databases[1])), beginning=True)
    SqlCatalogue(url, clock=SystemClock()).close()  # left by somebody who was killed

    class Between:
        """Begins and finishes another while the first has read what was there."""

        def __init__(self) -> None:
            self.made = False

        def reach(self, seam: str) -> None:
            """Be quicker."""
            if seam == "migration-begun" and not self.made:
                self.made = True
                with closing(SqlCatalogue(url, clock=SystemClock())) as other:
                    other.note(ASKER, "first")
                    other.finish()

    assert kind_of(SqlCatalogue, url, clock=SystemClock(), seams=Between()) is CATALOGUE_THERE
    with closing(SqlCatalogue(replace(url, beginning=False), clock=SystemClock())) as kept:
        assert [row.because for row in kept.audit()] == ["first"]

"""The whole path on a PostgreSQL server: the same journeys, the program, and what goes wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.journey.conftest import ANALYST, HEADER, PROFILE, House, line
from tests.journey.test_submit import *  # noqa: F403 - every one of them, in this house
from tests.postgres_server import (
    Server,
    address,
    fresh_database,
    password,
    statement,
    with_password,
)

from tiig.cli.app import run
from tiig.model.audit import AuditKind
from tiig.model.errors import STORE_LOCKED, TiigError
from tiig.standard import Standard
from tiig.store import Address, SqlCatalogue
from tiig.testing import agree, in_memory_services
from tiig.wiring.clock import SystemClock
from tiig.wiring.session import connect

pytestmark = pytest.mark.needs_postgres
SECRET = "TIIG_DATABASE_PASSWORD"  # noqa: S105 - the name of a variable


@pytest.fixture
def database(socket: str) -> Iterator[str]:
    """The name of an empty database."""
    with fresh_database(socket) as name:
        yield name


@pytest.fixture(scope="module")
def tables(socket: str, standard: Standard) -> Iterator[str]:
    """The name of a database with the tables of a catalogue, and nothing in them."""
    with fresh_database(socket) as name:
        in_memory_services(standard, database_url=with_password(socket, name)).catalogue.close()
        yield name


@pytest.fixture
def house(socket: str, tables: str, tmp_path: Path, standard: Standard) -> Iterator[House]:
    """Elm's house with its catalogue on the server: the tests of `test_submit` run in it."""
    with fresh_database(socket, like=tables) as database:
        services = in_memory_services(standard, database_url=with_password(socket, database))
        made = House(services, tmp_path)
        made.add(PROFILE)
        yield made
        assert services.catalogue.check_audit().sound
        services.catalogue.close()


@pytest.fixture
def workspace(socket: str, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose catalogue is on the server, with files of June beside it."""
    monkeypatch.setenv(SECRET, password(socket))
    root = tmp_path / "workspace"
    assert run(["init", str(root), "--database", address(socket, database)]) == 0
    (root / "elm.toml").write_text(PROFILE, encoding="utf-8")
    for rows in (30, 31):
        lines = [HEADER, *(line(f"N{number}") for number in range(rows))]
        (root / f"june-{rows}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with connect(root) as tiig:
        tiig.add_sender(root / "elm.toml")
        agree(tiig.services)
    return root


def program(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    command = [sys.executable, "-m", "tiig", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_from_init_to_a_paper(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A month is sent, counted, drawn, withdrawn and declared nil; the password is nowhere."""
    here = ["--workspace", str(workspace)]
    june = ["--sender", "elm", "--month", "2026-06"]
    assert run(["sender", "list", *here]) == 0
    assert run(["submit", str(workspace / "june-30.csv"), *june, *here]) == 0
    assert run(["submit", str(workspace / "june-31.csv"), *june, *here]) == 0
    capsys.readouterr()
    assert run(["count", "--preset", "internal", "--because", "test", "--json", *here]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][-1]["count"]["value"] == 31
    assert run(["quality", *here]) == 0
    assert (
        run(
            [
                "submissions",
                "nil",
                "--sender",
                "elm",
                "--site",
                "XQ102",
                "--month",
                "2026-07",
                *here,
            ]
        )
        == 0
    )
    out = str(workspace / "out" / "june")
    assert run(["bulletin", "--month", "2026-06", "-o", out, *here]) == 0
    assert run(["doctor", *here]) == 0
    receipts = sorted((workspace / "out" / "receipts").glob("*.html"))
    anchors = [word for receipt in receipts for word in ("--head", str(receipt))]
    assert run(["audit", "verify", *anchors, *here]) == 0
    said = capsys.readouterr()
    assert said.out.count("is in the trail") == 2
    texts = [path for path in workspace.rglob("*") if path.is_file()]
    secret = os.environ[SECRET].encode()
    assert [path.name for path in texts if secret in path.read_bytes()] == []
    assert not (workspace / "catalogue.db").exists()


def test_another_process_sees_the_same(workspace: Path) -> None:
    """The catalogue is the server's: a second process counts what the first has stored."""
    with connect(workspace, because="test") as tiig:
        tiig.submit(workspace / "june-30.csv", sender="elm", month="2026-06")
    told = program(
        "count", "--preset", "internal", "--because", "test", "--json",
        "--workspace", str(workspace),
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["rows"][-1]["count"]["value"] == 30


def test_many_writers_make_one_chain(workspace: Path) -> None:
    """Writers of several processes and threads append in turn; the chain holds."""

    def write(number: int) -> int:
        with connect(workspace, because=f"writer {number}") as tiig:
            for _ in range(5):
                tiig.services.catalogue.note(tiig.asker, "looked")
        return program("audit", "log", "--workspace", str(workspace)).returncode

    with connect(workspace) as tiig:
        before = tiig.services.catalogue.change_number()
    with ThreadPoolExecutor(3) as writers:
        assert list(writers.map(write, range(3))) == [0, 0, 0]
    with connect(workspace) as tiig:
        check = tiig.verify_audit()
    assert (check.sound, check.rows) == (True, before + 3 * 5 + 3)


def test_a_second_writer_waits_then_is_told(socket: str, database: str) -> None:
    """While one writes another waits its time; readers see what was there before."""
    url = with_password(socket, database)
    first = SqlCatalogue(url, clock=SystemClock())
    second = SqlCatalogue(Address(url, wait_ms=100), clock=SystemClock())
    with first.change(ANALYST, "slow"):
        with pytest.raises(TiigError) as raised, second.change(ANALYST, "late"):
            pass
        assert raised.value.kind is STORE_LOCKED
        assert second.audit() == ()
    second.note(ANALYST, "in turn")
    assert [row.because for row in first.audit()] == ["slow", "in turn"]
    first.close()
    second.close()


def test_wrong_addresses_touch_nothing(
    workspace: Path,
    socket: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No server, no such database, wrong or no password, an empty or another's database."""
    here = ["--workspace", str(workspace)]
    with connect(workspace) as tiig:
        tiig.submit(workspace / "june-30.csv", sender="elm", month="2026-06")
    before = _files(workspace)
    with fresh_database(socket) as empty, fresh_database(socket) as other:
        assert (
            run(["init", str(workspace.parent / "two"), "--database", address(socket, other)]) == 0
        )
        cases = {
            "postgresql://tiig@127.0.0.1:1/x": "database-unreachable",
            "postgresql://tiig@nowhere.invalid/x": "database-unreachable",
            "rubbish": "database-address",
            "mysql://x/y": "database-address",
            address(socket, "no_such_database"): "database-refused",
            address(socket, "postgres", user="stranger"): "database-refused",
            address(socket, empty): "catalogue-missing",
            address(socket, other): "catalogue-foreign",
        }
        for url, kind in cases.items():
            monkeypatch.setenv("TIIG_DATABASE_URL", url)
            capsys.readouterr()
            assert run(["doctor", "--json", *here]) == 40, url
            assert json.loads(capsys.readouterr().out)["error"] == kind, url
        told = program("init", str(workspace.parent / "three"))
        assert (told.returncode, "already" in told.stderr) == (40, True)
        monkeypatch.delenv("TIIG_DATABASE_URL")
        assert _tables(socket, empty) == 0
    for wrong in ("wrong-secret", None):
        monkeypatch.setenv(SECRET, wrong) if wrong else monkeypatch.delenv(SECRET)
        told = program("doctor", "--json", *here)
        assert json.loads(told.stdout)["error"] == "database-refused"
        assert "wrong-secret" not in told.stdout + told.stderr
    assert not (workspace.parent / "three").exists()
    assert before == _files(workspace)


@pytest.mark.parametrize("url", ["sqlite:///{here}/other.db", "sqlite://"])
def test_a_file_is_no_servers_database(
    tmp_path: Path,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whoever names a file, by option or in the environment, gets no catalogue in it."""
    named = url.format(here=tmp_path)
    new, kept = str(tmp_path / "new"), str(tmp_path / "keys")
    restoring = ["restore", str(tmp_path / "backup"), new, "--keys", kept]

    assert run(["init", new, "--database", named]) == 40
    assert run([*restoring, "--database", named]) == 40
    monkeypatch.setenv("TIIG_DATABASE_URL", named)
    assert run(["init", new]) == 40

    assert capsys.readouterr().err.count("it names a file, and a server is meant") == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["postgresql://tiig:pw@h/x", "postgresql://tiig@h/x?password=pw"])
def test_no_password_in_an_option_or_the_settings(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A password in the URL of an option or of tiig.toml is refused, and not repeated."""
    assert run(["init", str(tmp_path / "new"), "--database", url]) == 40
    assert not (tmp_path / "new").exists()
    assert run(["init", str(tmp_path / "old")]) == 0
    settings = tmp_path / "old" / "tiig.toml"
    settings.write_text(f'database_url = "{url}"\n', encoding="utf-8")
    assert run(["doctor", "--workspace", str(tmp_path / "old")]) == 2
    said = capsys.readouterr()
    assert "pw" not in said.out + said.err


def test_a_missing_driver_is_said(tmp_path: Path) -> None:
    """Without psycopg the message says what to install."""
    script = (
        "import sys; sys.modules['psycopg'] = None\nfrom tiig.cli import main; main(sys.argv[1:])"
    )
    words = ["init", str(tmp_path / "new"), "--database", "postgresql://tiig@127.0.0.1:1/x"]
    told = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False
    )
    assert told.returncode == 40
    assert "tiig[server]" in told.stderr
    assert not (tmp_path / "new").exists()


def test_a_server_that_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the server is down a sentence says so; a session that was open goes on afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="tiig-pg-"))  # a socket's path has a limit
    own = Server(folder)
    own.make()
    own.start()
    try:
        monkeypatch.setenv(SECRET, password(str(folder)))
        statement(str(folder), "CREATE DATABASE tiig")
        root = tmp_path / "workspace"
        assert run(["init", str(root), "--database", address(str(folder), "tiig")]) == 0
        (root / "june.csv").write_text(f"{HEADER}\n{line('N1')}\n", encoding="utf-8")
        with connect(root, because="test") as tiig:
            tiig.add_sender(_profile(root))
            agree(tiig.services)
            own.stop()
            told = program("doctor", "--json", "--workspace", str(root))
            assert json.loads(told.stdout)["error"] == "database-unreachable"
            own.start()
            tiig.submit(root / "june.csv", sender="elm", month="2026-06")
            assert tiig.doctor().healthy
            assert tiig.verify_audit().sound
            assert [row.kind for row in tiig.audit()][-1] is AuditKind.SUBMISSION
    finally:
        own.stop("immediate")
        shutil.rmtree(folder)


def _files(workspace: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}


def _profile(root: Path) -> Path:
    file = root / "elm.toml"
    file.write_text(PROFILE, encoding="utf-8")
    return file


def _tables(socket: str, database: str) -> int:
    import psycopg

    with psycopg.connect(with_password(socket, database)) as connection:
        asked = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        row = connection.execute(asked).fetchone()
    assert row is not None
    return int(row[0])

"""The drill of docs/how-to/keep-keys.md: keys or passphrase are lost, and come back by shares."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.rotation_world import Line, links, small_workspace

from tiig.cli.app import run
from tiig.store import key_locks
from tiig.wiring.session import connect

PASSPHRASE = "three words together"  # noqa: S105 - of a test


@pytest.fixture(scope="module")
def before(
    tmp_path_factory: pytest.TempPathFactory, elm_profile: str, elm_header: str, elm_line: Line
) -> Path:
    """A workspace with two months, opened by a file."""
    root = tmp_path_factory.mktemp("lost") / "workspace"
    return small_workspace(root, elm_profile, elm_header, elm_line)


@pytest.fixture
def workspace(before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, opened by a passphrase."""
    monkeypatch.setattr(key_locks, "_COST", 2**10)  # as strong as the test has time for
    copy = Path(shutil.copytree(before, tmp_path / "workspace"))
    monkeypatch.setenv("TIIG_NEW_PASSPHRASE", PASSPHRASE)
    assert tiig("keys", "passphrase", workspace=copy) == 0
    monkeypatch.delenv("TIIG_NEW_PASSPHRASE")
    monkeypatch.setenv("TIIG_PASSPHRASE", PASSPHRASE)
    return copy


def tiig(*words: object, workspace: Path | None = None) -> int:
    """Run a command as a person would."""
    place = [] if workspace is None else ["--workspace", str(workspace)]
    return run([*(str(word) for word in words), *place])


def shares_of(workspace: Path, folder: Path) -> list[Path]:
    """Hand out five shares, of which three are needed."""
    words = ("keys", "escrow", "--shares", 5, "--needed", 3, "-o", folder)
    assert tiig(*words, workspace=workspace) == 0
    return sorted(folder.iterdir())


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, without those that opening it makes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("catalogue.db")
    }


def test_the_passphrase_is_lost(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three of five shares set another passphrase; everything is as it was."""
    shares = shares_of(workspace, tmp_path / "shares")
    with connect(workspace) as session:
        told = links(session.services)
    monkeypatch.setenv("TIIG_PASSPHRASE", "one that we do not know")
    assert tiig("doctor", workspace=workspace) == 40

    monkeypatch.setenv("TIIG_PASSPHRASE", "another three words")
    assert tiig("keys", "recover", shares[4], shares[0], shares[2], workspace=workspace) == 0

    assert tiig("doctor", workspace=workspace) == 0
    with connect(workspace) as session:
        assert links(session.services) == told
        assert "recovered" in session.services.catalogue.audit()[-1].because
    monkeypatch.setenv("TIIG_PASSPHRASE", PASSPHRASE)
    assert tiig("doctor", workspace=workspace) == 40


@pytest.mark.parametrize("left", [None, b"", b'{"format": 2, "keys"'])
def test_the_keyring_is_lost(workspace: Path, tmp_path: Path, left: bytes | None) -> None:
    """A keyring that is gone or damaged comes back, and sealed files open as before."""
    shares = shares_of(workspace, tmp_path / "shares")
    ring = workspace / "keys" / "keyring.json"
    ring.unlink()
    if left is not None:
        ring.write_bytes(left)
        ring.chmod(0o600)
    assert tiig("doctor", workspace=workspace) == 40

    assert tiig("keys", "recover", *shares[:3], workspace=workspace) == 0

    assert tiig("doctor", workspace=workspace) == 0
    with connect(workspace) as session:
        (first, *_) = session.services.catalogue.submissions()
        session.services.vault.open(str(first.original), tmp_path / "back")
        assert (tmp_path / "back").read_bytes().startswith(b"No,Site")


def test_the_machine_is_lost(
    workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A backup and three shares make the workspace again on a blank machine."""
    shares = shares_of(workspace, tmp_path / "shares")
    assert tiig("backup", tmp_path / "backup", workspace=workspace) == 0
    with connect(workspace) as session:
        told = links(session.services)
    other = tmp_path / "blank"
    other.mkdir()
    monkeypatch.chdir(other)
    shutil.rmtree(workspace)

    assert tiig("keys", "recover", *shares[1:4], "-o", other / "keys") == 0
    assert tiig("keys", "recover", *shares[1:4], "-o", other / "keys") == 2
    assert "The folder holds a keyring already" in capsys.readouterr().err
    assert tiig("restore", tmp_path / "backup", other / "new", "--keys", other / "keys") == 0

    assert tiig("doctor", workspace=other / "new") == 0
    with connect(other / "new") as session:
        assert links(session.services) == told


def test_shares_that_do_not_fit(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Too few, mixed, changed, missing or too old shares are refused, and nothing is touched."""
    old = shares_of(workspace, tmp_path / "old")
    other = shares_of(workspace, tmp_path / "other")
    assert tiig("keys", "recover", *old[:3], workspace=workspace) == 2
    assert "There are keys here that open" in capsys.readouterr().err
    assert tiig("keys", "rotate", "--purpose", "lake", workspace=workspace) == 0
    (workspace / "keys" / "keyring.json").write_bytes(b"lost")
    changed = tmp_path / "changed.txt"
    changed.write_text(old[0].read_text("utf-8").replace("value: ", "value: A"), "utf-8")
    there = files(workspace)

    for words, kind, code in (
        (old[:2], "shares-few", 2),
        ([*old[:2], other[2]], "shares-mixed", 2),
        ([changed, *old[1:3]], "share-damaged", 2),
        ([tmp_path / "none.txt", *old[1:3]], "file-missing", 10),
        (old[:3], "shares-old", 2),
    ):
        capsys.readouterr()
        assert tiig("keys", "recover", *words, "--json", workspace=workspace) == code
        assert json.loads(capsys.readouterr().out)["error"] == kind
        assert files(workspace) == there
    assert tiig("keys", "recover", workspace=workspace) == 2


def test_show_says_what_is_in_escrow(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Keys, what needs them and the last set are shown; after a change the new ones lack escrow."""
    shares_of(workspace, tmp_path / "shares")
    assert tiig("keys", "rotate", "--purpose", "vault", workspace=workspace) == 0
    capsys.readouterr()

    assert tiig("keys", "show", "--json", workspace=workspace) == 0
    shown = json.loads(capsys.readouterr().out)
    keys = {key["name"]: key for key in shown["state"]["keys"]}
    assert [name for name, key in keys.items() if not key["in_escrow"]] == ["vault-2"]
    assert (keys["vault-2"]["uses"], keys["lake-1"]["uses"]) == (4, 2)
    assert tiig("keys", "show", workspace=workspace) == 0
    told = capsys.readouterr().out
    assert "vault-2" in told
    assert "3 of 5 shares" in told
    assert "passphrase" in told


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("keys", "rotate", "--purpose", "nothing"), "purpose-unknown"),
        (("keys", "escrow", "--shares", "2", "--needed", "3", "-o", "shares"), "shares-number"),
        (("keys", "passphrase"), "bad-argument"),
    ],
)
def test_wrong_words(
    workspace: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    kind: str,
) -> None:
    """What cannot be done is said by its kind, and nothing changes."""
    monkeypatch.chdir(workspace.parent)
    there = files(workspace)
    capsys.readouterr()

    assert tiig(*words, "--json", workspace=workspace) == 2
    assert json.loads(capsys.readouterr().out)["error"] == kind
    assert files(workspace) == there

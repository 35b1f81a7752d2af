"""Keys that cannot be used: a sentence, and nothing is touched or half made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tiig.cli.app import run
from tiig.model.errors import KEY_MISSING, TiigError
from tiig.store import key_locks, places
from tiig.wiring import make_workspace, open_services, read_settings

SERVICE = "tiig.testing.key_service:shared"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch passphrases as little as the test has time for."""
    monkeypatch.setattr(key_locks, "_COST", 2**10)


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    """Return the exit code and kind with which a command is refused."""
    capsys.readouterr()
    code = run([*(str(word) for word in words), "--json"])
    return code, str(json.loads(capsys.readouterr().out)["error"])


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file below a folder, with its permissions."""
    return {
        str(path): (path.read_bytes(), path.stat().st_mode)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("TIIG_PASSPHRASE", "short", "passphrase-empty"),
        ("TIIG_KEY_SERVICE", "nothing.of:this", "key-service-unknown"),
        ("TIIG_KEY_SERVICE", "tiig.testing.key_service:AwayKeyService", "key-service-away"),
    ],
)
def test_a_workspace_is_made_whole_or_not(  # noqa: PLR0913, PLR0917 - the table, fixtures
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    kind: str,
) -> None:
    """Where no keys can be made no workspace is left, and the next try makes one."""
    monkeypatch.setenv(name, value)
    refusal = refused(capsys, "init", tmp_path / "new")
    assert refusal[1] == kind
    assert not (tmp_path / "new").exists()

    monkeypatch.delenv(name)
    assert run(["init", str(tmp_path / "new")]) == 0
    assert run(["doctor", "--workspace", str(tmp_path / "new")]) == 0


def test_a_network_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither made, nor opened, nor restored on one; a catalogue in a server may."""
    root = make_workspace(tmp_path / "workspace")
    there = everything(tmp_path)
    monkeypatch.setattr(places, "filesystem_of", lambda *_: "nfs4")

    place = ("--workspace", root)
    assert refused(capsys, "init", tmp_path / "new") == (40, "network-folder")
    assert refused(capsys, "doctor", *place) == (40, "network-folder")
    words = ("restore", tmp_path / "backup", tmp_path / "again", "--keys", root / "keys")
    assert refused(capsys, *words) == (40, "network-folder")
    assert everything(tmp_path) == there
    settings = read_settings(root).model_copy(
        update={"database_url": f"sqlite:///{root / 'catalogue.db'}"}  # stands for a server
    )
    with open_services(settings) as services:
        assert services.catalogue.packs() == ()


@pytest.mark.parametrize("hurt", ["passphrase", "loose", "truncated", "gone", "unlock gone"])
def test_a_workspace_that_does_not_open_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], hurt: str
) -> None:
    """Each command that needs the keys says what is wrong with them, and changes nothing."""
    if hurt == "passphrase":
        monkeypatch.setenv("TIIG_PASSPHRASE", "three words together")
    root = make_workspace(tmp_path / "workspace")
    ring, unlock = root / "keys" / "keyring.json", root / "keys" / "unlock.key"
    expected = {
        "passphrase": "key-wrong",
        "loose": "keys-open",
        "truncated": "keyring-damaged",
        "gone": "key-missing",
        "unlock gone": "key-missing",
    }[hurt]
    if hurt == "passphrase":
        monkeypatch.setenv("TIIG_PASSPHRASE", "another three words")
    elif hurt == "loose":
        unlock.chmod(0o644)
    elif hurt == "truncated":
        ring.write_bytes(ring.read_bytes()[:100])
    else:
        (ring if hurt == "gone" else unlock).unlink()
    there = everything(tmp_path)

    for words in (
        ("doctor",),
        ("keys", "show"),
        ("keys", "rotate"),
        ("keys", "escrow", "-o", tmp_path / "shares"),
        ("backup", tmp_path / "backup"),
        ("submissions", "list"),
    ):
        assert refused(capsys, *words, "--workspace", root) == (40, expected)
    assert everything(tmp_path) == there


def test_a_key_service_opens_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named once at the beginning, the service stands in the settings and opens from then on."""
    monkeypatch.setenv("TIIG_KEY_SERVICE", SERVICE)
    root = make_workspace(tmp_path / "workspace")
    monkeypatch.delenv("TIIG_KEY_SERVICE")
    place = ("--workspace", str(root))

    assert SERVICE in (root / "tiig.toml").read_text("utf-8")
    assert run(["keys", "rotate", *place]) == 0
    assert run(["keys", "show", *place]) == 0
    assert "key service" in capsys.readouterr().out
    assert run(["backup", str(tmp_path / "backup"), *place]) == 0
    monkeypatch.setenv("TIIG_KEY_SERVICE", SERVICE)
    words = ["restore", str(tmp_path / "backup"), str(tmp_path / "new"), "--keys"]
    assert run([*words, str(root / "keys")]) == 0
    monkeypatch.setenv("TIIG_KEY_SERVICE", "local")
    with pytest.raises(TiigError) as caught, open_services(read_settings(root)):
        pass
    assert caught.value.kind is KEY_MISSING

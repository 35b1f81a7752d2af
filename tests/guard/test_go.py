"""`go.py` stands on Python alone, and sets up what it finds missing and nothing else."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

LONGEST = 150
Journal = list[tuple[str, ...]]


def load(path: Path) -> ModuleType:
    """Import a go.py from where it lies."""
    spec = importlib.util.spec_from_file_location("go_under_test", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def journal() -> Journal:
    """Return the list in which pretended installations are noted."""
    return []


@pytest.fixture
def go(checkout: Path, tmp_path: Path, journal: Journal) -> ModuleType:
    """Return go.py of a small checkout with a space in its path, pip only pretended."""
    root = tmp_path / "a checkout"
    (root / "requirements").mkdir(parents=True)
    shutil.copy(checkout / "go.py", root)
    (root / "pyproject.toml").write_text("[project]\n")
    (root / "requirements" / "dev.txt").write_text("# nothing\n")
    module = load(root / "go.py")

    def pretend(*what: str) -> None:
        journal.append(what)
        if "--editable" in what:
            for name in ("tiig", "lint-imports"):
                module.BIN.joinpath(name).touch()

    vars(module)["install"] = pretend
    return module


def test_it_is_short_and_stands_alone(checkout: Path) -> None:
    """Under 150 lines, and nothing imported but the standard library."""
    source = (checkout / "go.py").read_text()
    tree = ast.parse(source, feature_version=(3, 11))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        + ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
    }

    assert len(source.splitlines()) < LONGEST
    assert imported <= sys.stdlib_module_names


def test_set_up_installs_by_hash_then_the_project(go: ModuleType, journal: Journal) -> None:
    """First the lock, wheels only and each by its hash; then the project, without its wishes."""
    go.set_up()

    (lock, project) = journal
    assert {"--require-hashes", "--only-binary", ":all:"} <= set(lock)
    assert lock[-1] == str(go.ROOT / "requirements" / "dev.txt")
    assert project == ("--no-deps", "--no-build-isolation", "--editable", str(go.ROOT))


def test_set_up_leaves_one_folder(go: ModuleType) -> None:
    """The only trace in the checkout is .venv."""
    before = set(go.ROOT.iterdir())

    go.set_up()

    assert set(go.ROOT.iterdir()) - before == {go.VENV}


def test_what_is_true_is_skipped(go: ModuleType, journal: Journal) -> None:
    """A second set-up does nothing."""
    go.set_up()
    journal.clear()

    go.set_up()

    assert journal == []


def _lock_changes(go: ModuleType) -> None:
    go.LOCK.write_text("# other\n")


def _project_changes(go: ModuleType) -> None:
    (go.ROOT / "pyproject.toml").write_text("[project]\nname = 'other'\n")


def _command_is_lost(go: ModuleType) -> None:
    (go.BIN / "lint-imports").unlink()


def _stamp_is_lost(go: ModuleType) -> None:
    go.STAMP.unlink()


def _interpreter_is_lost(go: ModuleType) -> None:
    (go.BIN / "python").unlink()
    (go.BIN / "python").symlink_to(go.ROOT / "no such python")


@pytest.mark.parametrize(
    ("change", "installations"),
    [
        (_lock_changes, 2),
        (_project_changes, 1),
        (_command_is_lost, 1),
        (_stamp_is_lost, 2),
        (_interpreter_is_lost, 2),
    ],
    ids=["lock", "project", "command", "stamp", "interpreter"],
)
def test_what_is_no_longer_true_is_mended(
    go: ModuleType, journal: Journal, change: Callable[[ModuleType], None], installations: int
) -> None:
    """Only what changed is done again; an environment that may be half made is made anew."""
    go.set_up()
    journal.clear()

    change(go)
    go.set_up()
    again = len(journal)
    go.set_up()

    assert again == installations
    assert len(journal) == again


def test_interrupted_set_up_is_not_taken_for_done(go: ModuleType, journal: Journal) -> None:
    """An interruption while packages are installed leaves no stamp; the next run starts anew."""
    finished = vars(go)["install"]

    def interrupted(*_what: str) -> None:
        raise KeyboardInterrupt

    vars(go)["install"] = interrupted
    with pytest.raises(KeyboardInterrupt):
        go.set_up()
    assert not go.STAMP.exists()

    vars(go)["install"] = finished
    go.set_up()

    assert len(journal) == 2


def test_the_stamp_goes_first(go: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption while the old environment is cleared leaves no stamp to be believed."""
    go.set_up()
    _lock_changes(go)

    def interrupted(*_where: object, **_how: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(go.venv, "create", interrupted)
    with pytest.raises(KeyboardInterrupt):
        go.set_up()

    assert not go.STAMP.exists()


def test_no_pip_is_said_plainly(go: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any pip the person is told what to install."""
    fresh = load(go.ROOT / "go.py")
    monkeypatch.setattr(fresh, "quietly", lambda _command: False)

    with pytest.raises(SystemExit, match=r"no pip of version 22\.3 or later"):
        fresh.install("anything")


def test_a_pip_on_path_serves(go: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the running Python has no pip module, a pip on PATH fills .venv."""
    monkeypatch.setattr(go, "quietly", lambda _command: False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/somewhere/{name}")

    found = [pip for pip in go.pips() if pip[0].startswith("/somewhere/")]

    assert found
    assert all(pip[1:] == ["--python", str(go.BIN / "python")] for pip in found)


def test_ctrl_c_ends_without_a_traceback(go: ModuleType) -> None:
    """Interrupted at the terminal: one sentence, exit code 130."""
    pip = go.ROOT / "pip.py"
    pip.write_text("import time\nprint('ready', flush=True)\ntime.sleep(60)\n")
    program = (go.ROOT / "go.py").read_text().replace('"-m", "pip", *target', f'"{pip}"')
    works = "    return True\n    with suppress(OSError):"
    program = program.replace("    with suppress(OSError):", works)
    (go.ROOT / "go.py").write_text(program)
    running = subprocess.Popen(
        [sys.executable, str(go.ROOT / "go.py"), "setup"],
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert running.stderr is not None
    while "installing what" not in running.stderr.readline():
        assert running.poll() is None
    time.sleep(0.5)  # let it reach the wait for pip
    os.killpg(running.pid, signal.SIGINT)
    told = running.communicate(timeout=20)[1]

    assert running.returncode == 130
    assert "Traceback" not in told
    assert told.rstrip().endswith("the same command goes on from here")


def test_an_unknown_command_is_explained(checkout: Path) -> None:
    """A wrong word prints the usage and ends as wrong usage, before anything is set up."""
    done = subprocess.run(
        [sys.executable, str(checkout / "go.py"), "tset"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "go.py test" in done.stdout


NO_ENSUREPIP = """
import sys
sys.modules["ensurepip"] = None
"""

EXTERNALLY_MANAGED = """
import pathlib, sysconfig
_real = sysconfig.get_path
_marked = str(pathlib.Path(__file__).parent)
sysconfig.get_path = lambda name, *a, **k: _marked if name == "stdlib" else _real(name, *a, **k)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hindrance", "refused"),
    [(NO_ENSUREPIP, ("ensurepip",)), (EXTERNALLY_MANAGED, ("pip", "install", "tiig"))],
    ids=["no ensurepip", "externally managed"],
)
def test_from_nothing(
    checkout: Path, tmp_path: Path, hindrance: str, refused: tuple[str, ...]
) -> None:
    """A bare copy sets itself up with a Python that lacks ensurepip, or whose pip refuses."""
    root = tmp_path / "a fresh copy"
    ignored = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache")
    shutil.copytree(checkout, root, ignore=ignored)
    before = {path.name for path in root.iterdir()}
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    hook = tmp_path / ".local" / "lib" / version / "site-packages"  # the base Python's alone
    hook.mkdir(parents=True)
    (hook / "usercustomize.py").write_text(hindrance)
    (hook / "EXTERNALLY-MANAGED").write_text("[externally-managed]\nError=not here\n")
    base = str(Path(sys.base_prefix, "bin", version))
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    without = subprocess.run(
        [base, "-m", *refused], env=bare, capture_output=True, text=True, check=False
    )
    assert without.returncode != 0, "the hindrance does not hinder"

    started = time.monotonic()
    done = subprocess.run(
        [base, str(root / "go.py"), "setup"],
        cwd=tmp_path, env=bare, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert time.monotonic() - started < 300
    made = {path.name for path in root.iterdir() if path.name != "__pycache__"}
    assert made - before == {".venv"}
    for name in ("tiig", "lint-imports"):
        assert (root / ".venv" / "bin" / name).exists()

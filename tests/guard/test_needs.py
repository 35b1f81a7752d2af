"""What is not run is counted and named, or fails where the run requires it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parent.parent / "conftest.py"
PROJECT = CONFTEST.parent.parent / "pyproject.toml"

CASES = '''
import pytest

@pytest.mark.needs_java
def test_java():
    """Never runs here."""

@pytest.mark.needs_java
def test_more_java():
    """Never runs here."""

@pytest.mark.slow
def test_slow():
    """Runs on demand."""

def test_reference(reference):
    """Never runs here."""

def test_own_reason():
    """Skips by itself."""
    pytest.skip("because")

def test_plain():
    """Always runs."""
'''


def run(folder: Path, *arguments: str, require: str = "", tests: str = CASES) -> tuple[int, str]:
    """Run made-up tests under the house's conftest on a machine without programs."""
    suite = folder / "tests"
    suite.mkdir(exist_ok=True)
    (suite / "conftest.py").write_text(CONFTEST.read_text())
    (suite / "test_made_up.py").write_text(tests)
    (folder / "pyproject.toml").write_text(PROJECT.read_text())
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "TIIG", "COV"))}
    bare = keep | {"PATH": "", "TIIG_REQUIRE": require, "TIIG_REFERENCE": str(folder / "none")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=bare, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["one process", "workers"])
def test_last_line_counts_and_names(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """The last line names each need with its count, pytest's summary comes right before."""
    code, out = run(tmp_path, *arguments)

    *_, summary, last = out.rstrip().splitlines()
    assert code == 0, out
    assert "1 passed, 5 skipped" in summary
    assert last == (
        "not run: needs java (2), needs reference (1), needs slow (1), "
        "skipped for a reason of its own (1)"
    )


def test_last_line_when_all_ran(tmp_path: Path) -> None:
    """A complete run says so."""
    _, out = run(tmp_path, "-k", "plain")

    assert out.rstrip().splitlines()[-1] == "not run: nothing"


@pytest.mark.parametrize(("require", "failed"), [("java", 2), ("java,reference", 3), ("", 0)])
def test_required_needs_fail(tmp_path: Path, require: str, failed: int) -> None:
    """A need that the run requires fails its tests where it is missing."""
    code, out = run(tmp_path, require=require)

    assert code == (1 if failed else 0)
    assert f"{5 - failed} skipped" in out
    assert (f"{failed} errors" in out) == bool(failed)


def test_slow_runs_on_demand(tmp_path: Path) -> None:
    """Naming slow runs the slow tests."""
    _, out = run(tmp_path, "-k", "slow", require="slow")

    assert "1 passed" in out


def test_unknown_requirement_is_refused(tmp_path: Path) -> None:
    """A requirement that no test can have stops the run."""
    code, _ = run(tmp_path, require="brwoser")

    assert code == pytest.ExitCode.USAGE_ERROR

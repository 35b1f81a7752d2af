"""What every test may rely on: named needs, the reference data, steady examples.

A test that needs what the machine lacks is not run, and the last line of the run counts and
names it. Where `TIIG_REQUIRE` (comma-separated) names the need, the test fails instead.
"""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

CHECKOUT = Path(__file__).resolve().parent.parent
_OTHER = "skipped for a reason of its own"
_not_run: Counter[str] = Counter()
_OF_A_PERSON = ("TIIG_PASSPHRASE", "TIIG_NEW_PASSPHRASE", "TIIG_WORKSPACE")

for _name in _OF_A_PERSON:  # whoever runs the tests may work with a workspace of their own
    os.environ.pop(_name, None)

ONE_THREAD = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
SELDOM = (50_000, 20, 50)
"""How many new objects are worth a look for rubbish: what is imported alone is a million."""


def take_one_core() -> None:
    """Give one thread to Polars and numpy here: there are as many workers as cores.

    Threads beyond the cores only wait for each other. A process that a test starts has all
    threads of the machine, as at a person's: the settings are taken back once they are read.
    """
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    import numpy as np
    import polars as pl

    np.ones((2, 2)) @ np.ones((2, 2))
    pl.thread_pool_size()
    for name in ONE_THREAD:
        del os.environ[name]
    gc.set_threshold(*SELDOM)


if "PYTEST_XDIST_WORKER" in os.environ:
    take_one_core()

settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def required() -> frozenset[str]:
    """Return the needs that this run must not do without."""
    names = os.environ.get("TIIG_REQUIRE", "").split(",")
    return frozenset(name.strip() for name in names if name.strip())


def reference_folder() -> Path | None:
    """Return the folder of public reference data, if this machine has it."""
    named = os.environ.get("TIIG_REFERENCE")
    folder = Path(named) if named else CHECKOUT.parent / "shared"
    return folder if (folder / "reference").is_dir() else None


def _any_program(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def _has_postgres() -> bool:
    debian = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    return _any_program("pg_ctl") or any(debian)


def _works(*command: str) -> bool:
    """Run it: a version manager's stub is on PATH even where nothing stands behind it."""
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


NEEDS: dict[str, tuple[str, Callable[[], bool]]] = {
    # need: (marker, is it here?)
    "browser": (
        "needs_browser",
        lambda: _any_program("chromium", "chromium-browser", "google-chrome"),
    ),
    "postgres": ("needs_postgres", _has_postgres),
    "compiler": ("needs_compiler", lambda: _any_program("cc", "gcc")),
    "java": ("needs_java", lambda: _works("java", "-version")),
    "python313": ("needs_python313", lambda: _works("python3.13", "--version")),
    "reference": ("needs_reference", lambda: reference_folder() is not None),
    "slow": ("slow", lambda: "slow" in required()),
}


@cache
def _present(need: str) -> bool:
    return NEEDS[need][1]()


def _demand(item: pytest.Item, need: str) -> None:
    """Let the test go on where the need is met; else skip or fail it, by name."""
    if _present(need):
        return
    if need in required():
        pytest.fail(f"TIIG_REQUIRE names {need}, which this machine lacks", pytrace=False)
    item.user_properties.append(("needs", need))  # travels with the report, also from a worker
    pytest.skip(f"needs {need}")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a requirement that no test can have: a typing error must not pass for care."""
    unknown = required() - NEEDS.keys()
    if unknown:
        message = f"TIIG_REQUIRE names {', '.join(sorted(unknown))}; known: {', '.join(NEEDS)}"
        raise pytest.UsageError(message)
    config.addinivalue_line("markers", "needs_reference: needs the public reference data")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Check what the test's markers say it needs."""
    for need, (marker, _) in NEEDS.items():
        if item.get_closest_marker(marker):
            _demand(item, need)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what was not run, in the process that reports."""
    if report.skipped and not hasattr(report, "wasxfail"):
        needs = [str(value) for name, value in report.user_properties if name == "needs"]
        _not_run[f"needs {needs[0]}" if needs else _OTHER] += 1


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Write the last line of the run, after pytest's own summary."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        counts = (f"{reason} ({count})" for reason, count in sorted(_not_run.items()))
        reporter.write_line(f"not run: {', '.join(counts) or 'nothing'}")


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> Path:
    """Return the folder of public reference data, or skip the test by name."""
    _demand(request.node, "reference")
    folder = reference_folder()
    assert folder is not None
    return folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes a folder once for all workers of a run, by name, and gives each who asks a copy.

    For houses that take long to fill; who asks while another worker makes it, waits for it.
    """
    run = tmp_path_factory.getbasetemp()
    shared = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "made-once"
    shared.mkdir(exist_ok=True)

    def made(name: str, make: Callable[[Path], object], copy: Path) -> Path:
        whole, begun = shared / name, shared / f"{name}.begun"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.exists():
                shutil.rmtree(begun, ignore_errors=True)
                make(begun)
                begun.rename(whole)
        return shutil.copytree(whole, copy)

    return made

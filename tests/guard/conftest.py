"""What the guard tests look at: the checkout and its files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the root of the checkout."""
    return Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def committed(checkout: Path) -> tuple[Path, ...]:
    """Return every file that is committed or would be: what git does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, "the guard tests need git and a checkout"
    paths = (checkout / name for name in done.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())

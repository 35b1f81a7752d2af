"""What the package imports it declares, and what it declares it imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DEPTRY = str(Path(sys.executable).with_name("deptry"))


def examine(folder: Path, source: Path) -> subprocess.CompletedProcess[str]:
    """Compare imports with declared dependencies."""
    return subprocess.run(
        [DEPTRY, "--no-ansi", str(source)], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_and_dependencies_agree(checkout: Path) -> None:
    """No import is undeclared or borrowed from another package; no dependency is idle."""
    done = examine(checkout, checkout / "src")

    assert done.returncode == 0, done.stderr


def test_an_undeclared_import_is_noticed(checkout: Path, tmp_path: Path) -> None:
    """A library that only developers have may not be imported by the package."""
    source = tmp_path / "src" / "tiig"
    source.mkdir(parents=True)
    (source / "__init__.py").write_text("import openpyxl\n")
    (tmp_path / "pyproject.toml").write_text((checkout / "pyproject.toml").read_text())

    told = examine(tmp_path, tmp_path / "src").stderr

    assert "'openpyxl' imported but missing" in told or "DEP003" in told or "DEP001" in told

"""Locks name every file by its hash and no host; every package and its licence is listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LOCKS = ("core.txt", "run.txt", "dev.txt")
REQUIREMENT = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z,]+\])?==[^\s;]+( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def faults(lock: str) -> list[str]:
    """Return the lines of a lock that are neither comment, pinned requirement nor hash."""
    found, unhashed = [], ""
    for line in lock.splitlines():
        if HASH.match(line):
            unhashed = ""
            continue
        if unhashed:
            found.append(f"no hash: {unhashed}")
            unhashed = ""
        if REQUIREMENT.match(line):
            unhashed = line
        elif line and not line.lstrip().startswith("#"):
            found.append(line)
    return [*found, unhashed] if unhashed else found


def pins(path: Path) -> dict[str, str]:
    """Return package to version, as a lock pins them."""
    return dict(PIN.findall(path.read_text()))


@pytest.mark.parametrize("name", LOCKS)
def test_each_requirement_is_pinned_and_hashed(checkout: Path, name: str) -> None:
    """A lock holds pinned, hashed requirements, comments, and nothing else."""
    lock = (checkout / "requirements" / name).read_text()

    assert faults(lock) == []
    assert len(PIN.findall(lock)) > 10


@pytest.mark.parametrize("name", LOCKS)
def test_no_host_stands_in_a_lock(checkout: Path, name: str) -> None:
    """No index, link, constraint file or machine path stands in a lock, not even in a comment."""
    lock = (checkout / "requirements" / name).read_text()

    found = re.findall(r"https?:|file:|--index|--extra-index|--find-links|-c |uv pip", lock)
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "polars>=2",
        "polars==2.1.0",
        "polars==2.1.0 \\\n    # via tiig",
        "--index-url somewhere",
        "polars==2.1.0 \\\n    --hash=md5:abc",
        "polars @ file:///tmp/polars.whl",
    ],
)
def test_a_loose_line_is_noticed(line: str) -> None:
    """What is not pinned or not hashed is a fault."""
    assert faults(line) != []


def test_smaller_locks_agree_with_the_larger(checkout: Path) -> None:
    """Core lies within run, run within dev, at the same versions."""
    core, run, dev = (pins(checkout / "requirements" / name) for name in LOCKS)

    assert core.items() <= run.items() <= dev.items()


def test_core_holds_no_server_library(checkout: Path) -> None:
    """What a hospital installs has no SQL, web or chart library."""
    core = pins(checkout / "requirements" / "core.txt")

    assert core.keys() & {"sqlalchemy", "alembic", "psycopg", "starlette", "altair"} == set()


def test_third_party_is_complete(checkout: Path) -> None:
    """Each locked package stands with its version and a licence; none besides."""
    rows = re.findall(
        r"^\| ([a-z0-9._-]+) \| (\S+) \| ([^|]+?) \| (\w+) \|$",
        (checkout / "THIRD_PARTY.md").read_text(),
        re.MULTILINE,
    )
    listed = {package: version for package, version, licence, _ in rows if licence}

    assert listed == pins(checkout / "requirements" / "dev.txt")

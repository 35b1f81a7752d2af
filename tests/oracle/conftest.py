"""What the oracle tests of the store share: a PostgreSQL server of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share nouns by import


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL server of our own on a socket and return its URL."""
    found = shutil.which("pg_ctl") or next(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    programs = Path(found).resolve().parent
    with TemporaryDirectory(prefix="tiig-pg-") as name:  # short: a socket's path has a limit
        user = None
        if os.geteuid() == 0:  # the server refuses to run as root
            user = "nobody"
            shutil.chown(name, user)

        def run(program: str, *more: str) -> None:
            command = [str(programs / program), "-D", f"{name}/data", *more]
            told = subprocess.run(
                command, user=user, cwd=name, check=False, stdout=subprocess.DEVNULL
            )
            assert told.returncode == 0, program

        run("initdb", "-A", "trust", "-U", "tiig")
        run("pg_ctl", "-w", "-l", f"{name}/log", "-o", f"-k {name} -c listen_addresses=''", "start")
        yield f"postgresql://tiig@/postgres?host={name}"
        run("pg_ctl", "-m", "immediate", "stop")

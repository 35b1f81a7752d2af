"""A PostgreSQL server for the tests: the one that `.ci/run` started, else one of our own.

Each caller gets an empty database of its own, so that workers do not meet. The server asks
for a password, as a real one does.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

USER = "tiig"
STARTED = "TIIG_TEST_POSTGRES"
"""The variable in which `.ci/run` tells the folder of its server's socket."""


def password(socket: str) -> str:
    """Return the password of the server: it lies beside its socket."""
    return (Path(socket) / "password").read_text(encoding="utf-8")


def there() -> bool:
    """Tell whether this machine has a server's programs."""
    return bool(shutil.which("pg_ctl")) or any(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))


def programs() -> Path:
    """Return the folder of the server's programs."""
    found = shutil.which("pg_ctl") or next(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return Path(found).resolve().parent


def address(socket: str, database: str = "postgres", *, user: str = USER) -> str:
    """Return the URL of a database, as a workspace names it: without a password."""
    return f"postgresql://{user}@/{database}?host={socket}"


def with_password(socket: str, database: str = "postgres") -> str:
    """Return the URL with the password in it, for those who speak to the server directly."""
    told = address(socket, database)
    return told.replace(f"{USER}@", f"{USER}:{password(socket)}@", 1)


@contextmanager
def server() -> Iterator[str]:
    """Give the folder of a running server's socket."""
    started = os.environ.get(STARTED)
    if started:
        yield started
        return
    with TemporaryDirectory(prefix="tiig-pg-") as name:  # short: a socket's path has a limit
        own = Server(Path(name))
        own.make()
        own.start()
        yield name
        own.stop("immediate")


class Server:
    """A server in a folder, run by a user that is not root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = "nobody" if os.geteuid() == 0 else None  # the server refuses to run as root

    def make(self) -> None:
        """Make an empty cluster that asks for the password."""
        secret = self.folder / "password"
        secret.write_text(secrets.token_hex(16), encoding="utf-8")
        if self.user:
            shutil.chown(self.folder, self.user)
            shutil.chown(secret, self.user)
        self._run("initdb", "-A", "scram-sha-256", "-U", USER, "--pwfile", str(secret), "-N")

    def start(self) -> None:
        """Start it on a socket in its folder."""
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it."""
        self._run("pg_ctl", "-w", "-m", how, "stop")

    def _run(self, program: str, *more: str) -> None:
        command = [str(programs() / program), "-D", f"{self.folder}/data", *more]
        told = subprocess.run(
            command, user=self.user, cwd=self.folder, check=False, stdout=subprocess.DEVNULL
        )
        assert told.returncode == 0, program


def statement(socket: str, *statements: str, database: str = "postgres") -> None:
    """Run statements that stand outside a transaction."""
    from sqlalchemy import create_engine, make_url, text

    url = make_url(with_password(socket, database)).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for one in statements:
            connection.execute(text(one))
    engine.dispose()


@contextmanager
def fresh_database(socket: str, *, like: str = "template1") -> Iterator[str]:
    """Give the name of a new database, empty or a copy of another, and remove it."""
    name = f"tiig_{secrets.token_hex(6)}"
    statement(socket, f"CREATE DATABASE {name} TEMPLATE {like}")
    try:
        yield name
    finally:
        statement(socket, f"DROP DATABASE {name} WITH (FORCE)")

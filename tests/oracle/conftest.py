"""What the oracle tests of the store share: a PostgreSQL database of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share nouns by import

from tests.postgres_server import fresh_database, server, with_password


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """Return the URL of an empty database, its password in it."""
    with server() as socket, fresh_database(socket) as name:
        yield with_password(socket, name)

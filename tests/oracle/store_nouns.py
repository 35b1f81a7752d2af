"""Invented nouns of the catalogue, and short ways to write them, for the store's tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tiig.model.agreement import AgreementKind, AgreementRecord
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.ports import Catalogue, Change
from tiig.model.profile import Scope
from tiig.model.submission import (
    Pair,
    Submission,
    SubmissionState,
    Tally,
)

NOW = datetime(2026, 11, 1, 12, 30, 15, 123456, tzinfo=UTC)
ASKER = Asker.local("ada", purpose="to test")
JUNE = Month(2026, 6)


class Steps:
    """A clock that moves by a second whenever it is read."""

    def __init__(self) -> None:
        self._moment = NOW

    def now(self) -> datetime:
        """Return the next second."""
        self._moment += timedelta(seconds=1)
        return self._moment


def fresh_schema(url: str) -> str:
    """Empty the database and return its URL."""
    from sqlalchemy import create_engine, make_url, text

    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


def submission(name: str = "s-1", **more: object) -> Submission:
    """Return an invented submission."""
    told: dict[str, object] = {
        "id": name,
        "sender": "north",
        "profile": "north@1",
        "state": SubmissionState.RECEIVED,
        "received_at": NOW,
        "fingerprint": "f" * 64,
        "key": "k" * 64,
        "period": "2026-06",
        "sites": ("N1", "N2"),
        "tally": Tally(10, 7, 2, 1),
        "original": "o-1",
        "reasons": ("because", "für zwei"),
    }
    return Submission(**{**told, **more})  # type: ignore[arg-type]  # the test names real fields


def pair(name: str = "p-1", **more: object) -> Pair:
    """Return a pair of an invented site-month."""
    told: dict[str, object] = {
        "id": name,
        "site": "N1",
        "month": JUNE,
        "revision": "s-1",
        "derivation": "d-1",
        "sender": "north",
        "scope": Scope.ASSAULTS_ONLY,
        "tells_assaults": False,
        "rows": 7,
        "packs": ("a", "b"),
        "settled_at": NOW + timedelta(days=60),
        "known_from": NOW,
        "synthetic": True,
    }
    return Pair(**{**told, **more})  # type: ignore[arg-type]  # the test names real fields


def agreement(version: int = 1, name: str = "oak") -> AgreementRecord:
    """Return a version of an invented agreement with a recipient."""
    text = f"""
[agreement]
kind = "recipient"
id = "{name}"
version = {version}
title = "The council of {name}"
purpose = "To test"
signed = 2026-01-01
start = 2026-01-01
end = 2027-12-31
review = 2026-12-31

[recipient]
organisation = "council"
areas = ["*"]
items = ["month"]
preset = "public"
"""
    kind = AgreementKind.RECIPIENT
    return AgreementRecord(name, version, kind, "council", text, f"f{version}", NOW)


def write(catalogue: Catalogue, *writes: Callable[[Change], None], because: str = "test") -> None:
    """Do these writes in one transaction."""
    with catalogue.change(ASKER, because) as change:
        for one in writes:
            one(change)


def refused(catalogue: Catalogue, *writes: Callable[[Change], None]) -> str:
    """Return the kind of error with which these writes are refused."""
    with pytest.raises(TiigError) as raised:
        write(catalogue, *writes)
    return raised.value.kind.id

"""Every key of an agreement, with its meaning: the reader accepts these and no others.

The table itself is `agreement_keys.toml`; the reference page and the JSON Schema are made
from it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tiig.model.agreement import AgreementKind

_TABLES = {
    AgreementKind.SENDER: frozenset(
        {"agreement", "sender", "retention", "free_text", "items", "treatment"}
    ),
    AgreementKind.RECIPIENT: frozenset({"agreement", "recipient"}),
}


class AgreementKey(NamedTuple):
    """One key: the table it stands in, its JSON type, what it means.

    `format` is `date` for days; `choices` are the words it may be; `least` and `most` bound
    numbers.
    """

    table: str
    name: str
    type: str
    meaning: str
    example: str
    required: bool = False
    format: str | None = None
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@cache
def agreement_keys() -> tuple[AgreementKey, ...]:
    """Return the table from which the reader's strictness and the documentation are made."""
    text = (files("tiig.model") / "agreement_keys.toml").read_text(encoding="utf-8")
    return tuple(
        AgreementKey(**{**entry, "choices": tuple(entry.get("choices", ()))})
        for entry in tomllib.loads(text)["key"]
    )


def known_keys(table: str) -> frozenset[str]:
    """Return the names of a table's keys."""
    return frozenset(key.name for key in agreement_keys() if key.table == table)


def tables_of(kind: AgreementKind) -> frozenset[str]:
    """Return the tables that an agreement of a kind may have."""
    return _TABLES[kind]

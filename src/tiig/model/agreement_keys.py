"""Every key of an agreement, with its meaning: the reader accepts these and no others.

The table itself is `agreement_keys.toml`; the reference page and the JSON Schema are made
from it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from tiig.model.agreement import AgreementKind

_TABLES = {
    AgreementKind.SENDER: frozenset(
        {"agreement", "sender", "retention", "free_text", "items", "treatment"}
    ),
    AgreementKind.RECIPIENT: frozenset({"agreement", "recipient"}),
}

_LISTS = frozenset({"items", "treatment"})
_OPTIONAL = frozenset({"free_text", "treatment"})


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


def schema() -> dict[str, Any]:
    """Return the JSON Schema of both kinds, for editors that check while one types.

    Days are TOML days; a schema knows them as texts of the format `date`.
    """
    kinds = [_kind_schema(kind) for kind in AgreementKind]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Data sharing agreement",
        "oneOf": kinds,
    }


def _kind_schema(kind: AgreementKind) -> dict[str, Any]:
    tables = {name: _table_schema(name) for name in sorted(tables_of(kind))}
    tables["agreement"]["properties"]["kind"]["enum"] = [kind.value]
    for name in _LISTS & tables.keys():
        tables[name] = {"type": "array", "items": tables[name]}
    return {
        "title": f"Agreement with a {kind.value}",
        "type": "object",
        "properties": tables,
        "required": sorted(tables.keys() - _OPTIONAL),
        "additionalProperties": False,
    }


def _table_schema(table: str) -> dict[str, Any]:
    keys = [key for key in agreement_keys() if key.table == table]
    return {
        "type": "object",
        "properties": {key.name: _key_schema(key) for key in keys},
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }


def _key_schema(key: AgreementKey) -> dict[str, Any]:
    told = {
        "description": key.meaning,
        "type": key.type,
        "format": key.format,
        "enum": list(key.choices),
        "minimum": key.least,
        "maximum": key.most,
        "items": {"type": "string"} if key.type == "array" else None,
        "minItems": 1 if key.type == "array" else None,
    }
    return {name: value for name, value in told.items() if value not in (None, [])}

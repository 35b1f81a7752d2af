"""Values as plain JSON: what `--json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any


def as_plain(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Turn a frozen value into dicts, lists, text and numbers.

    A value with `as_json` speaks for itself; one that is written as text (a month) is text.
    """
    if hasattr(value, "as_json"):
        return as_plain(value.as_json())
    if isinstance(value, Mapping):
        return {str(key): as_plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _of_dataclass(value)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _of_dataclass(value: Any) -> Any:  # noqa: ANN401 - any frozen noun of the house
    if "__str__" in vars(type(value)):
        return str(value)
    return {one.name: as_plain(getattr(value, one.name)) for one in fields(value)}

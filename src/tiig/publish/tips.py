"""Words for the pointer: each mark of a chart says what it shows, or that it is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tiig.kit.rounding import rounded
from tiig.model.figures import Mark
from tiig.publish.tables import LEGEND, SIGNS

TIP = "tip"
_HIDDEN = "hidden: a small number, or one that would give a small number back"
_MEANING = {SIGNS[mark]: meaning for mark, meaning in LEGEND.items()} | {
    SIGNS[Mark.SUPPRESSED]: _HIDDEN
}
_UNSEEN = {"type": "point", "filled": True, "size": 260, "opacity": 0}
"""A line has one mark for all its months: each month gets a place to point at."""

Spec = dict[str, Any]


def with_tips(spec: Mapping[str, Any]) -> Spec:
    """Return a chart whose marks carry a sentence, made from nothing but what it shows."""
    told = dict(spec)
    if "values" in told.get("data", {}):
        told["data"] = {"values": _told(told["data"]["values"])}
    if "datasets" in told:
        told["datasets"] = {name: _told(rows) for name, rows in told["datasets"].items()}
    if "layer" in told:
        told["layer"] = [layer for one in told["layer"] for layer in _layers(with_tips(one))]
    elif "mark" in told:
        told["encoding"] = {**told.get("encoding", {}), "tooltip": {"field": TIP}}
        told["encoding"]["tooltip"]["type"] = "nominal"
    return told


def _told(rows: Sequence[Mapping[str, Any]]) -> list[Spec]:
    return [{**row, TIP: tip(row)} for row in rows]


def _layers(one: Spec) -> list[Spec]:
    if one.get("mark", {}).get("type") != "line":
        return [one]
    kept = {name: one["encoding"][name] for name in ("x", "y", "tooltip")}
    return [one, {**one, "mark": _UNSEEN, "encoding": kept}]


def tip(row: Mapping[str, Any]) -> str:
    """Write a row of a chart as a sentence: where it stands, then its value or its mark."""
    if "average" in row:
        return f"All areas together: {_number(row['average'])}"
    named = (row.get(name) for name in ("label", "month", "name", "down", "across", "series"))
    where = ", ".join(str(one) for one in named if one)
    sign = row.get("sign") or (row.get("text") if row.get("value") is None else None)
    if sign:
        return f"{where}: {_MEANING.get(str(sign), sign)}"
    if row.get("value") is None:
        return f"{where}: {_HIDDEN}"
    low, high = row.get("lower"), row.get("upper")
    limits = "" if low is None or high is None else f" ({_number(low)} to {_number(high)})"
    flag = f"; {row['flag'].lower()}" if row.get("flag") else ""
    return f"{where}: {_number(row['value'])}{limits}{flag}"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{rounded(value, 1):,}"

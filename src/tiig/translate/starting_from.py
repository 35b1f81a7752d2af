"""Sender profiles to start from: layouts whose names are public, without a sender's facts.

Only names that were seen in a public source stand in them; where a message keeps them is the
sender's to say. ISTV's official element names are not known and there is no template of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from string import Template

from tiig.kit.toml_text import quoted

TEMPLATES: Mapping[str, str] = {
    "ecds-cds-v6-2": "Emergency Care Data Set, CDS XML of schema 6-2-2 or 6-2-3",
    "ecds-cds-v4": "Emergency Care Data Set, CDS XML of schema 4-0; needs --record",
}
"""The templates by name, each with a line of what it describes."""
RECORDS: Mapping[str, str] = {
    "ecds-cds-v6-2": "CDS-XMLInterchange/CDSNetChange-All-MessageTypes",
}
"""The path of a record where a public sample showed it."""


@dataclass(frozen=True)
class Facts:
    """What only the sender can say; `sites` are pairs of code and name."""

    sender: str
    name: str
    provider: str
    valid_from: date
    sites: Sequence[tuple[str, str]]
    record: str


def filled(name: str, facts: Facts) -> str:
    """Return a template as a profile of one sender; comments and order stay as they are."""
    text = (files("tiig.translate") / "templates" / f"{name}.toml").read_text(encoding="utf-8")
    return Template(text).substitute(
        sender=quoted(facts.sender),
        name=quoted(facts.name),
        provider=quoted(facts.provider),
        valid_from=facts.valid_from.isoformat(),
        record=quoted(facts.record),
        sites="\n\n".join(
            f"[[sites]]\ncode = {quoted(code)}\nname = {quoted(called)}"
            for code, called in facts.sites
        ),
    )

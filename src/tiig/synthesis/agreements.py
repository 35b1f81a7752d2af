"""Agreements of invented organisations, written as the files that real ones would sign."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from tiig.standard import Item, Sensitivity, Standard, dimensions
from tiig.synthesis.recording import all_senders, sender_profile

_TREATMENTS = {
    "attendance_number": "pseudonym",
    "person_number": "pseudonym",
    "residence_postcode": "district",
}
"""What identifying items become; one that is not named here is agreed with nobody."""

_HEAD = """[agreement]
kind = {kind}
id = {id}
version = 1
title = {title}
purpose = {purpose}
signed = 2020-01-01
start = 2020-01-01
end = 2059-12-31
review = 2059-06-30
synthetic = true
"""
_SENDER = """
[sender]
sender = {sender}
controller = {controller}
processor = "The invented team that runs this surveillance"
basis = "UK GDPR article 6(1)(e) and article 9(2)(i), as real parties might word it"

[retention]
originals_days = 365
phrases_days = 365
refused_hours = 24
"""
_TREATMENT = """
[[treatment]]
item = {item}
basis = "To count attendances and persons once, and places by their district"
treatment = {treatment}
"""
_RECIPIENT = """
[recipient]
organisation = {organisation}
areas = {areas}
items = {items}
preset = {preset}
"""


@dataclass(frozen=True)
class Partner:
    """An invented recipient; `threshold` None: it sees what the public sees."""

    id: str
    organisation: str
    purpose: str
    areas: tuple[str, ...] = ("*",)
    threshold: int | None = 5
    without_sensitive: bool = False


VRU, COUNCIL, POLICE = "demo-vru", "demo-council", "demo-police"
PARTNERS = (
    Partner(
        VRU,
        "Violence Reduction Unit (invented)",
        "Plan and evaluate the prevention of violence in the region",
    ),
    Partner(
        COUNCIL,
        "Castlereach Council (invented)",
        "Community safety in Castlereach",
        areas=("Castlereach",),
    ),
    Partner(
        POLICE,
        "The region's police (invented)",
        "Direct patrols to times and places of violence, never to persons",
        threshold=10,
        without_sensitive=True,
    ),
)
"""The recipients of the demonstration: everything, one area, and without sensitive classes."""


def demo_agreements(standard: Standard) -> dict[str, str]:
    """Return the agreement files of the demonstration by name: its senders, its recipients."""
    found = {}
    for sender in all_senders():
        profiles = [tomllib.loads(sender_profile(one.profile)) for one in sender.layouts]
        named = {
            item
            for profile in profiles
            for item in (
                *(column.get("item") for column in profile["columns"]),
                *profile.get("constants", {}),
                "site",
                "department_type",
            )
        }
        items = [item for item in standard.items.values() if item.id in named]
        controller = str(profiles[-1]["sender"]["name"])
        found[sender.id] = sender_agreement(sender.id, controller, items)
    return found | {one.id: partner_agreement(one, standard) for one in PARTNERS}


def sender_agreement(sender: str, controller: str, items: Iterable[Item]) -> str:
    """Return the agreement file of an invented sender; items that it cannot hold are left out."""
    held = [
        item
        for item in items
        if item.sensitivity is not Sensitivity.IDENTIFYING or item.id in _TREATMENTS
    ]
    head = _HEAD.format(
        kind=_text("sender"),
        id=_text(f"{sender}-agreement"),
        title=_text(f"{controller} with the surveillance team"),
        purpose=_text("Prevent violence and injury in the region"),
    )
    terms = _SENDER.format(sender=_text(sender), controller=_text(controller))
    grants = "".join(f"\n[[items]]\nitem = {_text(item.id)}\n" for item in held)
    treated = "".join(
        _TREATMENT.format(item=_text(item.id), treatment=_text(_TREATMENTS[item.id]))
        for item in held
        if item.id in _TREATMENTS
    )
    return head + terms + grants + treated


def partner_agreement(partner: Partner, standard: Standard) -> str:
    """Return the agreement file of an invented recipient."""
    head = _HEAD.format(
        kind=_text("recipient"),
        id=_text(partner.id),
        title=_text(f"The surveillance team with {partner.organisation}"),
        purpose=_text(partner.purpose),
    )
    items = [
        one.id
        for one in dimensions(standard).values()
        if not (partner.without_sensitive and one.sensitive_class)
    ]
    terms = _RECIPIENT.format(
        organisation=_text(partner.organisation),
        areas=_text(partner.areas),
        items=_text(items),
        preset=_text("public" if partner.threshold is None else "named-partner"),
    )
    least = "" if partner.threshold is None else f"threshold = {partner.threshold}\n"
    return head + terms + least


def _text(value: object) -> str:
    """Write a text or a list of texts as TOML does, which JSON does alike."""
    return json.dumps(value, ensure_ascii=False)

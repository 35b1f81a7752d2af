"""Agreements for tests: every sender may send everything, and one partner may see it."""

from __future__ import annotations

from tiig.journeys.agreements import add_agreement
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.services import Services
from tiig.standard import Standard
from tiig.synthesis.agreements import Partner, partner_agreement, sender_agreement

PARTNER = "partner"
"""The agreement of a recipient who may have all that `named-partner` lets be shown."""

_ASKER = Asker.local("agreements of tests")


def sender_text(sender: str, standard: Standard) -> str:
    """Return the agreement of a sender that may send every item of the standard."""
    return sender_agreement(sender, f"The trust of {sender}", standard.items.values())


def partner_text(standard: Standard, *, threshold: int = 5) -> str:
    """Return the agreement `PARTNER`: every area and dimension."""
    told = Partner(PARTNER, "A partner of the tests", "To test", threshold=threshold)
    return partner_agreement(told, standard)


def agree(services: Services, *senders: str) -> None:
    """Enter the agreements of these senders (none named: of all that are known) and `PARTNER`."""
    texts = [
        sender_text(sender, services.standard) for sender in senders or services.catalogue.senders()
    ]
    texts.append(
        partner_text(services.standard, threshold=services.choices.named_partner_threshold)
    )
    for text in texts:
        add_agreement(text, asker=_ASKER, services=services, progress=Silent())

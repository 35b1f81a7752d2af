"""The headlines that page, bulletin and profile share."""

from __future__ import annotations

from collections.abc import Mapping

from tiig.model.cleared import Cleared
from tiig.publish.exhibits import Subject, headline_cards
from tiig.publish.paper import Cards


def headlines_of(found: Mapping[str, Cleared], subject: Subject) -> Cards:
    """Return the cards of a paper from its standard tables, comparing like with like."""
    return headline_cards(
        found["trend"],
        subject,
        same=found.get("same_departments"),
        presence=found.get("presence"),
    )

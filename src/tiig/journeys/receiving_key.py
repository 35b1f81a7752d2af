"""Show the public key for which hospitals seal their packages; the secret stays in the ring."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import handover
from tiig.model.asker import Asker
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class ReceivingKey:
    """The public key, what two people compare by telephone, and the file for a hospital."""

    key: str
    check_words: str
    file: str


def receiving_key(*, asker: Asker, services: Services, progress: Progress) -> ReceivingKey:
    """Return the newest receiving key of this workspace."""
    del asker, progress
    recipient = handover.read_recipient(services.keys.receiving_key())
    head = (
        "# TIIG's public receiving key, for: tiig prepare FILE --for THIS-FILE\n"
        f"# Compare by telephone before first use: {recipient.check_words}\n"
    )
    return ReceivingKey(recipient.text, recipient.check_words, f"{head}{recipient.text}\n")

"""A reminder to a sender: what is asked for, in which tone, as a text for somebody to send."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.due import DueLine


@dataclass(frozen=True)
class Reminder:
    """One draft; nobody but a person sends it.

    `number` says how often, this time included, its site-months were asked for, `text` is the
    whole message.
    """

    sender: str
    sender_name: str
    number: int
    lines: tuple[DueLine, ...]
    subject: str = ""
    text: str = ""
    synthetic: bool = False

    def as_json(self) -> dict[str, object]:
        """Return what `--json` prints."""
        return {
            "sender": self.sender,
            "number": self.number,
            "subject": self.subject,
            "text": self.text,
            "site_months": [line.name_in_audit for line in self.lines],
        }

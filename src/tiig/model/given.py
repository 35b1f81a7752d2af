"""To whom figures are given: part of every answer, of its ledger row, and of every file of it."""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC_RECIPIENT = "the public"
PUBLICATION = "publication"


@dataclass(frozen=True)
class GivenTo:
    """Who receives figures, for what, and under which agreement (`id@version`; None: none needed).

    Figures for the public need none, and neither do exact ones for the team's own work.
    """

    recipient: str
    purpose: str
    agreement: str | None = None

    @property
    def sentence(self) -> str:
        """Return the line that stands in every file."""
        under = f"Agreement: {self.agreement}" if self.agreement else "Agreement: none is needed"
        return f"Given to: {self.recipient}. Purpose: {self.purpose}. {under}."


FOR_THE_PUBLIC = GivenTo(PUBLIC_RECIPIENT, PUBLICATION)

"""For whom a start pack is: the sender with its sites, and who asks."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model import agreement

BLANK = agreement.BLANK + " {what}]"
"""How a blank is marked that people must fill in before a letter goes out."""


@dataclass(frozen=True)
class Site:
    """A site by its code, and its name as printed."""

    code: str
    name: str


@dataclass(frozen=True)
class Party:
    """The sender that is asked, and who asks it; an empty text is a blank to fill in.

    One that is `invented` stands where no sender was named. Of a `synthetic` one all that comes
    of its files says so.
    """

    sender: str
    name: str
    provider: str
    sites: tuple[Site, ...]
    asks: str = ""
    contact: str = ""
    scope: str = "all-injuries"
    invented: bool = False
    synthetic: bool = False

    @property
    def who_asks(self) -> str:
        """Who asks, or a blank."""
        return self.asks or BLANK.format(what="the organisation that asks")

    @property
    def whom_to_ask(self) -> str:
        """Whom to ask, or a blank."""
        return self.contact or BLANK.format(what="name, telephone and e-mail of a person")


EXAMPLE = Party(
    sender="example",
    name="Example Hospital (invented)",
    provider="XX1",
    sites=(
        Site("XX101", "Example Infirmary (invented)"),
        Site("XX102", "Example Centre (invented)"),
    ),
    invented=True,
    synthetic=True,
)
"""Stands where no sender was named; no real organisation has these codes."""

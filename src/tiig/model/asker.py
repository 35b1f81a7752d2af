"""Who asks, for whom, and why: part of every question and every audit line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Asker:
    """A person with an organisation, roles and a purpose, coming through a channel.

    `authenticated` is False until sign-in exists: the name is then the operating
    system's user, recorded as claimed, not proven.
    """

    person: str
    organisation: str
    roles: frozenset[str]
    purpose: str | None = None
    agreement: str | None = None
    channel: str = "command line"
    authenticated: bool = False

    @classmethod
    def local(
        cls,
        user: str,
        *,
        purpose: str | None = None,
        agreement: str | None = None,
        channel: str = "command line",
    ) -> Self:
        """Return the person at this machine, unauthenticated."""
        return cls(
            person=user,
            organisation="local",
            roles=frozenset({"analyst"}),
            purpose=purpose,
            agreement=agreement,
            channel=channel,
        )

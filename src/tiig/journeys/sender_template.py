"""Begin a sender's profile from a shipped template: `tiig sender template`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tiig import translate
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.ports import Clock, Progress
from tiig.model.template_errors import TEMPLATE_NEEDS, TEMPLATE_UNKNOWN
from tiig.standard import Standard


class TemplateServices(Protocol):
    """What a template is filled and checked with; no workspace is needed."""

    @property
    def standard(self) -> Standard:
        """The standard that the profile must fit."""

    @property
    def clock(self) -> Clock:
        """The day from which the profile is valid, where none is said."""


@dataclass(frozen=True)
class TemplateRequest:
    """Which template, and the facts of the sender; `sites` are pairs of code and name."""

    template: str
    sender: str
    name: str
    provider: str
    sites: tuple[tuple[str, str], ...]
    record: str | None = None


@dataclass(frozen=True)
class TemplateMade:
    """A profile as text, ready to be written; `columns` is how many it names."""

    template: str
    sender: str
    profile: str
    columns: int


def sender_template(
    request: TemplateRequest, *, asker: Asker, services: TemplateServices, progress: Progress
) -> TemplateMade:
    """Fill a template and read it as any profile is read, so that it can be added."""
    del asker
    progress.step("filling the template")
    if request.template not in translate.TEMPLATES:
        raise TiigError(TEMPLATE_UNKNOWN, known=", ".join(translate.TEMPLATES))
    record = request.record or translate.RECORDS.get(request.template)
    if record is None:
        raise TiigError(TEMPLATE_NEEDS)
    today = services.clock.now().date()
    facts = translate.Facts(
        sender=request.sender,
        name=request.name,
        provider=request.provider,
        valid_from=today.replace(month=1, day=1),
        sites=request.sites,
        record=record,
    )
    text = translate.filled(request.template, facts)
    profile = translate.read_profile(text, services.standard)
    return TemplateMade(request.template, profile.sender, text, len(profile.columns))


def templates() -> dict[str, str]:
    """Return the names of all templates, each with a line of what it describes."""
    return dict(translate.TEMPLATES)

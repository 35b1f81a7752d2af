"""Make what a hospital needs to start, from the standard alone: `tiig spec`.

It opens no workspace's catalogue and reads no file of a hospital.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from tiig import translate
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.ports import Clock, Progress
from tiig.publish.starting import EXAMPLE, Party, RuleSaid, Site, StartPack, write_pack
from tiig.standard import Standard
from tiig.validate import rule_book


@dataclass(frozen=True)
class SpecRequest:
    """The folder, and for whom the pack is: all of the sender's facts, or none of them.

    `sites` are pairs of code and name. Without a sender the pack is an invented one's.
    """

    folder: str
    sender: str | None = None
    name: str | None = None
    provider: str | None = None
    sites: tuple[tuple[str, str], ...] = ()
    asks: str = ""
    contact: str = ""
    scope: str = "all-injuries"
    synthetic: bool = False


@dataclass(frozen=True)
class SpecMade:
    """The files that were written, in the order to read them; `invented` without a sender."""

    folder: str
    files: tuple[str, ...]
    sender: str
    month: str
    invented: bool


@dataclass(frozen=True)
class SpecServices:
    """The standard, with or without a site's additions, and the clock."""

    standard: Standard
    clock: Clock


def spec(
    request: SpecRequest, *, asker: Asker, services: SpecServices, progress: Progress
) -> SpecMade:
    """Write the pack; every file is there whole, or the folder is as it was."""
    del asker
    pack = StartPack(
        standard=services.standard,
        party=_party(request),
        made_on=services.clock.now().date(),
        rules={
            rule.id: RuleSaid(str(rule.effect), rule.sentence, rule.advice)
            for rule in rule_book(services.standard).rules
        },
    )
    translate.read_profile(pack.profile, services.standard)  # what was said of the sender is wrong
    progress.step("writing")
    folder = Path(request.folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as beside:
        names = write_pack(pack, Path(beside))
        for name in names:
            shutil.move(Path(beside) / name, folder / name)
    return SpecMade(
        str(folder), names, pack.party.sender, str(pack.month), invented=pack.party.invented
    )


def _party(request: SpecRequest) -> Party:
    """Return the sender that is named, or the invented one; half a sender is refused."""
    told = (request.sender, request.name, request.provider, request.sites or None)
    if not any(told):
        return replace(EXAMPLE, asks=request.asks, contact=request.contact)
    if not all(told):
        what = "a sender is named by --sender-id, --name, --provider and at least one --site"
        raise TiigError(BAD_ARGUMENT, what=what)
    return Party(
        sender=request.sender or "",
        name=request.name or "",
        provider=request.provider or "",
        sites=tuple(Site(code, name) for code, name in request.sites),
        asks=request.asks,
        contact=request.contact,
        scope=request.scope,
        synthetic=request.synthetic,
    )

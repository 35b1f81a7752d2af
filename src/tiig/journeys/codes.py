"""List local values that nothing explains, and what was decided of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig import desk
from tiig.desk import CodeQuestions
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.code_errors import CODE_ITEM
from tiig.model.code_map import CodeDecision, CodeState
from tiig.model.errors import SENDER_UNKNOWN, TiigError
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class CodesAsked:
    """Which questions: of one sender, of one item, only those that nobody has answered."""

    sender: str | None = None
    item: str | None = None
    open_only: bool = False


def list_codes(
    asked: CodesAsked, *, asker: Asker, services: Services, progress: Progress
) -> CodeQuestions:
    """Return what is asked of local values; SENDER_UNKNOWN, CODE_ITEM."""
    desk.check_code_reader(asker)
    senders = services.catalogue.senders()
    if asked.sender is not None and asked.sender not in senders:
        raise TiigError(SENDER_UNKNOWN, sender=asked.sender)
    item = services.standard.items.get(asked.item or "")
    if asked.item is not None and (item is None or not item.coded):
        raise TiigError(CODE_ITEM)
    progress.step("counting local values")
    found = desk.code_questions(services, [asked.sender] if asked.sender else senders, asked.item)
    services.catalogue.note(asker, "local values listed", kind=AuditKind.CODES)
    if asked.open_only:
        kept = (one for one in found.questions if one.state is CodeState.OPEN)
        return replace(found, questions=tuple(kept))
    return found


def list_code_decisions(
    sender: str | None, *, asker: Asker, services: Services, progress: Progress
) -> tuple[CodeDecision, ...]:
    """Return every decision ever made, oldest first."""
    del progress
    desk.check_code_reader(asker)
    services.catalogue.note(asker, "decisions on local values listed", kind=AuditKind.CODES)
    decisions = services.catalogue.code_decisions()
    return tuple(one for one in decisions if sender in {None, one.sender})

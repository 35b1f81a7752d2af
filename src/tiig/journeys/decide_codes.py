"""Say what a local value means; a second name, or a night's sleep, lets it count.

confirm -> (another name, or the same after COOLING_OFF) approve -> it is read so from the next
file on, and rederive reads what came before by it. All that is asked is decided, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tiig import desk
from tiig.desk import CodeEffects, CodeMeaning
from tiig.intake.code_lists import ProposedCode, codes_in
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.code_errors import (
    CODE_CHANGED,
    CODE_COUNTS,
    CODE_NOT_CONFIRMED,
    CODE_OTHER_NODE,
    CODE_SAME_NAME,
    CODE_SETTLED,
    CODE_UNDECIDED,
    CODES_REFUSED,
)
from tiig.model.code_map import (
    COOLING_OFF,
    NOTHING_DECIDED,
    CodeDecision,
    CodeMap,
    CodeStanding,
    CodeStep,
    Question,
    standings,
)
from tiig.model.errors import STORE_LOCKED, TiigError
from tiig.model.ports import Progress
from tiig.services import Services

_Decide = Callable[[ProposedCode, Question], CodeDecision | None]


@dataclass(frozen=True)
class CodesRequest:
    """What is to be decided: values one by one, or a file of them; `check_only` decides nothing.

    Without `effects` nobody is told what an approval moves: they were told just before. `shown`
    are then the confirmations that they were shown, and no other may be approved.
    """

    because: str
    proposed: tuple[ProposedCode, ...] = ()
    path: str | None = None
    check_only: bool = False
    effects: bool = True
    shown: frozenset[str] | None = None


@dataclass(frozen=True)
class CodesDecided:
    """What was decided, or would be; `unchanged` were so already.

    `meanings` say, of an approval, what was confirmed; of a taking back, what counts afterwards:
    of a value that none of them is of, nothing counts.
    """

    decisions: tuple[CodeDecision, ...]
    unchanged: int
    check_only: bool
    effects: CodeEffects | None = None
    meanings: tuple[CodeMeaning, ...] = ()


def confirm_codes(
    request: CodesRequest, *, asker: Asker, services: Services, progress: Progress
) -> CodesDecided:
    """Say what values mean; it counts only once somebody approves it."""
    progress.step("looking for the values")
    judge = _Judge.of(asker, request.because, services)
    made = _each(request, judge, judge.confirmed)
    return _entered(request, made, judge)


def approve_codes(
    request: CodesRequest, *, asker: Asker, services: Services, progress: Progress
) -> CodesDecided:
    """Let confirmed values count; shows which released figures that moves once rederived.

    CODE_SAME_NAME where who confirmed approves before COOLING_OFF has passed, CODE_CHANGED where
    what waits is not what the asker was shown.
    """
    progress.step("looking for the values")
    judge = _Judge.of(asker, request.because, services)
    made = _each(request, judge, judge.approved)
    waits = [judge.standing(one.question).confirmed for one in made.decisions]
    meanings = desk.meanings_of(waits, services)
    if request.shown not in {None, frozenset(one.decision for one in meanings)}:
        raise TiigError(CODE_CHANGED)
    effects = None
    if request.effects:
        effects = desk.effects_of(_rereads(made, services), services, progress)
    return replace(_entered(request, made, judge), effects=effects, meanings=meanings)


def refuse_codes(
    request: CodesRequest, *, asker: Asker, services: Services, progress: Progress
) -> CodesDecided:
    """Say that values are not to be mapped: the question is closed, their rows stay unmapped.

    CODE_COUNTS where a mapping counts: that is taken back, and not refused.
    """
    progress.step("looking for the values")
    judge = _Judge.of(asker, request.because, services)
    made = _each(request, judge, judge.refused)
    return _entered(request, made, judge)


def undo_codes(
    request: CodesRequest, *, asker: Asker, services: Services, progress: Progress
) -> CodesDecided:
    """Take back what was decided of values last: a confirmation, a refusal, or what counts.

    Where what counts had replaced another mapping, that one counts again.
    """
    progress.step("looking for the values")
    judge = _Judge.of(asker, request.because, services)
    made = _each(request, judge, judge.undone)
    left = [judge.standing(one.question).after(one).approved for one in made.decisions]
    meanings = desk.meanings_of(left, services)
    return replace(_entered(request, made, judge), meanings=meanings)


@dataclass(frozen=True)
class _Judge:
    """What a proposal is held against."""

    asker: Asker
    because: str
    stands: Mapping[Question, CodeStanding]
    services: Services

    @classmethod
    def of(cls, asker: Asker, because: str, services: Services) -> _Judge:
        """Read what stands; refuse who may not decide."""
        desk.check_code_person(asker)
        desk.check_reason(because, services.clock.now())
        stands = standings(services.catalogue.code_decisions())
        return cls(asker, because, stands, services)

    def asked(self, one: ProposedCode) -> Question:
        """Return the listed value that a proposal is of."""
        return desk.code_asked(one.sender, one.item, one.value, self.services)

    def standing(self, asked: Question) -> CodeStanding:
        """Return how a value stands before anything is decided."""
        return self.stands.get(asked, NOTHING_DECIDED)

    def confirmed(self, one: ProposedCode, asked: Question) -> CodeDecision | None:
        """Return the confirmation; None where the same is confirmed or counts already."""
        node = desk.node_for_code(one.item, one.node, self.services)
        desk.check_unexplained(asked, self.services)
        standing = self.standing(asked)
        if standing.last is not None and standing.refused is None and standing.last.node == node:
            return None
        return self._step(CodeStep.CONFIRMED, asked, node)

    def approved(self, one: ProposedCode, asked: Question) -> CodeDecision | None:
        """Return the approval of what waits; `alone` where the same name may by now."""
        standing = self.standing(asked)
        waits = standing.confirmed
        if waits is None:
            raise TiigError(CODE_SETTLED if standing.approved else CODE_NOT_CONFIRMED)
        if one.node and desk.node_for_code(one.item, one.node, self.services) != waits.node:
            raise TiigError(CODE_OTHER_NODE)
        desk.check_unexplained(asked, self.services)
        alone = waits.person == self.asker.person
        from_then = waits.at + COOLING_OFF
        if alone and self.services.clock.now() < from_then:
            raise TiigError(CODE_SAME_NAME, from_then=f"{from_then:%Y-%m-%d %H:%M}")
        return replace(self._step(CodeStep.APPROVED, asked, waits.node), alone=alone)

    def refused(self, _: ProposedCode, asked: Question) -> CodeDecision | None:
        """Return the refusal; None where it is refused already, CODE_COUNTS where it counts."""
        standing = self.standing(asked)
        if standing.approved is not None:
            raise TiigError(CODE_COUNTS)
        if standing.refused is not None:
            return None
        return self._step(CodeStep.REFUSED, asked, None)

    def undone(self, _: ProposedCode, asked: Question) -> CodeDecision | None:
        """Return what takes back the last decision; CODE_UNDECIDED where there is none."""
        if self.standing(asked).last is None:
            raise TiigError(CODE_UNDECIDED)
        return self._step(CodeStep.UNDONE, asked, None)

    def _step(self, step: CodeStep, asked: Question, node: str | None) -> CodeDecision:
        return CodeDecision(
            id=self.services.ids.new(),
            sender=asked.sender,
            item=asked.item,
            value=asked.value,
            step=step,
            person=self.asker.person,
            because=self.because,
            at=self.services.clock.now(),
            node=node,
        )


@dataclass(frozen=True)
class _Made:
    """Decisions, and how many proposals changed nothing."""

    decisions: tuple[CodeDecision, ...]
    unchanged: int


def _proposed(request: CodesRequest) -> Sequence[ProposedCode]:
    return codes_in(request.path) if request.path is not None else request.proposed


def _each(request: CodesRequest, judge: _Judge, decide: _Decide) -> _Made:
    """Decide one after the other; CODES_REFUSED names what is wrong with lines of a file."""
    first: dict[Question, int | None] = {}
    found: list[CodeDecision] = []
    faults: list[str] = []
    unchanged = 0
    for one in _proposed(request):
        try:
            asked = judge.asked(one)
            if asked in first:
                faults.append(_twice(first[asked], one.line))
                continue
            first[asked] = one.line
            made = decide(one, asked)
        except TiigError as fault:
            if one.line is None:
                raise
            faults.append(f"line {one.line}: {fault.sentence[0].lower()}{fault.sentence[1:]}")
            continue
        if made is None:
            unchanged += 1
        else:
            found.append(made)
    if faults:
        raise TiigError(CODES_REFUSED, what=desk.named_faults(faults))
    return _Made(tuple(found), unchanged)


def _twice(first: int | None, line: int | None) -> str:
    where = "" if line is None else f"lines {first} and {line}: "
    return f"{where}the value is decided twice"


def _entered(request: CodesRequest, made: _Made, judge: _Judge) -> CodesDecided:
    """Enter decisions as of now, after all there are; CLOCK_BEHIND where now lies before one."""
    catalogue, services = judge.services.catalogue, judge.services
    decisions = made.decisions
    count = len(decisions)
    if request.check_only or not decisions:
        catalogue.note(
            judge.asker, f"decisions on {count} local values checked", kind=AuditKind.CODES
        )
        return CodesDecided(decisions, made.unchanged, request.check_only)
    with catalogue.change(
        judge.asker,
        _reason(decisions[0].step, count, request.because),
        kind=AuditKind.CODES,
        subjects=[one.id for one in decisions],
    ) as change:
        before = catalogue.code_decisions()
        standing = standings(before)
        if any(standing.get(one.question) != judge.stands.get(one.question) for one in decisions):
            raise TiigError(STORE_LOCKED)  # decided meanwhile: ours is built on what stood
        now = desk.next_moment(before, services)
        entered = tuple(replace(one, at=now) for one in decisions)
        change.add_code_decisions(entered)
        services.seams.reach("inside-commit")
    services.seams.reach("after-commit")
    return CodesDecided(entered, made.unchanged, check_only=False)


def _rereads(made: _Made, services: Services) -> list[desk.Reread]:
    """Return what would read otherwise once these count, by sender."""
    decisions = (*services.catalogue.code_decisions(), *made.decisions)
    senders = sorted({one.sender for one in made.decisions})
    return [
        reread
        for sender in senders
        for reread in desk.to_reread(sender, CodeMap.of(sender, decisions), services)
    ]


def _reason(step: CodeStep, count: int, because: str) -> str:
    """Say in the trail what was done, and why; never a value."""
    if step is CodeStep.CONFIRMED:
        return f"said what {count} local values mean: {because}"
    if step is CodeStep.APPROVED:
        return f"let {count} local values count: {because}"
    if step is CodeStep.REFUSED:
        return f"refused to map {count} local values: {because}"
    return f"took back what {count} local values mean: {because}"

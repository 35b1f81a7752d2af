"""Answer questions: permission, data in force, computation, disclosure, ledger."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

from tiig import disclose
from tiig.desk.declining import declining
from tiig.desk.facts import facts_at
from tiig.desk.manifest import Manifest
from tiig.desk.permission import PresetChoice, acting, check_preset, check_questions
from tiig.desk.working_out import ENOUGH_SHOWN, SYNTHETIC_NOTE, WorkingOut
from tiig.kit.hashing import canonical_json, digest
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind, Ours
from tiig.model.cleared import Cleared
from tiig.model.question import Question
from tiig.model.submission import Release
from tiig.services import Services
from tiig.standard import AREA

__all__ = ["ENOUGH_SHOWN", "SYNTHETIC_NOTE", "Beside", "answer", "answer_together", "shown_again"]

_INSTEAD, _HIDDEN = "instead", "hidden_rows"
_SIDE_BY_SIDE = 2
"""Questions of one call that are worked out at once: counting and proving leave Python often."""


Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Beside:
    """Questions that are answered by one proof, and what of it is asked for.

    `beside` are proven with the others and not given: they are shown by another page of the
    same paper. `of_region` asks for the whole region, which is not as small as its areas.
    """

    questions: tuple[Question, ...]
    beside: tuple[Question, ...] = ()
    of_region: bool = False

    @property
    def every(self) -> tuple[Question, ...]:
        """All of them, in an order that does not depend on which are asked for."""
        return tuple(sorted({*self.questions, *self.beside}, key=lambda one: one.hash))


def answer(
    asker: Asker, questions: Sequence[Question], services: Services, *, preset: str | None = None
) -> tuple[Cleared, ...]:
    """Answer questions under one preset, each protected by itself, and enter them in the ledger.

    Where more than a fifth of a table would be hidden, the finest coarser table that shows
    enough is answered instead, and says what it merged. All questions of one call are
    answered from the same data, and enter the ledger together.
    """
    with declining(asker, services):
        choice = _judged(asker, questions, services, preset, in_paper=False)
    moments = dict.fromkeys(question.as_known_at for question in questions)
    desks = {at: WorkingOut(facts_at(at, services), choice, services) for at in moments}
    asked = [(desks[question.as_known_at], question) for question in questions]
    keys = [desk.key(question) for desk, question in asked]  # asks the catalogue, in turn
    found = _side_by_side(
        lambda one: services.answers.get(one[0]) or one[1][0].protected(one[1][1]),
        list(zip(keys, asked, strict=True)),
    )
    for key, shown in zip(keys, found, strict=True):
        services.answers.keep(key, shown)
    given = [
        _Answered(question, shown.under(services.ids.new(), choice.given), desk.manifest(question))
        for (desk, question), shown in zip(asked, found, strict=True)
    ]
    _enter(asker, given, services)
    return tuple(one.shown for one in given)


def answer_together(
    asker: Asker, asked: Beside, services: Services, *, preset: str | None = None
) -> tuple[Cleared, ...]:
    """Answer questions whose answers lie beside one another, by one proof over all of them.

    Where areas are too small for a dimension, the region is asked without them as well, in
    the same proof.
    """
    with declining(asker, services):
        choice = _judged(asker, asked.every, services, preset, in_paper=True)
    if not asked.questions:
        return ()
    desk = WorkingOut(facts_at(None, services), choice, services, many=True)
    found = _proven(desk, asked.every)
    told = [_of_region(one, found) if asked.of_region else one for one in asked.questions]
    given = [
        _Answered(
            one,
            found[one].under(services.ids.new(), choice.given),
            desk.manifest(one),
            together=True,
        )
        for one in told
    ]
    _enter(asker, given, services)
    return tuple(one.shown for one in given)


def prepare_together(
    asker: Asker, asked: Beside, services: Services, *, preset: str | None = None
) -> None:
    """Work out answers and keep them in the process; they are shown to nobody and not entered.

    Whoever asks later is judged and entered in the ledger like anybody else.
    """
    choice = _judged(asker, asked.every, services, preset, in_paper=True)
    _proven(WorkingOut(facts_at(None, services), choice, services, many=True), asked.every)


def _judged(
    asker: Asker,
    questions: Sequence[Question],
    services: Services,
    preset: str | None,
    *,
    in_paper: bool,
) -> PresetChoice:
    """Judge the asker, and refuse what nobody may ask."""
    choice = check_preset(preset, asker, services)
    check_questions(choice, questions, services, in_paper=in_paper)
    if choice.preset.for_release:
        for question in questions:
            disclose.refuse_crossings(question, services.standard)
    return choice


def _proven(desk: WorkingOut, questions: Sequence[Question]) -> Mapping[Question, Cleared]:
    """Return what may be shown of each question, and of the region where areas lose a dimension."""
    kept, name = desk.services.together, digest([desk.key(question) for question in questions])
    if (known := kept.get(name)) is not None:
        return known
    exact = _side_by_side(desk.likeliest, questions)
    alone = [
        without_areas(question)
        for question, one in zip(questions, exact, strict=True)
        if AREA in _asked(one.table.question) and _asked(question) - _asked(one.table.question)
    ]
    exact += _side_by_side(desk.likeliest, alone)
    proven = dict(zip([*questions, *alone], desk.together(exact), strict=True))
    kept.keep(name, proven)
    return proven


def without_areas(question: Question) -> Question:
    """Return the question asked of the whole region alone."""
    by = tuple(one for one in question.by if one.dimension != AREA)
    return replace(question, by=by, hold=tuple(one for one in question.hold if one != AREA))


def _of_region(question: Question, found: Mapping[Question, Cleared]) -> Question:
    """Return the question of the region alone, where that keeps more and shows enough."""
    alone = without_areas(question)
    wider = found.get(alone)
    if wider is None or wider.share_shown < ENOUGH_SHOWN:
        return question
    return alone if _shown_by(wider) > _shown_by(found[question]) - {AREA} else question


def _asked(question: Question) -> set[str]:
    return {by.dimension for by in question.by}


def _shown_by(shown: Cleared) -> set[str]:
    return {column.dimension for column in shown.columns}


def _side_by_side(work: Callable[[Given], Made], on: Sequence[Given]) -> list[Made]:
    """Work on several at once, in their order."""
    with ThreadPoolExecutor(_SIDE_BY_SIDE, thread_name_prefix="desk") as workers:
        return list(workers.map(work, on))


def shown_again(release: Release, threshold: int | None, services: Services) -> str | None:
    """Answer a released question as it was known then; returns the digest of what is shown.

    What was shown beside other tables is counted again, with the same cells hidden. None
    where the ledger does not say which: early rows name cells by a rule that is gone.
    """
    choice = PresetChoice(services.standard.presets[release.preset], threshold)
    first, *rest = json.loads(release.questions)
    asked = Question.from_json(first)
    desk = WorkingOut(facts_at(asked.as_known_at or release.at, services), choice, services)
    if not rest:
        return desk.protected(asked).shown_digest
    beside = rest[0]
    if not {_INSTEAD, _HIDDEN} <= beside.keys():
        return None
    answered = Question.from_json({**first, **beside[_INSTEAD]})
    return desk.again(asked, answered, _listed(beside[_HIDDEN]))


def _beside(question: Question, shown: Cleared) -> dict[str, object]:
    """Say in the ledger what of a table was hidden for the sake of others, and what was merged."""
    told = question.as_json()
    instead = {name: part for name, part in shown.answered.items() if told[name] != part}
    return {_INSTEAD: instead, _HIDDEN: _runs(shown.hidden_rows)}


def _runs(places: Sequence[int]) -> str:
    """Write places in ascending order as `3-5,9`."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return ",".join(f"{first}-{last}" if last > first else f"{first}" for first, last in runs)


def _listed(runs: str) -> list[int]:
    ends = (run.partition("-") for run in runs.split(",") if run)
    return [place for first, _, last in ends for place in range(int(first), int(last or first) + 1)]


@dataclass(frozen=True)
class _Answered:
    """A question with what is shown of it, alone or `together` with others."""

    question: Question
    shown: Cleared
    manifest: Manifest
    together: bool = False


def _enter(asker: Asker, given: Sequence[_Answered], services: Services) -> None:
    """Write the ledger rows with their lineage, in one transaction with the audit."""
    if not given:
        return
    now = services.clock.now()
    told = f"answered {len(given)} questions" if len(given) > 1 else "answered a question"
    to = given[0].shown.given
    because = Ours(f"{told} under {given[0].shown.preset} for {to.recipient}")
    with services.catalogue.change(
        acting(asker, to),
        because,
        kind=AuditKind.ANSWER,
        subjects=[one.shown.release for one in given],
    ) as change:
        for one in given:
            beside = [_beside(one.question, one.shown)] if one.together else []
            release = Release(
                id=one.shown.release,
                at=now,
                person=asker.person,
                organisation=to.recipient,
                purpose=to.purpose,
                questions=canonical_json([one.question.as_json(), *beside]),
                manifest=one.manifest.id,
                preset=one.shown.preset,
                shown=one.shown.shown_digest,
                agreement=to.agreement,
            )
            change.add_release(release, one.manifest.body)

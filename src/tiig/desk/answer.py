"""Answer questions: permission, data in force, computation, disclosure, ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain

from tiig import analyse, disclose
from tiig.desk.agreeing import hidden_elsewhere
from tiig.desk.coverage import coverage_notes, coverage_of
from tiig.desk.facts import Facts, facts_at
from tiig.desk.manifest import Manifest, manifest_of
from tiig.desk.permission import PresetChoice, check_preset
from tiig.desk.profiles import period_of_interest
from tiig.kit.hashing import canonical_json, digest
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.coverage import NOTHING_TOLD, Coverage
from tiig.model.errors import RATE_IMPOSSIBLE, TiigError
from tiig.model.figures import FigureTable
from tiig.model.months import Period
from tiig.model.question import Question
from tiig.model.submission import Release
from tiig.services import Services

SYNTHETIC_NOTE = "Synthetic data - not about any real hospital or person."
ENOUGH_SHOWN = 0.8
ALSO_HIDDEN = "also_hidden"
_ROUNDS = 4
"""How often tables of one call are protected again before one of them is withheld."""
_SIDE_BY_SIDE = 2
"""Questions of one call that are worked out at once: counting and proving leave Python often."""


def answer(
    asker: Asker,
    questions: Sequence[Question],
    services: Services,
    *,
    preset: str | None = None,
    together: bool = False,
) -> tuple[Cleared, ...]:
    """Answer questions under one preset, protected for its audience and entered in the ledger.

    Where more than a fifth of a table would be hidden, the finest coarser table that shows
    enough is answered instead, and says what it merged. All questions of one call are
    answered from the same data, and enter the ledger together. Answers that are shown
    `together` hide the same cells.
    """
    given = _given(asker, questions, services, preset, together=together)
    _enter(asker, given)
    return tuple(shown for _, _, shown in given)


def prepare(
    asker: Asker, questions: Sequence[Question], services: Services, *, preset: str | None = None
) -> None:
    """Work out answers and keep them in the process; they are shown to nobody and not entered.

    Whoever asks later is judged and entered in the ledger like anybody else.
    """
    _given(asker, questions, services, preset, together=True)


def _given(
    asker: Asker,
    questions: Sequence[Question],
    services: Services,
    preset: str | None,
    *,
    together: bool,
) -> list[tuple[_Desk, Question, Cleared]]:
    """Judge the asker, refuse what nobody may ask, and answer from the same data."""
    choice = check_preset(preset, asker, services)
    if choice.preset.for_release:
        for question in questions:
            disclose.refuse_crossings(question, services.standard)
    moments = dict.fromkeys(question.as_known_at for question in questions)
    desks = {at: _Desk(facts_at(at, services), choice, services) for at in moments}
    asked = [(desks[question.as_known_at], question) for question in questions]
    known = [desk.known(question) for desk, question in asked]  # asks the catalogue, in turn
    with ThreadPoolExecutor(_SIDE_BY_SIDE, thread_name_prefix="desk") as workers:
        found = workers.map(lambda one, told: told or one[0].worked_out(one[1]), asked, known)
        shown = list(found)
    if together:
        shown = _hiding_the_same([desk for desk, _ in asked], shown)
    return [
        (desk, question, one.under(services.ids.new()))
        for (desk, question), one in zip(asked, shown, strict=True)
    ]


def _hiding_the_same(desks: Sequence[_Desk], shown: list[Cleared]) -> list[Cleared]:
    """Hide in every table what another one hides, until they agree or rounds are over."""
    for _ in range(_ROUNDS):
        more = hidden_elsewhere(shown)
        if not any(more):
            break
        shown = [
            desk.hiding(one, nodes) if nodes else one
            for desk, one, nodes in zip(desks, shown, more, strict=True)
        ]
    return shown


def shown_again(release: Release, threshold: int | None, services: Services) -> str:
    """Answer a released question as it was known then; returns the digest of what is shown."""
    choice = PresetChoice(services.standard.presets[release.preset], threshold)
    first, *rest = json.loads(release.questions)
    asked = Question.from_json(first)
    desk = _Desk(facts_at(asked.as_known_at or release.at, services), choice, services)
    shown = desk.finest_that_shows_enough(asked)
    also = [frozenset(map(tuple, one[ALSO_HIDDEN])) for one in rest]
    return (desk.hiding(shown, also[0]) if also else shown).shown_digest


@dataclass(frozen=True)
class _Desk:
    """What the questions of one call share: the facts, the preset, the lineage."""

    facts: Facts
    choice: PresetChoice
    services: Services
    manifests: dict[str, Manifest] = field(default_factory=dict)
    coverages: dict[Period | None, Coverage] = field(default_factory=lambda: {None: NOTHING_TOLD})
    keys: dict[str, str] = field(default_factory=dict)

    def known(self, question: Question) -> Cleared | None:
        """Return the answer that was worked out from the same before, in this process."""
        return self.services.answers.get(self._key(question))

    def worked_out(self, question: Question) -> Cleared:
        """Work out what may be shown, once in a process."""
        shown = self.finest_that_shows_enough(question)
        self.services.answers.keep(self._key(question), shown)
        return shown

    def hiding(self, shown: Cleared, nodes: frozenset[tuple[str, ...]]) -> Cleared:
        """Protect an answered table again, with further cells hidden for other tables' sake."""
        also = nodes | frozenset(shown.also_hidden)
        asked = Question.from_json(shown.question)
        key = digest([self._key(asked), ALSO_HIDDEN, sorted(also)])
        known = self.services.answers.get(key)
        if known is None:
            figures = self._figures(Question.from_json(shown.answered))
            known = self._protected(figures, asked, shown.merged, also)
            self.services.answers.keep(key, known)
        return known

    def _key(self, question: Question) -> str:
        """Name everything that an answer is worked out from."""
        name = question.hash
        if name not in self.keys:
            told = [
                name,
                self.facts.name,
                self.choice.preset.id,
                self.choice.threshold,
                self.manifest(question).id,
                self.coverage(question).digest,
            ]
            self.keys[name] = digest(told)
        return self.keys[name]

    def finest_that_shows_enough(self, question: Question) -> Cleared:
        """Protect the question, or else the finest coarser one that shows enough."""
        asked = self._figures(question)
        wider = disclose.coarser(question, self.services.standard)
        tries = chain([(asked, ())], self._wider_figures(wider))
        for figures, merged in tries:
            # A cheap bound first: proving a table safe is dear, and vain where too much is small.
            share = disclose.best_share(
                figures, self.choice.preset, threshold=self.choice.threshold
            )
            if share < ENOUGH_SHOWN and wider:
                continue
            shown = self._protected(figures, question, merged)
            if shown.share_shown >= ENOUGH_SHOWN or not wider:
                return shown
        return self._protected(asked, question, ())

    def _wider_figures(
        self, wider: Sequence[tuple[Question, tuple[str, ...]]]
    ) -> Iterator[tuple[FigureTable, tuple[str, ...]]]:
        """Yield coarser tables with what was merged, but for rates that nobody can give."""
        for question, merged in wider:
            try:
                yield self._figures(question), merged
            except TiigError as error:
                if error.kind is not RATE_IMPOSSIBLE:
                    raise

    def coverage(self, question: Question) -> Coverage:
        """Return how the site-months of a question stand."""
        period = self._period(question)
        if period is not None and period not in self.coverages:
            self.coverages[period] = coverage_of(
                period, self.services, pairs=self.facts.pairs, at=self.facts.at
            )
        return self.coverages[period]

    def manifest(self, question: Question) -> Manifest:
        """Return the lineage of an answer."""
        name = self.facts.geography(question.geography, self.services).name
        if name not in self.manifests:
            self.manifests[name] = manifest_of(self.facts.pairs, self.choice, name, self.services)
        return self.manifests[name]

    def _figures(self, question: Question) -> FigureTable:
        """Count, and add what the counting cannot know: coverage, lineage, the counting rule."""
        counted = analyse.count(
            self.facts.table(self.services),
            replace(question, period=self._period(question)),
            standard=self.services.standard,
            geography=self.facts.geography(question.geography, self.services),
            sites=self.facts.sites,
        )
        coverage = self.coverage(question)
        synthetic = (SYNTHETIC_NOTE,) if self.facts.synthetic else ()
        rule = self.services.standard.counting_rule
        return FigureTable(
            question,
            counted.columns,
            counted.frame,
            unit=counted.unit,
            method=counted.method,
            notes=(
                *synthetic,
                *self.facts.erased,
                *coverage_notes(coverage),
                *counted.notes,
                *rule,
            ),
            manifest=self.manifest(question).id,
            coverage=coverage,
            synthetic=self.facts.synthetic,
        )

    def _protected(
        self,
        figures: FigureTable,
        asked: Question,
        merged: tuple[str, ...],
        also: frozenset[tuple[str, ...]] = frozenset(),
    ) -> Cleared:
        return disclose.clear(
            figures,
            self.choice.preset,
            threshold=self.choice.threshold,
            merged=merged,
            asked=asked,
            also=also,
        )

    def _period(self, question: Question) -> Period | None:
        """Return the months that an answer is about; a month of nil returns counts, at zero."""
        return question.period or period_of_interest([pair.month for pair in self.facts.pairs])


def _also_hidden(shown: Cleared) -> list[dict[str, object]]:
    """Say in the ledger which cells were hidden for the sake of tables beside this one."""
    return (
        [{ALSO_HIDDEN: [list(nodes) for nodes in shown.also_hidden]}] if shown.also_hidden else []
    )


def _enter(asker: Asker, given: Sequence[tuple[_Desk, Question, Cleared]]) -> None:
    """Write the ledger rows with their lineage, in one transaction with the audit."""
    if not given:
        return
    services = given[0][0].services
    now = services.clock.now()
    told = f"answered {len(given)} questions" if len(given) > 1 else "answered a question"
    because = f"{told} under {given[0][2].preset}"
    with services.catalogue.change(asker, because) as change:
        for desk, question, shown in given:
            manifest = desk.manifest(question)
            release = Release(
                id=shown.release,
                at=now,
                person=asker.person,
                organisation=asker.organisation,
                purpose=asker.purpose,
                questions=canonical_json([question.as_json(), *_also_hidden(shown)]),
                manifest=manifest.id,
                preset=shown.preset,
                shown=shown.shown_digest,
            )
            change.add_release(release, manifest.body)

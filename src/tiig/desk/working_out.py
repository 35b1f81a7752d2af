"""Work out what may be shown of a question: count, choose how fine, prove, remember."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Generic, TypeVar

import polars as pl

from tiig import analyse, disclose
from tiig.desk.coverage import coverage_notes, coverage_of
from tiig.desk.facts import Facts
from tiig.desk.manifest import Manifest, manifest_of
from tiig.desk.permission import PresetChoice, asked_dimensions
from tiig.desk.phrases import places_notes
from tiig.desk.profiles import period_of_interest
from tiig.disclose import Exact
from tiig.kit.hashing import digest
from tiig.model.cleared import Cleared
from tiig.model.coverage import NOTHING_TOLD, Coverage
from tiig.model.errors import RATE_IMPOSSIBLE, TiigError
from tiig.model.figures import FigureTable
from tiig.model.months import Period
from tiig.model.question import Question
from tiig.services import Services
from tiig.standard import Dimension, dimensions

SYNTHETIC_NOTE = "Synthetic data - not about any real hospital or person."
ENOUGH_SHOWN = 0.8

Tried = TypeVar("Tried")


@dataclass(frozen=True)
class WorkingOut:
    """What the questions of one call share: the facts, the preset, the lineage.

    `many` of one measure are asked, so that its rows are worth setting apart.
    """

    facts: Facts
    choice: PresetChoice
    services: Services
    many: bool = False
    manifests: dict[str, Manifest] = field(default_factory=dict)
    coverages: dict[Period | None, Coverage] = field(default_factory=lambda: {None: NOTHING_TOLD})
    keys: dict[str, str] = field(default_factory=dict)

    def key(self, question: Question) -> str:
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

    def protected(self, question: Question) -> Cleared:
        """Protect the question by itself, or else the finest coarser one that shows enough."""
        return self._finest(
            question, _Way(lambda one: self._clear([one])[0], lambda shown: shown.share_shown)
        )

    def likeliest(self, question: Question) -> Exact:
        """Return the finest table that will show enough as far as sums alone tell, unproven."""
        preset, threshold = self.choice.preset, self.choice.threshold
        return self._finest(
            question,
            _Way(
                lambda one: one,
                lambda one: disclose.likely_share(one.table, preset, threshold=threshold),
            ),
        )

    def together(self, tables: Sequence[Exact]) -> list[Cleared]:
        """Protect tables that are shown beside one another."""
        return self._clear(tables)

    def again(self, asked: Question, answered: Question, hidden_rows: Sequence[int]) -> str:
        """Return the digest of a table of which it is known what was hidden."""
        exact = Exact(self._figures(answered), asked)
        preset, threshold = self.choice.preset, self.choice.threshold
        return disclose.hidden_again(exact, preset, hidden_rows, threshold)

    def _clear(self, tables: Sequence[Exact]) -> list[Cleared]:
        return disclose.clear_together(tables, self.choice.preset, threshold=self.choice.threshold)

    def _finest(self, question: Question, way: _Way[Tried]) -> Tried:
        """Try the question and then coarser ones, the finest first, until one shows enough."""
        asked = Exact(self._figures(question), question)
        wider = disclose.coarser(question, self.services.standard)
        first: Tried | None = None
        for exact in chain([asked], self._wider(question, wider)):
            # A cheap bound first: proving a table safe is dear, and vain where too much is small.
            share = disclose.best_share(
                exact.table, self.choice.preset, threshold=self.choice.threshold
            )
            if share < ENOUGH_SHOWN and wider:
                continue
            tried = way.take(exact)
            if exact is asked:
                first = tried
            if not wider or way.share(tried) >= ENOUGH_SHOWN:
                return tried
        return way.take(asked) if first is None else first

    def _wider(
        self, asked: Question, wider: Sequence[tuple[Question, tuple[str, ...]]]
    ) -> Iterator[Exact]:
        """Yield coarser tables with what was merged, but for rates that nobody can give."""
        for question, merged in wider:
            try:
                yield Exact(self._figures(question), asked, merged)
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
        geography = self.facts.geography(question.geography, self.services).name
        places = self.facts.decided if self.asks_places(question) else None
        name = f"{geography} {places is not None}"
        if name not in self.manifests:
            self.manifests[name] = manifest_of(
                self.facts.pairs, self.choice, geography, self.services, places=places
            )
        return self.manifests[name]

    def asks_places(self, question: Question) -> bool:
        """Tell whether an answer rests on what people decided of place phrases."""
        return bool(self._joined(question))

    def _joined(self, question: Question) -> list[Dimension]:
        """Return the joined dimensions that a question touches."""
        standard = self.services.standard
        if question.measure not in standard.measures:
            return []  # refused where it is counted
        known = dimensions(standard)
        names = asked_dimensions(question, self.services)
        return [known[name] for name in names if name in known and known[name].joined]

    def _figures(self, question: Question) -> FigureTable:
        """Count, and add what the counting cannot know: coverage, lineage, the counting rule."""
        counted = analyse.count(
            self._rows(question),
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
                *self._of_places(question),
                *coverage_notes(coverage),
                *counted.notes,
                *rule,
            ),
            manifest=self.manifest(question).id,
            coverage=coverage,
            synthetic=self.facts.synthetic,
            made=counted.made,
        )

    def _of_places(self, question: Question) -> tuple[str, ...]:
        """Say on which decisions an answer rests, if it rests on any."""
        if not self.asks_places(question):
            return ()
        areas = any(known.level for known in self._joined(question))
        return places_notes(self.facts.decided, areas=areas)

    def _rows(self, question: Question) -> pl.DataFrame:
        """Return the rows to count: where many questions are asked, those of the measure alone."""
        places = self.asks_places(question)
        table = (
            self.facts.table_with_places(question.geography, self.services)
            if places
            else self.facts.table(self.services)
        )
        if not self.many or question.measure not in self.services.standard.measures:
            return table
        key = digest([self.facts.name, question.measure, question.geography, places])
        rows = self.services.rows.get(key)
        if rows is None:
            geography = self.facts.geography(question.geography, self.services)
            rows = analyse.rows_of(
                table, question.measure, standard=self.services.standard, geography=geography
            )
            self.services.rows.keep(key, rows)
        return rows

    def _period(self, question: Question) -> Period | None:
        """Return the months that an answer is about; a month of nil returns counts, at zero."""
        return question.period or period_of_interest([pair.month for pair in self.facts.pairs])


@dataclass(frozen=True)
class _Way(Generic[Tried]):
    """How a table is tried, and what share of it is then shown."""

    take: Callable[[Exact], Tried]
    share: Callable[[Tried], float]

"""Answer questions: permission, data in force, computation, disclosure, ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

import polars as pl

from tiig import analyse, disclose
from tiig.desk.coverage import coverage_notes
from tiig.desk.manifest import Manifest, manifest_of
from tiig.desk.permission import PresetChoice, check_preset
from tiig.desk.profiles import period_of_interest, profiles_in_force
from tiig.kit.hashing import canonical_json
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.errors import GEOGRAPHY_UNKNOWN, NOTHING_IN_FORCE, TiigError
from tiig.model.figures import FigureTable
from tiig.model.months import Period
from tiig.model.profile import Scope
from tiig.model.question import Question
from tiig.model.submission import Pair, Release
from tiig.services import Services

SYNTHETIC_NOTE = "Synthetic data - not about any real hospital or person."
ENOUGH_SHOWN = 0.8


def answer(
    asker: Asker, questions: Sequence[Question], services: Services, *, preset: str | None = None
) -> tuple[Cleared, ...]:
    """Answer questions under one preset, protected for its audience and entered in the ledger.

    Where more than a fifth of a table would be hidden, the finest coarser table that shows
    enough is answered instead, and says what it merged.
    """
    choice = check_preset(preset, asker, services)
    return tuple(_answer_one(asker, question, services, choice=choice) for question in questions)


def shown_again(release: Release, threshold: int | None, services: Services) -> str:
    """Answer a released question as it was known then; returns the digest of what is shown."""
    preset = services.standard.presets[release.preset]
    asked = Question.from_json(json.loads(release.questions)[0])
    facts = _facts_at(asked.as_known_at or release.at, asked, services)
    choice = PresetChoice(preset, threshold)
    return _finest_that_shows_enough(asked, facts, services, choice=choice, release="").shown_digest


@dataclass(frozen=True)
class _Facts:
    """What one question is answered from: the data in force, and the world around them."""

    at: datetime
    pairs: tuple[Pair, ...]
    table: pl.DataFrame
    geography: analyse.GeographyFrames
    sites: analyse.SiteFacts


def _answer_one(
    asker: Asker, question: Question, services: Services, *, choice: PresetChoice
) -> Cleared:
    if choice.preset.for_release:
        disclose.refuse_crossings(question, services.standard)
    facts = _facts_at(question.as_known_at, question, services)
    release = services.ids.new()
    shown = _finest_that_shows_enough(question, facts, services, choice=choice, release=release)
    manifest = manifest_of(facts.pairs, choice, facts.geography.name, services)
    _enter(asker, question, shown, services, manifest=manifest)
    return shown


def _facts_at(at: datetime | None, question: Question, services: Services) -> _Facts:
    pairs = services.catalogue.pairs(as_known_at=at)
    if not pairs:
        raise TiigError(NOTHING_IN_FORCE)
    moment = at or services.clock.now()
    return _Facts(
        at=moment,
        pairs=pairs,
        table=services.lake.table(pairs),
        geography=_geography(question, services),
        sites=_sites(pairs, services, at=moment),
    )


def _finest_that_shows_enough(
    question: Question, facts: _Facts, services: Services, *, choice: PresetChoice, release: str
) -> Cleared:
    asked = _figures(question, facts, services, choice=choice)
    candidates = chain(
        [(asked, ())],
        (
            (_figures(coarser, facts, services, choice=choice), merged)
            for coarser, merged in disclose.coarser(question, services.standard)
        ),
    )
    for figures, merged in candidates:
        # A cheap bound first: proving a table safe is dear, and vain where too much is small.
        share = disclose.best_share(figures, choice.preset, threshold=choice.threshold)
        if share < ENOUGH_SHOWN:
            continue
        shown = _protected(figures, question, merged, choice=choice, release=release)
        if shown.share_shown >= ENOUGH_SHOWN:
            return shown
    return _protected(asked, question, (), choice=choice, release=release)


def _figures(
    question: Question, facts: _Facts, services: Services, *, choice: PresetChoice
) -> FigureTable:
    """Count, and add what the counting cannot know: coverage, lineage, the counting rule."""
    counted = analyse.count(
        facts.table,
        replace(question, period=_period(question, facts)),
        standard=services.standard,
        geography=facts.geography,
        sites=facts.sites,
    )
    return FigureTable(
        question,
        counted.columns,
        counted.frame,
        unit=counted.unit,
        method=counted.method,
        notes=_notes(question, facts, services, counted.notes),
        manifest=manifest_of(facts.pairs, choice, facts.geography.name, services).id,
    )


def _protected(
    figures: FigureTable,
    asked: Question,
    merged: tuple[str, ...],
    *,
    choice: PresetChoice,
    release: str,
) -> Cleared:
    return disclose.clear(
        figures,
        choice.preset,
        threshold=choice.threshold,
        merged=merged,
        asked=asked,
        release=release,
    )


def _notes(
    question: Question, facts: _Facts, services: Services, counted: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what must stand beside the figures: synthetic mark, coverage, counting rule."""
    period = _period(question, facts)
    covered = coverage_notes(period, services, pairs=facts.pairs, at=facts.at) if period else ()
    synthetic = (SYNTHETIC_NOTE,) if any(pair.synthetic for pair in facts.pairs) else ()
    return (*synthetic, *covered, *counted, *services.standard.counting_rule)


def _period(question: Question, facts: _Facts) -> Period | None:
    """Return the months that an answer is about; a month of nil returns counts, at zero."""
    return question.period or period_of_interest([pair.month for pair in facts.pairs])


def _geography(question: Question, services: Services) -> analyse.GeographyFrames:
    records = {record.name: record for record in services.geography.list()}
    name = question.geography or next(iter(records))
    if name not in records:
        raise TiigError(GEOGRAPHY_UNKNOWN)
    return analyse.GeographyFrames(
        name=f"{name} {records[name].vintage}",
        lookup=services.geography.lookup(name),
        population=services.geography.population(name),
        schematic=records[name].schematic,
    )


def _sites(pairs: Sequence[Pair], services: Services, *, at: datetime) -> analyse.SiteFacts:
    profiles = profiles_in_force(services, at.date())
    names = {site.code: site.name for profile in profiles for site in profile.sites}
    providers = {site.code: profile.provider for profile in profiles for site in profile.sites}

    def with_scope(scope: Scope) -> frozenset[str]:
        return frozenset(pair.site for pair in pairs if pair.scope is scope)

    return analyse.SiteFacts(
        names={pair.site: names.get(pair.site, pair.site) for pair in pairs},
        cannot_tell_assaults=frozenset(p.site for p in pairs if not p.tells_assaults),
        assaults_only=with_scope(Scope.ASSAULTS_ONLY),
        injuries_only=with_scope(Scope.ALL_INJURIES),
        received=frozenset((pair.site, str(pair.month)) for pair in pairs),
        providers=providers,
    )


def _enter(
    asker: Asker,
    question: Question,
    shown: Cleared,
    services: Services,
    *,
    manifest: Manifest,
) -> None:
    """Write the ledger row with its lineage, in one transaction with the audit."""
    release = Release(
        id=shown.release,
        at=services.clock.now(),
        person=asker.person,
        organisation=asker.organisation,
        purpose=asker.purpose,
        questions=canonical_json([question.as_json()]),
        manifest=manifest.id,
        preset=shown.preset,
        shown=shown.shown_digest,
    )
    with services.catalogue.change(asker, f"answered a question under {shown.preset}") as change:
        change.add_release(release, manifest.body)

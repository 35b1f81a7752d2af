"""Which figures that were released would move by a change of the code map, and by how much.

The questions of the ledger are answered from what is in force now, once as it is read and once
as it would be; both through disclosure, so that no more is shown than was released. Tables that
were proven beside one another are counted and not foretold: of one of them alone, cells would be
shown that were hidden for the sake of its neighbours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import polars as pl

from tiig.desk.facts import facts_at
from tiig.desk.ours import PROGRAMME
from tiig.desk.permission import PresetChoice
from tiig.desk.quality import QUALITY
from tiig.desk.rereading import Reread, rows_anew, rows_by_site_month
from tiig.desk.working_out import WorkingOut
from tiig.kit.hashing import digest
from tiig.kit.rounding import to_nearest
from tiig.model.cleared import Cleared, ClearedRow
from tiig.model.figures import Mark
from tiig.model.ports import Lake, Progress
from tiig.model.question import Question
from tiig.model.submission import Pair, Release, SiteMonth
from tiig.services import Answers, Services

MOST_QUESTIONS = 200
"""Different questions that are answered again before an approval, the last released first: each
takes a moment, and figures of long ago are rarely looked at."""

FEWEST, BASE = 5, 5
"""Counts of rows below the one are not told; others are rounded to the other."""


_MONTH_LETTERS = len("2026-06")


@dataclass(frozen=True)
class MovedCell:
    """One figure: what it is of, what is shown now, and what would be."""

    nodes: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True)
class MovedRelease:
    """A released question whose figures would move; `releases` gave it, the last one first.

    With `other_categories` the table would be shown finer or coarser than now.
    """

    releases: tuple[str, ...]
    released_at: str
    preset: str
    measure: str
    by: tuple[str, ...]
    where: tuple[str, ...]
    cells: tuple[MovedCell, ...]
    other_categories: bool = False


@dataclass(frozen=True)
class CodeEffects:
    """What a change of the code map would do.

    `rows` is about how many rows of each site-month would change. Of the `questions` answered
    again, `moved` ones would change; `older` ones were left out, beyond MOST_QUESTIONS. `beside`
    are releases of papers and standard tables that rest on these site-months and are not foretold,
    `others` those of another kind (receipts, quality, and what was asked as of a moment).
    """

    rows: Mapping[str, str] = field(default_factory=dict)
    moved: tuple[MovedRelease, ...] = ()
    questions: int = 0
    older: int = 0
    beside: int = 0
    others: int = 0


def about(rows: int) -> str:
    """Say about how many rows, so that no small number is told."""
    return f"fewer than {FEWEST}" if rows < FEWEST else f"{to_nearest(rows, BASE):,}"


def effects_of(rereads: Sequence[Reread], services: Services, progress: Progress) -> CodeEffects:
    """Answer released questions as they are and as they would be."""
    months = rows_by_site_month(rereads)
    found = _released(months, services)
    newest = sorted(found.asked.values(), key=lambda one: one.newest_first[0].at, reverse=True)
    chosen = newest[:MOST_QUESTIONS] if months else []
    moved: list[MovedRelease] = []
    if chosen:
        progress.step("reading rows by the changed map")
        after = _rehearsing(rereads, services)
        before = replace(services, **_own_memory())
        for number, released in enumerate(chosen):
            progress.step("released questions answered again", number, len(chosen))
            moved += _compared(released, before, after)
    return CodeEffects(
        rows={f"{key.site} {key.month}": about(rows) for key, rows in months.items()},
        moved=tuple(moved),
        questions=len(chosen),
        older=len(newest) - len(chosen) if months else 0,
        beside=found.beside,
        others=found.others,
    )


@dataclass
class _Asked:
    """A question that was released at least once."""

    question: Question
    choice: PresetChoice
    releases: list[Release]

    @property
    def newest_first(self) -> list[Release]:
        return sorted(self.releases, key=lambda one: (one.at, one.id), reverse=True)


@dataclass
class _Released:
    """What was released: questions `asked` alone, and how many releases are of another kind."""

    asked: dict[str, _Asked] = field(default_factory=dict)
    beside: int = 0
    others: int = 0


def _released(months: Mapping[SiteMonth, int], services: Services) -> _Released:
    """Return released questions that rest on any of these site-months, and how many are others."""
    found = _Released()
    manifests: dict[str, dict[str, Any]] = {}
    for release in services.catalogue.releases():
        told = json.loads(release.questions)
        if not told or {QUALITY, PROGRAMME} & told[0].keys() or told[0].get("as_known_at"):
            found.others += 1
            continue
        if release.manifest not in manifests:
            manifests[release.manifest] = _rested_on(release.manifest, months, services)
        manifest = manifests[release.manifest]
        question = Question.from_json(told[0])
        if not _touches(question, manifest["here"]):
            continue
        if len(told) > 1:  # what was hidden of it for the sake of others, beside which it lay
            found.beside += 1
            continue
        key = digest([question.hash, release.preset, manifest["threshold"]])
        choice = PresetChoice(services.standard.presets[release.preset], manifest["threshold"])
        found.asked.setdefault(key, _Asked(question, choice, [])).releases.append(release)
    return found


def _rested_on(name: str, months: Mapping[SiteMonth, int], services: Services) -> dict[str, Any]:
    """Return which of the site-months a manifest names, and its threshold."""
    body = json.loads(services.catalogue.manifest(name) or "{}")
    # A pair of a part of its month is named by the days of it.
    named = {(str(one[1]), str(one[2])[:_MONTH_LETTERS]) for one in body.get("pairs", [])}
    here = [key for key in months if (key.site, str(key.month)) in named]
    threshold = body.get("threshold")
    return {"here": here, "threshold": threshold if isinstance(threshold, int) else None}


def _touches(question: Question, months: Sequence[SiteMonth]) -> bool:
    period = question.period
    return any(period is None or key.month in period for key in months)


def _compared(asked: _Asked, before: Services, after: Services) -> Iterator[MovedRelease]:
    was, now = (_shown(asked, services) for services in (before, after))
    cells = tuple(_moved_cells(was, now))
    other = (was.answered, was.merged) != (now.answered, now.merged)
    if not cells and not other:
        return
    releases = asked.newest_first
    yield MovedRelease(
        releases=tuple(one.id for one in releases),
        released_at=f"{releases[0].at:%Y-%m-%d %H:%M}",
        preset=releases[0].preset,
        measure=asked.question.measure,
        by=tuple(map(str, asked.question.by)),
        where=tuple(map(str, asked.question.where)),
        cells=cells,
        other_categories=other,
    )


def _shown(asked: _Asked, services: Services) -> Cleared:
    return WorkingOut(facts_at(None, services), asked.choice, services).protected(asked.question)


def _moved_cells(was: Cleared, now: Cleared) -> Iterator[MovedCell]:
    """Yield the cells that differ; of tables by other dimensions none can be set beside another."""
    if [one.dimension for one in was.columns] != [one.dimension for one in now.columns]:
        return
    before, after = was.cells, now.cells
    for nodes in dict.fromkeys([*before, *after]):
        said = _said(before.get(nodes)), _said(after.get(nodes))
        if said[0] != said[1]:
            yield MovedCell(nodes, *said)


def _said(row: ClearedRow | None) -> str:
    if row is None:
        return "not there"
    shown = row.count
    if shown.mark is not Mark.SHOWN or shown.value is None:
        return str(shown.mark)
    return f"{shown.value:,}"


def _rehearsing(rereads: Sequence[Reread], services: Services) -> Services:
    """Return the services as they would be: the same, but for rows that read otherwise."""
    anew = [(one.pairs, rows) for one in rereads for rows in rows_anew(one, services)]
    lake = cast("Lake", _Rehearsal(services.lake, anew))
    return replace(services, lake=lake, **_own_memory())


def _own_memory() -> dict[str, Any]:
    """Return empty memories, so that nothing that is only tried is ever given as an answer."""
    return {"answers": Answers(), "rows": Answers(8), "together": Answers()}


class _Rehearsal:
    """A lake in which some pairs have other rows; asked for tables alone."""

    def __init__(self, lake: Lake, anew: Sequence[tuple[Sequence[Pair], Any]]) -> None:
        self._lake = lake
        self._anew = anew
        self._kept: dict[tuple[str, ...], pl.DataFrame] = {}

    def table(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        """Return the rows of these pairs as they would be."""
        name = tuple(pair.id for pair in pairs)
        if name not in self._kept:
            self._kept[name] = self._lake.table_with(pairs, self._anew)
        return self._kept[name]

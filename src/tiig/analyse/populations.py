"""Set counts against the people who live in an area: which population, and which rate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from tiig.analyse.axes import confined_lsoas, needed
from tiig.analyse.coded import COUNT
from tiig.analyse.facts import AREA_LEVELS, NESTED
from tiig.analyse.margins import BAND, with_margins
from tiig.analyse.plan import AGE_BAND, Plan
from tiig.analyse.rates import Estimate, crude_rate, standardised_rate
from tiig.model.errors import RATE_IMPOSSIBLE, TiigError
from tiig.model.figures import ALL, TableColumn
from tiig.model.geography import Population
from tiig.model.question import Condition
from tiig.standard.measures import Measure
from tiig.standard.trees import Tree

_SEX = "sex"
_RUNS = frozenset({"twelve_months", "halves"})
"""People live through every run of months: over several runs, person-years are counted."""

_AGES = frozenset({AGE_BAND, "age_group", "under_25", "child"})
_UNDER = {"under_25": 25, "child": 18}
_OLDEST = 10**3
_LEVEL_WORDS = {"la": "local authority", "msoa": "MSOA", "lsoa": "LSOA"}
_TOLD_WORDS = {"sex": "sex", "age_band": "age"}


def confines_ages(measure: Measure) -> bool:
    """Tell whether a measure is of some ages only, so that its rates cannot be standardised."""
    return any(condition.dimension in _AGES for condition in measure.where)


def check_rate(plan: Plan) -> None:
    """Refuse a rate for which there is no population; raises RATE_IMPOSSIBLE."""
    needed(plan.world.geography)
    for axis in plan.axes:
        if axis.dimension.level not in AREA_LEVELS and axis.id not in {_SEX, AGE_BAND, *_RUNS}:
            _refuse(f"there is no population by {axis.dimension.label.lower()}")
    ages = [axis.id for axis in plan.axes if axis.id in _AGES]
    ages += [condition.dimension for condition in plan.where if condition.dimension in _AGES]
    if plan.standardised and ages:
        _refuse("a standardised rate holds all ages, so that ages cannot be asked for")
    for condition in plan.where:
        level = plan.known[condition.dimension].level
        of_people = condition.dimension in {*_AGES, _SEX} or level in AREA_LEVELS
        if of_people and any(node.startswith("~") for node in condition.nodes):
            _refuse("nobody knows how many people live outside the known areas, ages and sexes")
        if condition.dimension in _AGES:
            _bands(condition, plan)
    population_of(plan)


def population_of(plan: Plan) -> Population:
    """Return the first population that tells all that a question asks; RATE_IMPOSSIBLE else."""
    known = needed(plan.world.geography).populations
    level, told = _level(plan), _told(plan)
    fine = [one for one in known if NESTED.index(one.level) >= NESTED.index(level)]
    for one in fine:
        if told <= one.tells:
            return one
    if not known:
        _refuse("the geography has no population")
    asked = " and ".join((_LEVEL_WORDS[level], *(_TOLD_WORDS[name] for name in sorted(told))))
    have = "; ".join(
        " and ".join((_LEVEL_WORDS[one.level], *(_TOLD_WORDS[name] for name in sorted(one.tells))))
        for one in known
    )
    message = f"no population is known by {asked}; the geography has them by {have}"
    raise TiigError(RATE_IMPOSSIBLE, what=message)


def _level(plan: Plan) -> str:
    """Return the finest level of areas that a question asks for, local authority at least."""
    levels = [axis.dimension.level for axis in plan.axes]
    levels += [plan.known[condition.dimension].level for condition in plan.where]
    places = [
        NESTED.index("lsoa" if level == "deprivation" else level)
        for level in levels
        if level in AREA_LEVELS
    ]
    return NESTED[max(places, default=0)]


def _told(plan: Plan) -> frozenset[str]:
    """Return what besides area a population must tell: sexes, age bands."""
    asked = {axis.id for axis in plan.axes} | {condition.dimension for condition in plan.where}
    ages = {AGE_BAND} if plan.standardised or asked & _AGES else set()
    return frozenset(ages | (asked & {_SEX}))


def with_rates(
    cube: pl.DataFrame, columns: Sequence[TableColumn], counted: pl.DataFrame, plan: Plan
) -> pl.DataFrame:
    """Add `population`, `rate`, `lower` and `upper` to each cell, null where there is none."""
    names = [column.dimension for column in columns]
    people = _people(plan, names)
    cube = _joined(cube, with_margins(people, names, [pl.col("population").sum()]), names)
    if plan.standardised:
        rates = _standardised(cube, people, counted, names=names, plan=plan)
    else:
        rates = crude_rate(cube["count"], cube["population"])
    series = [
        pl.Series(name, values, dtype=pl.Float64, nan_to_null=True)
        for name, values in zip(("rate", "lower", "upper"), rates, strict=True)
    ]
    told = cube["available"]
    return cube.with_columns(*series).with_columns(
        pl.when(told).then(pl.col("rate", "lower", "upper")).otherwise(None)
    )


def _people(plan: Plan, names: Sequence[str]) -> pl.DataFrame:
    """Return the population that a question's conditions leave, by its dimensions."""
    geography = needed(plan.world.geography)
    population = population_of(plan)
    people, level = population.frame, population.level
    if (lsoas := confined_lsoas(plan.world)) is not None:
        up = geography.up_to(level)
        kept = sorted({up[lsoa] for lsoa in lsoas})
        people = people.filter(pl.col("area").is_in(kept))
    for condition in plan.where:
        if condition.dimension == _SEX:
            tree = plan.known[_SEX].tree
            people = people.filter(pl.col(_SEX).is_in(_under(tree, condition.nodes)))
        elif condition.dimension in _AGES:
            people = people.filter(pl.col(AGE_BAND).is_in(sorted(_bands(condition, plan))))
    places = geography.in_areas(level).with_columns(pl.col(level).alias("area"))
    located = people.join(places, on="area", how="inner", maintain_order="left")
    if AGE_BAND not in population.tells:
        located = located.with_columns(pl.lit(ALL).alias(AGE_BAND))
    asked = [
        pl.col(axis.dimension.level).alias(axis.id)
        for axis in plan.axes
        if axis.dimension.level is not None
    ]
    located = located.with_columns(*asked, pl.col(AGE_BAND).alias(BAND))
    for axis in plan.axes:
        if axis.id in _RUNS:
            runs = pl.DataFrame({axis.id: [node for node, _ in axis.declared]})
            located = located.join(runs, how="cross")
    keys = dict.fromkeys([*names, BAND])
    return located.group_by(*keys).agg(pl.col("population").sum().cast(pl.Int64)).sort(*keys)


def _under(tree: Tree | None, nodes: Iterable[str]) -> list[str]:
    return sorted({deep for node in nodes for deep in (tree.under(node) if tree else (node,))})


def _bands(condition: Condition, plan: Plan) -> frozenset[str]:
    """Return the five-year bands that make up a condition on age, if they do exactly."""
    tree = plan.standard.trees[AGE_BAND]
    wanted: set[str] = set()
    for low, high in _ages(condition, plan):
        bands = {node: _span(tree, node) for node in tree.nodes}
        found = {node for node, (first, last) in bands.items() if low <= first and last <= high}
        years = sum(bands[node][1] - bands[node][0] + 1 for node in found)
        if years != min(high, max(last for _, last in bands.values())) - low + 1:
            _refuse("populations are known by five-year age bands only")
        wanted |= found
    return frozenset(wanted)


def _ages(condition: Condition, plan: Plan) -> Iterable[tuple[int, int]]:
    for node in condition.nodes:
        if condition.dimension in _UNDER:
            limit = _UNDER[condition.dimension]
            yield (0, limit - 1) if node == "yes" else (limit, _OLDEST)
        else:
            yield _span(plan.standard.trees[condition.dimension], node)


def _span(tree: Tree, node: str) -> tuple[int, int]:
    return int(tree.attribute(node, "low") or 0), int(tree.attribute(node, "high") or _OLDEST)


def _joined(cube: pl.DataFrame, cells: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    if not names:
        return pl.concat([cube, cells], how="horizontal")
    return cube.join(cells, on=list(names), how="left", maintain_order="left")


def _standardised(
    cube: pl.DataFrame,
    people: pl.DataFrame,
    counted: pl.DataFrame,
    *,
    names: Sequence[str],
    plan: Plan,
) -> Estimate:
    """Standardise each cell over the bands of the European Standard Population."""
    weights = plan.standard.esp2013
    bands = pl.DataFrame({BAND: list(weights)})
    grid = (
        cube.select(names).join(bands, how="cross", maintain_order="left_right") if names else bands
    )
    sides = []
    for rows, value in ((counted, COUNT), (people, "population")):
        cells = with_margins(rows, [*names, BAND], [pl.col(value).sum()])
        told = cells.filter(pl.col(BAND) != ALL)
        joined = grid.join(told, on=[*names, BAND], how="left", maintain_order="left")
        sides.append(joined[value].fill_null(0).to_numpy().reshape(cube.height, len(weights)))
    return standardised_rate(sides[0], sides[1], np.array(list(weights.values())))


def _refuse(what: str) -> None:
    raise TiigError(RATE_IMPOSSIBLE, what=what)

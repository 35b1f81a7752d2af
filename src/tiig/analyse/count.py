"""Count: one question over the rows in force, to a full table of exact figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw
import polars as pl

from tiig.analyse.availability import with_availability
from tiig.analyse.axes import Axis, needed
from tiig.analyse.coded import COUNT, CodedTable, Key, coded, tally
from tiig.analyse.conditions import dimension_of, filter_of
from tiig.analyse.facts import GeographyFrames, SiteFacts
from tiig.analyse.making import made_of
from tiig.analyse.margins import BAND, SITE, counted_cube
from tiig.analyse.plan import AGE_BAND, RESIDENCE, Plan, axis_told_by_assaults, plan_of
from tiig.analyse.populations import check_rate, with_rates
from tiig.analyse.sentences import notes_on
from tiig.model.figures import OUTSIDE, FigureTable, TableColumn
from tiig.model.question import Question, RateKind
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.standard import Standard

COUNTED = "counted"
_UNTOLD = [NOT_KNOWN_NODE, NOT_RECORDED_NODE]
_RESIDENT = "~resident"
_YES = "yes"
_VINTAGE, _EXACT, _SPLIT = "~vintage", "exact", "split"
_MANY = 100
"""Of fewer known homes nothing is said: more than half of a few would tell of them."""

_METHODS = {
    RateKind.CRUDE: "crude rate per 100,000 with Byar's 95 % limits",
    RateKind.STANDARDISED: "rate per 100,000, directly standardised to the European Standard "
    "Population 2013, with Dobson's 95 % limits",
}


def count(
    table: pl.DataFrame,
    question: Question,
    *,
    standard: Standard,
    geography: GeographyFrames | None,
    sites: SiteFacts,
) -> FigureTable:
    """Count the rows that a question asks for, with every margin, and rates if asked.

    `table` holds the rows in force: columns of the standard, missing values null with the
    reason in the column of states, `counted` for the row that stands for its attendance.
    Raises DIMENSION_UNKNOWN, NODE_UNKNOWN, RATE_IMPOSSIBLE, GEOGRAPHY_UNKNOWN, BAD_ARGUMENT.
    """
    plan = plan_of(question, table, standard=standard, geography=geography, sites=sites)
    if question.rate is not None:
        check_rate(plan)
    rows = coded(table, _columns(plan, table))
    counted, beside = _counted(rows, plan)
    columns = tuple(
        TableColumn(axis.id, axis.dimension.label, axis.nodes(counted[axis.id]))
        for axis in plan.axes
    )
    cube = with_availability(counted_cube(columns, counted), plan)
    if question.rate is not None:
        cube = with_rates(cube, columns, counted, plan)
    return FigureTable(
        question,
        columns,
        cube,
        unit=plan.measure.label,
        method=_METHODS[question.rate] if question.rate else None,
        notes=notes_on(plan, beside),
        manifest="",
        made=made_of(plan),
    )


def _columns(plan: Plan, table: pl.DataFrame) -> list[str]:
    """Return the stored columns that a question needs."""
    touched = [axis.dimension for axis in plan.axes]
    touched += [dimension_of(condition.dimension, plan.known) for condition in plan.where]
    touched += [plan.known[name] for name in (RESIDENCE, AGE_BAND) if plan.question.rate]
    names = [COUNTED, "site", "month"]
    for dimension in touched:
        names += [dimension.column, dimension.state_column or dimension.column]
    return [name for name in dict.fromkeys(names) if name in table.columns]


def _counted(rows: CodedTable, plan: Plan) -> tuple[pl.DataFrame, dict[str, int]]:
    """Tally the rows: one column of nodes a dimension, `~site`, `~band` and the count.

    Beside it, how many the counting rule and a rate's population leave out.
    """
    raw = tally(rows, list(_keys(rows, plan)), list(_filters(rows, plan)))
    kept, unit = _split_unit(raw, plan)
    beside = {"unit": unit}
    if _VINTAGE in kept.columns:
        for fit in (_EXACT, _SPLIT):
            beside[fit] = int(kept.filter(pl.col(_VINTAGE) == fit)[COUNT].sum())
    if plan.question.rate is not None:
        resident = pl.col(_RESIDENT) == _YES
        beside["residence"] = int(kept.filter(~resident)[COUNT].sum())
        kept = kept.filter(resident)
    kept = kept.with_columns(
        pl.col("site").alias(SITE),
        *(_node(axis, plan.world.sites.cannot_tell_assaults) for axis in plan.axes),
        *([pl.col(AGE_BAND).alias(BAND)] if plan.standardised else []),
    )
    if plan.standardised:
        untold = pl.col(BAND).is_in(_UNTOLD)
        beside["age"] = int(kept.filter(untold)[COUNT].sum())
    _note_strangers(kept, plan, beside)
    return kept.select(
        *(axis.id for axis in plan.axes), SITE, COUNT, *([BAND] if plan.standardised else [])
    ), beside


def _note_strangers(kept: pl.DataFrame, plan: Plan, beside: dict[str, int]) -> None:
    """Note where most known homes lie outside the geography: another may be meant."""
    for axis in plan.axes:
        if axis.otherwise == OUTSIDE:
            known = kept.filter(~pl.col(axis.id).is_in(_UNTOLD))
            strangers = known.filter(pl.col(axis.id) == OUTSIDE)[COUNT].sum()
            every = int(known[COUNT].sum())
            if every >= _MANY and 2 * int(strangers) > every:
                beside["strangers"] = 1


def _split_unit(raw: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, int]:
    """Keep what the counting rule counts, and say how much it leaves out."""
    kept = raw
    for condition in plan.unit:
        kept = kept.filter(pl.col(condition.dimension).is_in(list(condition.nodes)))
    return kept, int(raw[COUNT].sum()) - int(kept[COUNT].sum())


def _keys(rows: CodedTable, plan: Plan) -> Iterator[Key]:
    """Group by the site, the unit of the counting rule, and each dimension's column."""
    plain = dict.fromkeys(["site", *(condition.dimension for condition in plan.unit)])
    states: dict[str, str | None] = dict(plain)
    for axis in plan.axes:
        if axis.otherwise is not None:
            yield _area_key(rows, plan, axis.id, axis.node_of, axis.otherwise)
        else:
            states[axis.dimension.column] = axis.dimension.state_column
    if plan.standardised:
        states[AGE_BAND] = plan.known[AGE_BAND].state_column
    if plan.question.rate is not None:
        inside = dict.fromkeys(needed(plan.world.geography).up_to("lsoa"), _YES)
        yield _area_key(rows, plan, _RESIDENT, inside, "no")
    if others := _others(rows, plan):
        yield _area_key(rows, plan, _VINTAGE, others, "")
    for column, state in states.items():
        yield Key(column, state if state in rows.frame.columns else None)


def _others(rows: CodedTable, plan: Plan) -> dict[str, str]:
    """Return the LSOAs of another vintage that the rows have, and how well they fit."""
    geography = plan.world.geography
    if geography is None or RESIDENCE not in rows.values:
        return {}
    frame = geography.others.filter(pl.col("other").is_in(list(rows.values[RESIDENCE])))
    fits = pl.when("exact").then(pl.lit(_EXACT)).otherwise(pl.lit(_SPLIT))
    return dict(frame.select("other", fits.alias("fit")).iter_rows())


def _area_key(
    rows: CodedTable, plan: Plan, name: str, groups: Mapping[str, str], other: str
) -> Key:
    """Group by wider areas at once: there are many small ones."""
    state = plan.known[RESIDENCE].state_column
    known = state if state in rows.frame.columns else None
    return Key(RESIDENCE, known, name=name, groups=groups, other=other)


def _filters(rows: CodedTable, plan: Plan) -> Iterator[nw.Expr]:
    """Yield every condition but the unit's, which is grouped by instead."""
    yield nw.col(COUNTED)
    facts = plan.world.sites
    left_out = facts.cannot_tell_assaults if plan.needs_assaults else facts.assaults_only
    if left_out:
        yield ~rows.is_any("site", left_out)
    if plan.question.period is not None:
        yield rows.is_any("month", frozenset(str(month) for month in plan.question.period))
    for condition in plan.where:
        if condition not in plan.unit:
            dimension = plan.known[condition.dimension]
            yield filter_of(condition, dimension, table=rows, geography=plan.world.geography)


def _node(axis: Axis, cannot_tell: frozenset[str]) -> pl.Expr:
    """Turn a stored value into its node; what a site cannot tell is not recorded there."""
    if axis.otherwise is not None:
        # An area is usable or not: it makes no difference whether the patient knew it.
        area = pl.col(axis.id)
        return (
            pl.when(area == NOT_KNOWN_NODE)
            .then(pl.lit(NOT_RECORDED_NODE))
            .otherwise(area)
            .alias(axis.id)
        )
    value = pl.col(axis.dimension.column)
    node: pl.Expr = value
    if axis.node_of:
        mapped = value.replace_strict(
            list(axis.node_of), list(axis.node_of.values()), default=value
        )
        kept = [one for one in _UNTOLD if one not in axis.node_of]
        node = pl.when(value.is_in(kept)).then(value).otherwise(mapped)
    told = axis_told_by_assaults(axis)
    if cannot_tell and told:
        untellable = pl.col("site").is_in(sorted(cannot_tell)) & node.is_in(sorted(told))
        node = pl.when(untellable).then(pl.lit(NOT_RECORDED_NODE)).otherwise(node)
    return node.alias(axis.id)

"""Plant faults in the invented region, and measure what its departments then write down.

The measures are counted from what the departments' systems hold, without files and intake, so
that fifty regions take minutes. Faults are the recording's own habits, filters and mishaps, one
sender at most one; what stands in the packaged senders on purpose is taken out first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

import polars as pl

from tiig.model.coverage import Standing
from tiig.model.measured import BY, MEASURED
from tiig.model.months import Month
from tiig.quality.problems import Around, volumes
from tiig.standard import load_standard
from tiig.standard.quality import ON, SCOPE_ITEMS, WHOLE_ROWS, Applies
from tiig.synthesis.recording.draws import Draws
from tiig.synthesis.recording.export import in_scope, in_time
from tiig.synthesis.recording.habits import TRUTH, written_down
from tiig.synthesis.recording.senders import Filter, Habit, Layout, Sender, all_senders
from tiig.synthesis.world import World, make_world

LAST = Month(2026, 6)
UNMAPPED, NOT_KNOWN = "~unmapped", "~not_known"
DISCHARGE = "discharge_status"
_FLAGS = "eastlythe"
"""Has flags instead of codes: what its columns cannot say is not planted there."""


@dataclass(frozen=True)
class Fault:
    """What was planted: at which sites and items a find is right, from which month, how large."""

    kind: str
    sites: tuple[str, ...]
    items: tuple[str, ...]
    since: Month
    size: str = ""


class Plan(StrEnum):
    """What is planted: one fault of each kind, two drifts a sender, or nothing."""

    FAULTS = "faults"
    DRIFTS = "drifts"
    NOTHING = "nothing"


@dataclass
class Region:
    """The senders of one seed, what was planted in them, and what is known beside the counts."""

    senders: list[Sender] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    forms: dict[tuple[str, Month], str] = field(default_factory=dict)


def sound(sender: Sender) -> Sender:
    """Return a sender without anything planted."""
    habits = tuple(habit for habit in sender.habits if not habit.planted)
    return replace(
        sender,
        layouts=sender.layouts[:1],
        habits=habits,
        filters=(),
        corrected=(),
        again=(),
        absent=(),
        nil=(),
        joins=Month(1900, 1),
    )


def planted(seed: int, first: Month, months: int, plan: Plan) -> Region:
    """Return the region of a seed, with what the plan wants of its senders."""
    draw = Random(seed)  # noqa: S311 - a seeded plan, no secret
    region = Region()
    senders = [sound(one) for one in all_senders()]
    draw.shuffle(senders)
    left = list(_KINDS)
    draw.shuffle(left)
    for sender in senders:
        since = first.plus(draw.randint(6, months - 7))
        if plan is Plan.DRIFTS:
            changed, faults = _two_drifts(sender, first.plus(months // 2), draw)
        elif plan is Plan.FAULTS:
            changed, faults = _next_fault(sender, since, draw, left)
        else:
            changed, faults = sender, []
        region.senders.append(changed)
        region.faults += faults
        region.forms |= {
            (site, month): changed.layout_in(month).profile
            for site in sender.sites
            for month in (first.plus(step) for step in range(months))
        }
    return region


def _next_fault(
    sender: Sender, since: Month, draw: Random, left: list[str]
) -> tuple[Sender, list[Fault]]:
    """Plant the first of the kinds that are left which the sender has room for."""
    for kind in left:
        made = _KINDS[kind](sender, since, draw)
        if made is not None:
            left.remove(kind)
            return made[0], [replace(made[1], kind=kind)]
    return sender, []


def _two_drifts(sender: Sender, since: Month, draw: Random) -> tuple[Sender, list[Fault]]:
    """Plant a drift of a point a month in an item of all rows, and in one of assaults only."""
    faults = []
    for items in (_LARGE, _SMALL):
        made = _habit(sender, since, draw, (items, "", (0.01,)))
        if made is not None:
            habit = replace(made[0].habits[-1], per_month=0.01)
            sender = replace(sender, habits=(*sender.habits, habit))
            faults.append(replace(made[1], kind="slow drift", size="1% a month"))
    return sender, faults


def _late(sender: Sender, since: Month, _: Random) -> tuple[Sender, Fault] | None:
    return replace(sender, joins=since), Fault("", tuple(sender.sites), ("",), since)


def _absent(sender: Sender, since: Month, _: Random) -> tuple[Sender, Fault] | None:
    return replace(sender, absent=(since,)), Fault("", tuple(sender.sites), ("",), since)


def _coding(sender: Sender, since: Month, _: Random) -> tuple[Sender, Fault] | None:
    new = replace(sender.layouts[0], profile=f"{sender.id}-2", since=since)
    changed = replace(sender, layouts=(sender.layouts[0], new))
    return changed, Fault("", tuple(sender.sites), ("",), since)


def _filter(sender: Sender, since: Month, _: Random) -> tuple[Sender, Fault] | None:
    if DISCHARGE not in _columns(sender.layouts[0]):
        return None
    changed = replace(sender, filters=(Filter(since, DISCHARGE, "left"),))
    return changed, Fault("", tuple(sender.sites), (DISCHARGE, ""), since)


def _habit(
    sender: Sender, since: Month, draw: Random, how: tuple[Sequence[str], str, Sequence[float]]
) -> tuple[Sender, Fault] | None:
    """Plant a habit: one of some items, what is said instead, and one of some shares."""
    items, says, sizes = how
    can = [one for one in items if one in _columns(sender.layouts[0]) and not _cannot(sender, one)]
    if not can:
        return None
    item, share = draw.choice(can), draw.choice(sizes)
    habit = Habit(item, share, says, since=since)
    fault = Fault("", tuple(sender.sites), (item,), since, f"{share:.0%}")
    return replace(sender, habits=(*sender.habits, habit)), fault


def _missing(sender: Sender, since: Month, draw: Random) -> tuple[Sender, Fault] | None:
    return _habit(sender, since, draw, (_ANSWERED, "", _SHARES))


def _lost(sender: Sender, since: Month, draw: Random) -> tuple[Sender, Fault] | None:
    return _habit(sender, since, draw, (_ANSWERED, "", (1.0,)))


def _not_known(sender: Sender, since: Month, draw: Random) -> tuple[Sender, Fault] | None:
    return _habit(sender, since, draw, (_CODED, NOT_KNOWN, _SHARES))


def _unmapped(sender: Sender, since: Month, draw: Random) -> tuple[Sender, Fault] | None:
    return _habit(sender, since, draw, (_CODED, UNMAPPED, _SHARES))


def _default(sender: Sender, since: Month, draw: Random) -> tuple[Sender, Fault] | None:
    says = draw.choice(("arrival", "midnight"))
    return _habit(sender, since, draw, (("injury_at",), says, _SHARES))


def _one_entry(sender: Sender, since: Month, draw: Random) -> tuple[Sender, Fault] | None:
    item = draw.choice(sorted(_ENTRIES))
    return _habit(sender, since, draw, ((item,), _ENTRIES[item], (0.4, 0.7, 1.0)))


def _drift(sender: Sender, since: Month, draw: Random) -> tuple[Sender, Fault] | None:
    made = _habit(sender, since, draw, (_ANSWERED, "", (0.03, 0.05, 0.1)))
    if made is None:
        return None
    changed, fault = made
    habit = replace(changed.habits[-1], per_month=changed.habits[-1].share)
    grown = replace(changed, habits=(*sender.habits, habit))
    return grown, replace(fault, size=f"{fault.size} a month")


_SHARES = (0.2, 0.4, 0.7)
_ANSWERED = (
    "injury_at", "injury_mechanism", "injury_place_type", "assault_location_description",
    "assault_relationship", "alcohol_involved", "injury_intent", "age",
)  # fmt: skip
_CODED = (
    "injury_mechanism", "injury_place_type", "assault_relationship", "alcohol_involved",
    "injury_intent",
)  # fmt: skip
_LARGE = ("age", "injury_intent")
_SMALL = ("injury_at", "injury_mechanism", "injury_place_type", "assault_relationship")
_ENTRIES = {
    "injury_mechanism": "body.fist-foot-head",
    "injury_place_type": "public.street",
    "injury_intent": "unintentional",
}
_KINDS = {
    "late joiner": _late,
    "absent month": _absent,
    "coding change": _coding,
    "filter change": _filter,
    "missing": _missing,
    "field lost": _lost,
    "not known": _not_known,
    "unmapped": _unmapped,
    "default value": _default,
    "one entry too often": _one_entry,
    "slow drift": _drift,
}


def _columns(layout: Layout) -> set[str]:
    return {column.item for column in layout.columns}


def _cannot(sender: Sender, item: str) -> bool:
    flags = sender.id == _FLAGS and item in {"injury_mechanism", "injury_intent"}
    return flags or (sender.id == "harrowmere" and item == "injury_intent")


def region_of(
    seed: int, *, months: int = 24, scale: float = 0.05, plan: Plan = Plan.FAULTS
) -> tuple[pl.DataFrame, Around, list[Fault]]:
    """Return a seed's measured series, what is known beside them, and what was planted."""
    first = LAST.plus(1 - months)
    region = planted(seed, first, months, plan)
    world = make_world(seed=seed, first=first, months=months, scale=scale)
    period = [first.plus(step) for step in range(months)]
    rows = [one for month in period for one in written(world, month, region.senders, seed)]
    standings = list(_standings(region.senders, period))
    forms = {
        key: form for key, form in region.forms.items() if (*key, Standing.SETTLED) in standings
    }
    every = pl.concat(rows)
    volume = volumes(*by_weekday(every), load_standard().holidays)
    around = Around(standings=standings, forms=forms, volume=volume)
    return measure(every), around, region.faults


def by_weekday(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return stored counts of rows by weekday, and the whole months with their rows."""
    day = pl.lit(ON) + pl.col("arrival_at").dt.weekday().cast(pl.String)
    counts = rows.group_by(*_KEYS, measure=day).agg(count=pl.len().cast(pl.Int64))
    whole = rows.group_by(_KEYS).agg(rows=pl.len().cast(pl.Int64))
    return counts.with_columns(item=pl.lit(WHOLE_ROWS)), whole


def written(
    world: World, month: Month, senders: Sequence[Sender], seed: int
) -> Iterator[pl.DataFrame]:
    """Yield what each sender's departments wrote down in a month."""
    true = world.month(month)
    for sender in senders:
        if not sender.sends(month):
            continue
        draws = Draws(seed, sender.id, month)
        own = true.filter(pl.col("site").is_in(list(sender.sites)))
        rows, _ = in_time(
            in_scope(written_down(own, sender, draws, world.venues), sender, month), sender, draws
        )
        has = _columns(sender.layout_in(month))
        yield rows.select(
            "site",
            pl.lit(str(month)).alias("month"),
            pl.lit(sender.scope.value).alias("scope"),
            pl.col(TRUTH),
            "arrival_at",
            "assault_flag",
            *(_kept(item, has) for item in (*_ITEMS, *_MORE)),
        )


def _kept(item: str, has: set[str]) -> pl.Expr:
    kind = pl.Datetime("us") if item == "injury_at" else pl.String
    value = pl.col(item).cast(kind) if item in has else pl.lit(None, dtype=kind)
    return value.alias(item)


def _standings(
    senders: Sequence[Sender], period: Sequence[Month]
) -> Iterator[tuple[str, Month, Standing]]:
    for sender in senders:
        for site in sender.sites:
            for month in period:
                if month >= sender.joins:
                    sent = sender.sends(month)
                    yield site, month, Standing.SETTLED if sent else Standing.ABSENT


_WATCHED = load_standard().quality_items
_ITEMS = tuple(item for item in _WATCHED if item != "arrival_at")
_MORE = tuple(item for item in SCOPE_ITEMS if item not in _ITEMS)
_DEFAULTS = {"injury_mechanism", "injury_place_type", "assault_relationship"}
_COMMON = {*_DEFAULTS, "injury_intent", "alcohol_involved"}
_KEYS = ("site", "month")
_EVERY = pl.col("site").is_not_null()


def measure(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the measured series of rows as departments wrote them."""
    assault = pl.col("assault_flag") == "yes"  # some layouts have a flag and no intent
    marked = rows.with_columns(assaulted=assault, injured=pl.col(TRUTH) != "none")
    among = {
        Applies.ALL: marked,
        Applies.INJURIES: marked.filter("injured"),
        Applies.ASSAULTS: marked.filter("assaulted"),
    }
    found = [part for item in _ITEMS for part in _of_item(item, among[_WATCHED[item].applies])]
    found += [_of_months(marked)]
    found += [_categories(item, marked) for item in SCOPE_ITEMS]
    months = marked.select(_KEYS).unique()
    series = pl.concat(found).select(MEASURED.names()).cast(MEASURED)
    every = months.join(series.select("item", "measure").unique(), how="cross")
    usual = every.filter(~pl.col("measure").str.starts_with("is "))
    missing = usual.join(series, on=BY, how="anti").with_columns(
        count=pl.lit(0, dtype=pl.Int64), out_of=pl.lit(0, dtype=pl.Int64)
    )
    return pl.concat([series, missing.select(MEASURED.names())]).sort(BY)


def _of_item(item: str, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    told = pl.col(item)
    text = told.cast(pl.String)
    not_known, unmapped = text == NOT_KNOWN, text == UNMAPPED
    given = told.is_not_null() & ~not_known & ~unmapped
    parts: Mapping[str, tuple[pl.Expr, pl.Expr]] = {
        "completeness": (told.is_not_null(), _EVERY),
        "known": (given, _EVERY),
        "unknown": (told.is_not_null() & not_known, _EVERY),
        "validity": (told.is_not_null() & ~unmapped, told.is_not_null()),
    }
    if item == "injury_at":
        filled = (told == pl.col("arrival_at")) | (told.dt.hour() + told.dt.minute() == 0)
        parts |= {"default": (filled & given, given)}
    if item in _DEFAULTS:
        parts |= {"default": ((text == "other") & given, given)}
    for name, (count, out_of) in parts.items():
        yield _counted(rows, item, name, count, out_of)
    if item in _COMMON:
        yield (
            rows.filter(given)
            .group_by(*_KEYS, item)
            .len()
            .group_by(_KEYS)
            .agg(pl.col("len").max().alias("count"), pl.col("len").sum().alias("out_of"))
            .with_columns(item=pl.lit(item), measure=pl.lit("commonest"))
            .select(MEASURED.names())
            .cast(MEASURED)
        )


def _of_months(rows: pl.DataFrame) -> pl.DataFrame:
    usable = (
        pl.col("injury_at").is_not_null()
        & (pl.col("assault_location_description").is_not_null() | _says_more("injury_place_type"))
        & _says_more("injury_mechanism")
    )
    injured = pl.col("injured") & (pl.col("scope") != "assaults-only")
    return pl.concat(
        [
            _counted(rows, "", "uniqueness", _EVERY, _EVERY),
            _counted(rows, "", "usable", usable & pl.col("assaulted"), pl.col("assaulted")),
            _counted(rows, "", "assaults", pl.col("assaulted") & injured, injured),
        ]
    )


def _says_more(item: str) -> pl.Expr:
    return (~pl.col(item).is_in([NOT_KNOWN, UNMAPPED, "other"])).fill_null(value=False)


def _categories(item: str, rows: pl.DataFrame) -> pl.DataFrame:
    top = pl.col(item).cast(pl.String).str.split(".").list.first()
    given = rows.select(*_KEYS, node=top).filter(
        pl.col("node").is_not_null(), ~pl.col("node").is_in([NOT_KNOWN, UNMAPPED])
    )
    wholes = given.group_by(_KEYS).agg(pl.len().alias("out_of"))
    nodes = given.select("site", "node").unique()
    counts = given.group_by(*_KEYS, "node").agg(pl.len().alias("count"))
    return (
        wholes.join(nodes, on="site")
        .join(counts, on=(*_KEYS, "node"), how="left")
        .with_columns(
            pl.col("count").fill_null(0), item=pl.lit(item), measure="is " + pl.col("node")
        )
        .select(MEASURED.names())
        .cast(MEASURED)
    )


def _counted(
    rows: pl.DataFrame, item: str, measure: str, count: pl.Expr, out_of: pl.Expr
) -> pl.DataFrame:
    return (
        rows.group_by(_KEYS)
        .agg(
            (count & out_of).fill_null(value=False).sum().alias("count"),
            out_of.fill_null(value=False).sum().alias("out_of"),
        )
        .with_columns(item=pl.lit(item), measure=pl.lit(measure))
        .select(MEASURED.names())
        .cast(MEASURED)
    )

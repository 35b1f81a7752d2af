"""Ways to change a sender's month on purpose: rows, columns, codes, units and dates."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from tiig.model.months import Month
from tiig.synthesis import SentFile
from tiig.synthesis.recording.export import Export
from tiig.synthesis.recording.senders import Layout, Written

Write = Callable[..., SentFile]
Rows = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Kind:
    """One way to spoil a file; `rules` are those by which a receipt may say it.

    `reason` says that a house that holds it for another reason has said it too. `rows` changes
    what is written, `layout` how; None where it does not apply to a sender.
    """

    name: str
    rules: frozenset[str]
    rows: Rows | None = None
    layout: Callable[[Layout], Layout | None] | None = None
    cells: Callable[[list[list[str]], Layout], bool] | None = None
    reason: bool = False


@dataclass(frozen=True)
class Spoiled:
    """A spoiled file and how it was spoiled."""

    kind: Kind
    file: SentFile


@dataclass
class Spoil:
    """Adds every spoiled file of one month; it is handed out in a list of its own."""

    month: Month
    found: list[Spoiled]
    before: dict[str, Export] = field(default_factory=dict)

    def __call__(self, export: Export, file: SentFile, write: Write) -> Iterator[SentFile]:
        """Write the spoiled files of a sender's month."""
        sender = export.sender.id
        if export.month == self.month:
            sound = file.path.read_bytes()
            for kind in SPOILS:
                made = _made(kind, export, write)
                # An extract without the item is the same as before.
                if made is not None and made.path.read_bytes() != sound:
                    self.found.append(Spoiled(kind, made))
            if sender in self.before:
                again = replace(export, rows=_moved_on(self.before[sender].rows, export.month))
                self.found.append(Spoiled(AGAIN, write(again, mark="-again-later")))
        self.before[sender] = export
        yield from ()


def _made(kind: Kind, export: Export, write: Write) -> SentFile | None:
    layout = export.sender.layout_in(export.month)
    mark = f"-{kind.name.replace(' ', '-').replace('/', '-')}"
    if kind.rows is not None:
        rows = kind.rows(export.rows)
        same = rows.equals(export.rows) or not rows.height
        return None if same else write(replace(export, rows=rows), mark=mark)
    if kind.layout is not None:
        changed = kind.layout(layout)
        if changed is None:
            return None
        sender = replace(export.sender, layouts=(changed,))
        return write(replace(export, sender=sender), mark=mark)
    if kind.cells is None or layout.sheet:
        return None
    file = write(export, mark=mark)
    return file if _rewritten(file, layout, kind.cells) else None


def _rewritten(
    file: SentFile, layout: Layout, change: Callable[[list[list[str]], Layout], bool]
) -> bool:
    text = file.path.read_bytes().decode(layout.encoding)
    rows = list(csv.reader(io.StringIO(text), delimiter=layout.delimiter))
    table = rows[len(layout.above) : len(rows) - len(layout.below)]
    if not change(table, layout):
        return False
    out = io.StringIO()
    style = csv.QUOTE_ALL if layout.quoted else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=layout.delimiter, quoting=style, lineterminator="\n").writerows(table)
    lines = text.split("\n")
    above = "".join(f"{line}\n" for line in lines[: len(layout.above)])
    below = "".join(f"{line}{layout.delimiter * (len(table[0]) - 1)}\n" for line in layout.below)
    file.path.write_bytes((above + out.getvalue() + below).encode(layout.encoding))
    return True


def _twice(rows: pl.DataFrame, some: pl.DataFrame) -> pl.DataFrame:
    """Add rows again under other attendance numbers, as a second export would."""
    again = some.with_columns(pl.col("attendance_number") + "Z")
    return pl.concat([rows, again]).sort("site", "arrival_at", maintain_order=True)


def _day(first: int, last: int) -> pl.Expr:
    return pl.col("arrival_at").dt.day().is_between(first, last)


def _is(item: str, node: str) -> pl.Expr:
    return pl.col(item).str.starts_with(node).fill_null(value=False)


def _without(condition: pl.Expr) -> Rows:
    return lambda rows: rows.filter(~condition)


def _only(condition: pl.Expr) -> Rows:
    return lambda rows: rows.filter(condition)


def _blank(item: str) -> Rows:
    return lambda rows: rows.with_columns(pl.lit(None, dtype=rows.schema[item]).alias(item))


def _all(item: str, node: str) -> Rows:
    return lambda rows: rows.with_columns(pl.lit(node).alias(item))


def _some(item: str, node: str, share: float) -> Rows:
    def made(rows: pl.DataFrame) -> pl.DataFrame:
        hit = pl.int_range(pl.len()) * 7 % 100 < int(share * 100)
        return rows.with_columns(pl.when(hit).then(pl.lit(node)).otherwise(item).alias(item))

    return made


def _one_site_less(rows: pl.DataFrame) -> pl.DataFrame:
    sites = rows["site"].unique().sort()
    return rows.filter(pl.col("site") != sites[0]) if len(sites) > 1 else rows


def _moved_on(rows: pl.DataFrame, month: Month) -> pl.DataFrame:
    """Give the rows of one month the same days of another."""
    shift = pl.col("arrival_at").dt.day() - 1
    start = pl.lit(month.first_day).cast(pl.Datetime("us")) + pl.duration(days=shift)
    moved = start - pl.col("arrival_at").dt.truncate("1d")
    names = [name for name in ("arrival_at", "injury_at", "departure_at") if name in rows.columns]
    inside = _day(1, month.last_day.day)
    return rows.filter(inside).with_columns(pl.col(name) + moved for name in names)


def _renamed(layout: Layout) -> Layout:
    changed = [
        replace(one, name=f"{one.name}New") if _coded(one) else one for one in layout.columns
    ]
    first = next(place for place, one in enumerate(layout.columns) if _coded(one))
    kept = [one if place != first else changed[first] for place, one in enumerate(layout.columns)]
    return replace(layout, columns=tuple(kept))


def _dropped(layout: Layout) -> Layout:
    first = next(one for one in layout.columns if _coded(one))
    return replace(layout, columns=tuple(one for one in layout.columns if one is not first))


def _added(layout: Layout) -> Layout:
    return replace(layout, columns=(*layout.columns, Written("Consultant code", "", "=x")))


def _turned(layout: Layout) -> Layout:
    return replace(layout, columns=layout.columns[::-1])


def _recoded(layout: Layout) -> Layout | None:
    """Write one coded item in the words of the standard, as a new system would."""
    for place, one in enumerate(layout.columns):
        if _coded(one) and not one.how.startswith("@") and one.item == "injury_intent":
            columns = list(layout.columns)
            columns[place] = replace(one, how="@label")
            return replace(layout, columns=tuple(columns))
    return None


def _patterned(change: Callable[[str], str]) -> Callable[[Layout], Layout | None]:
    def made(layout: Layout) -> Layout | None:
        columns = tuple(
            replace(one, how=change(one.how)) if "%" in one.how else one for one in layout.columns
        )
        return None if columns == layout.columns else replace(layout, columns=columns)

    return made


def _month_first(how: str) -> str:
    return how.replace("%d", "%#").replace("%m", "%d").replace("%#", "%m")


def _coded(one: Written) -> bool:
    return bool(one.how) and "%" not in one.how and one.item not in {"", "site", "period_from"}


def _new_code(table: list[list[str]], layout: Layout) -> bool:
    """Replace the most frequent code of the intent or the mechanism by one never seen."""
    items = [one.item for one in layout.columns]
    for item in ("injury_intent", "injury_mechanism", "sender_injury_group"):
        if item in items:
            place = items.index(item)
            (often, _), *_ = Counter(row[place] for row in table[1:] if row[place]).most_common(1)
            for row in table[1:]:
                row[place] = "QX7" if row[place] == often else row[place]
            return True
    return False


def _kinds(*told: tuple[str, Sequence[str], Rows]) -> tuple[Kind, ...]:
    # What the house holds for another reason - copies set aside, no assault at all - is said too.
    return tuple(Kind(name, frozenset(rules), rows, reason=True) for name, rules, rows in told)


_SHARES = ("share-moved", "category-gone", "one-value", "group-jumped")
_UNTOLD = ("untold-moved", "faulty-moved")
AGAIN = Kind("month again, later", frozenset({"same-month"}))

SPOILS: tuple[Kind, ...] = (
    *_kinds(
        ("volume -50 %", ("volume-moved",), lambda rows: rows.gather_every(2)),
        ("volume +50 %", ("volume-moved",), lambda rows: _twice(rows, rows.gather_every(2))),
        ("week missing", ("days-empty", "volume-moved"), _without(_day(8, 14))),
        ("week twice", ("week-twice", "volume-moved"),
         lambda rows: _twice(rows, rows.filter(_day(8, 14)))),
        ("last three days missing", ("days-empty",), _without(_day(28, 31))),
        ("nights missing", _SHARES, _without(pl.col("arrival_at").dt.hour() < 6)),
        ("only men", _SHARES, _only(_is("sex", "male"))),
        ("only admitted", (*_SHARES, "volume-moved"),
         _only(_is("discharge_destination", "admitted"))),
        ("no assaults", _SHARES, _without(_is("injury_intent", "assault"))),
        ("only assaults", (*_SHARES, "volume-moved"), _only(_is("injury_intent", "assault"))),
        ("one site missing", ("site-gone",), _one_site_less),
        ("place type blank", _UNTOLD, _blank("injury_place_type")),
        ("mechanism blank", _UNTOLD, _blank("injury_mechanism")),
        ("alcohol not known 60 %", _UNTOLD, _some("alcohol_involved", "~not_known", 0.6)),
        ("sex all male", _SHARES, _all("sex", "male")),
        ("intent all accidents", (*_SHARES, "finding-grew"),
         _all("injury_intent", "unintentional")),
        ("injury times at midnight", ("defaults-moved", "untold-moved"),
         lambda rows: rows.with_columns(pl.col("injury_at").dt.truncate("1d"))),
        ("injury time = arrival", ("defaults-moved",),
         lambda rows: rows.with_columns(
             injury_at=pl.when(pl.col("injury_at").is_not_null()).then("arrival_at"))),
        ("age in months", (*_SHARES, *_UNTOLD), lambda rows: rows.with_columns(pl.col("age") * 12)),
    ),
    Kind("column renamed", frozenset({"column-renamed"}), layout=_renamed),
    Kind("column dropped", frozenset({"column-gone"}), layout=_dropped),
    Kind("column added", frozenset({"column-new"}), layout=_added),
    Kind("columns in other order", frozenset({"column-order"}), layout=_turned),
    Kind("codes of another system", frozenset({"codes-new", "codes-gone", *_SHARES, *_UNTOLD}),
         layout=_recoded, reason=True),
    Kind("new code", frozenset({"codes-new", *_UNTOLD}), cells=_new_code, reason=True),
    Kind("day and month swapped", frozenset({"format-moved", *_UNTOLD}),
         layout=_patterned(_month_first), reason=True),
    Kind("two-digit years", frozenset({"format-moved", *_UNTOLD}),
         layout=_patterned(lambda how: how.replace("%Y", "%y")), reason=True),
)  # fmt: skip
"""Every way; one that does not apply to a sender is left out."""

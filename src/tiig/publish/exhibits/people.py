"""Who: sex and age, in counts and rates."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.cleared import Cleared
from tiig.model.figures import ALL, OUTSIDE
from tiig.publish.exhibits import charts
from tiig.publish.exhibits.cells import (
    RATED,
    UNTOLD,
    count_at,
    figure,
    has,
    heading,
    labels,
    may_be_larger,
    notes_of,
    percent,
    rated_cells,
    row_at,
    shown_value,
    sign_of,
    why_not,
)
from tiig.publish.exhibits.subject import Subject, sentence
from tiig.publish.paper import Exhibit, Grid, NotShown

_SEXES = ("male", "female")
_PEOPLE = {"male": "males", "female": "females"}
_BESIDE = (*UNTOLD, OUTSIDE, ALL)


def pyramid_exhibit(table: Cleared, subject: Subject) -> Exhibit | NotShown:
    """Show age groups of men and women side by side."""
    cut = subject.cut(table)
    what = f"{subject.Noun} by sex and age"
    if not has(cut, "sex", "age_group"):
        return NotShown(what, "too few in most ages to show men and women apart")
    ages = {node: text for node, text in labels(cut, "age_group").items() if node not in UNTOLD}
    sexes = labels(cut, "sex")
    shown = {
        (sex, age): value
        for sex in _SEXES
        for age in ages
        if age != ALL and (value := shown_value(count_at(cut, sex, age)))
    }
    if not shown:
        return NotShown(what, f"there were none in {subject.when}, or too few to show")
    title = _largest(cut, shown)
    grid = Grid(
        ("Age", *(sexes[one] for one in sexes)),
        tuple(
            (heading(text), *(figure(count_at(cut, one, node)) for one in sexes))
            for node, text in labels(cut, "age_group").items()
        ),
    )
    drawn = [
        {
            "label": text,
            "series": sexes[one],
            "value": shown_value(count_at(cut, one, node)),
            "sign": sign_of(count_at(cut, one, node)),
        }
        for node, text in ages.items()
        if node != ALL
        for one in _SEXES
    ]
    order = [text for node, text in ages.items() if node != ALL]
    return Exhibit(
        id="sex-and-age",
        title=title,
        summary=f"Bars by age group for men and women in {subject.when}: {title}.",
        grid=grid,
        chart=charts.columns(
            drawn, order=order, series=[sexes[one] for one in _SEXES], unit="Count"
        ),
        notes=notes_of(cut),
        releases=(cut.release,),
        manifests=(cut.manifest,),
    )


def _largest(cut: Cleared, shown: dict[tuple[str, str], int]) -> str:
    sexes, ages = labels(cut, "sex"), labels(cut, "age_group")
    every = count_at(cut, ALL, ALL)
    sex, age = max(shown, key=lambda cell: shown[cell])
    share = percent(shown_value(count_at(cut, "male", ALL)), shown_value(every))
    of = f"; {share} of all are {sexes['male'].lower()}" if share else ""
    parts = [row.count for row in cut.rows if ALL not in row.nodes]
    larger = may_be_larger(shown[sex, age], parts, every)
    return sentence(
        f"{_PEOPLE[sex]} aged {ages[age]} are the largest group, {shown[sex, age]:,}{of}{larger}"
    )


@dataclass(frozen=True)
class Rated:
    """A dimension of rates: the exhibit's name, what it is by, and where the rate is highest."""

    dimension: str
    id: str
    by: str
    highest: str
    head: str


AGES = Rated("age_band", "rates-by-age", "age", "at ages {top}", "Age")
DEPRIVATION = Rated(
    "residence_deprivation",
    "deprivation",
    "deprivation of the home area",
    "in {top}",
    "Deprivation of the home area",
)


def _inside(label: str) -> str:
    """Write a label inside a sentence: `the most deprived fifth`, but `fifth 2`."""
    plain = label[:1].lower() + label[1:]
    return f"the {plain}" if plain.endswith(" fifth") else plain


def rates_exhibit(table: Cleared, subject: Subject, by: Rated) -> Exhibit | NotShown:
    """Show the rate per 100,000 residents by age band, or by deprivation."""
    cut = subject.cut(table)
    what = f"Rate of {subject.noun} by {by.by}"
    if not has(cut, by.dimension):
        return NotShown(what, "too few in most categories to show rates for every area")
    bands = {
        node: text
        for node, text in labels(cut, by.dimension).items()
        if node not in _BESIDE and row_at(cut, node) is not None
    }
    rates = {node: row.rate for node in bands if (row := row_at(cut, node)) and row.rate}
    shown = {node: rate.value for node, rate in rates.items() if rate.value is not None}
    if not any(shown.values()):
        none = f"there were none in {subject.when}, or too few to show"
        return NotShown(what, why_not(cut, none))
    top = max(shown, key=lambda node: shown[node])
    rate = figure(rates[top], 1).text
    hidden = "" if len(shown) == len(bands) else " where one is shown"
    highest = by.highest.format(top=_inside(bands[top]))
    title = sentence(f"the rate is highest {highest}{hidden}, {rate} {subject.per}")
    grid = Grid(
        (by.head, *RATED),
        tuple((heading(text), *rated_cells(row_at(cut, node))) for node, text in bands.items()),
    )
    drawn = [
        {
            "label": text,
            "series": "Rate",
            "value": shown.get(node),
            "sign": None if node in shown else figure(rates.get(node)).text,
        }
        for node, text in bands.items()
    ]
    return Exhibit(
        id=by.id,
        title=title,
        summary=f"Bars of the rate by {by.by}: {title}.",
        grid=grid,
        chart=charts.columns(
            drawn, order=list(bands.values()), series=["Rate"], unit=sentence(subject.per)
        ),
        notes=(*([cut.method] if cut.method else []), *notes_of(cut)),
        releases=(cut.release,),
        manifests=(cut.manifest,),
    )

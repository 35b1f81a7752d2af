"""The months of the year, in two runs of twelve months beside each other."""

from __future__ import annotations

from tiig.model.cleared import Cleared
from tiig.model.figures import ALL
from tiig.publish.exhibits import charts
from tiig.publish.exhibits.cells import (
    count_at,
    figure,
    has,
    heading,
    labels,
    may_be_larger,
    notes_of,
    shown_value,
    sign_of,
)
from tiig.publish.exhibits.runs import run_words, runs
from tiig.publish.exhibits.subject import Subject, sentence
from tiig.publish.paper import Exhibit, Grid, NotShown


def season_exhibit(table: Cleared, subject: Subject) -> Exhibit | NotShown:
    """Show the months of the year of the latest twelve months beside the twelve before."""
    cut = subject.cut(table)
    if not has(cut, "twelve_months", "month_of_year"):
        return NotShown("Season", "single months are too few to show for every area")
    before, latest = runs(cut)
    names = {node: text for node, text in labels(cut, "month_of_year").items() if node != ALL}
    series = [run for run in (before, latest) if run]
    words = run_words(cut)
    told = {run: words[run] for run in series}
    values = {(run, node): count_at(cut, run, node) for run in series for node in names}
    counts = {node: values[latest, node] for node in names}
    shown = {node: value for node in names if (value := shown_value(counts[node])) is not None}
    if not any(shown.values()):
        why = "too few to show" if len(shown) < len(counts) else "there were none"
        return NotShown("Season", f"{why} in {subject.when}")
    top, low = max(shown, key=lambda n: shown[n]), min(shown, key=lambda n: shown[n])
    fewest = f", fewest in {names[low]} ({shown[low]:,})" if len(shown) == len(counts) else ""
    larger = may_be_larger(shown[top], counts.values(), count_at(cut, latest, ALL))
    title = sentence(f"most in {names[top]} ({shown[top]:,}){fewest}{larger}")
    rows = tuple(
        (heading(names[node]), *(figure(values[run, node]) for run in series)) for node in names
    )
    drawn = [
        {
            "label": names[node][:3],
            "series": told[run],
            "value": shown_value(values[run, node]),
            "sign": sign_of(values[run, node]),
        }
        for node in names
        for run in series
    ]
    return Exhibit(
        id="season",
        title=title,
        summary=f"In the {told[latest]}, {title[0].lower()}{title[1:]}.",
        grid=Grid(("Month", *(told[run] for run in series)), rows),
        chart=charts.columns(
            drawn,
            order=[name[:3] for name in names.values()],
            series=list(told.values()),
            unit="Count",
            colours=(charts.GREY, charts.BLUE)[-len(told) :],
        ),
        notes=notes_of(cut),
        releases=(cut.release,),
        manifests=(cut.manifest,),
    )

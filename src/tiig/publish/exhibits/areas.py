"""Where patients live: authorities by rate, and as a tile map."""

from __future__ import annotations

from collections.abc import Mapping

from tiig.kit.rounding import rounded
from tiig.model.cleared import Cleared, ClearedRow
from tiig.model.figures import ALL, OUTSIDE
from tiig.publish.exhibits import charts
from tiig.publish.exhibits.cells import (
    RATED,
    UNTOLD,
    count_at,
    figure,
    heading,
    labels,
    may_be_larger,
    notes_of,
    rated_cells,
    shown_value,
    why_not,
)
from tiig.publish.exhibits.runs import run_dimension, runs
from tiig.publish.exhibits.subject import AREA, Subject, sentence
from tiig.publish.paper import Exhibit, Grid, NotShown

_BESIDE = (*UNTOLD, OUTSIDE, ALL)


def areas_exhibit(table: Cleared, subject: Subject) -> Exhibit | NotShown:
    """Compare the rates of all areas, with their limits; the area of the paper stands out."""
    latest = _latest(table)
    areas = _areas(latest)
    rated = {code: latest.cells[code,] for code in areas if (code,) in latest.cells}
    shown = {code: one for code, row in rated.items() if (one := _rate(row)) is not None}
    if not shown:
        return NotShown(
            f"Rates of {subject.noun} by local authority",
            why_not(table, "too few in every authority for a rate"),
        )
    average = _rate(latest.cells[ALL,]) if (ALL,) in latest.cells else None
    order = sorted(areas, key=lambda code: -shown.get(code, 0.0))
    drawn = [
        {
            "label": areas[code],
            "value": shown.get(code),
            "lower": _limit(rated[code], "lower"),
            "upper": _limit(rated[code], "upper"),
            "chosen": "yes" if code == subject.area else "no",
        }
        for code in order
    ]
    title = _against(rated, subject, average) or _title(order, rated, areas, subject)
    rows = tuple((heading(areas[code]), *rated_cells(rated[code])) for code in order)
    return Exhibit(
        id="areas",
        title=title,
        summary=f"Points with limits, an area each, the highest first: {title}.",
        grid=Grid(("Local authority", *RATED), rows),
        chart=charts.whiskers(
            drawn,
            order=[areas[code] for code in order],
            unit=sentence(subject.per),
            average=average,
        ),
        notes=(
            *_drawn_so(subject, areas, average),
            *([latest.method] if latest.method else []),
            *notes_of(latest),
        ),
        releases=(latest.release,),
        manifests=(latest.manifest,),
    )


def tile_exhibit(
    table: Cleared, subject: Subject, places: Mapping[str, tuple[int, int]]
) -> Exhibit | NotShown:
    """Draw a square an area, shaded by its count; `places` gives column and row of each."""
    latest = _latest(table)
    areas = {code: name for code, name in _areas(latest).items() if code in places}
    counts = {code: count_at(latest, code) for code in areas}
    shown = {code: value for code, one in counts.items() if (value := shown_value(one)) is not None}
    if not shown:
        return NotShown(f"{subject.Noun} by area of residence", "too few to show")
    top = max(shown, key=lambda code: shown[code])
    every = [row.count for row in latest.rows if row.nodes != (ALL,)]
    larger = may_be_larger(shown[top], every, count_at(latest, ALL))
    title = f"{areas[top]} has the most {subject.noun}: {shown[top]:,}{larger}"
    drawn = [
        {
            "x": places[code][0],
            "y": places[code][1],
            "name": name,
            "text": figure(counts[code]).text,
            "value": shown.get(code),
        }
        for code, name in areas.items()
    ]
    rows = tuple((heading(name), figure(counts[code])) for code, name in areas.items())
    return Exhibit(
        id="map",
        title=title,
        summary=f"A map of squares, one an area, shaded by how many: {title}.",
        grid=Grid(("Local authority", "Count"), rows),
        chart=charts.tiles(drawn, unit="Count"),
        notes=notes_of(latest),
        releases=(latest.release,),
        manifests=(latest.manifest,),
    )


def _latest(table: Cleared) -> Cleared:
    """Return the latest run of months by area."""
    dimension = run_dimension(table)
    return table if dimension is None else table.at(**{dimension: runs(table)[1]})


def _areas(table: Cleared) -> dict[str, str]:
    return {code: text for code, text in labels(table, AREA).items() if code not in _BESIDE}


def _rate(row: ClearedRow) -> float | None:
    return None if row.rate is None or row.rate.value is None else float(row.rate.value)


def _limit(row: ClearedRow, name: str) -> float | None:
    shown = row.lower if name == "lower" else row.upper
    return None if shown is None or shown.value is None else float(shown.value)


def _drawn_so(subject: Subject, areas: Mapping[str, str], average: float | None) -> tuple[str, ...]:
    """Say what the line and the diamond of the picture are."""
    line = "" if average is None else "The dashed line is the rate of all authorities together."
    chosen = f"The diamond is {subject.area_name}." if subject.area in areas else ""
    told = " ".join(part for part in (line, chosen) if part)
    return (told,) if told else ()


def _against(
    rated: Mapping[str, ClearedRow], subject: Subject, average: float | None
) -> str | None:
    """Set an area against all together; another rate only where its limits leave that one out."""
    row = rated.get(subject.area or "")
    if row is None or average is None:
        return None
    rate, lower, upper = _rate(row), _limit(row, "lower"), _limit(row, "upper")
    if rate is None or lower is None or upper is None:
        return None
    told = "above" if lower > average else "below" if upper < average else "about the same as"
    return (
        f"{subject.area_name}: {rounded(rate, 1):,} {subject.noun} {subject.per}, "
        f"{told} the {rounded(average, 1):,} of all authorities together"
    )


def _title(
    order: list[str], rated: Mapping[str, ClearedRow], areas: dict[str, str], subject: Subject
) -> str:
    ranked = [code for code in order if _rate(rated[code]) is not None]
    some = "" if len(ranked) == len(areas) else " shown"
    if subject.area in ranked:
        place = ranked.index(subject.area) + 1
        return (
            f"{areas[subject.area]} has the {_ordinal(place)}highest rate of {subject.noun} "
            f"of {len(ranked)} authorities{some}"
        )
    high, low = areas[ranked[0]], areas[ranked[-1]]
    return f"{high} has the highest rate of {subject.noun}{some}, {low} the lowest"


def _ordinal(place: int) -> str:
    if place == 1:
        return ""
    tail = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")  # noqa: PLR2004 - English
    return f"{place}{tail} "

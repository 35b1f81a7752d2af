"""A map of areas in classes of their rate: a hidden rate is a star on white, never a colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tiig.kit.rounding import rounded
from tiig.model.cleared import Cleared, ClearedRow, Shown
from tiig.model.figures import ALL, OUTSIDE, Mark
from tiig.publish.exhibits import charts
from tiig.publish.exhibits.cells import (
    RATED,
    UNTOLD,
    figure,
    heading,
    labels,
    notes_of,
    rated_cells,
)
from tiig.publish.exhibits.subject import AREA, Subject, sentence
from tiig.publish.paper import Exhibit, Grid, NotShown
from tiig.publish.tables import LEGEND, SIGNS

_BESIDE = frozenset({*UNTOLD, OUTSIDE, ALL})
_CLASSES = 5
_LEVELS = (
    ("residence_lsoa", "small areas (LSOAs)"),
    ("residence_msoa", "neighbourhoods (MSOAs)"),
    (AREA, "local authorities"),
)

Outline = Mapping[str, Any]
"""GeoJSON `geometry` in metres with the `code` of its area, and `at`, a point within it."""


def choropleth_exhibit(
    table: Cleared, subject: Subject, outlines: Sequence[Outline], *, most: int | None = None
) -> Exhibit | NotShown:
    """Draw the smallest areas of a table in fifths of their shown rates.

    Class limits are whole numbers between shown rates, so that they give nothing away. With
    `most` the table names only so many areas, those with the highest rates.
    """
    name, words = smallest(table)
    what = f"Map of {subject.noun}"
    areas = areas_of(table, name, subject)
    drawn = [one for one in outlines if one["code"] in areas]
    rates = {code: value for code, row in areas.items() if (value := rate_of(row)) is not None}
    if len(drawn) < len(areas) or not drawn:
        return NotShown(what, f"the outlines of {words} were not imported")
    if not rates:
        return NotShown(what, "no area has a rate that can be shown")
    names = labels(table, name)
    breaks = breaks_of(rates.values())
    title = _title(areas, rates, words, subject, table)
    ordered = sorted(areas, key=lambda code: (-rates.get(code, -1.0), code))
    listed = ordered[:most] if most else ordered
    rows = tuple((heading(names[code]), *rated_cells(areas[code])) for code in listed)
    return Exhibit(
        id="map",
        title=title,
        summary=f"A map of {len(areas):,} {words} in classes of their rate: {title}.",
        grid=Grid(("Area", *RATED), rows),
        chart=charts.shapes(
            [_feature(one, names, areas[one["code"]]) for one in drawn],
            unit=sentence(subject.per),
            breaks=breaks,
        ),
        notes=(*_told(areas, listed, words), *_notes(table, areas)),
        releases=(table.release,),
        manifests=(table.manifest,),
    )


def _notes(table: Cleared, areas: Mapping[str, ClearedRow]) -> tuple[str, ...]:
    """Return the notes of the table, but for signs that stand outside the map only."""
    inside = {one.mark for row in areas.values() for one in (row.count, row.rate) if one}
    outside = [f"{SIGNS[mark]} = " for mark in LEGEND if mark not in inside]
    return tuple(note for note in notes_of(table) if not note.startswith(tuple(outside)))


def smallest(table: Cleared) -> tuple[str, str]:
    """Return the dimension of a table's smallest areas, and the words for them."""
    there = {column.dimension for column in table.columns}
    return next((pair for pair in _LEVELS if pair[0] in there), _LEVELS[-1])


def areas_of(table: Cleared, name: str, subject: Subject) -> dict[str, ClearedRow]:
    """Return the row of each area of the map: those that lie in the authority of the paper."""
    places = [column.dimension for column in table.columns]
    small, large = places.index(name), places.index(AREA)
    found = {}
    for row in table.rows:
        code, authority = row.nodes[small], row.nodes[large]
        inside = authority not in _BESIDE and subject.area in {None, authority}
        others = {row.nodes[at] for at in range(len(places)) if at not in {small, large}}
        if code in _BESIDE or not inside or others - {ALL}:
            continue
        if row.count.mark not in {Mark.NOT_AVAILABLE, Mark.NOT_APPLICABLE}:
            found[code] = row
    return found


def rate_of(row: ClearedRow) -> float | None:
    """Return a rate that is shown, else None."""
    return None if row.rate is None or row.rate.value is None else float(row.rate.value)


def breaks_of(rates: Iterable[float]) -> list[int]:
    """Return whole numbers that part the shown rates into about equal classes."""
    shown = sorted(rates)
    places = (len(shown) * part // _CLASSES for part in range(1, _CLASSES))
    found = {int(rounded(shown[place])) for place in places}
    return sorted(one for one in found if one > shown[0])  # no class without an area


def _feature(one: Outline, names: Mapping[str, str], row: ClearedRow) -> dict[str, Any]:
    value = rate_of(row)
    return {
        "type": "Feature",
        "geometry": one["geometry"],
        "x": one["at"][0],
        "y": one["at"][1],
        "label": names[one["code"]],
        "value": value,
        "sign": None if value is not None else figure(row.rate).text,
    }


def _title(
    areas: Mapping[str, ClearedRow],
    rates: Mapping[str, float],
    words: str,
    subject: Subject,
    table: Cleared,
) -> str:
    """Say how many areas stand clear of the rate of all: their limits leave it out."""
    whole = next(
        (
            rate_of(row)
            for row in table.rows
            if dict(zip((c.dimension for c in table.columns), row.nodes, strict=True)).get(AREA)
            == (subject.area or ALL)
            and set(row.nodes) <= {ALL, subject.area or ALL}
        ),
        None,
    )
    some = "" if len(rates) == len(areas) else " with a rate that is shown"
    if whole is None:
        return f"Rates of {subject.noun} in {len(rates):,} {words}{some}"
    above = sum(_limit(areas[code].lower, 0.0) > whole for code in rates)
    below = sum(_limit(areas[code].upper, whole) < whole for code in rates)
    return (
        f"{above:,} of {len(rates):,} {words} in {subject.where}{some} are clearly above its "
        f"crude rate of {rounded(whole, 1):,} {subject.noun} {subject.per}, {below:,} "
        "clearly below"
    )


def _limit(shown: Shown | None, otherwise: float) -> float:
    return otherwise if shown is None or shown.value is None else float(shown.value)


def _told(areas: Mapping[str, ClearedRow], listed: Sequence[str], words: str) -> tuple[str, ...]:
    hidden = sum(rate_of(row) is None for row in areas.values())
    told = [f"A star on white: no rate is shown there ({hidden:,} of {len(areas):,})."]
    if len(listed) < len(areas):
        told.append(
            f"The table names the {len(listed)} with the highest rates of {len(areas):,} {words}; "
            "small differences between them may be chance."
        )
    return tuple(told if hidden else told[1:])

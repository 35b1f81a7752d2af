"""One exhibit as a file to take along: CSV, SVG and PNG that say what they are by themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from tiig.kit.spreadsheet import escaped
from tiig.model.given import FOR_THE_PUBLIC, GivenTo
from tiig.publish.paper import Cell, Chart, Exhibit

_LINE = 84
"""Letters of a line in a picture: a title is not broken by the engine."""


@dataclass(frozen=True)
class Around:
    """What stands around an exhibit wherever it goes.

    `page` says which page it was taken from; `marks` are synthetic data and missing
    departments; `preset` and `preset_mark` how it is protected, and in which words; `given`
    for whom it is, for what and under which agreement.
    """

    page: str
    marks: tuple[str, ...]
    preset: str
    preset_mark: str
    given: GivenTo = FOR_THE_PUBLIC


def exhibit_csv(exhibit: Exhibit, around: Around) -> str:
    """Write the table as CSV with numbers as numbers; what it needs beside it follows as lines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([escaped(name) for name in exhibit.grid.columns])
    for row in exhibit.grid.rows:
        writer.writerow([_plain(cell) for cell in row])
    writer.writerow([])
    writer.writerows([escaped(line)] for line in exhibit_lines(exhibit, around))
    return out.getvalue()


def exhibit_lines(exhibit: Exhibit, around: Around) -> Iterator[str]:
    """Yield what must stand beside the figures: finding, coverage, marks, preset, lineage."""
    yield f"{exhibit.title}."
    yield f"{around.page}."
    yield from around.marks
    yield from exhibit.notes
    yield f"Disclosure preset: {around.preset}. {around.preset_mark}"
    yield around.given.sentence
    if exhibit.releases:
        yield f"Releases: {', '.join(exhibit.releases)}."
    if exhibit.manifests:
        yield f"Lineage: {', '.join(exhibit.manifests)}."


def titled(exhibit: Exhibit, around: Around) -> Chart | None:
    """Return the picture with its finding and its marks inside, as it travels alone."""
    chart = exhibit.chart
    if chart is None:
        return None
    told = " ".join(
        (f"{around.page}.", *around.marks, f"Preset: {around.preset}.", around.given.sentence)
    )
    releases = f"Release {', '.join(exhibit.releases)}" if exhibit.releases else ""
    lines = [line for part in (told, releases) if part for line in wrap(part, _LINE + 16)]
    heading = wrap(exhibit.title, _LINE)
    title = {
        "text": heading,
        "subtitle": lines,
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 15,
        "subtitleFontSize": 12,
        "subtitlePadding": 6,
        "offset": 14,
    }
    height = chart.height + 24 * (len(heading) + len(lines))
    described = {"title": title, "description": exhibit.summary}
    return Chart({**chart.spec, **described}, chart.width, height)


def _plain(cell: Cell) -> str | float | int:
    return escaped(cell.text) if cell.value is None else cell.value

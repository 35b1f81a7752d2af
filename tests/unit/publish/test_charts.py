"""Pictures: what must be seen is there, what is hidden is a gap or a star, nothing is fetched."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from tiig.publish import drawing
from tiig.publish.exhibits import charts
from tiig.publish.paper import Chart

Row = dict[str, Any]
MONTHS = [f"M{place}" for place in range(1, 8)]
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]]}
PNG_HEAD = 8


@lru_cache
def pixels(picture: bytes) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Read a PNG of eight bits as height x width x 3, without a picture library."""
    place, packed, width, height, channels = PNG_HEAD, b"", 0, 0, 0
    while place < len(picture):
        size, kind = struct.unpack(">I4s", picture[place : place + 8])
        body = picture[place + 8 : place + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert depth == 8
            channels = {2: 3, 6: 4}[colour]
        packed += body if kind == b"IDAT" else b""
        place += size + 12
    raw, step = zlib.decompress(packed), width * channels
    above, rows = bytes(step), []
    for start in range(0, len(raw), step + 1):
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + step], above, channels)
        rows.append(above)
    flat = np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(height, width, channels)
    return flat[:, :, :3].astype(np.int64)


def _unfiltered(kind: int, line: bytes, above: bytes, channels: int) -> bytes:
    """Undo the filter of a row: none, left, above, their mean, or Paeth's choice."""
    told = np.frombuffer(line, dtype=np.uint8)
    if kind == 0:
        return line
    if kind == 1:
        return told.reshape(-1, channels).cumsum(axis=0, dtype=np.uint8).tobytes()
    if kind == 2:
        return (told + np.frombuffer(above, dtype=np.uint8)).tobytes()
    here, over = bytearray(channels) + line, bytes(channels) + above
    for place in range(channels, len(here)):
        left, up = here[place - channels], over[place]
        guess = (left + up) // 2 if kind == 3 else _paeth(left, up, over[place - channels])
        here[place] = (here[place] + guess) & 255
    return bytes(here[channels:])


def _paeth(left: int, up: int, corner: int) -> int:
    to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner


def amount(chart: Chart, colour: str) -> int:
    """Count the pixels of a chart that have just this colour."""
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return int((pixels(drawing.png(chart, 1.0)) == wanted).all(axis=2).sum())


def line(values: Sequence[int | None], flag: str | None = None) -> Chart:
    """Draw one series of seven months; the third month may carry a flag."""
    rows = [
        {"month": month, "series": "All", "value": value, "flag": flag if place == 2 else None}
        for place, (month, value) in enumerate(zip(MONTHS, values, strict=True))
    ]
    return charts.lines(rows, ticks=MONTHS, series=["All"], unit="Count")


def bar(first: int | None, sign: str | None = None) -> Chart:
    """Draw two bars, the first as given."""
    rows: list[Row] = [
        {"label": "Knife", "series": "Now", "value": first, "sign": sign},
        {"label": "Fist", "series": "Now", "value": 60, "sign": None},
    ]
    return charts.bars(rows, order=["Knife", "Fist"], series=["Now"], unit="Count")


def column(first: int | None) -> Chart:
    """Draw two columns, the first as given."""
    rows: list[Row] = [
        {"label": "Jan", "series": "Now", "value": first},
        {"label": "Feb", "series": "Now", "value": 60},
    ]
    return charts.columns(rows, order=["Jan", "Feb"], series=["Now"], unit="Count")


def heat(first: int | None) -> Chart:
    """Draw a heat map of two by two, its first cell as given."""
    rows = [
        {"across": day, "down": hour, "value": 40 + place if place else first}
        for place, (day, hour) in enumerate((d, h) for d in ("Sat", "Sun") for h in ("00", "01"))
    ]
    return charts.heat(rows, across=["Sat", "Sun"], down=["00", "01"], unit="Count")


def dots(chosen: str = "A") -> Chart:
    """Draw two areas with limits and an average; one is chosen."""
    rows = [
        {"label": one, "value": rate, "lower": rate - 9.0, "upper": rate + 9.0,
         "chosen": "yes" if one == chosen else "no"}
        for one, rate in (("A", 50.0), ("B", 80.0))
    ]  # fmt: skip
    return charts.whiskers(rows, order=["B", "A"], unit="Rate", average=70.0)


def tiles(first: int | None) -> Chart:
    """Draw two tiles, the first as given."""
    rows = [
        {"x": 0, "y": 0, "name": "Aldermoor", "text": "*" if first is None else str(first),
         "value": first},
        {"x": 1, "y": 0, "name": "Brackenford", "text": "90", "value": 90},
    ]  # fmt: skip
    return charts.tiles(rows, unit="Count")


def shapes(value: float | None) -> Chart:
    """Draw two squares, one ring wound each way; the second as given."""
    turned = {
        "type": "Polygon",
        "coordinates": [[[20, 20], [29, 20], [29, 29], [20, 29], [20, 20]]],
    }
    features: list[dict[str, object]] = [
        {"type": "Feature", "geometry": SQUARE, "value": 10.0, "x": 4, "y": 4, "sign": None},
        {"type": "Feature", "geometry": turned, "value": value, "x": 24, "y": 24, "sign": "*"},
    ]
    return charts.shapes(features, unit="Rate", breaks=[20, 30])


EVERY: dict[str, Callable[[], Chart]] = {
    "line": lambda: line([5, 6, 7, 8, 7, 6, 5]),
    "bars": lambda: bar(40),
    "columns": lambda: column(40),
    "heat": lambda: heat(10),
    "whiskers": dots,
    "tiles": lambda: tiles(20),
    "shapes": lambda: shapes(35.0),
}
every = pytest.mark.parametrize("kind", EVERY)


@every
def test_a_picture_is_neither_empty_nor_one_colour(kind: str) -> None:
    """Each kind has white ground, dark text and marks: never a full frame of one colour."""
    found = pixels(drawing.png(EVERY[kind](), 1.0))
    white = (found == 255).all(axis=2).mean()
    assert 0.1 < white < 0.99
    assert (found.max(axis=2) < 90).sum() > 30, "text"
    tinted = found.max(axis=2) - found.min(axis=2) > 25
    assert 0.001 < tinted.mean() < 0.85, "marks"


@every
def test_a_picture_is_self_contained_and_steady(kind: str) -> None:
    """The same chart gives the same SVG, without script, and without an address to fetch."""
    first = drawing.svg(EVERY[kind]())
    drawing._svg.cache_clear()  # else the second drawing is the first
    assert drawing.svg(EVERY[kind]()) == first
    assert first.startswith("<svg")
    assert "<script" not in first
    assert "<image" not in first
    assert set(re.findall(r'(?:href|src)="([^"]*)"', first)) <= {""}
    assert set(re.findall(r"https?://[^\"' ]+", first)) <= {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink",
    }  # fmt: skip


@every
def test_a_picture_fits_a_page(kind: str) -> None:
    """No picture is much wider than is said: a page lays it out by that width."""
    found = pixels(drawing.png(EVERY[kind](), 1.0))
    chart = EVERY[kind]()
    assert found.shape[1] <= chart.width * 1.05
    assert drawing.vega(chart)["marks"]


def test_pictures_of_one_page_share_no_id() -> None:
    """Two pictures drawn into the same page do not take each other's gradients or clips."""
    ids = [set(re.findall(r' id="([^"]+)"', drawing.svg(one))) for one in (heat(10), tiles(20))]
    assert all(ids)
    assert not ids[0] & ids[1]


def test_a_longer_bar_is_more_colour() -> None:
    """The pixels of a bar grow with its value, from nothing for a true zero."""
    none, some, more = (amount(bar(value), charts.BLUE) for value in (0, 30, 60))
    assert more - some == pytest.approx(some - none, rel=0.05)
    assert more == pytest.approx(2 * none, rel=0.05)


@pytest.mark.parametrize("draw", [bar, column])
def test_a_hidden_bar_is_a_star_and_a_zero_is_not(draw: Callable[[int | None], Chart]) -> None:
    """A hidden value has no bar but a star; a true zero has neither."""
    assert amount(draw(None), charts.BLUE) == amount(draw(0), charts.BLUE)
    assert ">*</text>" in drawing.svg(draw(None))
    assert ">*</text>" not in drawing.svg(draw(0))


def test_what_senders_cannot_tell_is_not_a_star() -> None:
    """Each mark has its own sign: a star is only for what is hidden."""
    drawn = drawing.svg(bar(None, "n/a"))
    assert ">n/a</text>" in drawn
    assert ">*</text>" not in drawn


def test_a_line_breaks_at_a_hidden_month() -> None:
    """No line is drawn across a hidden month: it would draw a value there."""
    whole = amount(line([50, 50, 50, 50, 50, 50, 50]), charts.BLUE)
    gap = amount(line([50, 50, 50, None, 50, 50, 50]), charts.BLUE)
    # Two of six pieces are gone; the rest is the legend and the pieces that stay.
    assert gap == pytest.approx(whole * 4 / 6, rel=0.15)
    assert ">*</text>" in drawing.svg(line([50, 50, 50, None, 50, 50, 50]))


def test_a_month_between_two_gaps_is_a_point() -> None:
    """A month whose neighbours are hidden is still seen."""
    alone = amount(line([50, 50, None, 50, None, 50, 50]), charts.BLUE)
    none = amount(line([50, 50, None, None, None, 50, 50]), charts.BLUE)
    assert alone > none + 15


def test_flags_are_shapes_with_words() -> None:
    """Missing and provisional months differ by shape and word, not by colour alone."""
    missing = drawing.svg(line([50] * 7, "Departments missing"))
    provisional = drawing.svg(line([50] * 7, "Provisional"))
    assert "Departments missing</text>" in missing
    assert "Provisional</text>" in provisional
    assert "Provisional" not in drawing.svg(line([50] * 7))


def test_a_hidden_cell_of_a_heat_map_is_white_with_a_star() -> None:
    """A hidden cell has no shade at all, a true zero the lightest one."""
    assert drawing.svg(heat(None)).count(">*</text>") == 1
    assert amount(heat(None), "#ffffff") > amount(heat(0), "#ffffff") + 2_000


def test_the_chosen_area_is_another_shape_and_colour() -> None:
    """The area of the paper stands out in colour and in form."""
    assert amount(dots(), charts.ORANGE) > 60
    assert amount(dots("none"), charts.ORANGE) == 0
    points = re.search(r'<g class="mark-symbol role-mark[^>]*>(.*?)</g>', drawing.svg(dots()))
    assert points
    marks = re.findall(r' d="([^"]*)"', points[1])
    assert len({re.sub(r"[-\d.,]+", "", one) for one in marks}) == 2


def test_a_hidden_tile_is_white_with_a_star() -> None:
    """A hidden area keeps its square, its name and its star, without a shade."""
    drawn = drawing.svg(tiles(None))
    assert "Aldermoor</text>" in drawn
    assert ">*</text>" in drawn
    assert amount(tiles(None), "#ffffff") > amount(tiles(20), "#ffffff") + 10_000


def test_shapes_are_filled_by_class_whichever_way_their_rings_run() -> None:
    """An area is filled with its class, and the ground around it is not; a hidden one is white."""
    low, high = "#deebf7", "#4292c6"
    both, hidden = shapes(35.0), shapes(None)
    assert amount(both, low) == pytest.approx(amount(both, high), rel=0.1)
    assert 5_000 < amount(both, high) < 100_000
    assert amount(hidden, high) < amount(both, high) * 0.1  # the legend stays


def contrast(one: str, other: str = "#ffffff") -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrasts_are_enough_to_read_and_see() -> None:
    """Text has a contrast of 4.5 on its ground, marks of 3 on white."""
    assert contrast(charts.INK) >= 4.5
    assert min(contrast(charts.INK, tint) for tint in charts.TINTS) >= 4.5
    assert min(contrast(mark) for mark in (charts.BLUE, charts.ORANGE, charts.GREY)) >= 3


def test_the_chart_library_is_loaded_late() -> None:
    """Neither `tiig` nor the exhibits load the chart library before a chart is made."""
    told = (
        "import sys, tiig, tiig.publish.exhibits, tiig.publish.drawing;"
        "sys.exit(bool({'altair', 'vl_convert'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0

"""Draw charts: SVG and PNG for papers and downloads, compiled Vega for the page's own drawing.

One engine (Vega-Lite, compiled by vl-convert) for screen and print; nothing is fetched.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import import_module
from typing import Any

from tiig.kit.hashing import digest
from tiig.publish.paper import Chart
from tiig.publish.tips import with_tips

VEGA_LITE = "6.1"
_KEPT = 256
_ID = re.compile(r' id="([^"]+)"')
_ID_LENGTH = 12
_BOX, _USUAL = re.compile(r'viewBox="0 0 (\S+) (\S+)"'), (620.0, 310.0)


def svg(chart: Chart) -> str:
    """Return a chart as SVG, self-contained."""
    return _svg(_text(chart))


def size(chart: Chart) -> tuple[float, float]:
    """Return the width and height of a chart as it is drawn, in CSS pixels."""
    found = _BOX.search(svg(chart))
    return (float(found[1]), float(found[2])) if found else _USUAL


def png(chart: Chart, scale: float = 2.0) -> bytes:
    """Return a chart as PNG, at twice its size in CSS pixels unless told otherwise."""
    return _png(_text(chart), scale)


def vega(chart: Chart) -> dict[str, Any]:
    """Return a chart as a compiled Vega specification with its data inside.

    Every mark tells the pointer what it shows.
    """
    compiled: dict[str, Any] = json.loads(vega_text(chart))
    return compiled


def vega_text(chart: Chart) -> str:
    """Return `vega` as JSON."""
    return _vega(json.dumps(with_tips(chart.spec), sort_keys=True))


def ready() -> None:
    """Load both engines, so that the first page and its first picture need not wait for them."""
    import_module("altair")
    svg(Chart({"mark": "point", "data": {"values": []}}, 1, 1))


def _text(chart: Chart) -> str:
    return json.dumps(dict(chart.spec), sort_keys=True)


@lru_cache(_KEPT)
def _svg(spec: str) -> str:
    import vl_convert  # noqa: PLC0415 - a compiled engine that only drawing needs

    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    return _own_ids(drawn, digest(spec)[:_ID_LENGTH])


def _own_ids(drawn: str, name: str) -> str:
    """Name gradients and clips by their chart: the engine counts on from one chart to the next.

    So the same chart is the same text, and pictures in one page do not share an id.
    """
    for place, one in enumerate(dict.fromkeys(_ID.findall(drawn))):
        own = f"c{name}-{place}"
        drawn = drawn.replace(f'id="{one}"', f'id="{own}"').replace(f"#{one})", f"#{own})")
    return drawn


@lru_cache(_KEPT)
def _png(spec: str, scale: float) -> bytes:
    import vl_convert  # noqa: PLC0415

    # From the drawing that the PDF uses: laying it out is the dear part.
    drawn: bytes = vl_convert.svg_to_png(_svg(spec), scale=scale)
    return drawn


@lru_cache(_KEPT)
def _vega(spec: str) -> str:
    import vl_convert  # noqa: PLC0415

    return json.dumps(vl_convert.vegalite_to_vega(spec, vl_version=VEGA_LITE))

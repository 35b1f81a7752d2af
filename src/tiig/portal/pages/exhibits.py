"""Send one exhibit of a page: as a file to take along, or as what the page itself draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from starlette.responses import Response

from tiig.model.errors import EXHIBIT_UNKNOWN, TiigError
from tiig.portal.sheets import ANSWER, Sheet
from tiig.portal.visit import Page, Visit
from tiig.publish.drawing import png, svg, vega_text
from tiig.publish.exhibit_files import exhibit_csv, titled
from tiig.publish.paper import Chart, Exhibit

SVG, PNG, CSV, VEGA = "svg", "png", "csv", "vega.json"
_TYPES: Mapping[str, str] = {
    CSV: "text/csv; charset=utf-8",
    SVG: "image/svg+xml",
    PNG: "image/png",
    VEGA: "application/json",
}
_DRAWN: Mapping[str, Callable[[Chart], str | bytes]] = {SVG: svg, PNG: png, VEGA: vega_text}
SheetOf = Callable[[Visit], Sheet]


def exhibit_page(path: str, sheet_of: SheetOf) -> Page:
    """Return the route of a page's exhibits; `sheet_of` asks what the page asks."""
    return Page(f"{path}/{{file}}", partial(send, sheet_of, path), alone=False)


def send(sheet_of: SheetOf, path: str, visit: Visit) -> Response:
    """Send what the address names: an exhibit and a kind, as in `trend.csv`; EXHIBIT_UNKNOWN.

    A file to take along is asked for anew, and enters the ledger; a picture of a page that
    is still remembered belongs to that page's answer.
    """
    name, _, kind = str(visit.request.path_params["file"]).partition(".")
    if kind not in _TYPES:
        raise TiigError(EXHIBIT_UNKNOWN)
    kept = visit.kept.get(visit.asked(ANSWER), path)
    if kept is not None and kind != CSV:
        return _shown(kept.exhibit(name).chart, kind)
    with visit.turn:
        sheet = sheet_of(visit)
    return _taken_along(sheet, sheet.exhibit(name), kind)


def _shown(chart: Chart | None, kind: str) -> Response:
    if chart is None:
        raise TiigError(EXHIBIT_UNKNOWN)
    return Response(_DRAWN[kind](chart), media_type=_TYPES[kind])


def _taken_along(sheet: Sheet, exhibit: Exhibit, kind: str) -> Response:
    if kind == CSV:
        made: Response = Response(
            exhibit_csv(exhibit, sheet.around).encode("utf-8-sig"), media_type=_TYPES[CSV]
        )
    else:
        made = _shown(exhibit.chart if kind == VEGA else titled(exhibit, sheet.around), kind)
    name = f"{sheet.stem}-{exhibit.id}.{kind}"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made

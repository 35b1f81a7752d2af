"""The service report: written by a button for some months, and taken along as files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from tiig.journeys.service_report import MONTHS, ServiceRequest, service_report
from tiig.model.errors import EXHIBIT_UNKNOWN, TiigError
from tiig.model.page_errors import REPORT_GONE
from tiig.portal.forms import Field, Form, carried_out
from tiig.portal.pages.downloads import KINDS
from tiig.portal.pages.programme.choosing import months_of
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.visit import Page, Visit
from tiig.publish.paper import Paper
from tiig.publish.paper_files import WRITERS, write_paper

PATH = f"{LIST}/report"
_REFUSED = 400


def draw(visit: Visit) -> Response:
    """Draw the form that writes the report."""
    return _page(visit, writing_form(visit))


def written(visit: Visit) -> Response:
    """Write the report: what it tells of quality is a release to the public, under its preset."""
    made: list[tuple[str, Paper]] = []

    def act(form: Form) -> None:
        asked = ServiceRequest(
            form.told("first"), form.told("last"), author=form.told("author"),
            final=form.values["status"] == "final",
        )  # fmt: skip
        made.append(visit.ask(partial(service_report, asked)))

    form = carried_out(writing_form(visit).filled(visit.sent), act)
    if form is not None:
        return _page(visit, form, status=_REFUSED)
    return visit.see(f"{PATH}/{visit.ours.reports.keep(made[0])}?done=reported")


def show(visit: Visit) -> Response:
    """Draw the files of a report that is at hand."""
    stem, paper = _kept(visit)
    address = f"{PATH}/{visit.request.path_params['report']}"
    files = [(f"{address}/service-{stem}.{kind}", KINDS[f".{kind}"][0]) for kind in WRITERS]
    return visit.our_page("programme_report_files.html", paper=paper, files=files)


def send(visit: Visit) -> Response:
    """Send one file of a report that is at hand; nothing is asked of the session."""
    stem, paper = _kept(visit)
    name = str(visit.request.path_params["file"])
    kind = name.removeprefix(f"service-{stem}.")
    if name != f"service-{stem}.{kind}" or kind not in WRITERS:
        raise TiigError(EXHIBIT_UNKNOWN)
    with TemporaryDirectory() as folder:
        (path,) = write_paper(paper, Path(folder), f"service-{stem}", (kind,))
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=KINDS[f".{kind}"][1], headers=headers)


def writing_form(visit: Visit) -> Form:
    """Return the form that writes the report of a year up to the newest month, unless told."""
    months = months_of(visit)
    fields = (
        Field("first", "First month", "--from", "choice", choices=months, speaks=("months",)),
        Field("last", "Last month", "--to", "choice", choices=months),
        Field("author", "Who writes it", "--author", hint="You, unless you name others",
              required=False),
        Field("status", "Status", "", "choice", choices=(("draft", "Draft"), ("final", "Final"))),
    )  # fmt: skip
    first = months[min(MONTHS, len(months)) - 1][0] if months else ""
    values = {"first": first, "last": months[0][0] if months else "", "status": "draft"}
    return Form("writing", PATH, "Write the report", fields, values)


def _kept(visit: Visit) -> tuple[str, Paper]:
    found = visit.ours.reports.get(str(visit.request.path_params["report"]))
    if found is None:
        raise TiigError(REPORT_GONE)
    return found


def _page(visit: Visit, form: Form, *, status: int = 200) -> Response:
    return visit.our_page("programme_report.html", status=status, form=form)


PAGES = (
    Page(PATH, draw),
    Page(PATH, written, taken="POST"),
    Page(f"{PATH}/{{report}}", show),
    Page(f"{PATH}/{{report}}/{{file}}", send, alone=False),
)

"""Letters: which departments can be written to, one written by a button, its papers sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from tiig.journeys.letter_list import LetterList, letter_list
from tiig.journeys.quality_letters import LettersRequest, quality_letters
from tiig.model.errors import EXHIBIT_UNKNOWN, TiigError
from tiig.model.letter import Letter
from tiig.model.page_errors import LETTER_GONE
from tiig.portal.forms import Field, Form, carried_out
from tiig.portal.pages.programme.choosing import months_of
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.pages.receipts import WORKBOOK
from tiig.portal.visit import Page, Visit
from tiig.publish.letters import lead_pages, reception_page, write_technical
from tiig.publish.paper import Paper
from tiig.publish.paper_files import write_paper

PATH = f"{LIST}/letters"
_REFUSED = 400
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": WORKBOOK,
}
_PAPERS: dict[str, Callable[..., Paper]] = {"staff": reception_page, "lead": lead_pages}
_FOR = (
    ("staff", "For reception and nurses", "half a page", ("pdf", "docx")),
    ("lead", "For the lead of the department", "two pages", ("pdf", "docx")),
    ("technical", "For informatics", "states, rules and files", ("xlsx",)),
)
_KINDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Workbook"}
_FORM = Form(
    "writing",
    PATH,
    "Write the letter",
    (Field("site", "Department", kind="hidden"), Field("month", "Month", kind="hidden")),
)


def draw(visit: Visit) -> Response:
    """List the departments of a month, each with its button."""
    return _list(visit, _FORM, visit.asked("month"))


def written(visit: Visit) -> Response:
    """Write a letter: a release to the department's sender, whatever papers are made of it."""
    made: list[Letter] = []

    def act(form: Form) -> None:
        asked = LettersRequest(site=form.values["site"], month=form.values["month"])
        made.extend(visit.ask(partial(quality_letters, asked)))

    form = carried_out(_FORM.filled(visit.sent), act)
    if form is not None:
        return _list(visit, form, form.told("month"), status=_REFUSED)
    return visit.see(f"{PATH}/{visit.ours.letters.keep(made[0])}?done=written")


def show(visit: Visit) -> Response:
    """Draw a letter's papers, each as a file to take along."""
    return visit.our_page(
        "programme_letter.html",
        letter=_kept(visit),
        papers=_FOR,
        kinds=_KINDS,
        address=f"{PATH}/{visit.request.path_params['letter']}",
    )


def send(visit: Visit) -> Response:
    """Send one paper of a letter that is at hand: it belongs to the letter's release.

    Nothing is asked of the session, so that nobody waits while a paper is set.
    """
    letter = _kept(visit)
    whom, _, kind = str(visit.request.path_params["file"]).partition(".")
    if (whom, kind) not in {(one, kind) for one, _, _, kinds in _FOR for kind in kinds}:
        raise TiigError(EXHIBIT_UNKNOWN)
    made_on = visit.session.services.clock.now().date()
    stem = f"letter-{letter.site}-{letter.month}-{whom}"
    with TemporaryDirectory() as folder:
        if whom in _PAPERS:
            paper = _PAPERS[whom](letter, author=visit.ours.asker.person, made_on=made_on)
            (path,) = write_paper(paper, Path(folder), stem, (kind,))
        else:
            path = Path(folder) / f"{stem}.{kind}"
            write_technical(letter, path, made_on=made_on)
        content = path.read_bytes()
    name = f'attachment; filename="{stem}.{kind}"'
    return Response(content, media_type=_TYPES[kind], headers={"Content-Disposition": name})


def _kept(visit: Visit) -> Letter:
    found = visit.ours.letters.get(str(visit.request.path_params["letter"]))
    if found is None:
        raise TiigError(LETTER_GONE)
    return found


def _list(visit: Visit, form: Form, month: str | None, *, status: int = 200) -> Response:
    found: LetterList = visit.ask(partial(letter_list, month))
    return visit.our_page(
        "programme_letters.html", status=status, found=found, form=form, months=months_of(visit)
    )


PAGES = (
    Page(PATH, draw),
    Page(PATH, written, taken="POST"),
    Page(f"{PATH}/{{letter}}", show),
    Page(f"{PATH}/{{letter}}/{{file}}", send, alone=False),
)

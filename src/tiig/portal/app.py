"""The application: the route table, one session, and our own words for every error."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.page_errors import PROGRAMME_FROM_ELSEWHERE
from tiig.portal.assets import Assets
from tiig.portal.ours import Ours
from tiig.portal.repeats import ONCE, carried_once, new_once
from tiig.portal.routes import PAGES
from tiig.portal.security import LOCAL_HOSTS, SafeHeaders
from tiig.portal.sending import body_of, sent_by
from tiig.portal.sheets import Kept
from tiig.portal.visit import Page, Theme, Visit
from tiig.publish.exhibits.cells import month_words, period_words
from tiig.publish.exhibits.quality_cells import short_month
from tiig.wiring import guarded
from tiig.wiring.session import Session

_UNKNOWN = ("There is no such page", "Go to the start page and follow its links.")
_METHOD = ("This address is not asked for in this way", "Open the page again from its address.")
_WORDS = {404: _UNKNOWN, 405: _METHOD}
_OF_ADDRESS = "Choose from the lists of the page instead of writing the address."
_OURS = ("Something went wrong on our side", "Open the page again.")

Endpoint = Callable[[Request], Response]
Taking = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class _Answering:
    """Answers the requests of pages; `visit` makes a visit of a request, `log_to` logs faults."""

    visit: Callable[[Request], Visit]
    ours: Ours | None
    log_to: Path | None

    def endpoint(self, page: Page) -> Endpoint | Taking:
        """Return what answers a page: by reading alone, or by taking a form."""

        def reading(request: Request) -> Response:
            return self._drawn(page, request, dict)

        async def taking(request: Request) -> Response:
            body = None if self.ours is None else await body_of(request)
            sent = partial(sent_by, request, body, self.ours)
            return await run_in_threadpool(self._drawn, page, request, sent)

        return reading if page.taken == "GET" else taking

    def refused(self, request: Request, error: Exception) -> Response:
        """Answer a request for no page of ours in our own words."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        sentence, advice = _WORDS.get(status, _OURS)
        return self.visit(request).page(
            "error.html", status=status, sentence=sentence, advice=advice, reference=None, again=""
        )

    def _drawn(
        self, page: Page, request: Request, sent: Callable[[], Mapping[str, str]]
    ) -> Response:
        reference, visit = uuid.uuid4().hex[:8], self.visit(request)
        try:
            with (
                guarded(reference, log_to=lambda: self.log_to),
                visit.turn if page.alone else nullcontext(),
            ):
                return carried_once(replace(visit, sent=sent()), page.draw)
        except TiigError as error:
            return _failed(visit, error, reference)


def _failed(visit: Visit, error: TiigError, reference: str) -> Response:
    here = visit.request.url
    return visit.page(
        "error.html",
        status=error.kind.http,
        sentence=error.sentence[:1].upper() + error.sentence[1:],
        advice=_OF_ADDRESS if error.kind is BAD_ARGUMENT else error.advice,
        reference=reference,
        again=here.replace(scheme="", netloc="") if error.kind is PROGRAMME_FROM_ELSEWHERE else "",
    )


def _templates(assets: Assets) -> Environment:
    made = Environment(
        loader=PackageLoader("tiig.portal", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"asset": assets.address, ONCE: new_once}
    made.filters |= {
        "month": month_words,
        "period": period_words,
        "short_month": short_month,
    }
    return made


def make_app(
    session: Session,
    *,
    theme: Theme | None = None,
    workspace: Path | None = None,
    programme: Asker | None = None,
    pages: tuple[Page, ...] = PAGES,
) -> Starlette:
    """Return the pages over one open session, which is asked by one visit at a time.

    `workspace` is where written files lie and faults are logged; `programme` asks the questions
    of the quality programme, whose pages are closed without.
    """
    assets = Assets()
    out = workspace / "out" if workspace else None
    templates = _templates(assets)
    menu = tuple((page.path, page.menu) for page in pages if page.menu)
    turn, kept = Lock(), Kept()  # a session answers one question at a time
    ours = None if programme is None else Ours(programme)

    def visit(request: Request) -> Visit:
        return Visit(request, session, templates, theme or Theme(), menu, out, kept, turn, ours)

    answering = _Answering(visit, ours, workspace / "tiig.log" if workspace else None)
    routes = [Route("/static/{digest}/{name:path}", assets.serve, methods=["GET"])]
    routes += [Route(page.path, answering.endpoint(page), methods=[page.taken]) for page in pages]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(LOCAL_HOSTS), www_redirect=False),
        ],
        exception_handlers={HTTPException: answering.refused},
    )
    app.router.redirect_slashes = False
    return app

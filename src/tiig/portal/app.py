"""The application: the route table, one session, and our own words for every error."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
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
from tiig.portal.assets import Assets
from tiig.portal.ours import Ours
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


def _failed(visit: Visit, error: TiigError, reference: str) -> Response:
    return visit.page(
        "error.html",
        status=error.kind.http,
        sentence=error.sentence[:1].upper() + error.sentence[1:],
        advice=_OF_ADDRESS if error.kind is BAD_ARGUMENT else error.advice,
        reference=reference,
    )


def _templates(assets: Assets) -> Environment:
    made = Environment(
        loader=PackageLoader("tiig.portal", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = assets.address
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
    log_to = workspace / "tiig.log" if workspace else None
    templates = _templates(assets)
    menu = tuple((page.path, page.menu) for page in pages if page.menu)
    turn, kept = Lock(), Kept()  # a session answers one question at a time
    ours = None if programme is None else Ours(programme)

    def visit(request: Request) -> Visit:
        return Visit(request, session, templates, theme or Theme(), menu, out, kept, turn, ours)

    def drawn(page: Page, request: Request, sent: Callable[[], Mapping[str, str]]) -> Response:
        reference = uuid.uuid4().hex[:8]
        try:
            with (
                guarded(reference, log_to=lambda: log_to),
                turn if page.alone else nullcontext(),
            ):
                return page.draw(replace(visit(request), sent=sent()))
        except TiigError as error:
            return _failed(visit(request), error, reference)

    def reading(page: Page) -> Endpoint:
        def answer(request: Request) -> Response:
            return drawn(page, request, dict)

        return answer

    def taking(page: Page) -> Taking:
        async def answer(request: Request) -> Response:
            sent = partial(sent_by, request, await body_of(request), ours)
            return await run_in_threadpool(drawn, page, request, sent)

        return answer

    def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        sentence, advice = _WORDS.get(status, _OURS)
        return visit(request).page(
            "error.html", status=status, sentence=sentence, advice=advice, reference=None
        )

    routes = [Route("/static/{digest}/{name:path}", assets.serve, methods=["GET"])]
    for page in pages:
        endpoint = reading(page) if page.taken == "GET" else taking(page)
        routes.append(Route(page.path, endpoint, methods=[page.taken]))
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(LOCAL_HOSTS), www_redirect=False),
        ],
        exception_handlers={HTTPException: refused},
    )
    app.router.redirect_slashes = False
    return app

"""One visit to a page: who is served, with what, and how the answer is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Literal, Protocol, TypeVar

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tiig.desk import check_ours
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.page_errors import PROGRAMME_FROM_ELSEWHERE, PROGRAMME_NOT_SERVED
from tiig.model.ports import Progress
from tiig.portal.ours import SAID, Ours
from tiig.portal.sheets import Kept
from tiig.publish.paper_html import kind_of
from tiig.services import Services
from tiig.wiring.session import Session

WORDS = {
    "public": "Figures are protected for the public.",
    "named-partner": "Figures are protected for named partners.",
    "internal": "Figures are exact, for the team alone; they are not for release.",
}
INTERNAL = "internal"
"""The preset of the programme's pages; that of all others is chosen in `tiig.toml`."""

SEE_OTHER = 303
_ELSEWHERE = frozenset({"cross-site", "same-site"})
"""Where a browser says that a request comes from, where it is another site."""
Told_co = TypeVar("Told_co", covariant=True)
Answer = TypeVar("Answer")


class Journey(Protocol[Told_co]):
    """What a page asks for, with all that has to be said; who asks, and of what, is open."""

    def __call__(self, *, asker: Asker, services: Services, progress: Progress) -> Told_co:
        """Carry it out."""


@dataclass(frozen=True)
class Theme:
    """How the header names the house."""

    name: str = "TIIG"
    organisation: str = "Trauma and Injury Intelligence Gathering"


@dataclass(frozen=True)
class Visit:
    """A request with the session that answers it; `out` is where written files lie.

    `kept` remembers the sheets last shown; whoever asks the session holds its `turn`. `programme`
    is there where the quality programme's pages were opened, and `sent` what a form of theirs says.
    """

    request: Request
    session: Session
    templates: Environment
    theme: Theme
    menu: tuple[tuple[str, str], ...]
    out: Path | None = None
    kept: Kept = field(default_factory=Kept)
    turn: Lock = field(default_factory=Lock)
    programme: Ours | None = None
    sent: Mapping[str, str] = field(default_factory=dict)

    @property
    def preset(self) -> str:
        """The preset that protects every figure of every page."""
        return self.session.services.choices.page_preset

    @property
    def agreement(self) -> str | None:
        """The recipient's agreement under which every figure is given, by its id."""
        agreement = self.session.asker.agreement
        return None if agreement is None else agreement.partition("@")[0]

    @property
    def synthetic(self) -> bool:
        """Whether any data in force are synthetic."""
        return any(pair.synthetic for pair in self.session.services.catalogue.pairs())

    def asked(self, name: str) -> str | None:
        """Return one word of the address, or nothing where it is left empty."""
        return self.request.query_params.get(name, "").strip()[:200] or None

    @property
    def ours(self) -> Ours:
        """The quality programme, where its pages were opened; else PROGRAMME_NOT_SERVED.

        PROGRAMME_OURS where whoever opened them asks under an agreement. As each look enters the
        ledger, PROGRAMME_FROM_ELSEWHERE where another site leads here, or nothing is to be shown.
        """
        if self.programme is None:
            raise TiigError(PROGRAMME_NOT_SERVED)
        elsewhere = self.request.headers.get("sec-fetch-site") in _ELSEWHERE
        if elsewhere or self.request.method == "HEAD":
            raise TiigError(PROGRAMME_FROM_ELSEWHERE)
        check_ours(self.programme.asker, self.session.services)
        return self.programme

    def ask(self, journey: Journey[Answer]) -> Answer:
        """Carry out a journey of the programme for whoever opened its pages."""
        return journey(
            asker=self.ours.asker,
            services=self.session.services,
            progress=self.session.progress,
        )

    def page(self, template: str, *, status: int = 200, **facts: object) -> Response:
        """Draw a template of `portal/templates` with the facts it asks for."""
        return self._drawn(template, self.preset, status, facts)

    def our_page(self, template: str, *, status: int = 200, **facts: object) -> Response:
        """Draw a page of the programme: with its purpose, and the token that its forms bear."""
        ours = self.ours
        told = {"purpose": ours.asker.purpose, "token": ours.token, "said": SAID}
        return self._drawn(
            template, INTERNAL, status, {**told, "done": self.asked("done"), **facts}
        )

    def see(self, address: str) -> Response:
        """Lead on to a page after something was done, so that a reload does nothing again."""
        return RedirectResponse(address, SEE_OTHER)

    def _drawn(
        self, template: str, preset: str, status: int, facts: Mapping[str, object]
    ) -> Response:
        drawn = self.templates.get_template(template).render(
            theme=self.theme,
            menu=self.menu,
            here=self.request.url.path,
            preset=preset,
            preset_words=WORDS[preset],
            synthetic=self.synthetic,
            kind_of=kind_of,
            **facts,
        )
        return HTMLResponse(drawn, status)


@dataclass(frozen=True)
class Page:
    """A line of the route table; `menu` is its word in the navigation, if it stands there.

    A page that is not drawn `alone` takes its turn at the session by itself: pictures are
    drawn beside one another. What is `taken` by POST is a form; all else is only read.
    """

    path: str
    draw: Callable[[Visit], Response]
    menu: str | None = None
    alone: bool = True
    taken: Literal["GET", "POST"] = "GET"

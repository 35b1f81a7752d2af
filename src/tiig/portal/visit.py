"""One visit to a page: who is served, with what, and how the answer is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tiig.portal.sheets import Kept
from tiig.publish.paper_html import kind_of
from tiig.wiring.session import Session

WORDS = {
    "public": "Figures are protected for the public.",
    "named-partner": "Figures are protected for named partners.",
}


@dataclass(frozen=True)
class Theme:
    """How the header names the house."""

    name: str = "TIIG"
    organisation: str = "Trauma and Injury Intelligence Gathering"


@dataclass(frozen=True)
class Visit:
    """A request with the session that answers it; `out` is where written files lie.

    `kept` remembers the sheets last shown; whoever asks the session holds its `turn`.
    """

    request: Request
    session: Session
    templates: Environment
    theme: Theme
    menu: tuple[tuple[str, str], ...]
    out: Path | None = None
    kept: Kept = field(default_factory=Kept)
    turn: Lock = field(default_factory=Lock)

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

    def page(self, template: str, *, status: int = 200, **facts: object) -> Response:
        """Draw a template of `portal/templates` with the facts it asks for."""
        drawn = self.templates.get_template(template).render(
            theme=self.theme,
            menu=self.menu,
            here=self.request.url.path,
            preset=self.preset,
            preset_words=WORDS[self.preset],
            synthetic=self.synthetic,
            kind_of=kind_of,
            **facts,
        )
        return HTMLResponse(drawn, status)


@dataclass(frozen=True)
class Page:
    """A line of the route table; `menu` is its word in the navigation, if it stands there.

    A page that is not drawn `alone` takes its turn at the session by itself: pictures are
    drawn beside one another.
    """

    path: str
    draw: Callable[[Visit], Response]
    menu: str | None = None
    alone: bool = True

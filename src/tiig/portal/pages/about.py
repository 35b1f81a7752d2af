"""What is counted, how figures are protected, and the accessibility statement."""

from __future__ import annotations

from starlette.responses import Response

from tiig.portal.visit import Visit


def draw(visit: Visit) -> Response:
    """Draw the page."""
    services = visit.session.services
    return visit.page(
        "about.html",
        version=services.standard.version,
        code=services.code_version,
        threshold=services.choices.named_partner_threshold,
    )

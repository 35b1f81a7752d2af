"""A form that is sent twice is carried out once: a double click, or a reload of what was sent."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from hashlib import sha256

from starlette.responses import Response

from tiig.portal.visit import SEE_OTHER, Visit

ONCE = "once"


def new_once() -> str:
    """Return what tells one drawn form from every other."""
    return secrets.token_urlsafe(12)


def carried_once(visit: Visit, draw: Callable[[Visit], Response]) -> Response:
    """Draw what was asked; the very same form with the same words leads where it led before.

    What was refused is judged anew, and so is a form whose words were changed since, or after
    which another was carried out. Of what was
    sent nothing is remembered but its digest.
    """
    if ONCE not in visit.sent:
        return draw(visit)
    said = json.dumps([visit.request.url.path, sorted(visit.sent.items())])
    key = sha256(said.encode()).hexdigest()
    led = visit.ours.led.get(key)
    if led is not None:
        return visit.see(led)
    answer = draw(visit)
    if answer.status_code == SEE_OTHER:
        visit.ours.led.keep(answer.headers["location"], key)
    return answer

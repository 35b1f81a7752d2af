"""Work out the newest months' pages before anybody asks: what is shown later is judged later."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from threading import Thread

from tiig.journeys.month_page import PageRequest
from tiig.journeys.quality_compare import prepare_comparison
from tiig.model.errors import TiigError
from tiig.publish.drawing import ready
from tiig.wiring import guarded
from tiig.wiring.session import Session

MONTHS_AT_HAND = 13
"""The newest month, back to the same month a year before; older ones are worked out when asked."""


def warm(session: Session, *, months: int = 1, programme: bool = False) -> Thread:
    """Begin beside the visits with the newest months; it only reads, so that no visit waits.

    With the `programme` departments are compared first, since that looks areas up.
    """
    asked = (session, months, programme)
    beside = Thread(target=_prepare, args=asked, name="warming", daemon=True)
    beside.start()
    return beside


def _prepare(session: Session, months: int, programme: bool) -> None:  # noqa: FBT001 - by a thread
    # What fails here fails again, with words, for whoever asks: nobody is waiting yet.
    with suppress(TiigError), guarded("warming"):
        ready()
    if programme:
        with suppress(TiigError), guarded("warming"):
            prepare_comparison(services=session.services)
    held = sorted({pair.month for pair in session.services.catalogue.pairs()}, reverse=True)
    for month, theme in product(held[:months], session.services.standard.themes):
        preset = session.services.choices.page_preset
        request = PageRequest(month=str(month), theme=theme, preset=preset)
        with suppress(TiigError), guarded("warming"):
            session.prepare_month(request)

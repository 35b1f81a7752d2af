"""Work out the newest month's pages before anybody asks: what is shown later is judged later."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

from tiig.journeys.month_page import PageRequest
from tiig.model.errors import TiigError
from tiig.publish.drawing import ready
from tiig.wiring import guarded
from tiig.wiring.session import Session


def warm(session: Session) -> Thread:
    """Begin beside the visits; it only reads, so that no visit waits for its turn."""
    beside = Thread(target=_prepare, args=(session,), name="warming", daemon=True)
    beside.start()
    return beside


def _prepare(session: Session) -> None:
    # What fails here fails again, with words, for whoever asks: nobody is waiting yet.
    with suppress(TiigError), guarded("warming"):
        ready()
    for theme in session.services.standard.themes:
        request = PageRequest(theme=theme, preset=session.services.choices.page_preset)
        with suppress(TiigError), guarded("warming"):
            session.prepare_month(request)

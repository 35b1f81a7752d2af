"""`tiig serve`: the pages, for the person at this machine."""

from __future__ import annotations

import getpass
import socket
import sys
from typing import Annotated

import typer

from tiig.cli.door import Because, Workspace
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import LOOPBACK_ONLY, PORT_TAKEN, TiigError
from tiig.model.page_errors import PROGRAMME_PURPOSE
from tiig.wiring import local_asker, open_services, read_settings

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def serve(
    *,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")] = 8000,
    host: Annotated[str, typer.Option("--host", help="This machine, by one of its names.")] = (
        "127.0.0.1"
    ),
    programme: Annotated[
        bool, typer.Option("--programme", help="Open the pages of the quality programme, too.")
    ] = False,
    because: Because = None,
    workspace: Workspace = None,
) -> None:
    """Serve the pages to this machine; Ctrl-C ends it."""
    if host not in LOOPBACK:
        raise TiigError(LOOPBACK_ONLY)
    _check_purpose(because, programme=programme)
    import uvicorn

    from tiig.portal import MONTHS_AT_HAND, make_app, warm
    from tiig.wiring.session import Session

    settings = read_settings(workspace)
    asker = Asker.local(getpass.getuser(), agreement=settings.page_agreement, channel="pages")
    with open_services(settings) as services, _listening(host, port) as listening:
        session = Session(asker, services, Silent())
        ours = local_asker(settings, purpose=because, channel="pages") if programme else None
        app = make_app(session, workspace=settings.workspace, programme=ours)
        shown = f"[{host}]" if ":" in host else host
        under = f" and the agreement {settings.page_agreement}" if settings.page_agreement else ""
        sys.stderr.write(
            f"Pages at http://{shown}:{port}/ under the preset {settings.page_preset}{under};"
            " for this machine only, since there is no sign-in yet. Ctrl-C ends.\n"
        )
        if programme:
            sys.stderr.write(f"The quality programme, exact, at http://{shown}:{port}/programme\n")
        warm(session, months=MONTHS_AT_HAND, programme=programme)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def _check_purpose(because: str | None, *, programme: bool) -> None:
    """Refuse exact pages without a purpose, and a purpose of pages that need none."""
    if programme and not (because or "").strip():
        raise TiigError(PROGRAMME_PURPOSE, what="no purpose was stated")
    if because is not None and not programme:
        what = "--because is their purpose, and --programme was not given"
        raise TiigError(PROGRAMME_PURPOSE, what=what)


def _listening(host: str, port: int) -> socket.socket:
    """Take the port, or say that it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
    except OSError:
        taken.close()
        raise TiigError(PORT_TAKEN, port=port) from None
    return taken

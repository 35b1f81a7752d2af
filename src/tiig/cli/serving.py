"""`tiig serve`: the pages, for the person at this machine."""

from __future__ import annotations

import getpass
import socket
import sys
from typing import Annotated

import typer

from tiig.cli.door import Workspace
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import LOOPBACK_ONLY, PORT_TAKEN, TiigError
from tiig.wiring import open_services, read_settings

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def serve(
    *,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")] = 8000,
    host: Annotated[str, typer.Option("--host", help="This machine, by one of its names.")] = (
        "127.0.0.1"
    ),
    workspace: Workspace = None,
) -> None:
    """Serve the pages to this machine; Ctrl-C ends it."""
    if host not in LOOPBACK:
        raise TiigError(LOOPBACK_ONLY)
    import uvicorn

    from tiig.portal import MONTHS_AT_HAND, make_app, warm
    from tiig.wiring.session import Session

    settings = read_settings(workspace)
    asker = Asker.local(getpass.getuser(), agreement=settings.page_agreement, channel="pages")
    with open_services(settings) as services, _listening(host, port) as listening:
        session = Session(asker, services, Silent())
        app = make_app(session, workspace=settings.workspace)
        shown = f"[{host}]" if ":" in host else host
        under = f" and the agreement {settings.page_agreement}" if settings.page_agreement else ""
        sys.stderr.write(
            f"Pages at http://{shown}:{port}/ under the preset {settings.page_preset}{under};"
            " for this machine only, since there is no sign-in yet. Ctrl-C ends.\n"
        )
        warm(session, months=MONTHS_AT_HAND)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


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

"""What a form sends: read in full or not at all, and only from a page that we gave out."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request

from tiig.model.errors import TiigError
from tiig.model.page_errors import FORM_STRANGE, FORM_UNREADABLE, PROGRAMME_NOT_SERVED
from tiig.portal.ours import Ours

MOST_BYTES = 64_000
TOKEN = "token"  # noqa: S105 - the name of the field
_MOST_FIELDS = 50
_KIND = "application/x-www-form-urlencoded"
_OWN = frozenset({None, "same-origin"})


async def body_of(request: Request) -> bytes | None:
    """Return the body of a request; None where it is longer than a form of ours, or broke off."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)


def sent_by(request: Request, body: bytes | None, ours: Ours | None) -> Mapping[str, str]:
    """Return the fields of a form that these pages gave out; each name counts once.

    Raises PROGRAMME_NOT_SERVED, FORM_STRANGE and FORM_UNREADABLE.
    """
    if ours is None:
        raise TiigError(PROGRAMME_NOT_SERVED)
    if request.headers.get("sec-fetch-site") not in _OWN or not _own_origin(request):
        raise TiigError(FORM_STRANGE)
    fields = _fields(request, body)
    if not secrets.compare_digest(fields.pop(TOKEN, "").encode(), ours.token.encode()):
        raise TiigError(FORM_STRANGE)
    return fields


def _own_origin(request: Request) -> bool:
    """Tell whether the request says no origin (our pages send no referrer) or our own."""
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return True
    try:
        return urlsplit(origin).netloc == request.headers.get("host")
    except ValueError:  # no address at all, as "http://["
        return False


def _fields(request: Request, body: bytes | None) -> dict[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body is None or kind != _KIND:
        raise TiigError(FORM_UNREADABLE, most=MOST_BYTES)
    try:
        read = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise TiigError(FORM_UNREADABLE, most=MOST_BYTES) from None
    return dict(read)

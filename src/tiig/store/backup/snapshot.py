"""A snapshot: a plain head that says what opens it, and a sealed body that says what it holds.

The body is an age file for an identity made for this snapshot alone; its secret is wrapped
under the lake's newest key, as the packs are. Nobody without that key can read or forge it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pyrage
from pyrage import x25519

from tiig.kit.hashing import digest
from tiig.model.backup_errors import BACKUP_DAMAGED, BACKUP_KEY, BACKUP_NEWER
from tiig.model.errors import TiigError
from tiig.model.ports import Catalogue
from tiig.model.submission import Pack
from tiig.store.backup.folder import FORMAT
from tiig.store.secrets import StoreKeys, wrapped_under

_PURPOSE = "lake"


@dataclass(frozen=True)
class Body:
    """What a snapshot holds, by the place of each file in the workspace.

    `catalogue` is sealed with the body's own secret; `small` files stand in the body itself.
    """

    files: Mapping[str, str]
    catalogue: str
    small: Mapping[str, str]
    contents: str
    audit_head: str
    audit_rows: int
    submissions: int
    packs: int


@dataclass(frozen=True)
class Head:
    """What can be known of a snapshot without any key."""

    made_at: datetime
    code: str
    revision: str
    key: str
    wrapped: bytes
    sealed: bytes
    objects: tuple[str, ...]


def head_of(catalogue: Catalogue) -> str:
    """Return the signed head of the audit trail as one line; none for an empty trail."""
    head = catalogue.audit_head()
    return "" if head is None else head.token


def contents_of(packs: Sequence[Pack]) -> str:
    """Return one value for the content digests of all packs."""
    return digest(sorted([pack.id, pack.content] for pack in packs))


def new_secret() -> x25519.Identity:
    """Return the identity of a new snapshot."""
    return x25519.Identity.generate()


def told(body: Body, secret: x25519.Identity, keys: StoreKeys, **head: str) -> dict[str, Any]:
    """Return a snapshot as it is written; `head` names when and by which version it was made."""
    wrapped = keys.wrap(_PURPOSE, str(secret).encode())
    sealed = pyrage.encrypt(json.dumps(asdict(body)).encode(), [secret.to_public()])
    return {
        "format": FORMAT,
        **head,
        "key": wrapped_under(wrapped),
        "secret": base64.b64encode(wrapped).decode(),
        "body": base64.b64encode(sealed).decode(),
        "objects": sorted({*body.files.values(), body.catalogue}),
    }


def read_head(name: str, snapshot: Mapping[str, Any], *, here: str) -> Head:
    """Read a head; BACKUP_NEWER for a form that this version does not know, BACKUP_DAMAGED."""
    try:
        if int(snapshot["format"]) > FORMAT:
            raise TiigError(BACKUP_NEWER, made_by=snapshot["code"], here=here)
        return Head(
            made_at=datetime.fromisoformat(snapshot["made_at"]),
            code=snapshot["code"],
            revision=snapshot["revision"],
            key=snapshot["key"],
            wrapped=base64.b64decode(snapshot["secret"], validate=True),
            sealed=base64.b64decode(snapshot["body"], validate=True),
            objects=tuple(snapshot["objects"]),
        )
    except (ValueError, LookupError, TypeError):
        raise TiigError(BACKUP_DAMAGED, what=f"the snapshot {name} is not whole") from None


def opened(head: Head, keys: StoreKeys) -> tuple[Body, x25519.Identity]:
    """Open a snapshot; BACKUP_KEY for other keys, BACKUP_DAMAGED where it was changed."""
    try:
        secret = x25519.Identity.from_str(keys.unwrap(_PURPOSE, head.wrapped).decode())
    except TiigError:
        raise TiigError(BACKUP_KEY, name=head.key) from None
    try:
        body = Body(**json.loads(pyrage.decrypt(head.sealed, [secret])))
    except (pyrage.DecryptError, ValueError, TypeError):
        raise TiigError(BACKUP_DAMAGED, what="what it holds was changed") from None
    if {*body.files.values(), body.catalogue} != set(head.objects):
        raise TiigError(BACKUP_DAMAGED, what="its list of files was changed")
    return body, secret

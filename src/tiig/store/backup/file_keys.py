"""The box of per-file keys: today's secrets of sealed files, in one file apart from backups.

It is written anew with every backup and never kept in several versions: a key that was
destroyed is gone from it with the next run. Each secret stays wrapped under the vault's key.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from tiig.model.backup_errors import BOX_DAMAGED
from tiig.model.errors import TiigError
from tiig.store import durable
from tiig.store.backup.folder import writing
from tiig.store.keyring import FileKeyring

_FORMAT = 1


def write(box: Path, keys: FileKeyring, snapshot: str) -> int:
    """Put the secrets of all sealed files into the box, in place of what it held; how many."""
    secrets = {name: base64.b64encode(one).decode() for name, one in keys.wrapped_secrets().items()}
    told = {"format": _FORMAT, "snapshot": snapshot, "secrets": secrets}
    with writing():
        durable.private_folder(box.parent)
        content = json.dumps(told).encode()
        if box.exists():
            durable.replace_private(box, content)
        else:
            durable.write_private(box, content)
    return len(secrets)


def read(box: Path) -> dict[str, bytes]:
    """Return the wrapped secrets by file; BOX_DAMAGED."""
    try:
        told = json.loads(box.read_bytes())
        secrets = {
            one: base64.b64decode(told["secrets"][one], validate=True) for one in told["secrets"]
        }
        known = told["format"] == _FORMAT
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        known = False
    if not known:
        raise TiigError(BOX_DAMAGED)
    return secrets

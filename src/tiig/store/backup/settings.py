"""The settings of a restored workspace: those of the snapshot, but for where the catalogue is."""

from __future__ import annotations

import json
import re
import tomllib

from tiig.model.backup_errors import BACKUP_DAMAGED
from tiig.model.errors import TiigError
from tiig.store.catalogue import Address

_ENTRY = "database_url"
_LINE = re.compile(rf"^[ \t]*{_ENTRY}[ \t]*=.*\n?", re.MULTILINE)
_WHERE = """
# Where the catalogue is. Its password never stands here: TIIG_DATABASE_PASSWORD.
{entry} = {url}
"""


def settings_with(text: str, database: Address | None) -> str:
    """Return settings that name this database and no other; none: the workspace's own file.

    The database of the workspace that was backed up may be in use: it is never named again
    unless it is asked for.
    """
    url = None if database is None else database.shown
    changed = _LINE.sub("", text) + ("" if url is None else where(url))
    told, meant = _read(changed), _read(text) | {_ENTRY: url}
    if told | {_ENTRY: told.get(_ENTRY)} != meant:
        raise TiigError(BACKUP_DAMAGED, what="its settings cannot be read")
    return changed


def _read(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise TiigError(BACKUP_DAMAGED, what="its settings cannot be read") from None


def where(url: str) -> str:
    """Return the entry that names the database of a catalogue."""
    return _WHERE.format(entry=_ENTRY, url=json.dumps(url))

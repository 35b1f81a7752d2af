"""What makes a workspace, brings one up or restores one: cases that begin without one open."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, insert, inspect, select, text
from tests.faults.case import DATABASE, SECRET, Door, Place, looked_over
from tests.faults.cases import ASKER, june_twice

from tiig.journeys.backup import back_up
from tiig.kit.progress import Silent
from tiig.model.backup import BackupRequest
from tiig.model.errors import WORKSPACE_MISSING, TiigError
from tiig.model.ports import Seams
from tiig.store import Address
from tiig.store.catalogue.engines import WRITES, engine_for
from tiig.wiring import (
    RestoreRequest,
    make_workspace,
    open_services,
    read_settings,
    restore_workspace,
)

OLDER = "0002"
"""The oldest catalogue that was ever shipped with data in it."""
VERSIONS = "alembic_version"
LETTER = "a letter that lay here before\n"
NOTHING: dict[str, Any] = {"told": {"workspace": None}, "faults": [], "seconds": 0}
Rows = dict[str, list[dict[str, Any]]]


def _made(place: Place) -> Path:
    return place.workspace / "made"


def nowhere(place: Place) -> None:
    """There is a folder in which a workspace may be made."""
    place.workspace.mkdir()


def among_others(place: Place) -> None:
    """The folder of the workspace is there, with something else in it."""
    _made(place).mkdir(parents=True)
    (_made(place) / "letter.txt").write_text(LETTER, encoding="utf-8")


def init(place: Place, seams: Seams) -> None:
    """Make a workspace, unless that is done."""
    if not (_made(place) / "tiig.toml").exists():
        make_workspace(_made(place), seams=seams)


def seen(place: Place) -> dict[str, Any]:
    """Say what the new workspace holds, or that there is none and the program says so."""
    target = _made(place)
    if not (target / "tiig.toml").exists():
        return NOTHING if _is_missing(target) else {**NOTHING, "faults": ["half a workspace"]}
    found = looked_over(target)
    left = sorted(
        path.name
        for path in (*place.workspace.iterdir(), *target.iterdir())
        if path.name.endswith((".restoring", ".begun", ".part"))
    )
    faults = [*found["faults"], *(f"left behind: {name}" for name in left)]
    return {**found, "faults": faults}


def _is_missing(target: Path) -> bool:
    """Tell whether whoever opens the folder is told that there is no workspace."""
    try:
        read_settings(target)
    except TiigError as fault:
        return fault.kind is WORKSPACE_MISSING
    return False


def seen_among_others(place: Place) -> dict[str, Any]:
    """Say the same; what lay there before still does."""
    found = seen(place)
    letter = _made(place) / "letter.txt"
    kept = letter.exists() and letter.read_text(encoding="utf-8") == LETTER
    return found if kept else {**found, "faults": [*found["faults"], "the letter is gone"]}


def copied(place: Place) -> None:
    """A backup of a workspace whose catalogue is a file, its keys apart, and no workspace."""
    place.workspace.mkdir()
    elsewhere = os.environ.pop(DATABASE, None)
    source = make_workspace(place.files / "source")
    with open_services(read_settings(source)) as services:
        june_twice(services, place.files)
        request = BackupRequest(str(place.files / "backup"), file_keys=str(place.files / "box"))
        back_up(request, asker=ASKER, services=services, progress=Silent())
    shutil.copytree(source / "keys", place.files / "keys")
    shutil.rmtree(source)
    if elsewhere is not None:
        os.environ[DATABASE] = elsewhere


def restore(place: Place, seams: Seams) -> None:
    """Restore the backup, unless that is done."""
    if not (_made(place) / "tiig.toml").exists():
        request = RestoreRequest(
            place.files / "backup",
            _made(place),
            place.files / "keys",
            file_keys=place.files / "box",
        )
        restore_workspace(request, asker=ASKER, progress=Silent(), seams=seams)


def older(place: Place) -> None:
    """June twice and May, in a catalogue as an older program would have left it."""
    make_workspace(place.workspace)
    with open_services(read_settings(place.workspace)) as services:
        june_twice(services, place.files)
    with _catalogue(place, writes=True) as base:
        rows = _rows(base, _columns(base))
        known = MetaData()
        known.reflect(base)
        known.drop_all(base)
        config = Config()
        config.set_main_option("script_location", "tiig.store:migrations")
        config.attributes["connection"] = base
        command.upgrade(config, OLDER)
        known = MetaData()
        known.reflect(base)
        for name, columns in _columns(base).items():
            then = [{one: row[one] for one in columns} for row in rows[name]]
            if then and name != VERSIONS:
                base.execute(insert(known.tables[name]), then)


def migrate(place: Place, seams: Seams) -> None:
    """Open the workspace, which brings its catalogue forward."""
    with open_services(read_settings(place.workspace), seams=seams):
        pass


def as_it_stands(place: Place) -> dict[str, Any]:
    """Say which version the catalogue has, its tables, and the rows of the older one's columns."""
    before = _before(place)
    then = {name: columns for name, columns in before["columns"].items() if name != VERSIONS}
    with _catalogue(place) as base:
        version = base.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar()  # noqa: S608
        columns, rows, trail = _columns(base), _rows(base, then), _trail(base)
    rows["audit"] = [one for one in rows["audit"] if one["number"] <= before["trail"]]
    told = {
        "version": version,
        "tables": {name: sorted(columns[name]) for name in sorted(columns)},
        "rows": hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest(),
    }
    faults: list[str] = []
    if version != OLDER:
        faults = looked_over(place.workspace)["faults"]
    elif trail != before["trail"]:
        faults = ["the older catalogue was written to"]
    return {"told": told, "faults": faults, "seconds": 0}


def _before(place: Place) -> dict[str, Any]:
    """Return tables and length of the trail as they were before, kept when they are first seen."""
    kept = place.files / "older.json"
    if not kept.exists():
        with _catalogue(place) as base:
            told = {"columns": _columns(base), "trail": _trail(base)}
        kept.write_text(json.dumps(told), encoding="utf-8")
    before: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return before


def _trail(base: Connection) -> int:
    return int(base.execute(text("SELECT count(*) FROM audit")).scalar_one())


@contextmanager
def _catalogue(place: Place, *, writes: bool = False) -> Iterator[Connection]:
    file = f"sqlite:///{place.workspace / 'catalogue.db'}"
    engine = engine_for(Address(os.environ.get(DATABASE, file), os.environ.get(SECRET)))
    options = {WRITES: writes}
    with engine.connect().execution_options(**options) as base, base.begin():
        yield base
    engine.dispose()


def _columns(base: Connection) -> dict[str, list[str]]:
    known = inspect(base)
    return {
        name: [column["name"] for column in known.get_columns(name)]
        for name in known.get_table_names()
    }


def _rows(base: Connection, columns: dict[str, list[str]]) -> Rows:
    """Return rows by table, in one order in every database; truths as numbers."""
    known = MetaData()
    known.reflect(base)
    found = {}
    for name, wanted in columns.items():
        asked = select(*(known.tables[name].c[column] for column in wanted))
        rows = [dict(row) for row in base.execute(asked).mappings()]
        found[name] = sorted(rows, key=repr)
    return found


DOORS = (
    Door("init", nowhere, init, seen),
    Door("init among others", among_others, init, seen_among_others),
    Door("migrate", older, migrate, as_it_stands),
    Door("restore", copied, restore, seen),
    Door("init on a server", nowhere, init, seen, server=True),
    Door("migrate on a server", older, migrate, as_it_stands, server=True),
    Door("restore to a server", copied, restore, seen, server=True),
)

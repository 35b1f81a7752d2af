"""Make or bring up the tables: by Alembic's migrations, run in code, without a file of settings.

The version in the database also says whether the catalogue is finished: one that `tiig init`
or `tiig restore` began counts only once its workspace stands, and is made anew otherwise.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from tiig.model.audit import Signer
from tiig.model.database_errors import (
    CATALOGUE_MISSING,
    CATALOGUE_NEWER,
    CATALOGUE_THERE,
    DATABASE_REFUSED,
    DATABASE_TAKEN,
)
from tiig.model.errors import TiigError
from tiig.model.ports import Seams
from tiig.store.catalogue.engines import WRITES, Address, engine_for, may_make_tables, sql_errors
from tiig.store.catalogue.tables import metadata
from tiig.store.seams import NoSeams

HEAD = "0015"
"""The newest migration; a test holds it against the folder of migrations."""

_PLACE = "tiig.store:migrations"
_UNFINISHED = " unfinished"
_VERSIONS = "alembic_version"


def migrate(
    engine: Engine, address: Address, signer: Signer | None = None, seams: Seams | None = None
) -> bool:
    """Run the migrations that this catalogue has not seen, all or none; tell if it is finished.

    The one that chains the audit trail has its head signed. Nothing is touched in a database
    that is newer than this program, or that should hold a catalogue and holds none.
    """
    version = _version(engine)
    if _to_do(version, address):
        passing = seams or NoSeams()
        passing.reach("migration-begun")
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            version = _version_of(connection)  # again: others may have come first
            if _to_do(version, address):
                version = _brought_up(connection, version, address, signer, passing)
            passing.reach("inside-migration")
        passing.reach("migrated")
    return not str(version).endswith(_UNFINISHED)


def finish(connection: Connection) -> None:
    """Let the catalogue count from now on; nothing where it did before."""
    _write_version(connection, HEAD, was=HEAD + _UNFINISHED)


def check_newest(connection: Connection) -> None:
    """Refuse a catalogue that another version brought up meanwhile: CATALOGUE_NEWER."""
    version = connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar()  # noqa: S608 - a name of ours
    if str(version).removesuffix(_UNFINISHED) != HEAD:
        raise TiigError(CATALOGUE_NEWER)


def check_empty(address: Address) -> None:
    """Refuse a database that cannot be reached or holds anything already; changes nothing.

    A catalogue that was begun and never finished is none.
    """
    with sql_errors():
        engine = engine_for(address)
        try:
            version = _version(engine)
            if version is not None and not version.endswith(_UNFINISHED):
                raise TiigError(CATALOGUE_THERE)
            with engine.connect() as connection:
                if version is None and inspect(connection).get_table_names():
                    raise TiigError(DATABASE_TAKEN)
                if not may_make_tables(connection):
                    raise TiigError(DATABASE_REFUSED, what="its user may not make tables")
        finally:
            engine.dispose()


def _to_do(version: str | None, address: Address) -> bool:
    """Tell whether tables are to be made or brought up; refuse what is not to be touched."""
    if address.beginning:
        if version is not None and not version.endswith(_UNFINISHED):
            raise TiigError(CATALOGUE_THERE)
        return True
    if version is None:
        if address.expected:
            raise TiigError(CATALOGUE_MISSING)
        return True
    if version.removesuffix(_UNFINISHED) > HEAD:
        raise TiigError(CATALOGUE_NEWER)
    return version.removesuffix(_UNFINISHED) < HEAD


def _brought_up(
    connection: Connection,
    version: str | None,
    address: Address,
    signer: Signer | None,
    seams: Seams,
) -> str:
    """Run the migrations; one that is begun again is made anew. Returns the version now."""
    # Only here: Alembic is slow to import, and a catalogue is migrated rarely.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    unfinished = address.beginning
    if version is not None and address.beginning:
        metadata.drop_all(connection)
        connection.execute(text(f"DROP TABLE {_VERSIONS}"))
    elif version is not None and version.endswith(_UNFINISHED):
        unfinished = True
        _write_version(connection, version.removesuffix(_UNFINISHED), was=version)
    config = Config()
    config.set_main_option("script_location", _PLACE)
    config.attributes.update(connection=connection, signer=signer, seams=seams)
    command.upgrade(config, "head")
    if unfinished:
        _write_version(connection, HEAD + _UNFINISHED, was=HEAD)
    return HEAD + (_UNFINISHED if unfinished else "")


def _write_version(connection: Connection, version: str, *, was: str) -> None:
    change = text(f"UPDATE {_VERSIONS} SET version_num = :version WHERE version_num = :was")  # noqa: S608 - a name of ours
    connection.execute(change, {"version": version, "was": was})


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return _version_of(connection)


def _version_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSIONS):
        return None
    return connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar()  # noqa: S608 - a name of ours

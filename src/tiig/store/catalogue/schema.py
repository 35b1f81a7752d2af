"""Make or bring up the tables: by Alembic's migrations, run in code, without a file of settings."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

from tiig.model.audit import Signer
from tiig.model.database_errors import (
    CATALOGUE_MISSING,
    CATALOGUE_NEWER,
    CATALOGUE_THERE,
    DATABASE_REFUSED,
)
from tiig.model.errors import TiigError
from tiig.store.catalogue.engines import WRITES, Address, engine_for, may_make_tables, sql_errors

HEAD = "0010"
"""The newest migration; a test holds it against the folder of migrations."""

_PLACE = "tiig.store:migrations"


def migrate(engine: Engine, signer: Signer | None = None, *, expected: bool = False) -> None:
    """Run the migrations that this catalogue has not seen, all or none.

    The one that chains the audit trail has its head signed. Nothing is touched in a database
    that is newer than this program, or that should hold a catalogue and holds none.
    """
    version = _version(engine)
    if version == HEAD:
        return
    if version is None and expected:
        raise TiigError(CATALOGUE_MISSING)
    if version is not None and version > HEAD:
        raise TiigError(CATALOGUE_NEWER)
    # Only here: Alembic is slow to import, and a catalogue is migrated rarely.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _PLACE)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        config.attributes["signer"] = signer
        command.upgrade(config, "head")


def check_empty(address: Address) -> None:
    """Refuse a database that cannot be reached or holds a catalogue already; changes nothing."""
    with sql_errors():
        engine = engine_for(address)
        try:
            if _version(engine) is not None:
                raise TiigError(CATALOGUE_THERE)
            with engine.connect() as connection:
                if not may_make_tables(connection):
                    raise TiigError(DATABASE_REFUSED, what="its user may not make tables")
        finally:
            engine.dispose()


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

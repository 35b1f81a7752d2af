"""Make or bring up the tables: by Alembic's migrations, run in code, without a file of settings."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

from tiig.store.catalogue.engines import WRITES

HEAD = "0006"
"""The newest migration; a test holds it against the folder of migrations."""

_PLACE = "tiig.store:migrations"


def migrate(engine: Engine) -> None:
    """Run the migrations that this catalogue has not seen, all or none."""
    if _version(engine) == HEAD:
        return
    # Only here: Alembic is slow to import, and a catalogue is migrated rarely.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _PLACE)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

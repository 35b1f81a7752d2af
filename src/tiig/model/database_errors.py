"""The catalogue's entries about the database that a URL names. None tells a password."""

from __future__ import annotations

from tiig.model.errors import Family, Kind, declare


def _database(name: str, sentence: str, advice: str) -> Kind:
    return declare(
        name, Family.STORE, 503, sentence=sentence, advice=f"{advice} Nothing was changed."
    )


DATABASE_ADDRESS = _database(
    "database-address",
    "The address of the database cannot be used: {what}",
    "Write database_url like postgresql://tiig@db.example.org:5432/tiig, without a password.",
)
DATABASE_DRIVER = _database(
    "database-driver",
    "What speaks to this kind of database is not installed",
    "Install it: pip install 'tiig[server]'; postgresql:// needs psycopg.",
)
DATABASE_UNREACHABLE = _database(
    "database-unreachable",
    "The database server cannot be reached",
    "See that it runs, and that database_url names its host and port.",
)
DATABASE_REFUSED = _database(
    "database-refused",
    "The database server does not let us in: {what}",
    "Check the user and the database in database_url, and TIIG_DATABASE_PASSWORD.",
)
CATALOGUE_MISSING = _database(
    "catalogue-missing",
    "There is no catalogue where this workspace should have one",
    "Check database_url; restore the catalogue from a backup if it was lost.",
)
CATALOGUE_FOREIGN = _database(
    "catalogue-foreign",
    "The catalogue is that of another workspace",
    "Check database_url: each workspace has a database of its own.",
)
CATALOGUE_THERE = _database(
    "catalogue-there",
    "There is a catalogue in this database already",
    "Each workspace has a database of its own: name an empty one.",
)
DATABASE_TAKEN = _database(
    "database-taken",
    "The database holds tables of something else",
    "Each workspace has a database of its own: name an empty one.",
)
CATALOGUE_UNMOVED = _database(
    "catalogue-unmoved",
    "The catalogue holds values that the other database does not keep as they are",
    "Restore it without --database, and see what tiig audit verify says of it.",
)
CATALOGUE_NEWER = _database(
    "catalogue-newer",
    "The catalogue was brought up by a newer version of TIIG",
    "Install that version or a later one.",
)

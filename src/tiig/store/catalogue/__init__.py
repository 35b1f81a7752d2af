"""The catalogue in SQL: what was received, what is in force, who did what.

SQLite in the workspace or PostgreSQL by URL, one code for both; nothing about rows of
attendances stands here, and no other room sees a table or a statement.
"""

from tiig.store.catalogue.engines import Address
from tiig.store.catalogue.schema import check_empty
from tiig.store.catalogue.sql import SqlCatalogue

__all__ = ["Address", "SqlCatalogue", "check_empty"]

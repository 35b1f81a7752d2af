"""The store: catalogue (SQL), lake (encrypted Parquet), vault (sealed originals), keys.

Writes nothing that is not sealed or declared: it checks each batch again, column by column,
and refuses free text, undeclared columns and files that are not encrypted.
"""

from tiig.store.catalogue import Address, SqlCatalogue, check_empty
from tiig.store.destroying import Destroyer
from tiig.store.geography import Geographies
from tiig.store.healing import HEALER, give_up, heal, reconcile
from tiig.store.keyring import FileKeyring
from tiig.store.lake import ParquetLake
from tiig.store.places import check_place
from tiig.store.shelves import FolderShelf, MemoryShelf
from tiig.store.vault import SealedVault
from tiig.store.workspace import Workspace

__all__ = [
    "HEALER",
    "Address",
    "Destroyer",
    "FileKeyring",
    "FolderShelf",
    "Geographies",
    "MemoryShelf",
    "ParquetLake",
    "SealedVault",
    "SqlCatalogue",
    "Workspace",
    "check_empty",
    "check_place",
    "give_up",
    "heal",
    "reconcile",
]

"""Backups: the catalogue first, then only the files that it names, each once by its content.

Holds no key: neither master keys nor those of single sealed files. What a key was destroyed
for stays destroyed, however old the copy.
"""

from tiig.store.backup.making import BackupMaker
from tiig.store.backup.restoring import RestoreOrder, restore
from tiig.store.backup.settings import where

__all__ = ["BackupMaker", "RestoreOrder", "restore", "where"]

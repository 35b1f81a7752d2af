"""The same ports without a disk: real adapters for tests and for work that leaves no trace.

They refuse what the others refuse and answer in the same order; one suite tests them all.
"""

from tiig.store.in_memory.catalogue import MemoryCatalogue
from tiig.store.in_memory.keys import MemoryKeys
from tiig.store.in_memory.lake import MemoryLake
from tiig.store.in_memory.vault import MemoryVault

__all__ = ["MemoryCatalogue", "MemoryKeys", "MemoryLake", "MemoryVault"]

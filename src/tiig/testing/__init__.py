"""Shipped helpers for tests: a workspace in memory, and a process that dies on cue."""

from tiig.testing.in_memory import in_memory_services

__all__ = ["in_memory_services"]

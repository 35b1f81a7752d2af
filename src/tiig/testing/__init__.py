"""Shipped helpers for tests: a workspace in memory, agreements, a process that dies on cue."""

from tiig.testing.agreements import PARTNER, agree
from tiig.testing.in_memory import in_memory_services

__all__ = ["PARTNER", "agree", "in_memory_services"]

"""The command line: words into values, one journey, an answer shown, an exit code.

Answers go to standard output, messages to standard error. No logic of its own.
"""

from tiig.cli.app import main

__all__ = ["main"]

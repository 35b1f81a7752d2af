"""The pages: protected figures, receipts and files, drawn for a person at this machine.

Asks through the verbs of a session; reads no store, decides nothing about disclosure,
and answers only to this machine until sign-in exists.
"""

from tiig.portal.app import make_app
from tiig.portal.warming import MONTHS_AT_HAND, warm

__all__ = ["MONTHS_AT_HAND", "make_app", "warm"]

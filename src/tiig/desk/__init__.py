"""The one desk: permission, data in force, computation, disclosure, ledger - in that order.

Whatever leaves the house for a person leaves through here, and each answer writes a
`release` row. The desk computes nothing itself and draws nothing.
"""

from tiig.desk.answer import answer, shown_again
from tiig.desk.asking import period_of, question_of
from tiig.desk.coverage import Standing, standing_of
from tiig.desk.profiles import (
    known_submission,
    period_of_interest,
    profile_for,
    profiles_in_force,
)
from tiig.desk.receipts import receipt_release

__all__ = [
    "Standing",
    "answer",
    "known_submission",
    "period_of",
    "period_of_interest",
    "profile_for",
    "profiles_in_force",
    "question_of",
    "receipt_release",
    "shown_again",
    "standing_of",
]

"""Apply a sender profile once: columns, formats and code maps become typed items with states.

Refuses to guess: a cell that the profile and the standard do not explain stays null with
the state that says why, and no cell ever stands in a message.
"""

from tiig.translate.defaults import default_times
from tiig.translate.explaining import explained_by
from tiig.translate.memory import Memory
from tiig.translate.named_month import month_in_name
from tiig.translate.period import check_period, declared_period
from tiig.translate.planning import Plan, plan
from tiig.translate.profile_keys import profile_words
from tiig.translate.reading import read_profile
from tiig.translate.roles import Known, roles
from tiig.translate.starting_from import RECORDS, TEMPLATES, Facts, filled
from tiig.translate.translating import translate

__all__ = [
    "RECORDS",
    "TEMPLATES",
    "Facts",
    "Known",
    "Memory",
    "Plan",
    "check_period",
    "declared_period",
    "default_times",
    "explained_by",
    "filled",
    "month_in_name",
    "plan",
    "profile_words",
    "read_profile",
    "roles",
    "translate",
]

"""A synthetic region: what happens (`world`), how hospitals write it down (`recording`).

Nothing here stands for a real person, hospital or place; the room imports no reference
data and knows no stage. The small months and four layouts beside it are for tests.
"""

from tiig.synthesis.agreements import VRU, demo_agreements
from tiig.synthesis.layouts import (
    profile_text,
    write_aldermoor,
    write_brackenfield,
    write_calderwick,
    write_dunmere,
)
from tiig.synthesis.months import make_month
from tiig.synthesis.recording import Batch, Fate, Faults, Recording, SentFile
from tiig.synthesis.world import make_world

__all__ = [
    "VRU",
    "Batch",
    "Fate",
    "Faults",
    "Recording",
    "SentFile",
    "demo_agreements",
    "make_month",
    "make_world",
    "profile_text",
    "write_aldermoor",
    "write_brackenfield",
    "write_calderwick",
    "write_dunmere",
]

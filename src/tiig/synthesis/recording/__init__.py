"""How emergency departments write attendances down and send them: layouts, habits, mishaps.

The senders are invented. The room takes a world of true attendances, writes the files that
hospitals would send, month by month, and keeps the truth of what it wrote.
"""

from tiig.synthesis.recording.faults import Faults
from tiig.synthesis.recording.recording import Recording
from tiig.synthesis.recording.senders import all_senders, sender_profile
from tiig.synthesis.recording.sent import Batch, Fate, NilReturn, SentFile

__all__ = [
    "Batch",
    "Fate",
    "Faults",
    "NilReturn",
    "Recording",
    "SentFile",
    "all_senders",
    "sender_profile",
]

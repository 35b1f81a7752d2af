"""The pages of the quality programme: opened by whoever starts them, for a stated purpose."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import partial

from tiig.model.asker import Asker
from tiig.model.letter import Letter
from tiig.portal.shelf import Shelf
from tiig.publish.paper import Paper

SAID = {
    "opened": "The action is open.",
    "noted": "It was added to the action.",
    "closed": "The action is closed.",
    "reopened": "The action is open again.",
    "agreed": "The target counts from its first month on.",
    "ended": "The target counts up to its last month.",
    "rebased": "The series begins anew in that month.",
    "undone": "It is taken back: the series is held against its past again.",
    "used": "It stands beside the release; letters and the service report can tell it.",
    "reported": "The report is written. Its files are below.",
    "written": "The letter stands in the ledger. Its papers are below.",
}
"""What a page says after something was done, by the word in its address."""


@dataclass(frozen=True)
class Ours:
    """Who asks the programme's questions and why, and what was done since the start.

    `letters` and `reports` (with the end of their file names) are those at hand; `led` says where
    the last form led that was carried out: what was sent before it may be meant once more, since
    the house has changed.

    Every form bears the `token`, which no other site can read: so a form that comes back with it
    was filled in here.
    """

    asker: Asker
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    letters: Shelf[Letter] = field(default_factory=Shelf)
    reports: Shelf[tuple[str, Paper]] = field(default_factory=Shelf)
    led: Shelf[str] = field(default_factory=partial(Shelf, 1))

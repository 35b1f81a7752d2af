"""What the catalogue keeps of the quality programme, as parts of its ports.

Nothing of it is ever changed or removed: what follows is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tiig.model.agreed_targets import AgreedTarget, TargetEnd
from tiig.model.quality_actions import ActionEntry, QualityAction
from tiig.model.rebases import Rebase
from tiig.model.release_use import ReleaseUse


class ProgrammeReads(Protocol):
    """Questions."""

    def agreed_targets(self) -> tuple[AgreedTarget, ...]:
        """Return every target ever agreed as it was added, by series and month."""
        ...

    def target_ends(self) -> tuple[TargetEnd, ...]:
        """Return every end of a target, oldest first."""
        ...

    def quality_actions(self) -> tuple[QualityAction, ...]:
        """Return every action as it was opened, oldest first."""
        ...

    def action_entries(self) -> tuple[ActionEntry, ...]:
        """Return every entry on any action, oldest first."""
        ...

    def release_uses(self) -> tuple[ReleaseUse, ...]:
        """Return every use of any release, as they were entered."""
        ...

    def rebases(self) -> tuple[Rebase, ...]:
        """Return every re-base and every taking back, oldest first."""
        ...


class ProgrammeWrites(Protocol):
    """Writes of one transaction."""

    def add_targets(self, targets: Sequence[AgreedTarget]) -> None:
        """Enter targets; TARGET_OVERLAPS where one of the same series counts in these months."""
        ...

    def end_target(self, end: TargetEnd) -> None:
        """Keep that a target ends; TARGET_UNKNOWN, TARGET_ENDED."""
        ...

    def open_action(self, action: QualityAction) -> None:
        """Enter an action."""
        ...

    def add_action_entry(self, entry: ActionEntry) -> None:
        """Enter an entry; ACTION_UNKNOWN, ACTION_CLOSED where nothing is added any more."""
        ...

    def add_release_use(self, use: ReleaseUse) -> None:
        """Enter a use; RELEASE_UNKNOWN where nothing was released under this id."""
        ...

    def add_rebase(self, rebase: Rebase) -> None:
        """Enter a re-base or its taking back; REBASE_STANDS, REBASE_UNKNOWN."""
        ...

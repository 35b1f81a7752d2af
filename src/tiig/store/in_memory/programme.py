"""The quality programme in memory: agreed targets, re-bases, actions and uses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tiig.model.agreed_targets import AgreedTarget, TargetEnd, as_ended, target_order
from tiig.model.quality_actions import ActionEntry, QualityAction
from tiig.model.rebases import Rebase, rebase_order
from tiig.model.release_use import ReleaseUse
from tiig.store.catalogue import programme_rules as rules
from tiig.store.in_memory.entering import enter


@dataclass
class KnownProgramme:
    """The part of the state that holds it."""

    agreed_targets: dict[str, AgreedTarget] = field(default_factory=dict)
    target_ends: dict[str, TargetEnd] = field(default_factory=dict)
    quality_actions: dict[str, QualityAction] = field(default_factory=dict)
    action_entries: dict[str, ActionEntry] = field(default_factory=dict)
    release_uses: dict[str, ReleaseUse] = field(default_factory=dict)
    rebases: dict[str, Rebase] = field(default_factory=dict)


class MemoryProgramme(ABC):
    """Questions; a part of the catalogue."""

    @abstractmethod
    def _now(self) -> KnownProgramme:
        """Return the state as this thread sees it."""

    def agreed_targets(self) -> tuple[AgreedTarget, ...]:
        """Return every target ever agreed as it was added, by series and month."""
        return tuple(sorted(self._now().agreed_targets.values(), key=target_order))

    def target_ends(self) -> tuple[TargetEnd, ...]:
        """Return every end of a target, oldest first."""
        ends = self._now().target_ends.values()
        return tuple(sorted(ends, key=lambda one: (one.at, one.target)))

    def quality_actions(self) -> tuple[QualityAction, ...]:
        """Return every action as it was opened, oldest first."""
        found = self._now().quality_actions.values()
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def action_entries(self) -> tuple[ActionEntry, ...]:
        """Return every entry on any action, oldest first."""
        found = self._now().action_entries.values()
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def release_uses(self) -> tuple[ReleaseUse, ...]:
        """Return every use of any release, as they were entered."""
        found = self._now().release_uses.values()
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def rebases(self) -> tuple[Rebase, ...]:
        """Return every re-base and every taking back, oldest first."""
        return tuple(sorted(self._now().rebases.values(), key=rebase_order))


class MemoryProgrammeWrites:
    """Writes; a part of a transaction."""

    _state: Any  # a `KnownProgramme`: the class that has it says more

    def add_targets(self, targets: Sequence[AgreedTarget]) -> None:
        """Enter targets; TARGET_OVERLAPS where one of the same series counts in these months."""
        for one in targets:
            rules.check_target(one, self._standing_targets())
            enter(self._state.agreed_targets, one.id, one)

    def end_target(self, end: TargetEnd) -> None:
        """Keep that a target ends; TARGET_UNKNOWN, TARGET_ENDED."""
        ended = end.target in self._state.target_ends
        rules.check_target_end(end, self._standing_targets(), ended=ended)
        self._state.target_ends[end.target] = end

    def open_action(self, action: QualityAction) -> None:
        """Enter an action."""
        enter(self._state.quality_actions, action.id, action)

    def add_action_entry(self, entry: ActionEntry) -> None:
        """Enter an entry; ACTION_UNKNOWN, ACTION_CLOSED where nothing is added any more."""
        before = (one for one in self._state.action_entries.values() if one.action == entry.action)
        known = entry.action in self._state.quality_actions
        rules.check_entry(known=known, before=before, step=entry.step)
        enter(self._state.action_entries, entry.id, entry)

    def add_release_use(self, use: ReleaseUse) -> None:
        """Enter a use; RELEASE_UNKNOWN where nothing was released under this id."""
        rules.check_use(released=use.release in self._state.releases)
        enter(self._state.release_uses, use.id, use)

    def add_rebase(self, rebase: Rebase) -> None:
        """Enter a re-base or its taking back; REBASE_STANDS, REBASE_UNKNOWN."""
        rules.check_rebase(rebase, self._state.rebases.values())
        enter(self._state.rebases, rebase.id, rebase)

    def _standing_targets(self) -> tuple[AgreedTarget, ...]:
        state = self._state
        return as_ended(state.agreed_targets.values(), state.target_ends.values())

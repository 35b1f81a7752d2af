"""Carry out orders to destroy: whoever comes next finishes what a crash broke off.

Each piece of work stands in one transaction, so that two processes never destroy the same file at
once. A file that was destroyed and is back - copied from a backup - is destroyed again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.destruction import Destruction, Doomed
from tiig.model.ports import Catalogue, Clock, Lake, Seams, Vault
from tiig.store.seams import NoSeams

AT_ONCE = 50
"""Orders of one transaction: others that write wait no longer than these take."""


@dataclass(frozen=True)
class Destroyer:
    """Destroys what was ordered, in lake and vault, and says so in the catalogue."""

    catalogue: Catalogue
    lake: Lake
    vault: Vault
    clock: Clock
    seams: Seams = field(default_factory=NoSeams)

    def carry_out(self, asker: Asker) -> tuple[Destruction, ...]:
        """Destroy all that was ordered and is there; returns the orders that this needed."""
        done: dict[str, Destruction] = {}
        while some := [one for one in self.open_orders() if one.id not in done][:AT_ONCE]:
            done |= {one.id: one for one in some}
            self._destroy_all(asker, some)
            self.seams.reach("destruction-noted")
        return tuple(done.values())

    def open_orders(self) -> list[Destruction]:
        """Return orders not carried out, and those whose file is back."""
        orders = self.catalogue.destructions()
        if not orders:
            return []
        there = self.lake.on_disk() | self.vault.on_disk()
        return [one for one in orders if one.is_open(there)]

    def _destroy_all(self, asker: Asker, orders: list[Destruction]) -> None:
        incidents = self._incidents_of(orders)
        with self.catalogue.change(
            asker,
            f"destroyed as ordered: {_counts(orders)}",
            kind=AuditKind.RETENTION,
            subjects=(*(one.subject for one in orders), *incidents),
        ) as change:
            for one in orders:
                self._destroy(one)
                self.seams.reach("destroyed")
            now = self.clock.now()
            change.note_destroyed([one.id for one in orders], now)
            for incident in incidents:
                change.copy_destroyed(incident, now)

    def _incidents_of(self, orders: list[Destruction]) -> tuple[str, ...]:
        """Name the incidents whose sealed copies go with these orders."""
        copies = {one.subject for one in orders if one.kind is Doomed.REFUSED}
        if not copies:
            return ()
        return tuple(one.id for one in self.catalogue.incidents() if one.original in copies)

    def _destroy(self, order: Destruction) -> None:
        if order.kind is Doomed.PACK:
            self.lake.discard([order.subject])
        elif order.kind is Doomed.SOME_PHRASES:
            pairs = self.catalogue.pairs_of(order.submission)
            packs = {name for pair in pairs for name in pair.packs}
            self.vault.keep_only(order.subject, self.lake.phrases_in(packs))
        else:
            self.vault.destroy([order.subject])


def _counts(orders: list[Destruction]) -> str:
    kinds = [str(one.kind) for one in orders]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))

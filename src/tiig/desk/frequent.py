"""Phrases that may outlive their date: judged by what rows in force say of them, at every run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tiig.desk.keeping import Copy
from tiig.desk.phrases import Seen, seen_phrases, steadily
from tiig.model.destruction import Doomed
from tiig.model.errors import PACK_DAMAGED, STORE_LOCKED, TiigError
from tiig.services import Services


@dataclass(frozen=True)
class Judged:
    """A table of phrases: how many it holds, and which of them stay, by ids of `layers` keys."""

    copy: Copy
    every: int
    stay: frozenset[str] = field(repr=False)
    layers: int

    @property
    def seals_on(self) -> bool:
        """Whether its date has come, and some of its phrases outlive it."""
        return self.copy.kind is Doomed.PHRASES and bool(self.stay)

    @property
    def thins(self) -> bool:
        """Whether it is a table of phrases that outlived others, and some of them go."""
        return self.copy.kind is Doomed.KEPT_PHRASES and len(self.stay) < self.every


def judge_phrases(copies: Sequence[tuple[Copy, bool]], services: Services) -> Iterator[Judged]:
    """Judge tables of phrases, each with whether any of it may stay at all.

    What may stay was seen for enough people on enough dates outside homes, in the rows in force
    of its sender. A table that cannot be opened holds nothing that could stay.
    """
    known: dict[str, Seen] = {}
    for copy, may_stay in copies:
        sender = copy.submission.sender
        if may_stay and sender not in known:
            known[sender] = seen_phrases(services, sender)
        seen = known.get(sender) if may_stay else None
        yield _judged(copy, seen, services)


def keep_on(judged: Judged, services: Services) -> None:
    """Seal what stays of a table on, or thin the one that it stands in already.

    No change of keys may come between: it waits for announced work, and for open transactions.
    """
    if judged.layers != services.catalogue.key_layers().phrase:
        raise TiigError(STORE_LOCKED)
    if judged.copy.kind is Doomed.KEPT_PHRASES:
        services.vault.keep_only(judged.copy.name, judged.stay)
    elif judged.seals_on:
        services.vault.set_apart(judged.copy.submission.id, judged.stay)
    services.seams.reach("phrases-kept-on")


def _judged(copy: Copy, seen: Seen | None, services: Services) -> Judged:
    try:
        texts, layers = steadily(lambda: services.vault.phrases([copy.name]), services)
    except TiigError as fault:
        if fault.kind is not PACK_DAMAGED:
            raise
        return Judged(copy, 0, frozenset(), services.catalogue.key_layers().phrase)
    if seen is not None and seen.layers != layers:
        raise TiigError(STORE_LOCKED)
    stay = frozenset() if seen is None else texts.ids & seen.frequent
    return Judged(copy, len(texts), stay, layers)

"""Look the workspace over: keys, packs against the catalogue both ways, unfinished work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tiig.model.asker import Asker
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class Diagnosis:
    """What is in order and what is not, as sentences."""

    healthy: bool
    faults: tuple[str, ...]
    facts: tuple[str, ...]


def doctor(*, asker: Asker, services: Services, progress: Progress) -> Diagnosis:
    """Check every pack and original that the catalogue names, and name those it does not."""
    del asker
    progress.step("holding the store against the catalogue")
    faults = (*services.reconcile(), *_keyless(services))
    catalogue = services.catalogue
    counts = (
        f"{len(catalogue.senders())} senders, {len(catalogue.submissions())} submissions, "
        f"{len(catalogue.pairs())} site-months in force, {len(catalogue.packs())} packs."
    )
    versions = f"Data standard {services.standard.version[:12]}, code {services.code_version}."
    return Diagnosis(not faults, faults, (counts, versions, *services.keys.describe()))


def _keyless(services: Services) -> Iterator[str]:
    """Name vault keys that sealed files need and the ring does not have."""
    there = {line.name for line in services.keys.lines()}
    needed = Counter(services.keys.secrets_under().values())
    for name in sorted(needed.keys() - there):
        yield f"The key {name} is missing; sealed files that need it: {needed[name]}"

"""Look the workspace over: keys, packs against the catalogue both ways, unfinished work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tiig import desk, receive
from tiig.model.asker import Asker
from tiig.model.ports import Intent, Progress
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
        f"{len({pair.site_month for pair in catalogue.pairs()})} site-months in force, "
        f"{len(catalogue.packs())} packs."
    )
    head = catalogue.audit_head()
    trail = f"Audit trail: {head.number if head else 0} rows; check them with: tiig audit verify."
    versions = f"Data standard {services.standard.version[:12]}, code {services.code_version}."
    facts = (
        counts,
        trail,
        versions,
        _reading(),
        *services.keys.describe(),
        *_agreements(services),
        *map(_unfinished, catalogue.intents()),
    )
    return Diagnosis(not faults, faults, facts)


def _unfinished(intent: Intent) -> str:
    """Say of announced work that it goes on, or what will become of it: it is no fault."""
    until = f"{intent.lease_until:%H:%M on %d %B %Y} UTC"
    return (
        f"Work of {intent.owner} has not ended: {intent.id}. It goes on in another command, or was "
        f"broken off. There is nothing to do: the first command after {until} puts that right."
    )


def _agreements(services: Services) -> Iterator[str]:
    """Say who may send nothing, and what was to be looked at again."""
    without = desk.senders_without_agreement(services)
    if without:
        yield f"No agreement in force, so that nothing may be sent: {', '.join(without)}."
    for one in desk.reviews_due(services):
        yield f"The agreement {one.id} was to be reviewed by {one.review}."


def _reading() -> str:
    """Say in what kind of process files are read, and which of its limits the kernel enforces."""
    return f"A file is {receive.limits_in_words(receive.limits_kept())}."


def _keyless(services: Services) -> Iterator[str]:
    """Name vault keys that sealed files need and the ring does not have."""
    there = {line.name for line in services.keys.lines()}
    needed = Counter(services.keys.secrets_under().values())
    for name in sorted(needed.keys() - there):
        yield f"The key {name} is missing; sealed files that need it: {needed[name]}"

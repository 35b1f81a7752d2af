"""Put right what a crash left, and say what does not agree: catalogue, lake and vault.

Removes only what nobody can still need: files of announced work whose lease has run out, and
files that no announced work and no catalogue row names and that are older than an hour. How
old a file is, its own id says (UUIDv7); an id that says nothing is left alone. Work that breaks
off and can still say so gives itself up at once (`give_up`); whether a process that can no longer
say so is dead, nobody can tell for sure from its number, and its lease decides.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.destruction import Doomed, phrases_of
from tiig.model.pack_names import id_in
from tiig.model.ports import Catalogue, Intent, Lake, Vault
from tiig.model.submission import SubmissionState

YOUNG = timedelta(hours=1)
_WITHOUT_ROWS = frozenset({SubmissionState.RECEIVED, SubmissionState.HELD, SubmissionState.REFUSED})
"""States of a submission that has no rows yet, or never will, and so no phrases."""
_TIME_ORDERED = 7
_MILLISECONDS_FROM_BIT = 80
HEALER = Asker(person="tiig", organisation="local", roles=frozenset(), channel="start-up")
"""Who writes into the audit trail what start-up puts right."""
_ENDING = Asker(person="tiig", organisation="local", roles=frozenset(), channel="breaking-off")


@dataclass(frozen=True)
class Healed:
    """What was removed, and which announced work was given up."""

    packs: tuple[str, ...]
    originals: tuple[str, ...]
    intents: tuple[str, ...]


@dataclass(frozen=True)
class _Named:
    """Ids that the catalogue names: what must stay."""

    packs: frozenset[str]
    originals: frozenset[str]

    @classmethod
    def by(cls, catalogue: Catalogue) -> _Named:
        packs = frozenset(pack.id for pack in catalogue.packs())
        packs |= frozenset(swap.new.id for swap in catalogue.swaps() if swap.old in packs)
        submissions = catalogue.submissions()
        originals = {one.original for one in submissions if one.original is not None}
        originals |= _copies_of_refused(catalogue)
        phrases = {phrases_of(one.id) for one in submissions if one.state not in _WITHOUT_ROWS}
        return cls(packs, frozenset(originals | phrases))


def heal(catalogue: Catalogue, lake: Lake, vault: Vault, now: datetime) -> Healed:
    """Remove what broken-off work left behind; safe beside work that is still going on."""
    intents = catalogue.intents()  # before the files: work announced later owns younger files
    expired = [intent for intent in intents if intent.lease_until < now]
    alive = [intent for intent in intents if intent.lease_until >= now]
    packs_there, originals_there = lake.on_disk(), vault.on_disk()
    named = _Named.by(catalogue)  # after the files: what was committed meanwhile is named
    packs = _left(packs_there, named.packs, *_claims(expired, alive, "packs"), now)
    originals = _left(originals_there, named.originals, *_claims(expired, alive, "originals"), now)
    lake.discard(packs)
    vault.destroy(originals)
    if (packs or originals) and not expired:
        catalogue.note(
            HEALER,
            "removed files that nothing names",
            kind=AuditKind.HEALING,
            subjects=(*packs, *originals),
        )
    for intent in expired:
        with catalogue.change(
            HEALER,
            "gave up broken-off work",
            kind=AuditKind.HEALING,
            subjects=(intent.owner, intent.submission),
        ) as change:
            change.end_intent(intent.id)
    return Healed(packs, originals, tuple(intent.id for intent in expired))


def give_up(catalogue: Catalogue, lake: Lake, vault: Vault, intent: str) -> None:
    """Remove what one's own broken-off work left; nothing where it was committed after all.

    The catalogue says which: the transaction that commits work ends its intent.
    """
    every = catalogue.intents()
    ended = [one for one in every if one.id == intent]
    alive = [one for one in every if one.id != intent]
    if not ended:
        return
    named = _Named.by(catalogue)
    packs, of_others = _claims(ended, alive, "packs")
    lake.discard(sorted(packs - named.packs - of_others))
    originals, of_others = _claims(ended, alive, "originals")
    vault.destroy(sorted((originals & vault.on_disk()) - named.originals - of_others))
    with catalogue.change(
        _ENDING,
        "gave up broken-off work",
        kind=AuditKind.HEALING,
        subjects=(ended[0].owner, ended[0].submission),
    ) as change:
        change.end_intent(intent)


def reconcile(catalogue: Catalogue, lake: Lake, vault: Vault) -> tuple[str, ...]:
    """Return a sentence for each thing that catalogue, lake and vault do not agree on."""
    named = _Named.by(catalogue)
    announced = catalogue.intents()
    orders = catalogue.destructions()
    doomed = {one.subject for one in orders if one.kind is not Doomed.SOME_PHRASES}
    expected = {one.original for one in catalogue.submissions() if one.original}
    expected = (expected | _copies_of_refused(catalogue)) - doomed
    on_disk, sealed = lake.on_disk(), vault.on_disk()
    claimed = {name for intent in announced for name in (*intent.packs, *_originals(intent))}
    told = [fault for pack in catalogue.packs() if (fault := lake.check(pack))]
    told += [
        f"A pack that a site-month needs is not listed: {name}" for name in _unlisted(catalogue)
    ]
    told += [f"A sealed original is missing: {name}" for name in sorted(expected - sealed)]
    strays = (on_disk - named.packs - claimed) | (sealed - named.originals - claimed)
    told += [f"A stored file is in no catalogue: {name}" for name in sorted(strays)]
    told += [
        f"A file that was to be destroyed is there: {one.kind} {one.subject}"
        for one in orders
        if one.is_open(on_disk | sealed)
    ]
    return tuple(told)


def moment_of(name: str) -> datetime | None:
    """Return when an id was made; None where it is no UUIDv7 (a pack's ending is left off)."""
    try:
        made = uuid.UUID(id_in(name))
    except ValueError:
        return None
    if made.version != _TIME_ORDERED:
        return None
    return datetime.fromtimestamp((made.int >> _MILLISECONDS_FROM_BIT) / 1000, UTC)


def _copies_of_refused(catalogue: Catalogue) -> frozenset[str]:
    """Return the sealed copies of refused files that wait for their destruction."""
    return frozenset(
        one.original for one in catalogue.incidents() if one.original and one.holds_copy
    )


def _originals(intent: Intent) -> tuple[str, ...]:
    return (*intent.originals, phrases_of(intent.submission))


def _claims(
    expired: list[Intent], alive: list[Intent], what: str
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the files that expired work claims, and those that living work claims."""

    def claimed(intents: list[Intent]) -> frozenset[str]:
        files = [one.packs if what == "packs" else _originals(one) for one in intents]
        return frozenset(name for some in files for name in some)

    return claimed(expired), claimed(alive)


def _left(
    there: frozenset[str],
    named: frozenset[str],
    given_up: frozenset[str],
    alive: frozenset[str],
    now: datetime,
) -> tuple[str, ...]:
    free = there - named - alive
    return tuple(sorted(name for name in free if name in given_up or _old(name, now)))


def _old(name: str, now: datetime) -> bool:
    made = moment_of(name)
    return made is not None and made < now - YOUNG


def _unlisted(catalogue: Catalogue) -> list[str]:
    listed = {pack.id for pack in catalogue.packs()}
    needed = {name for pair in catalogue.pairs() for name in pair.packs}
    return sorted(needed - listed)

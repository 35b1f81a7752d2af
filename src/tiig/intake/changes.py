"""What changed since the sender's last months: the past from the catalogue, rules from `quality`.

A file is held against the months in force before its own, by their portraits in the receipts.
What a person confirmed is in force, and so part of what is usual from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from tiig.intake.claims import Effect
from tiig.intake.naming import is_plain_header
from tiig.intake.parcel import Parcel
from tiig.intake.portraits import portrait_of
from tiig.intake.surroundings import Surroundings
from tiig.intake.whole_file import WholeFile
from tiig.model.drift import About, Change, MonthPortrait, Portrait
from tiig.model.parts import by_site_month
from tiig.model.receipt import Receipt
from tiig.model.submission import Pair, SiteMonth, SubmissionState
from tiig.quality import drift

MOST_SAID = 60
"""Changes that a receipt lists; more are counted."""

FIRST = "This is the first file of this sender that was read."
NOT_READ = "It was not read to its end, so it is not compared."
NOTHING = "Nothing stands out against the last file."

_ORDER = {about: place for place, about in enumerate(About)}


@dataclass(frozen=True)
class Told:
    """What is to be said of a file beside those before it, and its own portrait."""

    changes: tuple[str, ...]
    drift: tuple[Change, ...] = ()
    portrait: Portrait | None = None

    @property
    def holds(self) -> tuple[str, ...]:
        """The sentences for which a person must look at the file."""
        return tuple(one.sentence for one in self.drift if one.holds)


def compare(
    parcel: Parcel, whole: WholeFile, services: Surroundings, effects: Sequence[Effect]
) -> Told:
    """Hold a file that was read to its end against what its sender sent before.

    `effects` say what it takes the place of.
    """
    portrait = portrait_of(whole)
    past = _Past(parcel, whole, services)
    if past.receipts.last is None:
        own = [one for month in portrait.months for one in drift.volume_changes(month, ())]
        return Told((FIRST,), _ordered([*_swapped(whole), *own]), portrait)
    alike = past.receipts.last_alike
    found = [
        *_swapped(whole),
        *(_of_file(parcel, whole, past, portrait, last=alike) if alike else ()),
        *_replaced(effects),
        *_of_months(whole, past, portrait, effects),
    ]
    told = () if alike else (_other_kind(parcel),)
    return Told((*told,) if found or told else (NOTHING,), _ordered(found), portrait)


def of_header(
    parcel: Parcel, whole: WholeFile, services: Surroundings, *, unsafe: bool = False
) -> Told:
    """Say of a file that was refused how its header differs from the last one's.

    Nothing is said of the header of a file that is an incident (`unsafe`).
    """
    past = _Receipts(parcel, services)
    if past.last is None:
        return Told((FIRST,))
    alike = past.last_alike
    known = alike.columns if alike else ()
    # A header of which less than half is known may be a row, or the noise of another encoding.
    if unsafe or 2 * len({*known} & {*whole.header}) < max(1, len(known)):
        return Told((NOT_READ,))
    names = [
        name
        if name in known or is_plain_header(name, parcel.profile, services.standard)
        else f"number {place}"
        for place, name in enumerate(whole.header, start=1)
    ]
    found = drift.column_changes(names, known, (), told=False)
    return Told((NOT_READ,), tuple(found))


def with_findings(receipt: Receipt, parcel: Parcel, services: Surroundings) -> Receipt:
    """Add the findings that now touch a larger share of the rows than in the last such file."""
    if receipt.portrait is None:
        return receipt
    last = _Receipts(parcel, services).last_alike
    grown = tuple(_findings(receipt, last)) if last is not None else ()
    if not grown:
        return receipt
    changes = tuple(one for one in receipt.changes if one != NOTHING)
    return replace(receipt, changes=changes, drift=(*receipt.drift, *grown))


class _Receipts:
    """What the sender was told of its files before this one, each read once."""

    def __init__(self, parcel: Parcel, services: Surroundings) -> None:
        self._parcel, self._services = parcel, services
        self._read: dict[str, Receipt | None] = {}

    @cached_property
    def last(self) -> Receipt | None:
        """The newest file of the sender that stands."""
        return next(self._sent(), None)

    @cached_property
    def last_alike(self) -> Receipt | None:
        """The newest file of the same kind: prepared at the hospital, or in its own layout."""
        return next((one for one in self._sent() if self.is_alike(one)), None)

    def is_alike(self, one: Receipt) -> bool:
        """Tell whether a file was of the same kind as this one."""
        return (one.before is None) == (self._parcel.package is None)

    def of(self, revision: str) -> Receipt | None:
        """Return the receipt of a submission."""
        if revision not in self._read:
            text = self._services.catalogue.receipt(revision)
            self._read[revision] = None if text is None else Receipt.from_json(text)
        return self._read[revision]

    def _sent(self) -> Iterator[Receipt]:
        """Yield the receipts of what the sender sent before and stands, the newest first."""
        sender = self._parcel.profile.sender
        for submission in reversed(self._services.catalogue.submissions(sender)):
            stands = submission.state in {SubmissionState.IN_FORCE, SubmissionState.SUPERSEDED}
            if submission.id != self._parcel.id and stands and not submission.nil:
                receipt = self.of(submission.id)
                if receipt is not None:
                    yield receipt


class _Past:
    """What the catalogue knows of a sender's months before this file, read when asked for."""

    def __init__(self, parcel: Parcel, whole: WholeFile, services: Surroundings) -> None:
        self._parcel, self._whole, self._services = parcel, whole, services
        self.receipts = _Receipts(parcel, services)

    @cached_property
    def in_force(self) -> dict[SiteMonth, tuple[Pair, ...]]:
        """What is in force of the sender outside the days of the file, nil returns left out."""
        sender, period = self._parcel.profile.sender, self._whole.period
        return by_site_month(
            pair
            for pair in self._services.catalogue.pairs()
            if pair.sender == sender
            and not pair.nil
            and not (period and period.overlaps(pair.days))
        )

    @cached_property
    def listed(self) -> dict[str, set[str]]:
        """The numbers of the local values that were listed before, by item."""
        found: dict[str, set[str]] = {}
        for value in self._services.catalogue.local_values(self._parcel.profile.sender):
            found.setdefault(value.item, set()).add(str(value.number))
        return found

    @cached_property
    def files(self) -> list[Portrait]:
        """The portraits of the last files in force, the newest first."""
        pairs = [pair for parts in self.in_force.values() for pair in parts]
        pairs.sort(key=lambda pair: pair.days, reverse=True)
        files = list(dict.fromkeys(pair.revision for pair in pairs))
        receipts = (self.receipts.of(revision) for revision in files[: drift.LOOKED_BACK])
        return [
            one.portrait for one in receipts if one and one.portrait and self.receipts.is_alike(one)
        ]

    def months(self, key: SiteMonth) -> list[MonthPortrait]:
        """Return a site's months in force before one and outside this file, the newest first."""
        before = (
            SiteMonth(key.site, key.month.plus(-back)) for back in range(1, drift.LOOKED_BACK + 1)
        )
        parts = [self.in_force[one] for one in before if one in self.in_force]
        return [reduce(MonthPortrait.plus, map(self._part, some)) for some in parts]

    def _part(self, pair: Pair) -> MonthPortrait:
        """Return the portrait of what is in force; of an older receipt its rows alone."""
        receipt = self.receipts.of(pair.revision)
        months = receipt.portrait.months if receipt and receipt.portrait else ()
        found = [one for one in months if (one.site, one.month) == (pair.site, str(pair.month))]
        if found and receipt is not None and self.receipts.is_alike(receipt):
            return found[0]
        days = pair.days
        return MonthPortrait(pair.site, str(pair.month), pair.rows, len(days), days.first.day)


def _of_file(
    parcel: Parcel, whole: WholeFile, past: _Past, portrait: Portrait, *, last: Receipt
) -> Iterator[Change]:
    words = _words(whole)
    feeding = {column.name for column in parcel.profile.columns if column.item}
    told = last.profile != parcel.profile.key
    yield from drift.column_changes(whole.header, last.columns, feeding, told=told)
    if past.files:
        yield from drift.format_changes(portrait, past.files)
        yield from drift.default_changes(portrait, past.files, words)
    if past.listed:
        yield from drift.code_changes(portrait, past.files, past.listed, words)


def _swapped(whole: WholeFile) -> Iterator[Change]:
    seen = whole.repeats
    swapped = drift.Part(seen.swapped, sum(seen.outside.values()))
    yield from drift.date_changes(swapped, _words(whole).item("arrival_at"))


def _of_months(
    whole: WholeFile, past: _Past, portrait: Portrait, effects: Sequence[Effect]
) -> Iterator[Change]:
    words = _words(whole)
    drawn = {(one.site, one.month): one for one in portrait.months}
    for key, days in ((one.key, one.days) for one in effects):
        now = drawn.get((key.site, str(key.month)))
        if now is None and key in whole.site_months:
            continue  # of a long history only the last months are drawn
        before = past.months(key)
        now = now or MonthPortrait(key.site, str(key.month), 0, len(days), days.first.day)
        yield from drift.volume_changes(now, before)
        yield from drift.share_changes(now, before, words)


def _replaced(effects: Sequence[Effect]) -> Iterator[Change]:
    for one in effects:
        old = sum(pair.rows for pair in one.ended)
        if one.rows and any(not pair.nil for pair in one.ended) and old != one.rows:
            sentence = f"{one.key.site} {one.named} has {one.rows} rows, {old} before."
            yield drift.ROWS_REPLACED.change(sentence)


def _words(whole: WholeFile) -> drift.Words:
    standard = whole.standard
    columns = whole.plan.file_column if whole.plan else (lambda _: None)
    items = {item.id: columns(item.id) or item.label for item in standard.items.values()}
    trees = {item.id: item.tree for item in standard.items.values() if item.tree}
    trees |= {one.id: one.tree for one in standard.derived.values() if one.tree in standard.trees}
    return drift.Words(
        items | {one.id: one.label for one in standard.derived.values()},
        {
            (name, node): standard.trees[tree].label(node)
            for name, tree in trees.items()
            for node in standard.trees[tree].top
        },
    )


def _ordered(found: Sequence[Change]) -> tuple[Change, ...]:
    """Put changes in the order of what they are about; what holds the file is never cut off."""
    ordered = sorted(found, key=lambda one: (_ORDER[one.about], not one.holds))
    if len(ordered) <= MOST_SAID:
        return tuple(ordered)
    holding = [one for one in ordered if one.holds]
    rest = [one for one in ordered if not one.holds][: max(0, MOST_SAID - len(holding))]
    kept = sorted((*holding, *rest), key=lambda one: (_ORDER[one.about], not one.holds))
    left = len(ordered) - len(kept)
    more = replace(kept[-1], sentence=f"{left} more changes are not listed.", holds=False)
    return (*kept, more)


def _other_kind(parcel: Parcel) -> str:
    kind = "file in its own layout" if parcel.package is None else "package that it prepared"
    return f"This is the sender's first {kind}: columns and findings are not compared."


def _findings(receipt: Receipt, last: Receipt) -> Iterator[Change]:
    before = dict.fromkeys((one.rule for one in receipt.findings), 0)
    before |= {one.rule: one.count for one in last.findings}
    yield from drift.finding_changes(
        {
            one.rule: (drift.Part(one.count, receipt.tally.read), one.column or one.item)
            for one in receipt.findings
        },
        {rule: drift.Part(count, last.tally.read) for rule, count in before.items()},
    )

"""Facts of a letter from the ledger and the receipts, as known at a moment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

import polars as pl

from tiig.model.letter import FileTold, FindingTold, ItemStates, Technical, UsedFor
from tiig.model.receipt import Receipt
from tiig.model.release_use import ReleaseUse
from tiig.model.states import ItemState
from tiig.model.submission import Pair, Release
from tiig.services import Services
from tiig.standard.quality import DEFAULT, ROWS_OF, WHOLE_ROWS, QualityItem, among, measure_name


def uses_told(
    site: str, since: datetime | None, at: datetime, services: Services
) -> tuple[tuple[UsedFor, str], ...]:
    """Return what releases that rest on a site's rows led to, with the release, newest first.

    Only what was entered after `since` (None: ever) and known at `at`.
    """
    entered = [
        one
        for one in services.catalogue.release_uses()
        if one.at <= at and (since is None or one.at > since)
    ]
    wanted = {one.release for one in entered}
    rests = {
        one.id
        for one in services.catalogue.releases()
        if one.id in wanted and _rests_on(one, site, services)
    }
    told = (one for one in entered if one.release in rests)
    return tuple(
        (UsedFor(one.kind, one.what, one.organisation, one.on_day), one.release)
        for one in sorted(told, key=_newest, reverse=True)
    )


def technical_of(pairs: Sequence[Pair], counts: pl.DataFrame, services: Services) -> Technical:
    """Return states, findings and files of one site-month, of which `pairs` are in force.

    `counts` has the stored counts of the site, as `count_table` gives them.
    """
    receipts = [
        Receipt.from_json(text)
        for revision in dict.fromkeys(one.revision for one in pairs if not one.nil)
        if (text := services.catalogue.receipt(revision)) is not None
    ]
    of_month = counts.filter(pl.col("month") == str(pairs[0].month))
    return Technical(
        states=tuple(_states(of_month, services)),
        findings=tuple(one for receipt in receipts for one in _findings(receipt)),
        files=tuple(_file(one) for one in receipts),
    )


def _newest(use: ReleaseUse) -> tuple[object, ...]:
    return use.on_day, use.at, use.id


def _rests_on(release: Release, site: str, services: Services) -> bool:
    """Tell whether a release counted rows of a site."""
    body = json.loads(services.catalogue.manifest(release.manifest) or "{}")
    pairs = body.get("pairs", [])
    return any(isinstance(one, list) and len(one) > 1 and one[1] == site for one in pairs)


def _states(counts: pl.DataFrame, services: Services) -> Iterator[ItemStates]:
    found = {
        (item, measure): count
        for item, measure, count in counts.select("item", "measure", "count").iter_rows()
    }
    for watched in services.standard.quality_items.values():
        rows = found.get((WHOLE_ROWS, ROWS_OF[watched.applies]), 0)
        states = tuple(_of_item(watched, found))
        yield ItemStates(
            watched.item, watched.label, str(watched.applies), (("rows", rows), *states)
        )


def _of_item(watched: QualityItem, found: dict[tuple[str, str], int]) -> Iterator[tuple[str, int]]:
    """Yield each state by its name, and at the end the values that a system fills in."""
    for state in ItemState:
        name = measure_name(state, watched.applies)
        yield state.name.lower().replace("_", " "), found.get((watched.item, name), 0)
    yield DEFAULT, found.get((watched.item, among(DEFAULT, watched.applies)), 0)


def _findings(receipt: Receipt) -> Iterator[FindingTold]:
    for note in (*receipt.set_aside, *receipt.ignored, *receipt.findings):
        yield FindingTold(
            submission=receipt.submission,
            rule=note.rule,
            item=note.item,
            column=note.column,
            effect=note.effect,
            sentence=note.sentence,
            advice=note.advice,
            rows=note.count,
        )


def _file(receipt: Receipt) -> FileTold:
    tally = receipt.tally
    return FileTold(
        receipt.submission,
        receipt.received_at,
        receipt.profile,
        tally.read,
        tally.stored,
        tally.set_aside,
        tally.ignored,
    )

"""Letters to departments: permission, facts as known at a moment, disclosure, ledger.

One function for each source of facts; what nobody recorded is empty here and said in words by
whoever sets the letter.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from tiig import quality
from tiig.desk.coverage import coverage_of
from tiig.desk.letter_facts import technical_of, uses_told
from tiig.desk.letter_news import actions_told, ask_told, problems_told
from tiig.desk.letter_region import MONTHS_BACK, Region, region_of
from tiig.desk.manifest import Manifest
from tiig.desk.permission import PresetChoice, acting
from tiig.desk.programme import check_ours, site_names
from tiig.desk.quality import QualityAsked, cleared_quality
from tiig.desk.receipts import OWN_SUBMISSION
from tiig.kit.hashing import canonical_json, digest
from tiig.model.agreement import as_known_at, sender_agreement
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind, Ours
from tiig.model.coverage import Standing
from tiig.model.errors import TiigError
from tiig.model.given import GivenTo
from tiig.model.letter import Letter
from tiig.model.letter_errors import LETTER_WITHOUT_MONTH
from tiig.model.months import Month, Period
from tiig.model.submission import Pair, Release
from tiig.services import Services

LETTER = "letter"
"""The key by which the ledger tells a letter from a question of counts."""
FORM = "2"
"""What a letter tells: those without it told no problems, and cannot be worked out again."""
PURPOSE = "letter to the department on its own records"


@dataclass(frozen=True)
class LetterAsked:
    """A department by its code, and a month."""

    site: str
    month: Month

    def as_json(self) -> dict[str, str]:
        """Return the form in which the ledger keeps it."""
        return {"site": self.site, "month": str(self.month), "form": FORM}


def sites_with(month: Month, services: Services) -> tuple[str, ...]:
    """Return the sites whose month is there in full, by code."""
    pairs = services.catalogue.pairs()
    at = services.clock.now()
    here = coverage_of(Period.of(month), services, pairs=pairs, at=at)
    return tuple(sorted(site for site, _, standing in here.standings if standing.complete))


def letter_of(
    asked: LetterAsked, asker: Asker, services: Services, region: Region | None = None
) -> Letter:
    """Return a department's letter, entered in the ledger as a release to its sender.

    `region` is that of the month, where letters to several departments share it. PROGRAMME_OURS
    to whoever asks under an agreement: nobody else is told of a department.
    """
    check_ours(asker, services)
    region = region or region_of(asked.month, services.clock.now(), services)
    letter, manifest = _told(asked, region, services)
    given = letter.quality.given
    release = Release(
        id=services.ids.new(),
        at=region.at,
        person=asker.person,
        organisation=given.recipient,
        purpose=given.purpose,
        questions=canonical_json([{LETTER: asked.as_json()}]),
        manifest=manifest.id,
        preset=OWN_SUBMISSION,
        shown=letter.digest,
        agreement=given.agreement,
    )
    because = Ours("wrote a letter to a department on its own records")
    with services.catalogue.change(
        acting(asker, given), because, kind=AuditKind.ANSWER, subjects=(release.id,)
    ) as change:
        change.add_release(release, manifest.body)
    return replace(letter, quality=letter.quality.under(release.id, given))


def letters_written(month: Month, services: Services) -> dict[str, date]:
    """Return, by site, the day on which its last letter about a month was written."""
    return {asked.site: one.at.date() for one, asked in _letters(services) if asked.month == month}


def letter_again(release: Release, services: Services) -> str | None:
    """Work a letter out again from what was known then; returns the digest of what it tells.

    None for letters of an early form.
    """
    asked = json.loads(release.questions)[0][LETTER]
    if asked.get("form") != FORM:
        return None
    known = _asked_of(release)
    return _told(known, region_of(known.month, release.at, services), services)[0].digest


def _told(asked: LetterAsked, region: Region, services: Services) -> tuple[Letter, Manifest]:
    at = region.at
    pairs = [one for one in region.known if one.site == asked.site]
    period = _months(pairs, asked, at, services)
    of_month = [one for one in pairs if one.month == asked.month]
    sender = of_month[-1].sender
    period = of_one_sender(period, sender, pairs)
    every = Period(min(one.month for one in pairs), asked.month)
    own = of_one_sender(every, sender, pairs)
    choice = _choice(sender, at, services)
    shown, manifest = cleared_quality(
        QualityAsked(period, sites=(asked.site,)), choice, services, at=at
    )
    counts = region.counts.filter(
        pl.col("site") == asked.site, pl.col("month") >= str(period.first)
    )
    usable = quality.usable_counts(counts, period)
    before = _letter_before(asked, sender, at, services)
    uses = uses_told(asked.site, None if before is None else before.at, at, services)
    letter = Letter(
        site=asked.site,
        name=dict(shown.coverage.sites).get(asked.site, site_names(services)[asked.site]),
        sender=sender,
        month=asked.month,
        quality=shown.under("", choice.given),
        usable=usable,
        ask=ask_told(asked.site, region),
        uses=tuple(told for told, _ in uses),
        since=None if before is None else before.at.date(),
        actions=actions_told(asked.site, own, period, region, services),
        problems=problems_told(
            asked.site, None if before is None else _asked_of(before).month, region, services
        ),
        technical=technical_of(of_month, counts, services),
        counting_rule=services.standard.counting_rule,
    )
    return letter, _naming(manifest, [release for _, release in uses], region)


def _months(pairs: Sequence[Pair], asked: LetterAsked, at: datetime, services: Services) -> Period:
    """Return the months a letter looks back on; LETTER_WITHOUT_MONTH unless its own is whole."""
    here = coverage_of(Period.of(asked.month), services, pairs=pairs, at=at)
    standing = next((how for site, _, how in here.standings if site == asked.site), Standing.ABSENT)
    if not standing.complete:
        raise TiigError(
            LETTER_WITHOUT_MONTH, site=asked.site, month=str(asked.month), standing=str(standing)
        )
    first = min(one.month for one in pairs)
    return Period(max(first, asked.month.plus(1 - MONTHS_BACK)), asked.month)


def of_one_sender(period: Period, sender: str, pairs: Sequence[Pair]) -> Period:
    """Return the months since the site has been this sender's: rows of another are another's.

    LETTER_WITHOUT_MONTH where the last month itself is of two.
    """
    others = [one.month for one in pairs if one.sender != sender and one.month in period]
    if not others:
        return period
    if max(others) == period.last:
        site, month = pairs[0].site, str(period.last)
        raise TiigError(LETTER_WITHOUT_MONTH, site=site, month=month, standing="of two senders")
    return Period(max(others).plus(1), period.last)


def _choice(sender: str, at: datetime, services: Services) -> PresetChoice:
    """Return the preset of a sender's own rows, under the agreement of the day where one counts."""
    known = as_known_at(services.catalogue.agreements(), at)
    terms = sender_agreement(known, sender, at.date())
    given = GivenTo(sender, PURPOSE, None if terms is None else terms.key)
    return PresetChoice(services.standard.presets[OWN_SUBMISSION], None, given)


def _letter_before(
    asked: LetterAsked, sender: str, at: datetime, services: Services
) -> Release | None:
    """Return the last letter that this sender had about an earlier month of the department."""
    found = None
    for one, told in _letters(services):
        mine = one.organisation == sender and told.site == asked.site
        if mine and one.at < at and told.month < asked.month:
            found = one
    return found


def _letters(services: Services) -> Iterator[tuple[Release, LetterAsked]]:
    """Yield every letter of the ledger with what it is about, the oldest first."""
    for one in services.catalogue.releases():
        if one.preset == OWN_SUBMISSION and f'"{LETTER}"' in one.questions:
            yield one, _asked_of(one)


def _asked_of(release: Release) -> LetterAsked:
    told = json.loads(release.questions)[0][LETTER]
    return LetterAsked(told["site"], Month.parse(told["month"]))


def _naming(manifest: Manifest, releases: Collection[str], region: Region) -> Manifest:
    """Return lineage that names the releases whose uses are told, and what it is held beside.

    Other departments' rows give no figure of a letter, but what is usual: they are named by one
    digest, so that a letter is not taken for a release of theirs.
    """
    body = json.loads(manifest.body) | {
        "uses_of": sorted(set(releases)),
        "beside": digest(sorted([one.id, one.revision, one.derivation] for one in region.pairs)),
    }
    return Manifest(digest(body), canonical_json(body))

"""Answer the quality programme: the team alone, for a purpose, exact, and in the ledger.

Each kind of answer is worked out by one function from what is asked and the pairs in force, so
that a release of it can be worked out again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from tiig import disclose
from tiig.desk.manifest import manifest_of
from tiig.desk.permission import PresetChoice, acting, check_preset
from tiig.desk.programme import check_ours
from tiig.kit.hashing import canonical_json
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind, Ours
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import NOTHING_IN_FORCE, TiigError
from tiig.model.months import Period
from tiig.model.submission import Pair, Release
from tiig.services import Services

PROGRAMME = "programme"
"""The key by which the ledger tells such an answer from a question of counts."""
WITH_PAST = "with_past"
"""Asked of what rests on other months and sites too: a month beside what was expected of it."""

Told = TypeVar("Told")
Work = Callable[[Mapping[str, Any], Sequence[Pair], Services], Told]
"""Works an answer out from what is asked, as the ledger keeps it, and the pairs in force.

These are of the `site` and the months of the `period` that are asked for, where there are any;
`with_past`, of all sites and of every month until the last of them.
"""


def programme_answer(
    kind: str, asked: Mapping[str, Any], work: Work[Told], asker: Asker, services: Services
) -> ClearedProgramme[Told]:
    """Return an answer of the programme, entered in the ledger with its purpose."""
    check_ours(asker, services)
    choice = check_preset("internal", asker, services)
    at = services.clock.now()
    pairs = _rested_on(asked, services.catalogue.pairs(as_known_at=at))
    if not pairs:
        raise TiigError(NOTHING_IN_FORCE)
    told = work(asked, pairs, services)
    cleared, body = _cleared(kind, told, pairs, choice, services)
    release = Release(
        id=services.ids.new(),
        at=at,
        person=asker.person,
        organisation=choice.given.recipient,
        purpose=choice.given.purpose,
        questions=canonical_json([{PROGRAMME: kind, "asked": dict(asked)}]),
        manifest=cleared.manifest,
        preset=cleared.preset,
        shown=cleared.shown_digest,
        agreement=choice.given.agreement,
    )
    because = Ours(f"answered the quality programme about {kind}")
    with services.catalogue.change(
        acting(asker, choice.given), because, kind=AuditKind.ANSWER, subjects=(release.id,)
    ) as change:
        change.add_release(release, body)
    return cleared.under(release.id, choice.given)


def programme_again(
    release: Release, works: Mapping[str, Work[Any]], services: Services
) -> str | None:
    """Answer a release again from what was known then; None for a kind that is gone."""
    (told,) = json.loads(release.questions)
    work = works.get(told[PROGRAMME])
    if work is None:
        return None
    choice = PresetChoice(services.standard.presets[release.preset], None)
    pairs = _rested_on(told["asked"], services.catalogue.pairs(as_known_at=release.at))
    again = work(told["asked"], pairs, services)
    cleared, _ = _cleared(told[PROGRAMME], again, pairs, choice, services)
    return cleared.shown_digest


def _rested_on(asked: Mapping[str, Any], pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Return the pairs that an answer can rest on: of the site and months asked for, if any."""
    period = Period.parse(asked["period"]) if asked.get("period") else None
    if asked.get(WITH_PAST) and period is not None:
        return [pair for pair in pairs if pair.month <= period.last]
    site = asked.get("site")
    return [
        pair
        for pair in pairs
        if site in {None, pair.site} and (period is None or pair.month in period)
    ]


def _cleared(
    kind: str, told: Told, pairs: Sequence[Pair], choice: PresetChoice, services: Services
) -> tuple[ClearedProgramme[Told], str]:
    """Let an answer through gate two; returns it with the body of its manifest."""
    manifest = manifest_of(pairs, choice, None, services)
    cleared = disclose.clear_programme(
        kind,
        told,
        choice.preset,
        manifest=manifest.id,
        synthetic=any(pair.synthetic for pair in pairs),
    )
    return cleared, manifest.body

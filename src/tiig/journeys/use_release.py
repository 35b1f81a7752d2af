"""Say what a release led to: it closes the loop to those who wrote the rows down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig import desk
from tiig.model.agreement import RecipientAgreement
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import RELEASE_UNKNOWN, TiigError
from tiig.model.months import day_of
from tiig.model.ports import Progress
from tiig.model.programme_errors import USE_NOT_YOURS, USE_REFUSED
from tiig.model.release_use import ReleaseUse, UseKind
from tiig.model.submission import Release
from tiig.services import Services


@dataclass(frozen=True)
class UseRequest:
    """Which release led to what: `by` is who acted (None: whom it was given to), `on` a day."""

    release: str
    what: str
    kind: str
    by: str | None = None
    on: str | None = None


def use_release(
    request: UseRequest, *, asker: Asker, services: Services, progress: Progress
) -> ReleaseUse:
    """Enter what came of a release; who asks under an agreement says it of what is theirs."""
    progress.step("entering")
    release = _known(request.release, services)
    terms = None if asker.agreement is None else desk.recipient_terms(asker.agreement, services)
    organisation = _acting(request, release, terms, services)
    now = services.clock.now()
    known = {str(one): one for one in UseKind}
    if request.kind not in known:
        raise TiigError(USE_REFUSED, what=f"--kind is one of {', '.join(known)}")
    day = now.date() if request.on is None else day_of(request.on, "--on")
    if not release.at.date() <= day <= now.date():
        what = f"--on is the day of what was done, from that of the release ({release.at.date()})"
        raise TiigError(USE_REFUSED, what=f"{what} to today")
    use = ReleaseUse(
        id=services.ids.new(),
        release=release.id,
        kind=known[request.kind],
        what=desk.note_of(request.what, "--what", now),
        organisation=organisation,
        on_day=day,
        person=asker.person,
        at=now,
    )
    under = asker if terms is None else replace(asker, agreement=terms.key)
    with services.catalogue.change(
        under, "entered what a release led to", kind=AuditKind.USE, subjects=(release.id, use.id)
    ) as change:
        change.add_release_use(use)
    return use


def _known(release: str, services: Services) -> Release:
    for one in services.catalogue.releases():
        if one.id == release:
            return one
    raise TiigError(RELEASE_UNKNOWN)


def _acting(
    request: UseRequest, release: Release, terms: RecipientAgreement | None, services: Services
) -> str:
    """Return who acted; USE_NOT_YOURS for a release that was given to somebody else.

    A recipient speaks for itself alone: of what was given under its agreement, or published.
    """
    published = release.agreement is None and release.preset == desk.PUBLIC
    if terms is None:
        if request.by is not None:
            return desk.staff_of(request.by, "--by", services.clock.now())
        if published:
            raise TiigError(USE_REFUSED, what="it was published; say with --by who acted on it")
        return release.organisation
    given = (release.agreement or "").partition("@")[0]
    if given != terms.id and not published:
        raise TiigError(USE_NOT_YOURS)
    if request.by is not None and request.by.strip() != terms.organisation:
        what = f"under {terms.id} it is {terms.organisation} that acts; leave --by out"
        raise TiigError(USE_REFUSED, what=what)
    return terms.organisation

"""Which targets judge quality now or judged it then: those agreed, and those of the standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from tiig.kit.hashing import digest
from tiig.model.agreed_targets import AgreedTarget, as_ended
from tiig.model.cleared_quality import Aim
from tiig.model.months import Period
from tiig.services import Services
from tiig.standard.quality import Target


def agreed_targets(services: Services, *, at: datetime | None = None) -> tuple[AgreedTarget, ...]:
    """Return the targets that were agreed, with the ends known of them, at a moment (None: now).

    Those that never count are left out.
    """
    found = as_ended(services.catalogue.agreed_targets(), services.catalogue.target_ends(), at)
    return tuple(one for one in found if not one.never_counts)


def name_of_targets(agreed: Iterable[AgreedTarget]) -> str:
    """Name what was agreed by its content: whatever else is agreed, an answer may differ."""
    return digest([{name: str(cell) for name, cell in asdict(one).items()} for one in agreed])


def aims_of(
    agreed: Iterable[AgreedTarget],
    services: Services,
    *,
    period: Period,
    names: Mapping[str, str],
) -> tuple[Aim, ...]:
    """Return in words what the months of a period are judged by at the sites of `names`.

    Who agreed on a target, and why, stays in the house.
    """
    packaged = (aim_of(one) for one in services.standard.quality_targets.values())
    own = (
        aim_of_agreed(one, names)
        for one in agreed
        if (not one.site or one.site in names) and any(one.counts_in(month) for month in period)
    )
    return (*packaged, *own)


def aim_of(target: Target) -> Aim:
    """Return a target of the standard in words."""
    limit = (
        f"at most {target.at_most} days"
        if target.at_most is not None
        else f"at least {target.at_least} %"
    )
    return Aim(
        target.id,
        target.label,
        target.dimension,
        limit,
        target.items,
        target.why,
        at_least=target.at_least,
    )


def aim_of_agreed(target: AgreedTarget, names: Mapping[str, str]) -> Aim:
    """Return an agreed target in words; it takes the place of the standard's."""
    whose = names.get(target.site, target.site) if target.site else "every department"
    of = {"known": "use"}.get(target.dimension, str(target.dimension))
    return Aim(
        target.id,
        f"Agreed for {whose}: {of}",
        target.dimension,
        target.level,
        (target.item,) if target.item else (),
        f"Months: {target.months}. It goes before the standard's.",
        at_least=target.at_least,
        site=target.site,
        months=(target.first_month, target.last_month),
    )

"""Work is announced before it leaves a file behind, and given up with all of them if it fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from tiig.model.ports import Intent
from tiig.services import Services

_LEASE = timedelta(hours=1)


def leased_until(services: Services) -> datetime:
    """Return until when work that is announced now may leave files behind; then they go."""
    return services.clock.now() + _LEASE


@contextmanager
def announced(intent: Intent, services: Services) -> Iterator[Intent]:
    """Announce work; broken off by a fault or by Ctrl-C, it is given up with all it wrote."""
    try:
        services.catalogue.announce(intent)
        services.seams.reach("intent-announced")
        yield intent
    except BaseException:
        with suppress(Exception):  # what is told is why it broke off; the lease is still there
            services.give_up(intent.id)
        raise

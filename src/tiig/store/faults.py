"""Errors of the disk, said in our words; a library's own words never pass."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from tiig.model.errors import DISK_FULL, OUR_FAULT, STORE_UNWRITABLE, TiigError, Where

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def disk_fault(fault: OSError) -> TiigError:
    """Return the error that a person can act on for one of the operating system's."""
    return TiigError(DISK_FULL if fault.errno in _NO_ROOM else STORE_UNWRITABLE)


def our_fault(reference: str, where: Where | None = None) -> TiigError:
    """Return the error for a call that the house should never have made."""
    return TiigError(OUR_FAULT, where, reference=f"store: {reference}")


def refuse(reference: str, where: Where | None = None) -> NoReturn:
    """Raise for a call that the house should never have made."""
    raise our_fault(reference, where)


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turn the operating system's errors into ours."""
    try:
        yield
    except OSError as fault:
        raise disk_fault(fault) from None

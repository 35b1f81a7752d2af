"""Foreign exceptions become ours: no library's message reaches a user or a log.

The log gets the exception's type, our own frames and a reference number - never its
message, arguments or locals, which quote cell values.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tiig.model.errors import (
    DISK_FULL,
    INTERRUPTED,
    OUR_FAULT,
    STORE_UNWRITABLE,
    TiigError,
)

SAFE_KEYS = frozenset(
    {"event", "reference", "exception", "frames", "level", "timestamp", "command", "kind"}
)
_PACKAGE = Path(__file__).parent.parent
_DISK = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}


def only_safe_keys(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Let through only keys that can never hold a patient value."""
    return {key: value for key, value in event.items() if key in SAFE_KEYS}


@contextmanager
def guarded(reference: str, *, log_to: Callable[[], Path | None] | None = None) -> Iterator[None]:
    """Turn whatever goes wrong inside into a TiigError that a person can act on.

    Only a fault asks where the log is, and loads what writes it.
    """
    try:
        yield
    except TiigError:
        raise
    except KeyboardInterrupt:
        raise TiigError(INTERRUPTED) from None
    except OSError as fault:
        if fault.errno in _DISK:
            raise TiigError(DISK_FULL) from None
        if fault.errno in _DENIED:
            raise TiigError(STORE_UNWRITABLE) from None
        _log(fault, reference, log_to)
        raise TiigError(OUR_FAULT, reference=reference) from None
    except Exception as fault:  # noqa: BLE001 - the last door: nothing foreign may pass it
        _log(fault, reference, log_to)
        raise TiigError(OUR_FAULT, reference=reference) from None


def _log(fault: BaseException, reference: str, log_to: Callable[[], Path | None] | None) -> None:
    """Write the type and our own frames, as file, line and function."""
    path = log_to() if log_to else None
    if path is None:
        return
    frames = [
        f"{Path(frame.filename).relative_to(_PACKAGE)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(fault.__traceback__)
        if Path(frame.filename).is_relative_to(_PACKAGE)
    ]
    import structlog  # noqa: PLC0415 - every command starts without it

    with path.open("a", encoding="utf-8") as file:
        logger = structlog.wrap_logger(
            structlog.PrintLogger(file),
            processors=[
                only_safe_keys,
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
        )
        logger.error("fault", reference=reference, exception=type(fault).__name__, frames=frames)

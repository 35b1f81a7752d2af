"""Rows that may still identify a person: the fenced module.

Only `receive`, `translate`, `validate` and `deidentify` may import it (an import contract
says so). Journeys pass these values on without naming them. Their `repr` shows counts
only, and they refuse to be pickled or copied.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn, final

import polars as pl

from tiig.model.rows import ROW

__all__ = ["ROW", "JudgedRows", "RawRows", "StrayTexts", "TypedRows"]


class _Guarded:
    """Counts-only repr; no pickling, no copying."""

    __slots__ = ("_frame",)
    _frame: pl.DataFrame

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            message = "types that may identify are final"
            raise TypeError(message)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._frame.height} rows>"

    def __reduce__(self) -> NoReturn:
        message = f"{type(self).__name__} does not leave the process"
        raise TypeError(message)

    def __copy__(self) -> NoReturn:
        message = f"{type(self).__name__} is not copied"
        raise TypeError(message)

    __deepcopy__ = __copy__

    @property
    def height(self) -> int:
        """How many rows the batch holds."""
        return self._frame.height

    @property
    def frame(self) -> pl.DataFrame:
        """The rows themselves, for the rooms before gate one."""
        return self._frame


@final
class StrayTexts(_Guarded):
    """Texts around the table: `place`, `text`, and `of_staff` for who made the file.

    Places name a corner (`comments`, `above the header`), never what stands in it.
    """

    __slots__ = ()

    def __init__(self, texts: Iterable[tuple[str, str, bool]]) -> None:
        """Hold texts with their corners."""
        schema = {"place": pl.String, "text": pl.String, "of_staff": pl.Boolean}
        self._frame = pl.DataFrame(list(texts), schema=schema, orient="row")


@final
class RawRows(_Guarded):
    """A batch as `receive` read it: `row`, then every column of the file as text.

    `frame` holds `row` (UInt32, as an editor shows it) and the file's columns under
    their own header names, all String, untrimmed; an absent cell is null.
    """

    __slots__ = ()

    def __init__(self, frame: pl.DataFrame) -> None:
        """Wrap a scanned batch."""
        self._frame = frame


@final
class TypedRows(_Guarded):
    """A batch after `translate`: `row`, typed items, and a state beside each item."""

    __slots__ = ("_raw",)
    _raw: RawRows

    def __init__(self, frame: pl.DataFrame, raw: RawRows) -> None:
        """Wrap translated items together with the cells they came from."""
        self._frame = frame
        self._raw = raw

    @property
    def raw(self) -> RawRows:
        """The cells as read, which the detectors of gate one look through."""
        return self._raw


@final
class JudgedRows(_Guarded):
    """A batch after `validate`: the rows that are kept, faulty items blanked."""

    __slots__ = ("_raw",)
    _raw: RawRows

    def __init__(self, frame: pl.DataFrame, raw: RawRows) -> None:
        """Wrap the kept rows together with all cells of the batch, also set-aside ones."""
        self._frame = frame
        self._raw = raw

    @property
    def raw(self) -> RawRows:
        """All cells of the batch, rows set aside included: every cell is searched."""
        return self._raw

"""Gate one as types: batches that no longer identify anybody.

`Deidentified` and `Attendances` wrap materialised batches of at most 250,000 rows, never
plans. Only `deidentify`, `derive`, `handover`, `locate`, `store` and `model.ports` may import this
module. A batch changes only by `then`, which adds declared columns and cannot join.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NoReturn, final

import polars as pl

LARGEST_BATCH = 250_000
_MAKER = object()


class _Sealed:
    """Sealed constructor, counts-only repr, no pickling, no copying."""

    __slots__ = ("_declared", "_frame")
    _frame: pl.DataFrame
    _declared: frozenset[str]

    def __init__(self, frame: pl.DataFrame, declared: frozenset[str], *, maker: object) -> None:
        if maker is not _MAKER:
            message = f"{type(self).__name__} is made by its gate only"
            raise TypeError(message)
        if not isinstance(frame, pl.DataFrame):
            message = "a gate takes a materialised batch, never a plan"
            raise TypeError(message)
        if frame.height > LARGEST_BATCH:
            message = f"a batch holds at most {LARGEST_BATCH} rows"
            raise ValueError(message)
        undeclared = set(frame.columns) - declared
        if undeclared:
            message = f"undeclared columns: {', '.join(sorted(undeclared))}"
            raise ValueError(message)
        self._frame = frame
        self._declared = declared

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            message = "the gate's types are final"
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
        """The rows, for `derive`, `locate` and `store` alone."""
        return self._frame

    def _extended(self, expressions: Mapping[str, pl.Expr]) -> pl.DataFrame:
        undeclared = set(expressions) - self._declared
        if undeclared:
            message = f"undeclared columns: {', '.join(sorted(undeclared))}"
            raise ValueError(message)
        return self._frame.with_columns(**expressions)


@final
class Deidentified(_Sealed):
    """Kept rows whose columns all passed the allow-list. Made by `deidentify` alone."""

    __slots__ = ()

    def then(self, expressions: Mapping[str, pl.Expr]) -> Deidentified:
        """Add declared columns, computed from the batch itself."""
        return Deidentified(self._extended(expressions), self._declared, maker=_MAKER)


@final
class Attendances(_Sealed):
    """Rows with everything derived, ready for the store. Made by `derive` alone."""

    __slots__ = ()

    def then(self, expressions: Mapping[str, pl.Expr]) -> Attendances:
        """Add declared columns, computed from the batch itself."""
        return Attendances(self._extended(expressions), self._declared, maker=_MAKER)


def deidentified(frame: pl.DataFrame, declared: frozenset[str]) -> Deidentified:
    """Open gate one for a batch that `deidentify` has stripped."""
    return Deidentified(frame, declared, maker=_MAKER)


def attendances(
    rows: Deidentified, expressions: Mapping[str, pl.Expr], declared: frozenset[str]
) -> Attendances:
    """Turn de-identified rows into attendances by adding what `derive` computed."""
    return Attendances(rows.frame.with_columns(**expressions), declared, maker=_MAKER)


@final
class Portable:
    """Stripped rows as text, for the sealed package of `handover` alone; made by `deidentify`.

    The one value that leaves gate one other than for the store: keyed numbers, scrubbed
    place phrases and standard values, in the layout of the standard.
    """

    __slots__ = ("_frame",)

    def __init__(self, frame: pl.DataFrame) -> None:
        """Hold a batch of text columns."""
        if set(frame.dtypes) - {pl.String()}:
            message = "a package holds text columns alone"
            raise TypeError(message)
        self._frame = frame

    def __init_subclass__(cls) -> None:
        message = "the gate's types are final"
        raise TypeError(message)

    def __repr__(self) -> str:
        return f"<Portable: {self._frame.height} rows>"

    def __reduce__(self) -> NoReturn:
        message = "Portable does not leave the process"
        raise TypeError(message)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._frame.columns)

    def as_csv(self, *, header: bool) -> bytes:
        """Return the batch as CSV in UTF-8, with or without its header."""
        return self._frame.write_csv(include_header=header, line_terminator="\n").encode()


@final
class SealedTexts:
    """Scrubbed place texts beside a batch, keyed by place-phrase id.

    Only `locate` and the vault accept it. `repr` shows the count alone.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Hold phrase id to scrubbed phrase."""
        self._texts = dict(texts)

    def __init_subclass__(cls) -> None:
        message = "the gate's types are final"
        raise TypeError(message)

    def __repr__(self) -> str:
        return f"<SealedTexts: {len(self._texts)} phrases>"

    def __reduce__(self) -> NoReturn:
        message = "SealedTexts does not leave the process"
        raise TypeError(message)

    def __len__(self) -> int:
        return len(self._texts)

    def plus(self, others: SealedTexts) -> SealedTexts:
        """Return these phrases together with those of another batch."""
        return SealedTexts({**self._texts, **others._texts})

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the phrases, which tell none of their words."""
        return frozenset(self._texts)

    def only(self, phrases: Collection[str]) -> SealedTexts:
        """Return those of the phrases that are among some ids."""
        return SealedTexts({one: text for one, text in self._texts.items() if one in phrases})

    def unsealed(self) -> Mapping[str, str]:
        """Give the phrases to `locate` or the vault."""
        return dict(self._texts)

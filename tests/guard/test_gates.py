"""The types of gate one cannot be forged, copied, sent away or read by accident."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable

import polars as pl
import pytest

from tiig.model import gates, identified

PLANTED = "Blackberry Tarragon"
FRAME = pl.DataFrame({"row": [2, 3], "arrival": [PLANTED, PLANTED]})
COLUMNS = frozenset({"row", "arrival", "late"})

Maker = Callable[[], object]


def _deidentified() -> gates.Deidentified:
    return gates.deidentified(FRAME, COLUMNS)


def _attendances() -> gates.Attendances:
    return gates.attendances(_deidentified(), {"late": pl.lit(value=True)}, COLUMNS)


def _raw() -> identified.RawRows:
    return identified.RawRows(FRAME)


def _typed() -> identified.TypedRows:
    return identified.TypedRows(FRAME, _raw())


def _judged() -> identified.JudgedRows:
    return identified.JudgedRows(FRAME, _raw())


def _texts() -> gates.SealedTexts:
    return gates.SealedTexts({"1": PLANTED})


BATCHES = [_deidentified, _attendances, _raw, _typed, _judged]
EVERYTHING = [*BATCHES, _texts]
sealed = pytest.mark.parametrize("make", EVERYTHING, ids=lambda make: make.__name__)


@sealed
def test_it_is_not_pickled(make: Maker) -> None:
    """No batch leaves the process."""
    with pytest.raises(TypeError, match="leave the process"):
        pickle.dumps(make())


@sealed
@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
def test_it_is_not_copied(make: Maker, duplicate: Callable[[object], object]) -> None:
    """No second batch comes out of the first."""
    with pytest.raises(TypeError):
        duplicate(make())


@sealed
def test_it_is_not_subclassed(make: Maker) -> None:
    """Nobody can make a type that passes for one of the gate's."""
    with pytest.raises(TypeError):
        type("Impostor", (type(make()),), {})


@sealed
def test_it_shows_counts_only(make: Maker) -> None:
    """What a log or a debugger prints holds no value."""
    made = make()

    for shown in (repr(made), str(made), f"{made}", f"{[made]}"):
        assert PLANTED not in shown
    assert repr(made).startswith(f"<{type(made).__name__}: ")


@sealed
def test_it_holds_nothing_in_the_open(make: Maker) -> None:
    """There is no attribute dictionary to dump, and JSON refuses it."""
    made = make()

    with pytest.raises(TypeError):
        vars(made)
    with pytest.raises(TypeError):
        json.dumps(made)


@pytest.mark.parametrize("kind", [gates.Deidentified, gates.Attendances])
def test_gate_types_are_not_made_directly(kind: type[gates.Deidentified]) -> None:
    """Only the gate's own functions make a batch."""
    with pytest.raises(TypeError, match="by its gate only"):
        kind(FRAME, COLUMNS, maker=object())


def test_a_plan_is_refused() -> None:
    """A gate takes materialised rows: a plan could still read anything."""
    with pytest.raises(TypeError, match="materialised"):
        gates.deidentified(FRAME.lazy(), COLUMNS)  # type: ignore[arg-type]


def test_an_undeclared_column_is_refused() -> None:
    """A column that nobody declared does not pass, and its values are not told."""
    with pytest.raises(ValueError, match="undeclared columns: arrival") as refusal:
        gates.deidentified(FRAME, frozenset({"row"}))

    assert PLANTED not in str(refusal.value)


def test_an_oversized_batch_is_refused() -> None:
    """A batch is bounded, so that memory is."""
    rows = pl.DataFrame({"row": pl.int_range(gates.LARGEST_BATCH + 1, eager=True)})

    with pytest.raises(ValueError, match="at most"):
        gates.deidentified(rows, COLUMNS)


@pytest.mark.parametrize("make", [_deidentified, _attendances])
def test_then_adds_declared_columns_only(
    make: Callable[[], gates.Deidentified | gates.Attendances],
) -> None:
    """A batch changes by declared columns of its own, and by nothing else."""
    extended = make().then({"late": pl.lit(value=False)})

    assert extended.frame["late"].to_list() == [False, False]
    with pytest.raises(ValueError, match="undeclared"):
        make().then({"name": pl.lit("x")})

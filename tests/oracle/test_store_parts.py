"""Parts of months in every catalogue: side by side, within, never cut, and as known before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.oracle.store_nouns import NOW, Steps, fresh_schema, pair, refused, write

from tiig.model.errors import TiigError
from tiig.model.ports import Catalogue
from tiig.model.submission import Pair
from tiig.store import SqlCatalogue
from tiig.store.in_memory import MemoryCatalogue

MINUTE = timedelta(minutes=1)


@pytest.fixture(
    params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)]
)
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    """Give each adapter in turn, empty."""
    if request.param == "memory":
        made: Catalogue = MemoryCatalogue(clock=Steps())
    elif request.param == "sqlite":
        made = SqlCatalogue(f"sqlite:///{tmp_path / 'catalogue.db'}", clock=Steps())
    else:
        made = SqlCatalogue(fresh_schema(request.getfixturevalue("postgres")), clock=Steps())
    yield made
    made.close()


def part(name: str, first: int, last: int, minute: int = 0, **more: object) -> Pair:
    """Return a pair of some days of June."""
    days = {"first_day": date(2026, 6, first), "last_day": date(2026, 6, last)}
    return pair(name, known_from=NOW + minute * MINUTE, **{**days, **more})


def names(catalogue: Catalogue, minute: int | None = None) -> list[str]:
    """Return the pairs in force, now or as known at a minute."""
    at = None if minute is None else NOW + minute * MINUTE
    return [one.id for one in catalogue.pairs(as_known_at=at)]


def test_parts_come_back_as_they_were_put(catalogue: Catalogue) -> None:
    """With their days, by days; one that is the whole month has none."""
    put = [part("b", 15, 30), part("a", 1, 14), pair("other", site="N2")]
    write(catalogue, lambda change: change.put_in_force(put))

    assert catalogue.pairs() == (put[1], put[0], put[2])
    assert [str(one.days) for one in catalogue.pairs()] == [
        "2026-06-01..2026-06-14",
        "2026-06-15..2026-06-30",
        "2026-06",
    ]


def test_what_lies_within_the_days_ends(catalogue: Catalogue) -> None:
    """And nothing else; what was known before is known as it was."""
    write(catalogue, lambda change: change.put_in_force([part("a", 1, 7), part("b", 8, 14)]))
    write(catalogue, lambda change: change.put_in_force([part("c", 20, 30)]))
    write(catalogue, lambda change: change.put_in_force([part("d", 1, 15, minute=2)]))
    assert names(catalogue) == ["d", "c"]
    write(catalogue, lambda change: change.put_in_force([pair("e", known_from=NOW + 3 * MINUTE)]))

    assert names(catalogue) == ["e"]
    known = [names(catalogue, minute) for minute in (0, 2, 3)]
    assert known == [["a", "b", "c"], ["d", "c"], ["e"]]


@pytest.mark.parametrize(("first", "last"), [(1, 10), (5, 10), (10, 20), (30, 30)])
def test_a_part_is_never_cut(catalogue: Catalogue, first: int, last: int) -> None:
    """Whoever asks: the write is refused whole, and nothing moved."""
    write(catalogue, lambda change: change.put_in_force([part("a", 1, 14), part("b", 15, 30)]))

    with pytest.raises(TiigError):
        write(
            catalogue,
            lambda change: change.put_in_force([part("c", first, last, minute=1)]),
        )

    assert names(catalogue) == ["a", "b"]


def test_a_nil_return_gives_way_to_rows_and_to_no_other(catalogue: Catalogue) -> None:
    """Rows on any of its days end it; a nil return of some of its days would cut it."""
    write(catalogue, lambda change: change.put_in_force([pair("nil", nil=True, rows=0)]))
    again = part("again", 1, 7, minute=1, nil=True, rows=0)
    assert refused(catalogue, lambda change: change.put_in_force([again]))

    write(catalogue, lambda change: change.put_in_force([part("rows", 1, 14, minute=2)]))

    assert names(catalogue) == ["rows"]
    assert names(catalogue, 1) == ["nil"]


def test_other_days_may_come_in_force_at_an_earlier_moment(catalogue: Catalogue) -> None:
    """History is only added to day by day: a part says nothing of what others said."""
    write(catalogue, lambda change: change.put_in_force([part("a", 1, 14, minute=5)]))
    write(catalogue, lambda change: change.put_in_force([part("b", 15, 30, minute=3)]))

    with pytest.raises(TiigError):
        write(catalogue, lambda change: change.put_in_force([part("c", 1, 14, minute=4)]))

    assert names(catalogue) == ["a", "b"]

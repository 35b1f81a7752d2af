"""Whatever a table holds, a proposal is made of it; the order of its columns does not matter."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiig.journeys.suggest_profile import (
    DraftRequest,
    SuggestRequest,
    draft_profile,
    suggest_profile,
)
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.proposal import Proposal
from tiig.services import Services
from tiig.testing import in_memory_services

ASKER = Asker.local("test")
CELLS = st.one_of(
    st.sampled_from(
        "M F Y N 1 2 Knife Pub 999 home 01/02/2026 12:30 2026-02-01T10:00:00 u/k ? 34 "
        "E01004321 46000.5".split()
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='",'), max_size=12),
)


@pytest.fixture(scope="module")
def services() -> Services:
    """Return a workspace in memory without any sender."""
    return in_memory_services()


def proposed(table: list[list[str]], services: Services) -> Proposal:
    """Write a table and return what is suggested for it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "extract.csv"
        path.write_text("\n".join(",".join(row) for row in table) + "\n", encoding="utf-8")
        return suggest_profile(
            SuggestRequest(str(path)), asker=ASKER, services=services, progress=Silent()
        )


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), width=st.integers(1, 5), rows=st.integers(1, 12))
def test_no_table_breaks_it(services: Services, data: st.DataObject, width: int, rows: int) -> None:
    """A file is proposed for and drafted, or refused by name; nothing else happens."""
    names = [
        f"{name} {place}"
        for place, name in enumerate(data.draw(st.lists(CELLS, min_size=width, max_size=width)))
    ]
    table = [
        names,
        *(data.draw(st.lists(CELLS, min_size=width, max_size=width)) for _ in range(rows)),
    ]

    try:
        found = proposed(table, services)
    except TiigError:
        return

    assert len(found.columns) == width
    draft = draft_profile(DraftRequest(found), asker=ASKER, services=services, progress=Silent())
    assert draft.text


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (3, 0, 5, 1, 4, 2)])
def test_the_order_of_columns_does_not_matter(services: Services, order: tuple[int, ...]) -> None:
    """Shuffled columns get the same items."""
    header = ["No", "Arrived", "Age", "Sex", "Intent", "Cause"]
    words = ("Knife", "Fall", "Glass", "Punch")
    rows = [
        [
            f"N{n}",
            f"2026-03-{n % 28 + 1:02d} 10:{n % 60:02d}",
            str(n % 90),
            "MF"[n % 2],
            "Assault",
            words[n % 4],
        ]
        for n in range(80)
    ]
    table = [[row[place] for place in order] for row in (header, *rows)]

    found = proposed(table, services)

    assert {column.name: column.item for column in found.columns} == {
        "No": "attendance_number",
        "Arrived": "arrival_at",
        "Age": "age",
        "Sex": "sex",
        "Intent": "injury_intent",
        "Cause": "injury_mechanism",
    }

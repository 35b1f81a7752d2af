"""The suggester on the layouts that it is developed on; those that measure it stand elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.evaluation.suggester_dev.making import Layout, layouts, write

from tiig.journeys.suggest_profile import SuggestRequest, suggest_profile
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.proposal import Proposal, Use
from tiig.testing import in_memory_services

SURE = 0.9
Found = tuple[bool, float]
"""Whether a suggestion is right, and how sure it is."""


@pytest.fixture(scope="module")
def suggested(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Layout, Proposal]]:
    """Return what is suggested for each layout."""
    folder, services = tmp_path_factory.mktemp("layouts"), in_memory_services()
    return [
        (
            layout,
            suggest_profile(
                SuggestRequest(str(write(layout, folder))),
                asker=Asker.local("test"),
                services=services,
                progress=Silent(),
            ),
        )
        for layout in layouts()
    ]


def items(layout: Layout, proposal: Proposal) -> Iterator[Found]:
    """Yield what was suggested for each column that feeds an item."""
    truth = {column.name: column for column in layout.columns}
    for column in proposal.columns:
        wanted = truth[column.name]
        if wanted.item and column.use is not Use.DESCRIPTION:
            right = (column.item, column.part) == (wanted.item, wanted.part)
            yield right, column.confidence


def codes(layout: Layout, proposal: Proposal) -> Iterator[Found]:
    """Yield what was suggested for each value of the columns that were recognised."""
    truth = {column.name: column for column in layout.columns}
    for column in proposal.columns:
        wanted = truth[column.name]
        if column.item is None or column.item != wanted.item or wanted.how not in layout.words:
            continue
        for code in column.codes:
            meant = layout.meaning(wanted, code.value)
            if meant is not None:
                yield code.node == meant, code.confidence


def share(found: list[Found]) -> float:
    """Return how many are right."""
    return sum(right for right, _ in found) / len(found)


def test_items_are_found(suggested: list[tuple[Layout, Proposal]]) -> None:
    """Nearly every column that feeds an item is suggested for it."""
    found = [one for layout, proposal in suggested for one in items(layout, proposal)]

    assert len(found) > 120
    assert share(found) >= 0.95


def test_values_are_mapped(suggested: list[tuple[Layout, Proposal]]) -> None:
    """Most values are suggested to mean what they mean."""
    found = [one for layout, proposal in suggested for one in codes(layout, proposal)]

    assert len(found) > 300
    assert share(found) >= 0.88


def test_sure_suggestions_are_right(suggested: list[tuple[Layout, Proposal]]) -> None:
    """Of what is suggested as sure hardly anything is wrong, and most that is right is sure."""
    found = [
        one
        for layout, proposal in suggested
        for kind in (items, codes)
        for one in kind(layout, proposal)
    ]

    assert share([one for one in found if one[1] > SURE]) >= 0.98
    assert share([(sure > SURE, sure) for right, sure in found if right]) >= 0.6


def test_files_are_opened(suggested: list[tuple[Layout, Proposal]]) -> None:
    """Kind, header and footer are found, and every line is accounted for."""
    for layout, proposal in suggested:
        file = layout.file
        assert (proposal.file.format, proposal.file.header_row, proposal.file.footer_rows) == (
            file.get("format", "csv"),
            len(file.get("above", ())) + 1,
            len(file.get("below", ())),
        )


def test_the_scope_is_suggested(suggested: list[tuple[Layout, Proposal]]) -> None:
    """Which attendances a file covers is told from its rows."""
    assert {layout.id: proposal.scope.value for layout, proposal in suggested} == {
        layout.id: layout.scope for layout, _ in suggested
    }

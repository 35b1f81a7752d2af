"""Poster and training page: invented examples, answers that intake's own counts agree with."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tiig.journeys.quality_teaching import (
    TeachingRequest,
    exercises,
    teaching_page,
    teaching_poster,
)
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.letter import PARTS
from tiig.publish.paper_files import write_paper
from tiig.standard import Standard

if TYPE_CHECKING:
    from tests.journey.conftest import House

TEAM = Asker.local("analyst", purpose="testing")


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_exercises_hold_every_kind(standard: Standard, seed: int) -> None:
    """What lacks a part shows it: a blank, a word for not known, or other; two of each kind."""
    found = exercises(seed, standard)
    kinds = Counter(one.lacking for one in found)
    expected: dict[tuple[str, ...], int] = {(part,): 2 for part in PARTS}
    assert kinds == expected | {(): 2}
    for one in found:
        assert ("date" in one.lacking) == (one.day == "")
        assert ("weapon" in one.lacking) == (one.weapon in {"", "Other", "Not known"})
        assert ("place" in one.lacking) == (one.place.lower() in {"", *standard.not_known_words})


def test_equal_seeds_give_equal_exercises(standard: Standard) -> None:
    """A page can be made again, and another one has others."""
    assert exercises(3, standard) == exercises(3, standard)
    assert exercises(3, standard) != exercises(4, standard)


def test_answers_stand_apart_from_questions(house: House, tmp_path: Path) -> None:
    """The page is marked as synthetic on every page, and needs no data in the workspace."""
    request = TeachingRequest(author="A. Writer")
    paper = teaching_page(request, asker=TEAM, services=house.services, progress=Silent())
    (path,) = write_paper(paper, tmp_path, "training", ("pdf",))
    first, second = (page.extract_text() for page in PdfReader(path).pages)
    assert "Synthetic data" in first
    assert "Synthetic data" in second
    assert "Exercises" in first
    assert "Answers" not in first
    assert "2 of 8 records can be used" in second
    assert house.services.catalogue.releases() == ()


def test_the_poster_is_one_page_without_figures(house: House, tmp_path: Path) -> None:
    """It may hang anywhere."""
    request = TeachingRequest(author="A. Writer")
    paper = teaching_poster(request, asker=TEAM, services=house.services, progress=Silent())
    (path,) = write_paper(paper, tmp_path, "poster", ("pdf",))
    assert len(PdfReader(path).pages) == 1
    assert paper.exhibits == ()
    assert paper.for_release


def test_a_seed_that_cannot_be_is_refused(house: House) -> None:
    """A number below zero is no seed."""
    with pytest.raises(TiigError) as raised:
        teaching_page(
            TeachingRequest(seed=-1), asker=TEAM, services=house.services, progress=Silent()
        )
    assert raised.value.kind.id == "bad-argument"

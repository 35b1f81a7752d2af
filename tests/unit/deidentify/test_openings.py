"""Notes whose sentences open with a verb that is a first name too, and notes that name people."""

from __future__ import annotations

from datetime import date

import pytest

from tiig.deidentify import kinds_noted

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "note",
    [
        "Will need a second visit",
        "Spoke to the matron. Will send the list.",
        "Cards are up. Will hang the poster next week",
        "Team is short! May need a call in July",
        "Met the lead. Mark the forms with a pen",
        "Talked with reception; Mark all blank cells",
        "Chase the extract of May",
    ],
)
def test_a_verb_that_opens_a_sentence_is_no_name(note: str) -> None:
    """The plain verb, or what is never a person, stands behind it."""
    assert kinds_noted(note, TODAY) == ()


@pytest.mark.parametrize(
    "note",
    [
        "Will was hit",
        "Cards hang. Will hit him",
        "Cards hang. Will cut his hand",
        "Cards hang. Will Smith rang",
        "Will send Mary Smith the list",
        "Will find Mary",
        "Spoke to Will need",
        "Done. Will ask Mark",
        "Seen by Will. Mark the bouncer came",
        "Mark Jones rang about the forms",
        "May Whittaker need a second visit",
        "Attacked by: Will give evidence",
        "Met: Will write",
    ],
)
def test_a_person_is_told_wherever_the_name_stands(note: str) -> None:
    """A name before a past, another name, or within a sentence is a name as before."""
    assert kinds_noted(note, TODAY) == ("name",)

"""A house in memory whose rows name places and people, for tests of place phrases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tiig.journeys.agreements import add_agreement
from tiig.journeys.decide_places import Decided, DecideRequest, decide_places
from tiig.journeys.places import PhraseList, PhrasesAsked, list_phrases
from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.places import Proposed
from tiig.testing.agreements import sender_text

LEAD = Asker.local("lead", purpose="name the places")
Line = Callable[..., str]
Told = tuple[str, str, str]
"""A place text, a person, and the place type that was sent with it."""
TYPED = '[[columns]]\nname = "Type"\nitem = "injury_place_type"\n'


def with_places(profile: str) -> str:
    """Return Elm's profile with the person in its last column, and one more of place types."""
    person = '[[columns]]\nname = "Bed"\nitem = "person_number"\n'
    return profile.replace('ignored = ["Bed"]\n', "") + person + TYPED


def rows_of(line: Line, places: Sequence[Told], *, month: str = "2026-06") -> list[str]:
    """Return a row for each of what is told; days follow one another."""
    return [
        line(f"{month}-{day}", Arrived=f"{month}-{day % 28 + 1:02d} 21:15", Place=text, Bed=who)
        + f",{kind}"
        for day, (text, who, kind) in enumerate(places)
    ]


def send(house: Any, header: str, rows: Sequence[str], month: str = "2026-06") -> str:  # noqa: ANN401 - the house of conftest
    """Send a month of such rows; returns the submission."""
    file = house.write(rows, header=f"{header},Type")
    submission: str = house.send(file, month, confirm=True).submission
    return submission


def keeping(house: Any, *, days: int | None = None) -> None:  # noqa: ANN401
    """Let Elm's agreement keep frequent phrases, for so many days if it says."""
    text = sender_text("elm", house.services.standard).replace("version = 1", "version = 2")
    text += "\n[free_text]\nkeep_frequent_phrases = true\n"
    if days is not None:
        usual = "phrases_days = 365\n"
        text = text.replace(usual, f"{usual}frequent_phrases_days = {days}\n")
    add_agreement(text, asker=LEAD, services=house.services, progress=Silent())


def listed(house: Any, **asked: Any) -> PhraseList:  # noqa: ANN401
    """List phrases."""
    request = PhrasesAsked(**asked)
    return list_phrases(request, asker=LEAD, services=house.services, progress=Silent())


def words(house: Any) -> Mapping[str, str]:  # noqa: ANN401
    """Return the id of each phrase that may be read, by its words."""
    return {line.words: line.phrase for line in listed(house).lines if line.words is not None}


def ids(house: Any) -> Mapping[str, str]:  # noqa: ANN401
    """Return the ids of all phrases by their words, as the vault holds them: a look behind."""
    vault = house.services.vault
    return {text: one for one, text in vault.phrases(vault.phrase_tables()).unsealed().items()}


def decide(house: Any, phrase: str, **said: Any) -> Decided:  # noqa: ANN401
    """Decide of one phrase."""
    request = DecideRequest("asked the staff", (Proposed(phrase, **said),))
    return decide_places(request, asker=LEAD, services=house.services, progress=Silent())


def counted(house: Any, *by: str, **asked: Any) -> Mapping[tuple[str, ...], int]:  # noqa: ANN401
    """Return exact counts by category, those of no rows left out."""
    table = house.ask(*by, **asked)
    cells = {row.nodes: row.count.value for row in table.rows}
    return {key: count for key, count in cells.items() if count and "~all" not in key}


def rotate(house: Any, *purposes: str) -> None:  # noqa: ANN401
    """Change keys."""
    request = RotateRequest(purposes or ("all",), "tested")
    rotate_keys(request, asker=replace(LEAD), services=house.services, progress=Silent())

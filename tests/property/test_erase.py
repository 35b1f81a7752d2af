"""Whoever is erased is gone and stays out; whoever is not is there, to the row."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tiig.journeys.erase import EraseRequest, erase
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.erasure import Erasable
from tiig.services import Services
from tiig.standard import Standard, load_standard
from tiig.testing import agree, in_memory_services

ASKER = Asker.local("officer", purpose="testing")
PROFILE = """
[sender]
id = "elm"
name = "Elm Trust (invented)"
provider = "XQ1"
version = 1
valid_from = 2020-01-01
scope = "all-injuries"
tells_assaults = false
synthetic = true
[file]
format = "csv"
[[sites]]
code = "XQ101"
name = "Elm General"
values = ["A"]
[[columns]]
name = "Site"
item = "site"
[[columns]]
name = "No"
item = "attendance_number"
[[columns]]
name = "Who"
item = "person_number"
[[columns]]
name = "Arrived"
item = "arrival_at"
formats = ["%Y-%m-%d %H:%M"]
"""
STANDARD: Standard = load_standard()
PEOPLE = st.lists(st.integers(0, 5), min_size=1, max_size=12)
GONE = st.sets(st.integers(0, 7), min_size=1, max_size=4)


def sent(services: Services, folder: Path, people: list[int], more: str = "") -> SubmitAnswer:
    """Send a row for each person named, the attendance numbered by its place."""
    lines = [f"A{place},P{who},A,2026-06-03 21:15" for place, who in enumerate(people)]
    path = folder / "june.csv"
    path.write_text("\n".join(["No,Who,Site,Arrived", *lines, *([more] if more else [])]) + "\n")
    request = SubmitRequest(str(path), "elm", "2026-06", confirm=True)
    return submit(request, asker=ASKER, services=services, progress=Silent())


def stored(services: Services) -> int:
    """Return the rows in force, which the packs must hold."""
    pairs = services.catalogue.pairs()
    assert services.lake.table(pairs).height == sum(pair.rows for pair in pairs)
    return sum(pair.rows for pair in pairs)


@given(people=PEOPLE, later=PEOPLE, gone=GONE)
@settings(max_examples=15)
def test_the_erased_are_gone_and_the_others_are_there(
    people: list[int], later: list[int], gone: set[int]
) -> None:
    """In force, in history and in what is sent again: nobody else's row moves, none is lost."""
    services = in_memory_services(STANDARD)
    add_sender(PROFILE, asker=ASKER, services=services, progress=Silent())
    agree(services)
    with TemporaryDirectory() as name:
        folder = Path(name)
        sent(services, folder, people)
        sent(services, folder, later)
        (folder / "list.txt").write_text("\n".join(f"P{who}" for who in sorted(gone)))
        request = EraseRequest(str(folder / "list.txt"), Erasable.PERSON, "asked", "elm")
        erase(request, asker=ASKER, services=services, progress=Silent())
        numbers = {place for place, who in enumerate(people) if who in gone}
        numbers |= {place for place, who in enumerate(later) if who in gone}

        def left(rows: list[int]) -> int:
            return sum(who not in gone and place not in numbers for place, who in enumerate(rows))

        assert stored(services) == left(later)
        first = services.catalogue.submissions()[0]
        assert sum(pair.rows for pair in services.catalogue.pairs_of(first.id)) == left(people)

        again = sent(services, folder, later, more="A99,P99,A,2026-06-04 10:00")
        tally = again.receipt.tally
        assert tally.balances
        assert (tally.read, tally.stored) == (len(later) + 1, left(later) + 1)
        assert stored(services) == left(later) + 1
        assert services.reconcile() == ()

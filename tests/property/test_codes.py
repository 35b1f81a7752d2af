"""Rows read again by a code map are the rows that a profile with the same codes would have read."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share the house by import

from tests.journey.conftest import HEADER, PROFILE, House

from tiig import deidentify
from tiig.intake.code_lists import ProposedCode
from tiig.journeys.decide_codes import CodesRequest, approve_codes, confirm_codes, undo_codes
from tiig.journeys.rederive import RederiveRequest, rederive
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.submission import MeasureCount
from tiig.standard import load_standard
from tiig.testing import in_memory_services

STANDARD = load_standard()
MORE = {
    "Where": ("injury_place_type", ("home", "licensed.pub", "health-care", "~not_known")),
    "Doing": ("injury_activity_status", ("paid-work",)),
    "Told": ("chief_complaint", ()),
    "Kind": ("department_type", ("type-3",)),
}
"""Columns beside Elm's: the item, and categories that a profile's code or the map may mean."""
MEANS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Intent": ("injury_intent", ("assault", "unintentional", "self-harm", "~not_recorded")),
    "Weapon": ("injury_mechanism", ("sharp.knife", "sharp.glass", "blunt", "~not_known")),
    **MORE,
}
UNKNOWN = ("zed", "why")
TIMES = 5
"""How often each row stands in a file: what nobody explains is listed from then on."""
KEYED = ("attendance_id", "person_id", "place_phrase_id")


def nodes(item: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Return categories that there are, and some more of the tree."""
    tree = STANDARD.tree_of(item)
    return (*(one for one in chosen if one.startswith("~") or one in tree), *tree.in_order[:3])


CELLS = {
    name: st.sampled_from(("", *UNKNOWN, *nodes(item, chosen)))
    for name, (item, chosen) in MEANS.items()
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            **CELLS,
            "Site": st.sampled_from(["A", "B"]),
            "Age": st.sampled_from(["", "7", "34"]),
            "Arrived": st.sampled_from(["2026-06-03 21:15", "2026-06-06 23:40"]),
            "Place": st.sampled_from(["", "Corn Market", "not known"]),
        }
    ),
    min_size=1,
    max_size=12,
)
MAPS = st.fixed_dictionaries(
    {},
    optional={
        (name, value): st.sampled_from(nodes(item, chosen))
        for name, (item, chosen) in MEANS.items()
        for value in UNKNOWN
    },
)
Map = dict[tuple[str, str], str]


def profile(codes: Map) -> str:
    """Return Elm's profile with more columns, and these codes."""
    text = PROFILE.replace('ignored = ["Bed"]\n', "")
    for name, (item, _) in MORE.items():
        text += f'[[columns]]\nname = "{name}"\nitem = "{item}"\n'
    said = {name: {v: node for (of, v), node in codes.items() if of == name} for name in MEANS}
    for name, own in said.items():
        lines = "".join(f'"{value}" = "{node}"\n' for value, node in own.items())
        head, item = f'name = "{name}"\n', f'item = "{MEANS[name][0]}"\n'
        begun = text.index(head + item) + len(head + item)
        end = text.find("[[columns]]", begun)
        end = len(text) if end < 0 else end
        kept = "".join(
            line
            for line in text[begun:end].splitlines(keepends=True)
            if not line.startswith("codes")
        )
        text = text[:begun] + kept + ("[columns.codes]\n" + lines if lines else "") + text[end:]
    return text


def sent(folder: Path, rows: list[dict[str, str]], codes: Map) -> House:
    """Return a house to which a file was sent that is read by these codes of the profile."""
    house = House(in_memory_services(STANDARD), folder)
    house.add(profile(codes))
    names = [*HEADER.split(",")[:-1], *MORE]
    lines = [
        ",".join({**row, "No": f"n{number}-{time}"}.get(name, "") for name in names)
        for number, row in enumerate(rows)
        for time in range(TIMES)
    ]
    house.send(house.write(lines, header=",".join(names)), confirm=True)
    return house


def told(house: House) -> pl.DataFrame:
    """Return the rows in force, of phrases only whether they tell of a home or of something."""
    keys = house.services.keys.pseudonyms()
    named = pl.lit(deidentify.phrase_of_homes(keys))
    home = named.str.to_integer(base=16, dtype=pl.UInt128())
    table = house.services.lake.table(house.services.catalogue.pairs())
    phrase = pl.col("place_phrase_id")
    return table.with_columns(
        phrase.is_null().alias("~none"), (phrase == home).alias("~home")
    ).drop(KEYED)


def counts(house: House) -> list[MeasureCount]:
    """Return the quality counts of what is in force, what the rules say of it included."""
    found: list[MeasureCount] = []
    for pair in house.services.catalogue.pairs():
        catalogue = house.services.catalogue
        again = catalogue.reread_measures(pair.revision, pair.derivation)
        here = [one for one in again if (one.site, one.month) == (pair.site, pair.month)]
        first = catalogue.measures(pair.revision)
        found += here or [one for one in first if (one.site, one.month) == (pair.site, pair.month)]
    return sorted(found, key=lambda one: (one.site, one.item, one.measure))


def take_back(house: House) -> None:
    """Undo every mapping, and read again."""
    ada = Asker.local("ada", purpose="testing")
    decisions = house.services.catalogue.code_decisions()
    asked = {ProposedCode(one.sender, one.item, one.value) for one in decisions}
    undone = CodesRequest("it was a mistake", tuple(asked))
    undo_codes(undone, asker=ada, services=house.services, progress=Silent())
    read_again(house)


def read_again(house: House) -> None:
    """Read all rows by the map as it stands."""
    ada = Asker.local("ada", purpose="testing")
    request = RederiveRequest("the map has changed")
    rederive(request, asker=ada, services=house.services, progress=Silent())


def explain(house: House, codes: Map) -> None:
    """Confirm and approve what the file's listed values mean."""
    listed = {(one.item, one.value) for one in house.services.catalogue.local_values("elm")}
    decide(
        house,
        tuple(
            ProposedCode("elm", MEANS[name][0], value, node)
            for (name, value), node in codes.items()
            if (MEANS[name][0], value) in listed
        ),
    )


def decide(house: House, proposed: tuple[ProposedCode, ...]) -> None:
    """Confirm under one name and approve under another."""
    ada = Asker.local("ada", purpose="testing")
    request = CodesRequest("the sender said so", proposed)
    confirm_codes(request, asker=ada, services=house.services, progress=Silent())
    request = replace(request, effects=False)
    bob = replace(ada, person="bob")
    approve_codes(request, asker=bob, services=house.services, progress=Silent())


@settings(max_examples=12, deadline=None)
@given(rows=ROWS, codes=MAPS)
def test_read_again_is_as_read_by_the_profile(rows: list[dict[str, str]], codes: Map) -> None:
    """Every column and every count is the same; taken back, all is as it was.

    But what was written of a home is not brought back: it was nobody's to read.
    """
    with TemporaryDirectory() as folder:
        house = sent(Path(folder), rows, {})
        before, first = told(house), counts(house)
        explain(house, codes)
        read_again(house)
        other = sent(Path(folder), rows, codes)

        assert told(house).equals(told(other))
        assert counts(house) == counts(other)
        if any(node.startswith("home") for node in codes.values()):
            return
        take_back(house)
        assert told(house).equals(before)
        assert counts(house) == first


SHARED = st.lists(
    st.tuples(*[st.sampled_from(["", "K", "zed", "why", "blunt"])] * 2), min_size=1, max_size=8
)
IN_COLUMNS = st.dictionaries(
    st.sampled_from([f"{name}={value}" for name in ("weapon", "second") for value in UNKNOWN]),
    st.sampled_from(["blunt", "sharp.glass", "~not_known", "~not_recorded"]),
)


def twice(house: House, cells: list[tuple[str, str]], month: str) -> None:
    """Send a month in which two columns tell the mechanism."""
    header = [*HEADER.split(",")[:-1], "Second"]
    row = {"Site": "A", "Arrived": f"{month}-03 21:15", "Age": "34", "Intent": "X"}
    lines = [
        ",".join(
            {**row, "No": f"{place}-{time}", "Weapon": a, "Second": b}.get(n, "") for n in header
        )
        for place, (a, b) in enumerate(cells)
        for time in range(TIMES)
    ]
    house.send(house.write(lines, header=",".join(header)), month, confirm=True)


@settings(max_examples=12, deadline=None)
@given(cells=SHARED, codes=IN_COLUMNS)
def test_rows_to_come_read_as_rows_read_again(
    cells: list[tuple[str, str]], codes: dict[str, str]
) -> None:
    """Where two columns tell an item, the map speaks alike of what came before and comes after."""
    column = '[[columns]]\nname = "Second"\nitem = "injury_mechanism"\n'
    with TemporaryDirectory() as folder:
        house = House(in_memory_services(STANDARD), Path(folder))
        house.add(PROFILE.replace('ignored = ["Bed"]\n', "") + column)
        twice(house, cells, "2026-05")
        listed = {one.value for one in house.services.catalogue.local_values("elm")}
        proposed = tuple(
            ProposedCode("elm", "injury_mechanism", value, node)
            for value, node in codes.items()
            if value in listed
        )
        decide(house, proposed)
        read_again(house)
        twice(house, cells, "2026-06")

        item = ["injury_mechanism", "injury_mechanism__state", "assault", "weapon", "injury_group"]
        may, june = (
            house.services.lake.table([pair]).select("row", *item)
            for pair in house.services.catalogue.pairs()
        )
        assert may.equals(june)

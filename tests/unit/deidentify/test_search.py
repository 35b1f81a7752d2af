"""The search of gate one: what refuses a file, what is scrubbed, what is left alone."""

from __future__ import annotations

import random
from collections.abc import Mapping

import polars as pl
import pytest

from tiig.deidentify import Search, Verdict
from tiig.model.identified import RawRows
from tiig.model.profile import ColumnRole as Role

NHS = "9990000018"
PLANTS = {
    "nhs_number": "999 000 0018",
    "phone": "07700 900123",
    "e_mail": "a.person@example.org",
    "postcode": "BL9 9ZZ",
    "birth_date": "DOB 01/02/1980",
    "name": "Mrs Example",
    "chi_number": "0101800002",
    "ni_number": "AB123456C",
}
SEARCHED = [role for role in Role if role is not Role.TREATED]


def batch(columns: Mapping[str, list[str | None]], first: int = 2) -> RawRows:
    """Make a batch of text cells, numbered as an editor shows them."""
    frame = pl.DataFrame(dict(columns), schema=dict.fromkeys(columns, pl.String))
    return RawRows(frame.with_row_index("row", first))


def search(columns: Mapping[str, list[str | None]], **roles: Role) -> Verdict:
    """Search one batch."""
    looked = Search(roles)
    looked.look(batch(columns))
    return looked.verdict()


def clean(number: int = 100) -> list[str | None]:
    """Make cells that name nobody."""
    return [f"code {place % 7}" for place in range(number)]


@pytest.mark.parametrize("role", SEARCHED)
@pytest.mark.parametrize("kind", sorted(PLANTS))
def test_every_kind_is_found_in_every_role(kind: str, role: Role) -> None:
    """An identifier among a hundred clean cells is found, with its row."""
    cells = clean()
    cells[40] = PLANTS[kind]

    verdict = search({"C": cells}, C=role)

    assert [(hit.column, hit.kind, hit.cells, hit.first_rows) for hit in verdict.hits] == [
        ("C", kind, 1, (42,)),
    ]
    assert verdict.refused is (role is not Role.FREE_TEXT)


@pytest.mark.parametrize("kind", sorted(PLANTS))
def test_converted_columns_may_hold_their_own_kind(kind: str) -> None:
    """A column that is converted as agreed may hold what it is for, and nothing else."""
    looked = Search({"C": Role.TREATED}, converted={"C": kind})
    looked.look(batch({"C": [PLANTS[kind]] * 3}))
    other = "phone" if kind != "phone" else "e_mail"
    mixed = Search({"C": Role.TREATED}, converted={"C": kind})
    mixed.look(batch({"C": [PLANTS[kind], PLANTS[other]]}))

    assert not looked.verdict().refused
    assert mixed.verdict().kinds == (other,)


@pytest.mark.parametrize("kind", sorted(PLANTS))
def test_columns_that_the_hospital_leaves_out_are_not_searched(kind: str) -> None:
    """A column that the profile drops before anything leaves."""
    verdict = search({"Postcode": [PLANTS[kind]]}, Postcode=Role.TREATED)

    assert not verdict.refused
    assert verdict.hits == ()


@pytest.mark.parametrize("cell", [
    "R0A02", "RM301", "E01004766", "2025-06-01T03:04:05.123456+01:00", "01-06-2025 12:34",
    "991291000000101", "276853009", "A000000123", "ZZ99 3VZ", "A12 3BC", "12.9990000018",
    "0000000000", "B12AB", "20250601123456", "Head injury", "Wound - stab", "Near miss", "M60",
    None,
])  # fmt: skip
@pytest.mark.parametrize("role", [Role.CODED, Role.SITE, Role.AREA, Role.LOCAL_NUMBER])
def test_codes_and_moments_are_no_identifiers(cell: str | None, role: Role) -> None:
    """Site codes, areas, SNOMED ids, time stamps and complaint words do not hit."""
    verdict = search({"Arrived": ["01/06/2025 09:00"], "C": [cell]}, Arrived=Role.MOMENT, C=role)

    assert verdict.hits == ()


def test_a_whole_cell_of_ten_digits_is_a_health_number() -> None:
    """Undeclared columns are searched like ignored ones."""
    verdict = search({"Extra": [f" {NHS} ", "other"]})

    assert [(hit.kind, hit.refuses) for hit in verdict.hits] == [("nhs_number", True)]
    assert verdict.kinds == ("nhs_number",)


def test_a_cell_of_a_local_number_may_spell_a_health_number() -> None:
    """A 3-3-4 spelling or words around the digits leave no doubt, whatever the shares."""
    numbers: list[str | None] = [
        "999 000 0018",
        *(str(4_000_000_000 + place) for place in range(50)),
    ]

    assert search({"AttNo": numbers}, AttNo=Role.LOCAL_NUMBER).refused


def test_local_ten_digit_numbers_pass_by_chance() -> None:
    """A column of running ten-digit numbers is not taken for NHS numbers."""
    numbers: list[str | None] = [str(4_000_000_000 + place) for place in range(5000)]

    assert not search({"AttNo": numbers}, AttNo=Role.LOCAL_NUMBER).refused


def test_a_column_of_health_numbers_refuses_whatever_it_is_called() -> None:
    """All ten-digit cells pass the check digit: these are health numbers."""
    verdict = search({"AttNo": [NHS] * 2000}, AttNo=Role.LOCAL_NUMBER)

    assert [(hit.kind, hit.cells, len(hit.first_rows)) for hit in verdict.hits] == [
        ("nhs_number", 2000, 10),
    ]


@pytest.mark.parametrize(("others", "refused"), [(0, True), (1, False), (3, False)])
def test_a_few_ten_digit_numbers_prove_little(others: int, refused: bool) -> None:
    """One passing number refuses alone, not beside others of its shape."""
    numbers: list[str | None] = [NHS, *(["4000000000"] * others)]

    assert search({"AttNo": numbers}, AttNo=Role.LOCAL_NUMBER).refused is refused


def test_ten_digits_that_are_foreign_to_a_column_refuse() -> None:
    """A passing number among thousands of another shape is an NHS number in the wrong cell."""
    numbers: list[str | None] = [f"A{place}" for place in range(3000)]
    numbers[7:10] = [NHS, "4000000000", "4000000001"]

    assert search({"AttNo": numbers}, AttNo=Role.LOCAL_NUMBER).refused


def test_the_share_is_taken_over_the_whole_file() -> None:
    """Batches add up: the verdict does not depend on where a file is cut."""
    numbers: list[str | None] = [str(4_000_000_000 + place) for place in range(400)]
    looked = Search({"AttNo": Role.LOCAL_NUMBER})
    for start in range(0, 400, 40):
        looked.look(batch({"AttNo": numbers[start : start + 40]}, start + 2))

    assert not looked.verdict().refused


@pytest.mark.parametrize(("hits", "refused"), [(2, False), (3, True)])
def test_free_text_refuses_above_two_in_a_hundred(hits: int, refused: bool) -> None:
    """Hits in free text are scrubbed, unless more than 2 % of the filled cells hold one."""
    cells: list[str | None] = [
        *(["Mr Example, 07700 900123"] * hits),
        *(["pub"] * (100 - hits)),
        "",
        None,
    ]
    looked = Search({"Text": Role.FREE_TEXT})
    scrubbed = looked.look(batch({"Text": cells}))

    verdict = looked.verdict()
    assert verdict.refused is refused
    assert verdict.free_text == {"Text": (100, hits)}
    assert scrubbed["row"].unique().sort().to_list() == list(range(2, 2 + hits))
    assert set(scrubbed["kind"]) == {"name", "phone"}


@pytest.mark.parametrize(("header", "kind"), [
    ("Surname", "name"), ("PatientForename", "name"), ("first_name", "name"),
    ("Patient Name", "name"),
    ("Address Line 1", "address"), ("NHS No", "nhs_number"), ("NHSNumber", "nhs_number"),
    ("CHI number", "chi_number"), ("NI_Number", "ni_number"), ("Mobile", "phone"),
    ("e-mail address", "e_mail"), ("Home Postcode", "postcode"),
])  # fmt: skip
def test_a_header_that_names_a_person_refuses(header: str, kind: str) -> None:
    """Filled cells under such a header refuse, whatever stands in them."""
    verdict = search({header: ["x", None, " ", "n/a"]}, **{header: Role.CODED})

    assert [(hit.column, hit.kind, hit.cells) for hit in verdict.hits] == [(header, kind, 1)]


@pytest.mark.parametrize("header", [
    "Site Name", "Address Type", "NHS number status", "Postcode district", "Hospital number", "CHI",
])  # fmt: skip
def test_headers_that_only_resemble_do_not_refuse(header: str) -> None:
    """Words around a personal word change what it means."""
    assert search({header: ["x"]}, **{header: Role.CODED}).hits == ()


def test_an_empty_personal_column_passes() -> None:
    """A header alone is no identifier."""
    assert search({"Surname": [None, "", "NULL"]}, Surname=Role.IGNORED).hits == ()


@pytest.mark.parametrize(("role", "refused"), [(Role.SITE, False), (Role.IGNORED, True)])
def test_a_bare_name_column_depends_on_what_is_declared(role: Role, refused: bool) -> None:
    """`Name` may be the site's, if the profile says so."""
    assert search({"Name": ["x"]}, Name=role).refused is refused


@pytest.mark.parametrize(
    ("cell", "hits"), [("12/03/1980", 1), ("29221", 1), ("12031980", 1), ("1980", 0)]
)
def test_a_birth_column_holds_birth_dates(cell: str, hits: int) -> None:
    """Under a birth header a date counts in every spelling; a year alone does not."""
    verdict = search({"DOB": [cell]}, DOB=Role.MOMENT)

    assert [hit.kind for hit in verdict.hits] == ["birth_date"] * hits


@pytest.mark.parametrize(("arrived", "cell", "hits"), [
    ("01/06/2025", "31/05/1980", 1),
    ("01/06/2025", "31/05/2024", 1),
    ("01/06/2025", "02/06/2024", 0),
    ("2025-06-01 10:00", "1980-05-31", 1),
    ("1 June 2025", "31 May 80", 1),
    ("45809", "31.05.1980", 1),
    ("45809.5", "31/05/25", 0),
    ("06/13/2025", "05/31/1980", 1),
    ("01/06/2025", "99/99/1980", 0),
    ("01/06/2025", "31/05/0080", 0),
])  # fmt: skip
@pytest.mark.parametrize("role", [Role.IGNORED, Role.CODED, Role.FREE_TEXT])
def test_a_date_long_before_the_visit_is_a_birth_date(
    arrived: str,
    cell: str,
    hits: int,
    role: Role,
) -> None:
    """A full date more than a year before the row's own moment, in no declared moment."""
    verdict = search({"Arrived": [arrived], "C": [cell]}, Arrived=Role.MOMENT, C=role)

    assert [hit.kind for hit in verdict.hits] == ["birth_date"] * hits


def test_a_date_without_any_moment_counts() -> None:
    """Where nothing tells when the visit was, a date may be a birthday."""
    assert search({"C": ["31/05/2025"]}, C=Role.IGNORED).refused


def test_an_unreadable_moment_falls_back_to_the_newest_seen() -> None:
    """A row without its own moment is judged by the file."""
    columns: dict[str, list[str | None]] = {
        "Arrived": ["01/06/2025", "?", None], "C": ["01/06/2025", "02/06/2025", "02/06/1985"],
    }  # fmt: skip
    verdict = search(columns, Arrived=Role.MOMENT, C=Role.IGNORED)

    assert [hit.first_rows for hit in verdict.hits] == [(4,)]


def test_a_row_counts_once_for_each_kind() -> None:
    """Two birthdays in one cell are one cell."""
    cell = "DOB 01/02/1980, born 01/02/1980, old 01/03/1981"
    verdict = search(
        {"Arrived": ["01/06/2025"], "T": [cell]}, Arrived=Role.MOMENT, T=Role.FREE_TEXT
    )

    assert verdict.free_text == {"T": (1, 1)}
    assert [hit.cells for hit in verdict.hits] == [1]


def test_headers_sheets_and_file_names_are_searched() -> None:
    """An identifier outside the cells refuses, and is named by its place only."""
    looked = Search({"Mr Example": Role.CODED})
    looked.header(["Site", "Mr Example"], f"Sheet {NHS}", "export_2025010112_Mrs_Example.csv")
    looked.look(batch({"Mr Example": [PLANTS["e_mail"]]}))

    verdict = looked.verdict()
    assert [(hit.column, hit.kind) for hit in verdict.hits] == [
        ("header of column 2", "name"), ("sheet name", "nhs_number"), ("file name", "name"),
        ("column 1", "e_mail"),
    ]  # fmt: skip
    assert verdict.refused


def test_clean_names_around_the_cells_pass() -> None:
    """Ordinary headers, no sheet and a dated file name hold nothing."""
    looked = Search({})
    looked.header(["Site", "Arrival"], None, "ed_2025010112_2025-06.csv")
    looked.look(RawRows(pl.DataFrame({"row": pl.Series([2], dtype=pl.UInt32)})))

    assert looked.verdict() == Verdict(refused=False, hits=(), free_text={})


def test_neither_verdict_nor_search_shows_a_value() -> None:
    """What is said about a file holds columns and rows, never a cell."""
    looked = Search({"C": Role.IGNORED})
    looked.look(batch({"C": list(PLANTS.values())}))

    said = f"{looked!r} {looked.verdict()!r}"
    assert not any(value in said for value in PLANTS.values())


def test_long_hostile_cells_cost_linear_time() -> None:
    """Cells made to confuse patterns are searched in time that grows with their length."""
    noise = random.Random(7)
    letters = "0 1-.()+4@aM Dr.rname:b"
    cells: list[str | None] = ["".join(noise.choices(letters, k=20_000)) for _ in range(5)]
    cells += ["0 " * 20_000, "Dr A " * 5_000, "a@" * 20_000, "M1 " * 20_000, "name " * 9_000]

    assert len(search({"C": cells}, C=Role.IGNORED).hits) > 0


def test_place_text_of_narratives_stays_quiet(reference_narratives: list[str | None]) -> None:
    """Thousands of real ED narratives hold hardly anything that looks like a person."""
    verdict = search({"T": reference_narratives}, T=Role.FREE_TEXT)

    filled, touched = verdict.free_text["T"]
    assert filled > 5000
    assert touched <= filled / 1000

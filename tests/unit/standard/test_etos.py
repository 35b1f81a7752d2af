"""Importing ETOS: sound rows become codes, damaged ids and doubtful words are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tiig.model.errors import ETOS_INVALID, TiigError
from tiig.standard import import_etos, load_standard
from tiig.standard.etos import EtosImport, RowFault
from tiig.standard.snomed import Damage, passes_check_digit

COLUMNS = (
    "ECDS_UniqueID", "REFSET_UniqueID", "SNOMED_Code", "SNOMED_UK_Preferred_Term",
    "SNOMED_Fully_Specified_Name", "ECDS_Description", "ECDS_Group1", "ECDS_Group2",
    "ECDS_Group3", "Sort1", "Sort2", "Sort3", "Sort4", "Flag_Injury", "Valid_From",
    "Valid_To", "Notes",
)  # fmt: skip
STANDARD = load_standard()


def false_id(number: int) -> str:
    """Return an obviously false id that is formed rightly: 99999 and a running number."""
    stem = f"99999{number:03d}00"
    return next(stem + str(last) for last in range(10) if passes_check_digit(stem + str(last)))


def row(code: object, words: str = "", **more: object) -> dict[str, object]:
    """Return one row of a sheet."""
    return {"SNOMED_Code": code, "ECDS_Description": words, **more}


def workbook(path: Path, sheets: dict[str, list[dict[str, object]]], *, above: int = 0) -> Path:
    """Write a workbook with the published column names, `above` rows standing over the header."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(above, 0, COLUMNS)
        for place, cells in enumerate(rows, start=above + 1):
            for column, cell in cells.items():
                sheet.write(place, COLUMNS.index(column), cell)
    book.close()
    return path


def imported(tmp_path: Path, sheet: str, *rows: dict[str, object], above: int = 0) -> EtosImport:
    """Import a workbook of one sheet."""
    return import_etos(workbook(tmp_path / "etos.xlsx", {sheet: [*rows]}, above=above), STANDARD)


@pytest.mark.parametrize(
    ("sheet", "code_set", "words", "node"),
    [
        ("17. Injury Intent", "injury_intent", "Assault by another person", "assault"),
        ("17_Injury_Intent", "injury_intent", "Accidental injury", "unintentional"),
        ("18 INJURY MECHANISM", "injury_mechanism", "Stab : knife", "sharp.knife"),
        ("18. Injury Mechanism", "injury_mechanism", "Motorcyclist", "transport.motorcycle"),
        ("14. Place of Injury", "injury_place_type", "Nursing home", "institution"),
        ("14. Place of Injury", "injury_place_type", "Place not known", "~not_known"),
        ("15. Injury Activity Status", "injury_activity_status", "Unpaid work", "unpaid-work"),
    ],
)
def test_certain_words_give_a_category(
    tmp_path: Path, sheet: str, code_set: str, words: str, node: str
) -> None:
    """A sheet is known by its name, and a description that fits one category is mapped."""
    result = imported(tmp_path, sheet, row(false_id(1), words))
    assert [entry.node for entry in result.entries[code_set]] == [node]
    assert result.unmapped == ()


def test_doubtful_words_are_left_to_people(tmp_path: Path) -> None:
    """A description that fits no category, or two on different paths, is listed with its row."""
    result = imported(
        tmp_path,
        "18. Injury Mechanism",
        row(false_id(1), "Contact with lawn furniture"),
        row(false_id(2), "Pedestrian bitten : dog bite"),
    )
    assert result.entries == {}
    assert [(one.row, one.code) for one in result.unmapped] == [(2, false_id(1)), (3, false_id(2))]


def test_damaged_ids_are_named_by_row(tmp_path: Path) -> None:
    """Ids in scientific notation, rounded, or with a wrong digit are refused by Excel's row."""
    wrong = false_id(1)[:-1] + str((int(false_id(1)[-1]) + 1) % 10)
    result = imported(
        tmp_path,
        "17. Injury Intent",
        row("1.06E+15", "Assault"),
        row(false_id(2), "Assault"),
        row("106490100000010000", "Assault"),
        row(wrong, "Assault"),
        above=3,
    )
    assert result.faults == (
        RowFault("17. Injury Intent", 5, Damage.SCIENTIFIC),
        RowFault("17. Injury Intent", 7, Damage.ROUNDED),
        RowFault("17. Injury Intent", 8, Damage.CHECK_DIGIT),
    )
    assert [entry.code for entry in result.entries["injury_intent"]] == [false_id(2)]


def test_a_short_id_kept_as_a_number_is_read(tmp_path: Path) -> None:
    """An id that the workbook holds as a number is read whole."""
    result = imported(tmp_path, "17. Injury Intent", row(int(false_id(1)), "Assault"))
    assert [entry.code for entry in result.entries["injury_intent"]] == [false_id(1)]


def test_codes_keep_their_days(tmp_path: Path) -> None:
    """Valid_From and Valid_To are read from dates and from texts."""
    days = {"Valid_From": date(2023, 4, 1), "Valid_To": "31/03/2025"}
    result = imported(tmp_path, "17. Injury Intent", row(false_id(1), "Assault", **days))
    entry = result.entries["injury_intent"][0]
    assert (entry.valid_from, entry.valid_to) == (date(2023, 4, 1), date(2025, 3, 31))


def test_a_known_code_keeps_its_category(tmp_path: Path) -> None:
    """An id that the standard knows already is not read anew by its words."""
    known = row("54670004", "Event", ECDS_UniqueID="Code deprecated")
    result = imported(tmp_path, "18. Injury Mechanism", known)
    assert [entry.node for entry in result.entries["injury_mechanism"]] == ["fall.slip"]


def test_a_sheet_is_known_by_its_refset(tmp_path: Path) -> None:
    """A sheet of another name is known by the id of its reference set."""
    line = row(false_id(1), "Assault", REFSET_UniqueID="991431000000101")
    assert imported(tmp_path, "Sheet 9", line).sheets_read == ("Sheet 9",)


def test_a_new_complaint_becomes_a_category_of_its_group(tmp_path: Path) -> None:
    """Lists that follow ECDS grow: a new code stands under the group that ECDS names."""
    line = row(false_id(1), "Wound : imaginary", ECDS_Group1="Skin")
    result = imported(tmp_path, "05. Chief Complaint", line)
    assert [(n.id, n.parent) for n in result.nodes["chief_complaint"]] == [(false_id(1), "skin")]


def test_alcohol_and_drugs_are_read_from_one_sheet(tmp_path: Path) -> None:
    """One list feeds two items: a drug says nothing of alcohol, and the other way round."""
    sheet = "19. Injury Alcohol Drug"
    result = imported(
        tmp_path, sheet, row(false_id(1), "Alcohol : cider"), row(false_id(2), "Glue")
    )
    nodes = {name: [e.node for e in found] for name, found in result.entries.items()}
    assert nodes == {
        "alcohol_involvement": ["yes", "~not_recorded"],
        "drug_involvement": ["~not_recorded", "yes"],
    }


def test_an_import_becomes_part_of_the_standard(tmp_path: Path) -> None:
    """Written to an overlay, imported codes map; a second import takes the first one's place."""
    overlay = tmp_path / "overlay"
    line = row(false_id(1), "Wound : imaginary", ECDS_Group1="Skin")
    imported(tmp_path, "05. Chief Complaint", line).write(overlay)
    assert load_standard(overlay).map_value("chief_complaint", false_id(1)) == false_id(1)
    later = row(false_id(2), "Wound : unreal", ECDS_Group1="Skin")
    imported(tmp_path, "05. Chief Complaint", later).write(overlay)
    standard = load_standard(overlay)
    assert standard.map_value("chief_complaint", false_id(1)) is None
    assert standard.map_value("chief_complaint", "wound : unreal") == false_id(2)
    assert standard.map_value("chief_complaint", "125666000") == "125666000"


def test_sheets_that_feed_nothing_are_named(tmp_path: Path) -> None:
    """Sheets without a list that the standard knows are ignored, by name."""
    sheets = {"1. Contents": [], "17. Injury Intent": [row(false_id(1), "Assault")]}
    result = import_etos(workbook(tmp_path / "etos.xlsx", sheets), STANDARD)
    assert result.sheets_ignored == ("1. Contents",)


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    """A workbook without a known list, and a file that is no workbook, are refused by name."""
    other = workbook(tmp_path / "other.xlsx", {"Sales": [row("7", "Shoes")]})
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook", encoding="utf-8")
    for path in (other, text, tmp_path / "missing.xlsx"):
        with pytest.raises(TiigError, match=path.name) as caught:
            import_etos(path, STANDARD)
        assert caught.value.kind is ETOS_INVALID

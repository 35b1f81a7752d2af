"""Loading: overlays add and replace, the version names the content, faults name their place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import tiig.standard
from tiig.model.errors import STANDARD_INVALID, TiigError
from tiig.standard import dimensions, load_standard, patterns, storage_columns

NEW_ITEM = """
[helmet_worn]
label = "Helmet worn"
meaning = "Whether a cyclist wore a helmet."
kind = "code"
tree = "yes_no"
since = 2027-04-01
source = "tiig"
"""


def overlay_of(folder: Path, **files: str) -> Path:
    """Write an overlay; `codes__sex` stands for codes/sex.csv, plain names for TOML files."""
    for name, text in files.items():
        path = folder / (f"{name}.toml" if "__" not in name else f"{name.replace('__', '/')}.csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def fault_of(folder: Path) -> TiigError:
    """Return the error that an overlay causes."""
    with pytest.raises(TiigError) as caught:
        load_standard(folder)
    assert caught.value.kind is STANDARD_INVALID
    return caught.value


def test_an_item_added_to_the_file_is_everywhere(tmp_path: Path) -> None:
    """An item added to a copy of items.toml has its columns, pattern, dimension and values."""
    packaged = Path(tiig.standard.__file__).with_name("items.toml").read_text(encoding="utf-8")
    standard = load_standard(overlay_of(tmp_path, items=packaged + NEW_ITEM))
    columns = storage_columns(standard)
    assert columns["helmet_worn"] == pl.String
    assert columns["helmet_worn__state"] == pl.UInt8
    assert columns["helmet_worn__local"] == pl.UInt32
    assert patterns(standard)["helmet_worn"].values == frozenset({"yes", "no"})
    assert dimensions(standard)["helmet_worn"].label == "Helmet worn"
    assert standard.map_value("helmet_worn", "Yes") == "yes"


def test_an_assault_node_must_be_a_category(tmp_path: Path) -> None:
    """A column names as its assaults a category of its tree, and only where it is no flag."""
    node = 'assault_node = "{}"\n'
    nowhere = fault_of(overlay_of(tmp_path / "a", items=NEW_ITEM + node.format("maybe")))
    doubled = NEW_ITEM + node.format("yes") + "of_assaults = true\n"
    twice = fault_of(overlay_of(tmp_path / "b", items=doubled))
    assert "maybe is not in its tree" in str(nowhere)
    assert "of_assaults" in str(twice)


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    """Equal content has an equal version; one more item changes it."""
    plain, again = load_standard(), load_standard()
    changed = load_standard(overlay_of(tmp_path, items=NEW_ITEM))
    assert plain == again
    assert hash(plain) == hash(again)
    assert changed != plain
    assert changed.code_set_versions == plain.code_set_versions


def test_an_overlay_replaces_a_row_of_the_same_key(tmp_path: Path) -> None:
    """A node of the same id takes the overlay's label; the others stay."""
    text = "node,parent,label,also,valid_from,valid_to,source\nmale,,Man,,,,tiig\n"
    sexes = load_standard(overlay_of(tmp_path, trees__sex=text)).trees["sex"]
    assert sexes.label("male") == "Man"
    assert sexes.label("female") == "Female"


def test_a_code_is_dated(tmp_path: Path) -> None:
    """A code maps inside its days only, and a later meaning takes over from its day."""
    text = (
        "code,scheme,node,term,verified,valid_from,valid_to,source\n"
        "M9,local,sharp,,yes,2024-04-01,2025-03-31,tiig\n"
        "54670004,snomed,fall,,yes,2024-04-01,2025-03-31,tiig\n"
    )
    standard = load_standard(overlay_of(tmp_path, codes__injury_mechanism=text))
    assert standard.map_value("injury_mechanism", "m9", date(2024, 3, 31)) is None
    assert standard.map_value("injury_mechanism", "m9", date(2024, 4, 1)) == "sharp"
    assert standard.map_value("injury_mechanism", "m9", date(2025, 4, 1)) is None
    assert standard.map_value("injury_mechanism", "54670004", date(2024, 1, 1)) == "fall.slip"
    assert standard.map_value("injury_mechanism", "54670004", date(2024, 6, 1)) == "fall"
    assert standard.map_value("injury_mechanism", "54670004", date(2026, 1, 1)) is None


def test_a_category_named_by_its_code_ends_with_it(tmp_path: Path) -> None:
    """Where a category bears its code's id, that id is no longer read after the code's end."""
    text = (
        "code,scheme,node,term,verified,valid_from,valid_to,source\n"
        "125666000,snomed,125666000,Burn,yes,2019-04-01,2024-03-31,tiig\n"
    )
    standard = load_standard(overlay_of(tmp_path, codes__chief_complaint=text))
    assert standard.map_value("chief_complaint", "125666000", date(2024, 3, 31)) == "125666000"
    assert standard.map_value("chief_complaint", "125666000", date(2024, 4, 1)) is None


def test_words_shared_by_two_categories_map_nothing(tmp_path: Path) -> None:
    """A word that two nodes claim is left to a person."""
    text = (
        "node,parent,label,also,valid_from,valid_to,source\n"
        "indeterminate,,Indeterminate,male,,,tiig\nman,,Male,,,,tiig\n"
    )
    standard = load_standard(overlay_of(tmp_path, trees__person=text))
    assert standard.trees["person"].label("man") == "Male"
    item = NEW_ITEM.replace("yes_no", "person")
    standard = load_standard(overlay_of(tmp_path, items=item))
    assert standard.map_value("helmet_worn", "Male") is None
    assert standard.map_value("helmet_worn", "man") == "man"


HEAD = "node,parent,label,also,valid_from,valid_to,source\n"
CODE_HEAD = "code,scheme,node,term,verified,valid_from,valid_to,source\n"


@pytest.mark.parametrize(
    ("files", "place", "words"),
    [
        ({"items": "[age"}, "overlay/items.toml", "not TOML"),
        ({"items": NEW_ITEM.replace("code", "colour", 1)}, "overlay/items.toml, row 2", "kind"),
        ({"items": NEW_ITEM.replace("yes_no", "perhaps")}, "overlay/items.toml, row 2", "no tree"),
        ({"items": NEW_ITEM.replace('"tiig"', '"hearsay"')}, "overlay/items.toml", "hearsay"),
        ({"items": NEW_ITEM + "colour = 1\n"}, "overlay/items.toml", "unknown key"),
        ({"items": NEW_ITEM.replace('"code"', '"text"')}, "overlay/items.toml", "coded"),
        ({"items": NEW_ITEM.replace("2027-04-01", '"soon"')}, "overlay/items.toml", "day"),
        ({"trees__sex": HEAD + "a,b,A,,,,tiig\n"}, "overlay/trees/sex.csv, row 2", "parent b"),
        ({"trees__x": HEAD + "a,b,A,,,,tiig\nb,a,B,,,,tiig\n"}, "trees/x.csv", "under itself"),
        ({"trees__sex": HEAD + "a,,A,tiig\n"}, "overlay/trees/sex.csv, row 2", "cells"),
        ({"trees__sex": HEAD + "a,,A,,,,tiig\na,,A,,,,tiig\n"}, "row 3", "twice"),
        ({"trees__sex": "node\na\n"}, "overlay/trees/sex.csv, row 2", "label"),
        ({"codes__acuity": CODE_HEAD + "1234567,snomed,low,,yes,,,tiig\n"}, "row 2", "check digit"),
        ({"codes__acuity": CODE_HEAD + "9,local,nowhere,,yes,,,tiig\n"}, "row 2", "nowhere"),
        ({"codes__acuity": CODE_HEAD + "9,local,,,yes,,,tiig\n"}, "row 2", "needs a node"),
        ({"codes__acuity": CODE_HEAD + "9,local,low,,surely,,,tiig\n"}, "row 2", "verified"),
        (
            {"measures": '[m]\nlabel="m"\nmeaning="m"\nwhere=[{dimension="sex",nodes=["cat"]}]\n'},
            "overlay/measures.toml, row 1",
            "no node cat",
        ),
    ],
)
def test_a_fault_names_file_and_line(
    tmp_path: Path, files: dict[str, str], place: str, words: str
) -> None:
    """What is wrong with a site's overlay is said with file and line, never as a traceback."""
    sentence = fault_of(overlay_of(tmp_path, **files)).sentence
    assert place in sentence
    assert words in sentence


def test_an_overlay_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing overlay folder is an error, not an empty overlay."""
    assert "does not exist" in fault_of(tmp_path / "nowhere").sentence


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A file that is not UTF-8 is named."""
    (tmp_path / "items.toml").write_bytes(b"[caf\xe9]\n")
    assert "UTF-8" in fault_of(tmp_path).sentence


def test_a_list_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends and an empty last line do no harm."""
    text = (HEAD + "male,,Man,,,,tiig\n\n").replace("\n", "\r\n")
    path = overlay_of(tmp_path, trees__sex=HEAD) / "trees" / "sex.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    assert load_standard(tmp_path).trees["sex"].label("male") == "Man"


def test_free_text_can_never_be_declared_stored(tmp_path: Path) -> None:
    """A text item is refused unless it says that it is not stored."""
    text = NEW_ITEM.replace('"code"', '"text"').replace('tree = "yes_no"\n', "")
    assert "never stored" in fault_of(overlay_of(tmp_path, items=text)).sentence


def test_a_wide_number_gets_a_wide_column(tmp_path: Path) -> None:
    """A whole number without an upper limit is kept in 32 bits; age in 16."""
    text = NEW_ITEM.replace('"code"', '"whole"').replace('tree = "yes_no"\n', "")
    columns = storage_columns(load_standard(overlay_of(tmp_path, items=text)))
    assert columns["helmet_worn"] == pl.Int32
    assert columns["age"] == pl.Int16

"""A profile is read strictly: what it says is kept, what it cannot mean is named."""

from __future__ import annotations

import pytest
from tests.unit.translate.conftest import Desk

from tiig.model.errors import PROFILE_INVALID, TiigError
from tiig.model.profile import Column, FileFormat, Scope
from tiig.standard import Standard
from tiig.synthesis import profile_text
from tiig.translate import read_profile
from tiig.translate.profile_keys import profile_keys

EXAMPLES = ("aldermoor", "brackenfield", "calderwick", "dunmere", "neiss", "odi")


def fault_of(text: str, standard: Standard) -> str:
    """Return what is said of a profile that must be refused."""
    with pytest.raises(TiigError) as caught:
        read_profile(text, standard)
    assert caught.value.kind is PROFILE_INVALID
    return str(caught.value.facts["what"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_packaged_profiles_are_valid(name: str, standard: Standard) -> None:
    """Every packaged profile can be read and is called by its file's name."""
    assert read_profile(profile_text(name), standard).sender == name


def test_facts_are_kept(standard: Standard) -> None:
    """Sites, scope, codes and constants stand in the profile as the file says them."""
    profile = read_profile(profile_text("calderwick"), standard)

    assert profile.scope is Scope.ALL_INJURIES
    assert [site.code for site in profile.sites] == ["XP301"]
    assert profile.department_type == "type-1"
    assert profile.constants == (("attendance_category", "first"),)
    stabbed = next(column for column in profile.columns if column.name == "STABBED")
    assert stabbed == Column(
        name="STABBED",
        item="injury_mechanism",
        codes=(("y", "sharp.knife"), ("n", "~none")),
    )


def test_counts_of_the_reference_profiles(standard: Standard) -> None:
    """The NEISS profile has 88 hospitals, the ODI one 26, and neither can tell an assault."""
    neiss, odi = (read_profile(profile_text(name), standard) for name in ("neiss", "odi"))

    assert (len(neiss.sites), len(odi.sites)) == (88, 26)
    assert not neiss.tells_assaults
    assert not odi.tells_assaults


def test_fingerprint_follows_content(standard: Standard) -> None:
    """A comment leaves the fingerprint as it was; another version changes it."""
    text = profile_text("dunmere")
    same = read_profile("# a remark\n" + text, standard)
    other = read_profile(text.replace("version = 1", "version = 2"), standard)
    first = read_profile(text, standard)

    assert same.fingerprint == first.fingerprint != other.fingerprint
    assert len(first.fingerprint) == 64


BORN = '[[columns]]\nname = "B"\nitem = "date_of_birth"\ntreatment = "age"\n'
SEX = '[[columns]]\nname = "Sex"\nitem = "sex"\n'
FAULTS = {
    "not TOML": ("a = = 1\n", "", "not TOML, line 1"),
    "unknown key at the top": ("ignore = []\n", "", "ignore: no such key"),
    "unknown key": ("", SEX + "colour = 1\n", "columns[Sex].colour: no such key"),
    "unknown item": ("", '[[columns]]\nname = "A"\nitem = "hat_size"\n', "columns[A].item"),
    "unknown node": ("", SEX + 'codes = { x = "purple" }\n', "columns[Sex].codes.x"),
    "unknown format": (
        "",
        '[[columns]]\nname = "D"\nitem = "departure_at"\nformats = ["dd/mm/yyyy"]\n',
        "columns[D].formats",
    ),
    "unknown directive": (
        "",
        '[[columns]]\nname = "D"\nitem = "departure_at"\nformats = ["%d/%m/%Y %z"]\n',
        "columns[D].formats",
    ),
    "repeated column": ("", SEX + SEX, "columns[Sex].name: stands twice"),
    "column without a use": ("", '[[columns]]\nname = "A"\n', "columns[A].item: is missing"),
    "column ignored and used": ('ignored = ["Sex"]\n', SEX, "ignored: Sex"),
    "name twice in a list": ('ignored = ["A", "A"]\n', "", "ignored: names something twice"),
    "absent and present": ('absent = ["sex"]\n', SEX, "absent: sex is also given"),
    "absent unknown": ('absent = ["hat_size"]\n', "", "absent: the standard has no item"),
    "constant and column": ("", SEX + '[constants]\nsex = "male"\n', "constants.sex"),
    "constant of an area": ("", '[constants]\nresidence_lsoa = "x"\n', "constants.residence_lsoa"),
    "two sites share a value": (
        "",
        '[[sites]]\ncode = "XP902"\nname = "Two"\nvalues = ["mad"]\n',
        "sites[Two].values: mad already stands for XP901",
    ),
    "site code of no form": (
        "",
        '[[sites]]\ncode = "a b"\nname = "Two"\n',
        "sites[Two].code",
    ),
    "several sites, no column": (
        "",
        '[[sites]]\ncode = "XP902"\nname = "Two"\n',
        "columns: no column feeds site",
    ),
    "codes that differ in capitals": (
        "",
        SEX + 'codes = { M = "male", m = "female" }\n',
        "columns[Sex].codes.m: stands twice",
    ),
    "formats of a code": ("", SEX + 'formats = ["%Y"]\n', "columns[Sex].formats"),
    "moment without formats": (
        "",
        '[[columns]]\nname = "D"\nitem = "departure_at"\n',
        "columns[D].formats: is missing",
    ),
    "time without a date": (
        "",
        '[[columns]]\nname = "T"\nitem = "departure_at"\npart = "time"\nformats = ["%H:%M"]\n',
        "columns[T].item: departure_at needs",
    ),
    "two columns for a number": (
        "",
        '[[columns]]\nname = "A"\nitem = "age"\n[[columns]]\nname = "B"\nitem = "age"\n',
        "columns[A].item: only one column",
    ),
    "postcode without treatment": (
        "",
        '[[columns]]\nname = "PC"\nitem = "residence_postcode"\n',
        'columns[PC].treatment: must be "district"',
    ),
    "postcode that becomes an age": (
        "",
        '[[columns]]\nname = "PC"\nitem = "residence_postcode"\ntreatment = "age"\n',
        'columns[PC].treatment: must be "district" or "lsoa"',
    ),
    "date of birth without treatment": (
        "",
        '[[columns]]\nname = "B"\nitem = "date_of_birth"\nformats = ["%d/%m/%Y"]\n',
        'columns[B].treatment: must be "age"',
    ),
    "date of birth without format": (
        "",
        BORN,
        "columns[B].formats: is missing",
    ),
    "date of birth without century": (
        "",
        f'{BORN}formats = ["%d/%m/%y"]\n',
        "columns[B].formats: %d/%m/%y tells nobody of 5 from somebody of 105",
    ),
    "two dates of birth": (
        "",
        f'{BORN}formats = ["%d/%m/%Y"]\n{BORN.replace("B", "C", 1)}formats = ["%Y-%m-%d"]\n',
        "columns[B].item: only one column can feed date_of_birth",
    ),
    "part of a date of birth": (
        "",
        f'{BORN}formats = ["%d/%m/%Y"]\npart = "date"\n',
        "columns[B].part: is for dates and times",
    ),
    "drop of an item": ("", SEX + 'treatment = "drop"\n', "columns[Sex].treatment"),
    "free text with an item": ("", SEX + "free_text = true\n", "columns[Sex].free_text"),
    "wrong type": ("", SEX + 'required = "yes"\n', "columns[Sex].required: must be true or false"),
    "period below the header": (
        "",
        '[period]\nstart = "cell:B1"\nend = "cell:B2"\nformat = "%d/%m/%Y"\n',
        "period.start: must be a cell above",
    ),
    "assaults told after all": (
        "",
        '[[columns]]\nname = "F"\nitem = "assault_flag"\n',
        "sender.tells_assaults: is false, yet assault_flag",
    ),
    "wrong encoding": ("", '[file]\nencoding = "utf-9"\n', "file.encoding"),
    "delimiter of two characters": ("", '[file]\ndelimiter = "::"\n', "file.delimiter"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_names_its_key(name: str, desk: Desk) -> None:
    """Each fault of a profile is refused with the key at which it stands."""
    top, columns, said = FAULTS[name]

    assert fault_of(desk.profile_text(columns, top=top), desk.standard).startswith(said)


def test_assaults_cannot_be_told_by_nothing(desk: Desk) -> None:
    """A profile that claims to tell assaults needs an item that can."""
    fault = fault_of(desk.profile_text(SEX, tells=True), desk.standard)

    assert fault.startswith("sender.tells_assaults: must be false")


def test_arrival_must_be_fed(desk: Desk) -> None:
    """A layout without an arrival could not be counted and is refused."""
    text = desk.profile_text("").replace('item = "arrival_at"', 'item = "departure_at"')

    assert fault_of(text, desk.standard).startswith("columns: no column feeds arrival_at")


@pytest.mark.parametrize("missing", ["sender", "sites", "columns"])
def test_tables_that_must_be_there(missing: str, standard: Standard) -> None:
    """A profile without sender, sites or columns is refused by that name."""
    said = {"sender": "[sender]", "sites": "[[sites]]", "columns": "[[columns]]"}
    kept = "".join(f"{head}\n" for name, head in said.items() if name != missing)

    assert fault_of(kept, standard) == f"{missing}: is missing"


def test_every_example_in_the_table_of_keys_is_toml() -> None:
    """What the documentation shows for a key is TOML that sets this key."""
    import tomllib

    for key in profile_keys():
        (name,) = tomllib.loads(key.example)
        assert key.name in {name, "*"}


def test_a_column_may_answer_two_questions(desk: Desk) -> None:
    """The same column may feed two items; the repeat is no fault."""
    twice = (
        '[[columns]]\nname = "Disposal"\nitem = "discharge_status"\n'
        '[[columns]]\nname = "Disposal"\nitem = "discharge_destination"\n'
    )
    seen = desk.frame(twice, {"Disposal": ["10", "01"]})

    assert seen["discharge_status"].to_list() == ["died.in-department", None]
    assert seen["discharge_destination"].null_count() < 2


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[file]\nalso = ["pdf"]', "file.also: pdf is not one of csv, xlsx, xml"),
        (
            '[period]\nfile_name = "extract.csv"\n[file]',
            "period.file_name: holds %Y and %m once each",
        ),
        ('[period]\nfile_name = "%Y-%m-%d"\n[file]', "period.file_name: holds %Y and %m once each"),
        ('[period]\nfile_name = "%Y-%m-%m"\n[file]', "period.file_name: holds %Y and %m once each"),
        ('[period]\nstart = "cell:B1"\nfile_name = "%Y-%m"\n[file]', "period.end: is missing"),
    ],
)
def test_kinds_and_names_that_mean_nothing_are_refused(
    table: str, said: str, standard: Standard
) -> None:
    """A kind of file that is not read, and a pattern that says no month, are named."""
    text = profile_text("aldermoor").replace("[file]", table)

    assert said in fault_of(text, standard)


def test_a_name_that_says_the_month_needs_no_period_cells(standard: Standard) -> None:
    """The pattern stands alone, and other kinds of file beside the first."""
    table = '[period]\nfile_name = "a_%Y%m.csv"\n[file]\nalso = ["xlsx"]'
    profile = read_profile(profile_text("aldermoor").replace("[file]", table), standard)

    assert (profile.period_cells, profile.period_in_name) == (None, "a_%Y%m.csv")
    assert profile.layout.also == (FileFormat.XLSX,)

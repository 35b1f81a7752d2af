"""Small files that are named: what is missing is told by its name, what cannot be read by kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tiig.intake.small_files import agreement_text, profile_text
from tiig.model.agreement_errors import AGREEMENT_INVALID
from tiig.model.errors import FILE_MISSING, PROFILE_INVALID, Kind, TiigError

READERS = [(profile_text, PROFILE_INVALID), (agreement_text, AGREEMENT_INVALID)]


@pytest.mark.parametrize(("read", "kind"), READERS)
def test_a_file_that_is_no_text_is_told(
    read: Callable[[Path | str], str], kind: Kind, tmp_path: Path
) -> None:
    """A workbook saved as TOML is a fault of the file, with its name and without a traceback."""
    path = tmp_path / "elm.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TiigError) as raised:
        read(path)
    assert raised.value.kind is kind
    assert raised.value.where.file == "elm.toml"


@pytest.mark.parametrize(("read", "_kind"), READERS)
def test_a_mark_of_windows_is_no_part_of_the_text(
    read: Callable[[Path | str], str], _kind: Kind, tmp_path: Path
) -> None:
    """Editors on Windows begin a text with a byte order mark."""
    (tmp_path / "elm.toml").write_bytes(b"\xef\xbb\xbfid = 1\n")
    assert read(str(tmp_path / "elm.toml")) == "id = 1\n"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("elmm.toml", "There is no such file (file elmm.toml)"),
        ("a\x1b[2Jb.toml", "There is no such file (file a?[2Jb.toml)"),
        ("Mr Quill 9434765919.csv", "There is no such file (the file)"),
    ],
)
def test_a_missing_file_is_named_unless_it_names_a_person(
    name: str, told: str, tmp_path: Path
) -> None:
    """What was typed is said again, so that the slip is seen; signs that steer a screen are not."""
    with pytest.raises(TiigError) as raised:
        profile_text(tmp_path / name)
    assert raised.value.kind is FILE_MISSING
    assert raised.value.sentence == told

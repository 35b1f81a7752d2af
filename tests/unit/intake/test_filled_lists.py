"""Lists that are handed back: what is no such list is refused by line, and no cell is repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiig.intake import filled_lists
from tiig.intake.code_lists import codes_in
from tiig.intake.place_lists import proposed_in
from tiig.model.errors import TiigError

HEADS = {"sender,item,value,node": codes_in, "phrase,type,no_place": proposed_in}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("\na,b,c,d,secret\na,b,c,d,secret", "more cells than the header"),
        (",secret\na,b,c,d,e", "its columns are"),
        ('\n"secret"x,b,c,d', "no CSV table"),
        ("\n\x80secret", "not text in UTF-8"),
        ("\n", "no line of it"),
        ("\n" + "secret" * 20, "too long to be one"),
    ],
)
def test_what_is_no_such_list(
    head: str, rest: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both lists say the same of the same fault."""
    monkeypatch.setattr(filled_lists, "LARGEST", 100)
    path = tmp_path / "list.csv"
    path.write_bytes((head + rest).encode("latin-1"))
    with pytest.raises(TiigError) as raised:
        HEADS[head](str(path))
    told = str(raised.value)
    assert said in told
    assert "secret" not in told


def test_faulty_lines_are_named(tmp_path: Path) -> None:
    """By the numbers of their lines, and a word that is neither yes nor no as well."""
    path = tmp_path / "list.csv"
    for text, line in (
        ("phrase,type\na,b\na,b,c\n", 3),
        ("phrase,no_place\na,yes\na,\na,perhaps\n", 4),
    ):
        path.write_text(text)
        with pytest.raises(TiigError) as raised:
            proposed_in(str(path))
        assert raised.value.where is not None
        assert raised.value.where.rows == (line,)

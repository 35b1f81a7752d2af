"""Cells that a spreadsheet opens: none is a formula, and each comes back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tiig.kit.spreadsheet import escaped, unescaped

CELLS = st.text(st.sampled_from("=+-@\t\r\u00a0 '\uff1d\uff0b\uff0d\uff20a1"), max_size=6)


@given(CELLS)
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    """Whatever it begins with, also with the sign that shields it."""
    assert unescaped(escaped(cell)) == cell


@given(CELLS)
def test_no_escaped_cell_begins_a_formula(cell: str) -> None:
    """Nor behind spaces that programs leave out; a lone minus is a mark."""
    written = escaped(cell).lstrip("\u00a0 ")
    assert written == "-" or not written.startswith((*"=+-@\t\r", *"\uff1d\uff0b\uff0d\uff20"))


def test_an_apostrophe_of_a_word_is_kept() -> None:
    """Only what shields a formula is taken off."""
    assert (escaped("'tis"), unescaped("'tis")) == ("'tis", "'tis")

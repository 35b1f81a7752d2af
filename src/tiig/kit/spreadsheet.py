"""Texts for a spreadsheet: none is computed as a formula, and each is read back as it was."""

from __future__ import annotations

_FORMULA_STARTS = (*"=+-@\t\r", *"\uff1d\uff0b\uff0d\uff20")
"""Signs that begin a formula, also in the full-width forms that some programs fold."""
_SHIELD = "'"


def escaped(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula; a lone minus is a mark."""
    return _SHIELD + cell if _is_risky(cell) else cell


def unescaped(cell: str) -> str:
    """Return what was escaped; any other text as it stands."""
    bare = cell.removeprefix(_SHIELD)
    return bare if _is_risky(bare) else cell


def _is_risky(cell: str) -> bool:
    """Tell whether a text would be a formula, or be taken for one that was escaped."""
    return cell.lstrip(f"\u00a0 {_SHIELD}").startswith(_FORMULA_STARTS) and cell != "-"

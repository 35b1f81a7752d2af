"""The files among the members of a zip archive, whatever these are called."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable


def files_among(members: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the members that are no folders; `ZipInfo.is_dir` breaks on one without a name."""
    return [member for member in members if not member.filename.endswith("/")]

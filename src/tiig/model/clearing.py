"""The maker of gate two; `disclose` alone may import it (an import contract says so)."""

from __future__ import annotations

from typing import Any

from tiig.model import cleared as _cleared
from tiig.model import cleared_comparison as _comparison
from tiig.model import cleared_programme as _programme
from tiig.model import cleared_quality as _quality
from tiig.model.cleared import Cleared
from tiig.model.cleared_comparison import ClearedComparison
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.cleared_quality import ClearedQuality


def make_cleared(**parts: object) -> Cleared:
    """Build a Cleared from what disclosure control decided to show."""
    return Cleared(**parts, maker=_cleared._MAKER)  # type: ignore[arg-type]  # noqa: SLF001 - the one maker


def make_cleared_quality(**parts: object) -> ClearedQuality:
    """Build a ClearedQuality from what disclosure control decided to show."""
    return ClearedQuality(**parts, maker=_quality._MAKER)  # type: ignore[arg-type]  # noqa: SLF001 - the one maker


def make_cleared_programme(**parts: Any) -> ClearedProgramme[Any]:  # noqa: ANN401 - of any kind of answer
    """Build a ClearedProgramme from what disclosure control let through."""
    return ClearedProgramme(**parts, maker=_programme._MAKER)  # noqa: SLF001 - the one maker


def make_cleared_comparison(**parts: object) -> ClearedComparison:
    """Build a ClearedComparison from what disclosure control decided to show."""
    return ClearedComparison(**parts, maker=_comparison._MAKER)  # type: ignore[arg-type]  # noqa: SLF001 - the one maker

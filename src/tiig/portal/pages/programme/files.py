"""Files of the programme to take along: exact, so that they are the team's own."""

from __future__ import annotations

from starlette.responses import Response


def csv_answer(text: str, stem: str) -> Response:
    """Return a table as CSV under a name of its own."""
    answer = Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{stem}.csv"'
    return answer

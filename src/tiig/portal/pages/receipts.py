"""The receipt of one submission, on the page and as a workbook."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from tiig.portal.visit import Visit
from tiig.publish import drift_groups, headline, part_rows, shortened, write_receipt_workbook

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(visit: Visit) -> Response:
    """Draw the receipt as it was written; the look is entered in the ledger."""
    receipt = visit.session.receipt(visit.request.path_params["submission"])
    return visit.page(
        "receipt.html",
        receipt=receipt,
        headline=headline(receipt),
        shortened=shortened,
        drift=drift_groups(receipt),
        part_rows=tuple(part_rows(receipt.site_months)),
    )


def workbook(visit: Visit) -> Response:
    """Send the receipt as a workbook."""
    receipt = visit.session.receipt(visit.request.path_params["submission"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "receipt.xlsx"
        write_receipt_workbook(receipt, path)
        content = path.read_bytes()
    name = f"receipt-{receipt.submission}.xlsx"
    return Response(
        content,
        media_type=WORKBOOK,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

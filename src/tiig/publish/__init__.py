"""Draw what may be shown: tables, receipts, workbooks. Accepts only `Cleared` and `Receipt`.

It decides nothing about disclosure and never computes a figure.
"""

from tiig.publish.prepared_page import prepared_html, prepared_lines
from tiig.publish.receipt_page import before_words, drift_groups, headline, receipt_html, shortened
from tiig.publish.receipt_parts import NO_LONGER, PARTS_HEADER, changed_rows, part_rows
from tiig.publish.receipt_workbook import write_receipt_workbook
from tiig.publish.tables import body as table_body
from tiig.publish.tables import header as table_header
from tiig.publish.tables import table_csv, table_lines
from tiig.publish.workbook import write_table_workbook

__all__ = [
    "NO_LONGER",
    "PARTS_HEADER",
    "before_words",
    "changed_rows",
    "drift_groups",
    "headline",
    "part_rows",
    "prepared_html",
    "prepared_lines",
    "receipt_html",
    "shortened",
    "table_body",
    "table_csv",
    "table_header",
    "table_lines",
    "write_receipt_workbook",
    "write_table_workbook",
]

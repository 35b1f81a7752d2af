"""Draw what may be shown: tables, receipts, workbooks. Accepts only `Cleared` and `Receipt`.

It decides nothing about disclosure and never computes a figure.
"""

from tiig.publish.due_table import DUE_HEADER, due_cells, due_csv, write_due_workbook
from tiig.publish.prepared_page import prepared_html, prepared_lines
from tiig.publish.receipt_page import before_words, drift_groups, headline, receipt_html, shortened
from tiig.publish.receipt_parts import (
    NIL,
    NO_LONGER,
    PARTS_HEADER,
    PartRow,
    part_rows,
)
from tiig.publish.receipt_workbook import write_receipt_workbook
from tiig.publish.reminder import reminder_mail
from tiig.publish.reminder import worded as worded_reminder
from tiig.publish.tables import body as table_body
from tiig.publish.tables import header as table_header
from tiig.publish.tables import table_csv, table_lines
from tiig.publish.workbook import write_table_workbook

__all__ = [
    "DUE_HEADER",
    "NIL",
    "NO_LONGER",
    "PARTS_HEADER",
    "PartRow",
    "before_words",
    "drift_groups",
    "due_cells",
    "due_csv",
    "headline",
    "part_rows",
    "prepared_html",
    "prepared_lines",
    "receipt_html",
    "reminder_mail",
    "shortened",
    "table_body",
    "table_csv",
    "table_header",
    "table_lines",
    "worded_reminder",
    "write_due_workbook",
    "write_receipt_workbook",
    "write_table_workbook",
]

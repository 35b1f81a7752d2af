"""What can go wrong at the pages of the quality programme and their forms."""

from __future__ import annotations

from tiig.model.errors import Family, declare, permission_kind, usage_kind

PROGRAMME_NOT_SERVED = permission_kind(
    "programme-not-served",
    "The pages of the quality programme were not opened when these pages were started",
    'End them with Ctrl-C and start them with: tiig serve --programme --because "why you look". '
    "The figures are exact and for the team alone; the purpose is kept in the ledger.",
)
PROGRAMME_PURPOSE = usage_kind(
    "programme-purpose",
    "The pages of the quality programme were not opened: {what}",
    'Start them with: tiig serve --programme --because "why you look". Nothing was served.',
)
PROGRAMME_FROM_ELSEWHERE = permission_kind(
    "programme-from-elsewhere",
    "This page of the quality programme was asked for from elsewhere, or without being shown",
    "Open it from here if you meant to. Nothing was asked, and nothing entered the ledger.",
)
FORM_STRANGE = permission_kind(
    "form-strange",
    "This form was not given out by these pages as they run now",
    "Open the page of the form again and fill it in anew. Nothing was done.",
)
FORM_UNREADABLE = usage_kind(
    "form-unreadable",
    "What was sent is no form of these pages, or longer than {most} bytes",
    "Open the page of the form again and fill it in there. Nothing was done.",
)
REPORT_GONE = declare(
    "report-gone",
    Family.USAGE,
    404,
    sentence="The files of this report are not at hand any more",
    advice="Write the report again: its figures of quality are a release of their own.",
)
LETTER_GONE = declare(
    "letter-gone",
    Family.USAGE,
    404,
    sentence="The papers of this letter are not at hand any more",
    advice="Write the letter again from the list of letters; it is a release of its own.",
)

"""The one desk: permission, data in force, computation, disclosure, ledger - in that order.

Whatever leaves the house for a person leaves through here, and each answer writes a
`release` row. The desk computes nothing itself and draws nothing.
"""

from tiig.desk.again import shown_again
from tiig.desk.agreements import (
    agreement_for,
    agreement_named,
    check_agreement,
    dimensions_of_recipient,
    items_of_sender,
    reviews_due,
    senders_without_agreement,
)
from tiig.desk.answer import answer
from tiig.desk.areas import areas_above, authorities, postcodes_in_use
from tiig.desk.asking import question_of
from tiig.desk.conversions import conversion_of
from tiig.desk.coverage import coverage_of, standing_of
from tiig.desk.erasing import (
    Doom,
    doom_again,
    doom_of,
    erased_from,
    marks_for,
    orders_for,
    pairs_without,
    tombstones_for,
)
from tiig.desk.facts import default_geography
from tiig.desk.keeping import Copy, carry_out, kept_copies, order_for, refused_copy, terms_of
from tiig.desk.maps import (
    drawn_from,
    map_of,
    outlines_of,
    screen_outlines,
    with_map,
)
from tiig.desk.papers import Maker, PaperAsked, about_of, every_area, month_of, span_of
from tiig.desk.permission import refusals
from tiig.desk.profiles import (
    known_submission,
    profile_for,
    profile_used,
    profiles_in_force,
)
from tiig.desk.quality import QualityAsked, quality_of
from tiig.desk.quality_words import quality_asked, quality_months
from tiig.desk.reasons import check_reason
from tiig.desk.receipts import receipt_release
from tiig.desk.standard_tables import (
    TablesAsked,
    prepare_tables,
    standard_tables,
    theme_of,
)
from tiig.model.coverage import Standing

__all__ = [
    "Copy",
    "Doom",
    "Maker",
    "PaperAsked",
    "QualityAsked",
    "Standing",
    "TablesAsked",
    "about_of",
    "agreement_for",
    "agreement_named",
    "answer",
    "areas_above",
    "authorities",
    "carry_out",
    "check_agreement",
    "check_reason",
    "conversion_of",
    "coverage_of",
    "default_geography",
    "dimensions_of_recipient",
    "doom_again",
    "doom_of",
    "drawn_from",
    "erased_from",
    "every_area",
    "items_of_sender",
    "kept_copies",
    "known_submission",
    "map_of",
    "marks_for",
    "month_of",
    "order_for",
    "orders_for",
    "outlines_of",
    "pairs_without",
    "postcodes_in_use",
    "prepare_tables",
    "profile_for",
    "profile_used",
    "profiles_in_force",
    "quality_asked",
    "quality_months",
    "quality_of",
    "question_of",
    "receipt_release",
    "refusals",
    "refused_copy",
    "reviews_due",
    "screen_outlines",
    "senders_without_agreement",
    "shown_again",
    "span_of",
    "standard_tables",
    "standing_of",
    "terms_of",
    "theme_of",
    "tombstones_for",
    "with_map",
]

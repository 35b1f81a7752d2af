"""The one desk: permission, data in force, computation, disclosure, ledger - in that order.

Whatever leaves the house for a person leaves through here, and each answer writes a
`release` row. The desk computes nothing itself and draws nothing.
"""

from tiig.desk.action_problems import ActionProblem, Found, found_in, with_problems
from tiig.desk.actions import (
    ActionDetail,
    ActionLine,
    action_detail,
    action_lines,
    action_named,
    action_standings,
)
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
from tiig.desk.bounds import BoundsAsked, BoundsWords, bounded_count, bounds_asked
from tiig.desk.code_effects import CodeEffects, MovedRelease, about, effects_of
from tiig.desk.code_named import (
    CodeMeaning,
    check_code_person,
    check_code_reader,
    check_unexplained,
    code_asked,
    meanings_of,
    node_for_code,
)
from tiig.desk.code_questions import CodeQuestion, CodeQuestions, Unlisted, code_questions
from tiig.desk.code_suggestions import Suggestion
from tiig.desk.compare_shown import comparison_for, year_shown
from tiig.desk.conversions import conversion_of
from tiig.desk.counting import counts_anew
from tiig.desk.coverage import coverage_of
from tiig.desk.deciding import named_faults, next_moment
from tiig.desk.due import asked_months, due_of
from tiig.desk.effect_picture import EFFECT_PICTURE, effect_picture_of
from tiig.desk.effects import EFFECTS, action_effects, effects_asked
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
from tiig.desk.fair import COMPARISON, GROUPS, compare_of, groups_of, lack_asked
from tiig.desk.findings import Finding, Findings
from tiig.desk.frequent import Judged, judge_phrases, keep_on
from tiig.desk.heat import HEAT, heat_of
from tiig.desk.keeping import Copy, carry_out, kept_copies, order_for, refused_copy, terms_of
from tiig.desk.letter_region import region_of
from tiig.desk.letters import LetterAsked, letter_of, letters_written, sites_with
from tiig.desk.levels import Levels
from tiig.desk.maps import (
    drawn_from,
    map_of,
    outlines_of,
    screen_outlines,
    with_map,
)
from tiig.desk.measured import count_table, measured_series
from tiig.desk.measures import MEASURES, measures_of
from tiig.desk.ours import programme_answer
from tiig.desk.papers import Maker, PaperAsked, about_of, every_area, month_of, span_of
from tiig.desk.permission import PUBLIC, recipient_terms, refusals
from tiig.desk.phrases import Seen, home_types, seen_phrases
from tiig.desk.place_ids import check_reader, phrase_named
from tiig.desk.problems import CHART, LOOKED_BACK, PROBLEMS, chart_of, problems_in, problems_of
from tiig.desk.profiles import (
    known_submission,
    profile_for,
    profile_used,
    profiles_in_force,
)
from tiig.desk.programme import (
    author_of,
    check_ours,
    item_named,
    month_named,
    note_of,
    site_named,
    site_names,
    staff_of,
)
from tiig.desk.quality import QualityAsked, quality_of
from tiig.desk.quality_words import quality_asked, quality_months
from tiig.desk.reasons import check_reason
from tiig.desk.receipts import receipt_release, reminder_release
from tiig.desk.recounting import Recount, pair_recounted, recounts_of
from tiig.desk.released import GivenRelease, given_releases
from tiig.desk.rereading import (
    CountedAnew,
    Reread,
    pair_anew,
    rows_anew,
    rows_by_site_month,
    to_reread,
)
from tiig.desk.series import (
    OF_MISSING,
    check_months,
    series_named,
)
from tiig.desk.series import in_force as site_months_in_force
from tiig.desk.series import withdrawn as site_months_withdrawn
from tiig.desk.service import service_of
from tiig.desk.shifts import SHIFTS, shifts_of
from tiig.desk.standard_tables import (
    TablesAsked,
    prepare_tables,
    standard_tables,
    theme_of,
)
from tiig.desk.strata import LACKS
from tiig.desk.timeliness import TIMELINESS, timeliness_of
from tiig.desk.unlock import UNLOCK, unlock_of
from tiig.desk.volume import VOLUME, volumes_of
from tiig.model.coverage import Standing

__all__ = [
    "CHART",
    "COMPARISON",
    "EFFECTS",
    "EFFECT_PICTURE",
    "GROUPS",
    "HEAT",
    "LACKS",
    "LOOKED_BACK",
    "MEASURES",
    "OF_MISSING",
    "PROBLEMS",
    "PUBLIC",
    "SHIFTS",
    "TIMELINESS",
    "UNLOCK",
    "VOLUME",
    "ActionDetail",
    "ActionLine",
    "ActionProblem",
    "BoundsAsked",
    "BoundsWords",
    "CodeEffects",
    "CodeMeaning",
    "CodeQuestion",
    "CodeQuestions",
    "Copy",
    "CountedAnew",
    "Doom",
    "Finding",
    "Findings",
    "Found",
    "GivenRelease",
    "Judged",
    "LetterAsked",
    "Levels",
    "Maker",
    "MovedRelease",
    "PaperAsked",
    "QualityAsked",
    "Recount",
    "Reread",
    "Seen",
    "Standing",
    "Suggestion",
    "TablesAsked",
    "Unlisted",
    "about",
    "about_of",
    "action_detail",
    "action_effects",
    "action_lines",
    "action_named",
    "action_standings",
    "agreement_for",
    "agreement_named",
    "answer",
    "areas_above",
    "asked_months",
    "author_of",
    "authorities",
    "bounded_count",
    "bounds_asked",
    "carry_out",
    "chart_of",
    "check_agreement",
    "check_code_person",
    "check_code_reader",
    "check_months",
    "check_ours",
    "check_reader",
    "check_reason",
    "check_unexplained",
    "code_asked",
    "code_questions",
    "compare_of",
    "comparison_for",
    "conversion_of",
    "count_table",
    "counts_anew",
    "coverage_of",
    "default_geography",
    "dimensions_of_recipient",
    "doom_again",
    "doom_of",
    "drawn_from",
    "due_of",
    "effect_picture_of",
    "effects_asked",
    "effects_of",
    "erased_from",
    "every_area",
    "found_in",
    "given_releases",
    "groups_of",
    "heat_of",
    "home_types",
    "item_named",
    "items_of_sender",
    "judge_phrases",
    "keep_on",
    "kept_copies",
    "known_submission",
    "lack_asked",
    "letter_of",
    "letters_written",
    "map_of",
    "marks_for",
    "meanings_of",
    "measured_series",
    "measures_of",
    "month_named",
    "month_of",
    "named_faults",
    "next_moment",
    "node_for_code",
    "note_of",
    "order_for",
    "orders_for",
    "outlines_of",
    "pair_anew",
    "pair_recounted",
    "pairs_without",
    "phrase_named",
    "postcodes_in_use",
    "prepare_tables",
    "problems_in",
    "problems_of",
    "profile_for",
    "profile_used",
    "profiles_in_force",
    "programme_answer",
    "quality_asked",
    "quality_months",
    "quality_of",
    "question_of",
    "receipt_release",
    "recipient_terms",
    "recounts_of",
    "refusals",
    "refused_copy",
    "region_of",
    "reminder_release",
    "reviews_due",
    "rows_anew",
    "rows_by_site_month",
    "screen_outlines",
    "seen_phrases",
    "senders_without_agreement",
    "series_named",
    "service_of",
    "shifts_of",
    "shown_again",
    "site_months_in_force",
    "site_months_withdrawn",
    "site_named",
    "site_names",
    "sites_with",
    "span_of",
    "staff_of",
    "standard_tables",
    "terms_of",
    "theme_of",
    "timeliness_of",
    "to_reread",
    "tombstones_for",
    "unlock_of",
    "volumes_of",
    "with_map",
    "with_problems",
    "year_shown",
]

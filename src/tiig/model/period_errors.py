"""The catalogue's entries about the days that files speak for."""

from __future__ import annotations

from tiig.model.errors import file_kind, usage_kind

PERIOD_CUTS = file_kind(
    "period-cuts",
    "{site}: {days} cuts into what is in force for {others} ({submission})",
    "Send all rows of {together} in one file with --period {together}, which replaces what is "
    "there; or take that back first: tiig submissions withdraw {submission} --because ...",
)
NIL_CUTS = usage_kind(
    "nil-cuts",
    "{site}: {days} cuts into a nil return that is in force for {others} ({submission})",
    "Enter one nil return for {together}, or withdraw {submission} first.",
)

"""The catalogue's entries about agreements: what they cannot say, and who may not have what."""

from __future__ import annotations

from tiig.model.errors import Family, Kind, declare


def _agreement(name: str, sentence: str, advice: str) -> Kind:
    return declare(name, Family.PERMISSION, 403, sentence=sentence, advice=advice)


AGREEMENT_INVALID = _agreement(
    "agreement-invalid",
    "The agreement is not valid: {what}",
    "Correct the agreement file and add it again; nothing was changed.",
)
AGREEMENT_STALE = _agreement(
    "agreement-stale",
    "The agreement has version {newest} already; this one is version {version}",
    "Give the changed agreement the next version number.",
)
AGREEMENT_UNKNOWN = _agreement(
    "agreement-unknown",
    "There is no agreement {agreement}",
    "List them with: tiig agreement list; add one with: tiig agreement add AGREEMENT.toml",
)
AGREEMENT_NOT_YET_KNOWN = _agreement(
    "agreement-not-yet-known",
    "The agreement {agreement} was not known on {day}: it was added on {since}",
    "Ask for that day or a later one with --on, or leave --on out for today.",
)
AGREEMENT_ENDED = _agreement(
    "agreement-ended",
    "The agreement {agreement} has an end already",
    "An agreement ends once; what follows is a new agreement with a name of its own.",
)
SENDER_WITHOUT_AGREEMENT = _agreement(
    "sender-without-agreement",
    "No agreement of sender {sender} is in force{why}",
    "Add one with: tiig agreement add AGREEMENT.toml; list those there are with: tiig agreement list. One that was ended is followed by one of another name. Nothing was stored.",
)
AGREEMENT_MISSING = _agreement(
    "agreement-missing",
    "Figures under the preset {preset} are given under an agreement only",
    "Name it with --agreement, for the pages as page_agreement in tiig.toml; list those in force with: tiig agreement list",
)
AGREEMENT_NOT_IN_FORCE = _agreement(
    "agreement-not-in-force",
    "The agreement {agreement} is not in force: {why}",
    "See what it says with: tiig agreement show {agreement}",
)
AGREEMENT_FORBIDS = _agreement(
    "agreement-forbids",
    "The agreement {agreement} does not allow this: {what}",
    "See what it allows, and why, with: tiig agreement check {agreement}",
)
PUBLICATION_FORBIDDEN = _agreement(
    "publication-forbidden",
    "The senders' agreements do not allow this to be published: {what}",
    "Leave the item out, or ask under a recipient's agreement.",
)

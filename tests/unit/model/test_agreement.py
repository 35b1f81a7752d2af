"""An agreement is read strictly, and its days alone tell how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tiig.model.agreement import (
    AgreementEnd,
    AgreementState,
    ItemGrant,
    ItemTreatment,
    RecipientAgreement,
    Retention,
    SenderAgreement,
    as_known_at,
    sender_agreement,
    version_on,
)
from tiig.model.agreement_errors import AGREEMENT_INVALID
from tiig.model.agreement_keys import agreement_keys
from tiig.model.agreement_reading import read_agreement
from tiig.model.errors import TiigError
from tiig.model.places import FREQUENT_DATES, FREQUENT_PERSONS

HEAD = """
[agreement]
kind = "KIND"
id = "eastmere-2026"
version = 1
title = "Eastmere"
purpose = "Prevent violence"
signed = 2026-03-02
start = 2026-04-01
end = 2027-03-31
review = 2026-12-31
"""
SENDER = (
    HEAD.replace("KIND", "sender")
    + """
[sender]
sender = "eastmere"
controller = "The trust"
processor = "The team"
basis = "Public task"

[retention]
originals_days = 30
phrases_days = 400
refused_hours = 24

[[items]]
item = "age"
detail = "age-band"
publish = false

[[items]]
item = "person_number"

[[treatment]]
item = "person_number"
basis = "To count persons once"
treatment = "pseudonym"
"""
)
RECIPIENT = (
    HEAD.replace("KIND", "recipient")
    + """
[recipient]
organisation = "The council"
areas = ["XS-A01"]
items = ["month", "sex"]
preset = "named-partner"
threshold = 5
"""
)


def sender(text: str = SENDER) -> SenderAgreement:
    """Read an agreement of a sender."""
    found = read_agreement(text)
    assert isinstance(found, SenderAgreement)
    return found


def test_sender_agreement_says_what_it_says() -> None:
    """Every table of a sender's agreement comes back; what is not given has its usual value."""
    found = sender()
    assert (found.key, found.sender, found.basis) == ("eastmere-2026@1", "eastmere", "Public task")
    assert found.grant("age") == ItemGrant("age", "age-band", publish=False)
    assert found.grant("sex") is None
    term = found.treatment("person_number")
    assert term is not None
    assert term.treatment is ItemTreatment.PSEUDONYM
    assert found.treatment("age") is None
    assert (found.retention.originals_days, found.retention.refused_hours) == (30, 24)
    assert (found.free_text.refuse_above, found.free_text.keep_frequent_phrases) == (0.02, False)


def test_frequent_phrases_may_be_kept_longer() -> None:
    """For a length that is agreed, else as long as the agreement; the meaning names the numbers."""
    kept = SENDER + "[free_text]\nkeep_frequent_phrases = true\n"
    days = kept.replace("refused_hours = 24", "refused_hours = 24\nfrequent_phrases_days = 400")

    assert (sender(kept).free_text.keep_frequent_phrases, sender(kept).retention) == (
        True, Retention(30, 400, 24, None)
    )  # fmt: skip
    assert sender(days).retention.frequent_phrases_days == 400
    (key,) = (one for one in agreement_keys() if one.name == "keep_frequent_phrases")
    assert (FREQUENT_PERSONS, FREQUENT_DATES) == (5, 2)
    assert "at least five people on at least two dates" in key.meaning


def test_recipient_agreement_says_what_it_says() -> None:
    """A recipient's agreement names areas, items and protection."""
    found = read_agreement(RECIPIENT)
    assert isinstance(found, RecipientAgreement)
    assert (found.organisation, found.areas, found.threshold) == ("The council", ("XS-A01",), 5)
    assert not found.everywhere
    assert read_agreement(RECIPIENT.replace('"XS-A01"', '"*"')).everywhere  # type: ignore[union-attr]


def test_fingerprint_is_of_the_content() -> None:
    """Comments and layout do not count; a changed word does."""
    assert sender("# a note\n" + SENDER).fingerprint == sender().fingerprint
    assert sender(SENDER.replace("The team", "Others")).fingerprint != sender().fingerprint


FAULTS = {
    "not TOML": ("version = 1", "version =", "not TOML, line 5"),
    "no kind": ('kind = "sender"', "", "agreement.kind: is missing"),
    "other kind": ('kind = "sender"', 'kind = "friend"', "agreement.kind: must be one of"),
    "unknown key": ("version = 1", "version = 1\ncolour = 2", "agreement.colour: no such key"),
    "wrong table": ("[retention]", "[recipient]", "recipient: no such key"),
    "bad id": ("eastmere-2026", "East Mere", "agreement.id: may hold"),
    "ends first": ("end = 2027-03-31", "end = 2026-03-31", "agreement.end: lies before start"),
    "late review": ("review = 2026-12-31", "review = 2028-01-01", "agreement.review: must lie"),
    "day in quotes": ("start = 2026-04-01", 'start = "2026-04-01"', "agreement.start: must be a"),
    "no end": ("end = 2027-03-31", "", "agreement.end: is missing"),
    "no basis": ('basis = "Public task"', "", "sender.basis: is missing"),
    "negative days": ("originals_days = 30", "originals_days = -1", "retention.originals_days"),
    "no retention": ("phrases_days = 400", "", "retention.phrases_days: is missing"),
    "item twice": ('item = "age"', 'item = "person_number"', "items[person_number]: stands twice"),
    "treated, not listed": (
        '[[items]]\nitem = "person_number"',
        "",
        "treatment[person_number].item: has a treatment but",
    ),
    "treatment of another": (
        '"pseudonym"',
        '"age"',
        "treatment[person_number].treatment: is for date_of_birth",
    ),
    "not a share": ("[retention]", "[free_text]\nrefuse_above = nan\n[retention]", "free_text.ref"),
    "two lines": ('"The team"', '"The\\nteam"', "sender.processor: must be one line"),
    "control": ('"The team"', '"The \\u0000team"', "sender.processor: must be one line"),
    "long": ('"The team"', f'"{"x" * 301}"', "sender.processor: must be one line"),
    "sender's name": ('"eastmere"', '"East Mere"', "sender.sender: may hold"),
    "too deep": ("version = 1", f"version = {'[' * 9999}", "lists or tables stand in one another"),
    "kept on, not agreed": (
        "refused_hours = 24",
        "refused_hours = 24\nfrequent_phrases_days = 500",
        "retention.frequent_phrases_days: needs keep_frequent_phrases = true",
    ),
    "kept on, shorter": (
        "[retention]",
        "[free_text]\nkeep_frequent_phrases = true\n[retention]\nfrequent_phrases_days = 399",
        "retention.frequent_phrases_days: is less than phrases_days",
    ),
    "share": ("[retention]", "[free_text]\nrefuse_above = 5\n[retention]", "free_text.refuse"),
}


@pytest.mark.parametrize(("old", "new", "told"), FAULTS.values(), ids=FAULTS)
def test_faults_of_a_sender_are_named(old: str, new: str, told: str) -> None:
    """Each fault names its table and key."""
    assert old in SENDER
    assert fault_of(SENDER.replace(old, new, 1)).startswith(told)


RECIPIENT_FAULTS = {
    "exact figures": ('"named-partner"\nthreshold = 5', '"internal"', "recipient.preset: must be"),
    "no threshold": ("threshold = 5", "", "recipient.threshold: is missing"),
    "threshold of one": ("threshold = 5", "threshold = 1", "recipient.threshold: must be"),
    "threshold, public": ('"named-partner"', '"public"', "recipient.threshold: is for the preset"),
    "no area": ('["XS-A01"]', "[]", "recipient.areas: names nothing"),
    "all and some": ('["XS-A01"]', '["*", "XS-A01"]', "recipient.areas: names areas beside *"),
    "no items": ('items = ["month", "sex"]', "", "recipient.items: is missing"),
}


@pytest.mark.parametrize(("old", "new", "told"), RECIPIENT_FAULTS.values(), ids=RECIPIENT_FAULTS)
def test_faults_of_a_recipient_are_named(old: str, new: str, told: str) -> None:
    """Each fault names its table and key."""
    assert old in RECIPIENT
    assert fault_of(RECIPIENT.replace(old, new, 1)).startswith(told)


def fault_of(text: str) -> str:
    """Return what is said of an agreement that must be refused."""
    with pytest.raises(TiigError) as caught:
        read_agreement(text)
    assert caught.value.kind is AGREEMENT_INVALID
    return str(caught.value.facts["what"])


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 3, 1), AgreementState.DRAFT),
        (date(2026, 3, 2), AgreementState.AGREED),
        (date(2026, 3, 31), AgreementState.AGREED),
        (date(2026, 4, 1), AgreementState.IN_FORCE),
        (date(2027, 3, 31), AgreementState.IN_FORCE),
        (date(2027, 4, 1), AgreementState.EXPIRED),
    ],
)
def test_days_tell_the_state(day: date, state: AgreementState) -> None:
    """The first and the last day are in force; the day after is not."""
    assert sender().state_on(day) is state


def test_a_person_can_end_it_and_nothing_brings_it_back() -> None:
    """From the day of the end on it is ended, for ever."""
    end = AgreementEnd("eastmere-2026", date(2026, 6, 1), "by agreement", datetime.now(UTC))
    ended = replace(sender(), ended=end)
    days = (date(2026, 5, 31), date(2026, 6, 1), date(2028, 1, 1))
    assert [ended.state_on(day) for day in days] == ["in force", "ended", "ended"]
    assert ended.last_day == date(2026, 5, 31)
    too_late = replace(ended, ended=replace(end, from_day=date(2027, 6, 1)))
    assert too_late.state_on(date(2028, 1, 1)) is AgreementState.EXPIRED


def test_unsigned_is_a_draft_for_ever() -> None:
    """Without a day of signing nothing is allowed."""
    draft = sender(SENDER.replace("signed = 2026-03-02", ""))
    assert {draft.state_on(date(year, 5, 1)) for year in (2020, 2026, 2030)} == {"draft"}
    assert not draft.overlaps(sender())
    assert sender().overlaps(sender())


def test_newer_version_counts_once_it_has_begun() -> None:
    """A draft takes nothing away; what has begun replaces for good, also when it has expired."""
    first = sender()
    second = replace(first, version=2, start=date(2026, 7, 1), end=date(2026, 8, 31))
    draft = replace(first, version=3, signed=None)
    every = (draft, second, first)
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 1))
    found = [version_on(every, day) for day in days]
    assert [one and one.version for one in found] == [1, 2, 2]
    allowed = [sender_agreement(every, "eastmere", day) for day in days]
    assert [one and one.version for one in allowed] == [1, 2, None]
    assert sender_agreement(every, "westmere", days[0]) is None
    assert version_on((), days[0]) is None


def test_review_reminds_only_what_is_in_force() -> None:
    """The day after the review people are reminded, until the agreement has run out."""
    days = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 4, 1))
    assert [sender().review_passed_on(day) for day in days] == [False, True, False]


def test_what_was_known_at_a_moment() -> None:
    """Later versions and later ends are not known before they were entered."""
    june, july = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    end = AgreementEnd("eastmere-2026", date(2026, 7, 1), "by agreement", july)
    first = replace(sender(), added_at=june, ended=end)
    second = replace(first, version=2, added_at=july)
    then, now = (as_known_at((first, second), moment) for moment in (june, july))
    assert [(one.version, one.ended) for one in then] == [(1, None)]
    assert [(one.version, one.ended) for one in now] == [(1, end), (2, end)]

"""Every catalogue keeps the quality programme alike: targets, actions, uses and re-bases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.oracle.store_nouns import JUNE, NOW, Steps, fresh_schema, refused, write
from tests.oracle.test_store_adapters import catalogue  # noqa: F401 - the fixture of all adapters

from tiig.model.agreed_targets import AgreedTarget, TargetEnd, as_ended
from tiig.model.months import Month
from tiig.model.ports import Catalogue
from tiig.model.quality import Dimension
from tiig.model.quality_actions import (
    ActionEntry,
    ActionKind,
    ActionState,
    ActionStep,
    Closing,
    QualityAction,
    standings_of,
)
from tiig.model.rebases import Rebase, Series, rebase_months, standing_rebases
from tiig.model.release_use import ReleaseUse, UseKind
from tiig.model.submission import Release
from tiig.store import Address, SqlCatalogue

LATER = NOW + timedelta(hours=1)
EVEN_LATER = LATER + timedelta(days=1)
YEAR = AgreedTarget(
    id="t-1",
    site="N1",
    item="injury_mechanism",
    dimension=Dimension.KNOWN,
    first_month=Month(2026, 4),
    last_month=Month(2027, 3),
    agreed_by="the ED lead, für 2026",
    because="agreed at the yearly meeting",
    person="ada",
    at=NOW,
    at_least=85,
    chosen_from="entry-gate",
)
NEXT = replace(YEAR, id="t-2", first_month=Month(2027, 4), last_month=None, at_least=90)
DAYS = replace(
    YEAR, id="t-3", item="", dimension=Dimension.TIMELINESS, at_least=None, at_most=20, site=""
)
END = TargetEnd("t-2", Month(2027, 12), "they moved", "bob", LATER)
ACTION = QualityAction(
    id="a-1",
    site="N1",
    item="injury_place_type",
    measure="known",
    first_month=JUNE,
    last_month=JUNE,
    finding="half of the places are other",
    kind=ActionKind.VISIT,
    owner="ada",
    due=date(2026, 12, 1),
    person="bob",
    at=NOW,
)
DONE = ActionEntry(
    id="e-1",
    action="a-1",
    step=ActionStep.DONE,
    text="showed reception the list",
    person="ada",
    at=NOW,
    kind=ActionKind.TEACHING,
    on_day=date(2026, 11, 1),
)
MOVED = ActionEntry("e-2", "a-1", ActionStep.MOVED, "", "ada", LATER, owner="eve", due=date.max)
CLOSED = ActionEntry("e-3", "a-1", ActionStep.CLOSED, "done", "eve", LATER, closing=Closing.DONE)
RELEASE = Release("r-1", NOW, "ada", "vru", None, "[]", "m-1", "public", "{}", "vru@1")
USE = ReleaseUse(
    "u-1", "r-1", UseKind.LICENSING, "a review of hours", "council", date(2026, 11, 1), "ada", NOW
)
REBASE = Rebase("b-1", "N1", "injury_at", "known", JUNE, "a new system", "ada", NOW)
BACK = replace(REBASE, id="b-2", because="it was none", at=LATER, undoes="b-1")


def test_everything_comes_back(catalogue: Catalogue) -> None:  # noqa: F811 - the fixture above
    """Each noun is told as it was written, in an order of its own, whatever that of writing."""
    write(
        catalogue,
        lambda change: change.add_targets([]),
        lambda change: change.add_targets([NEXT, DAYS, YEAR]),
        lambda change: change.end_target(END),
        lambda change: change.open_action(replace(ACTION, id="a-0", at=LATER, item="")),
        lambda change: change.open_action(ACTION),
        lambda change: change.add_action_entry(MOVED),
        lambda change: change.add_action_entry(DONE),
        lambda change: change.add_release(RELEASE, "{}"),
        lambda change: change.add_release_use(USE),
        lambda change: change.add_rebase(REBASE),
        lambda change: change.add_rebase(BACK),
    )

    assert catalogue.agreed_targets() == (DAYS, YEAR, NEXT)
    assert catalogue.target_ends() == (END,)
    assert catalogue.quality_actions() == (ACTION, replace(ACTION, id="a-0", at=LATER, item=""))
    assert catalogue.action_entries() == (DONE, MOVED)
    assert catalogue.release_uses() == (USE,)
    assert catalogue.rebases() == (REBASE, BACK)


@pytest.mark.parametrize(
    "name", ["agreed_targets", "target_ends", "quality_actions", "action_entries", "rebases"]
)
def test_a_new_catalogue_knows_nothing(catalogue: Catalogue, name: str) -> None:  # noqa: F811
    """Nothing is agreed, opened or re-based before somebody says so."""
    assert getattr(catalogue, name)() == ()
    assert catalogue.release_uses() == ()


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (Month(2027, 3), None, False),
        (Month(2026, 1), Month(2026, 4), False),
        (Month(2026, 6), Month(2026, 6), False),
        (Month(2025, 1), Month(2028, 1), False),
        (Month(2026, 1), Month(2026, 3), True),
        (Month(2027, 4), None, True),
    ],
)
def test_one_target_holds_in_any_month(
    catalogue: Catalogue,  # noqa: F811
    first: Month,
    last: Month | None,
    fits: bool,
) -> None:
    """Months that overlap are refused, those before and after are not."""
    write(catalogue, lambda change: change.add_targets([YEAR]))
    other = replace(YEAR, id="t-9", first_month=first, last_month=last)

    if fits:
        write(catalogue, lambda change: change.add_targets([other]))
    else:
        said = refused(catalogue, lambda change: change.add_targets([other]))
        assert said == "target-overlaps"
    assert len(catalogue.agreed_targets()) == (2 if fits else 1)


def test_other_series_do_not_overlap(catalogue: Catalogue) -> None:  # noqa: F811
    """Another site, item or dimension has a target of its own; two of one in one go do not."""
    others = [
        replace(YEAR, id="t-4", site="N2"),
        replace(YEAR, id="t-5", item=""),
        replace(YEAR, id="t-6", dimension=Dimension.VALIDITY),
    ]
    write(catalogue, lambda change: change.add_targets([YEAR, *others]))
    twice = [replace(YEAR, id=name, site="N3") for name in ("t-7", "t-8")]

    assert refused(catalogue, lambda change: change.add_targets(twice)) == "target-overlaps"
    assert len(catalogue.agreed_targets()) == 4


def test_a_target_ends_once_and_earlier(catalogue: Catalogue) -> None:  # noqa: F811
    """Later than it ends by itself, twice, or unknown: refused; after it there is room again."""
    write(catalogue, lambda change: change.add_targets([YEAR]))
    sooner = replace(END, target="t-1", last_month=Month(2026, 9))

    def said(end: TargetEnd) -> str:
        return refused(catalogue, lambda change: change.end_target(end))

    assert said(replace(sooner, last_month=Month(2027, 3))) == "target-ended"
    assert said(replace(sooner, target="t-0")) == "target-unknown"
    write(catalogue, lambda change: change.end_target(sooner))
    assert said(replace(sooner, last_month=Month(2026, 8))) == "target-ended"
    follows = replace(YEAR, id="t-9", first_month=Month(2026, 10))
    write(catalogue, lambda change: change.add_targets([follows]))

    standing = as_ended(catalogue.agreed_targets(), catalogue.target_ends())
    assert [one.months for one in standing] == ["2026-04..2026-09", "2026-10..2027-03"]
    then = as_ended(catalogue.agreed_targets(), catalogue.target_ends(), NOW)
    assert [one.months for one in then] == ["2026-04..2027-03", "2026-10..2027-03"]


def test_a_target_taken_back_leaves_its_months(catalogue: Catalogue) -> None:  # noqa: F811
    """Ended before its first month it never counts, and another may take all of them."""
    never = replace(END, target="t-1", last_month=Month(2026, 3))
    write(
        catalogue,
        lambda change: change.add_targets([YEAR]),
        lambda change: change.end_target(never),
        lambda change: change.add_targets([replace(YEAR, id="t-9")]),
    )
    standing = as_ended(catalogue.agreed_targets(), catalogue.target_ends())
    assert [one.months for one in standing] == ["no month", "2026-04..2027-03"]


def test_a_closed_action_takes_nothing_more(catalogue: Catalogue) -> None:  # noqa: F811
    """Entries need an open action; what they say last counts, and the end stays."""
    write(
        catalogue,
        lambda change: change.open_action(ACTION),
        lambda change: change.add_action_entry(DONE),
        lambda change: change.add_action_entry(MOVED),
    )
    (open_,) = standings_of(catalogue.quality_actions(), catalogue.action_entries())
    assert (open_.owner, open_.due, open_.done) == ("eve", date.max, (DONE,))
    assert open_.state_on(date(2030, 1, 1)) is ActionState.OPEN

    write(catalogue, lambda change: change.add_action_entry(CLOSED))
    more = replace(DONE, id="e-9")
    assert refused(catalogue, lambda change: change.add_action_entry(more)) == "action-closed"
    other = replace(DONE, id="e-9", action="a-9")
    assert refused(catalogue, lambda change: change.add_action_entry(other)) == "action-unknown"
    (closed,) = standings_of(catalogue.quality_actions(), catalogue.action_entries())
    assert closed.state_on(date(2030, 1, 1)) is ActionState.DONE

    again = replace(CLOSED, id="e-4", step=ActionStep.REOPENED, closing=None, at=EVEN_LATER)
    write(catalogue, lambda change: change.add_action_entry(again))
    twice = replace(again, id="e-5")
    assert refused(catalogue, lambda change: change.add_action_entry(twice)) == "action-open"
    (reopened,) = standings_of(catalogue.quality_actions(), catalogue.action_entries())
    assert reopened.state_on(date(2030, 1, 1)) is ActionState.OPEN


def test_only_what_was_released_is_used(catalogue: Catalogue) -> None:  # noqa: F811
    """A use names a row of the ledger."""
    assert refused(catalogue, lambda change: change.add_release_use(USE)) == "release-unknown"


def test_a_series_starts_anew_once_in_a_month(catalogue: Catalogue) -> None:  # noqa: F811
    """Twice is refused, taken back it may be set again; what was then can be told."""

    def said(rebase: Rebase) -> str:
        return refused(catalogue, lambda change: change.add_rebase(rebase))

    write(catalogue, lambda change: change.add_rebase(REBASE))
    assert said(replace(REBASE, id="b-9")) == "rebase-stands"
    assert said(replace(BACK, undoes="b-9")) == "rebase-unknown"
    write(catalogue, lambda change: change.add_rebase(BACK))
    assert said(replace(BACK, id="b-9")) == "rebase-unknown"
    assert standing_rebases(catalogue.rebases()) == ()
    assert standing_rebases(catalogue.rebases(), NOW) == (REBASE,)

    again = [
        replace(REBASE, id="b-3", at=LATER),
        replace(REBASE, id="b-4", at=LATER, month=JUNE.plus(-3)),
    ]
    write(catalogue, *(lambda change, one=one: change.add_rebase(one) for one in again))
    standing = standing_rebases(catalogue.rebases())
    series = Series("N1", "injury_at", "known")
    assert rebase_months(standing) == {series: (JUNE.plus(-3), JUNE)}


@pytest.mark.parametrize("written", ["target", "action", "entry", "use", "rebase"])
def test_nothing_is_written_over(catalogue: Catalogue, written: str) -> None:  # noqa: F811
    """The same id twice is refused, and all of that transaction with it."""
    again = {
        "target": lambda change: change.add_targets([replace(NEXT, id="t-1")]),
        "action": lambda change: change.open_action(replace(ACTION, owner="eve")),
        "entry": lambda change: change.add_action_entry(replace(DONE, text="other")),
        "use": lambda change: change.add_release_use(replace(USE, what="other")),
        "rebase": lambda change: change.add_rebase(replace(REBASE, month=JUNE.plus(1))),
    }
    write(
        catalogue,
        lambda change: change.add_targets([YEAR]),
        lambda change: change.open_action(ACTION),
        lambda change: change.add_action_entry(DONE),
        lambda change: change.add_release(RELEASE, "{}"),
        lambda change: change.add_release_use(USE),
        lambda change: change.add_rebase(REBASE),
    )
    assert refused(catalogue, again[written]) == "our-fault"
    assert catalogue.agreed_targets() == (YEAR,)
    assert catalogue.quality_actions() == (ACTION,)
    assert catalogue.action_entries() == (DONE,)
    assert catalogue.release_uses() == (USE,)
    assert catalogue.rebases() == (REBASE,)


@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)]
)
def test_a_move_takes_it_along(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Restored into another database, every decision is there, and rules go on from it."""
    source = SqlCatalogue(f"sqlite:///{tmp_path / 'from.db'}", clock=Steps())
    write(
        source,
        lambda change: change.add_targets([YEAR, NEXT, DAYS]),
        lambda change: change.end_target(END),
        lambda change: change.open_action(ACTION),
        lambda change: change.add_action_entry(DONE),
        lambda change: change.add_release(RELEASE, "{}"),
        lambda change: change.add_release_use(USE),
        lambda change: change.add_rebase(REBASE),
    )
    url = f"sqlite:///{tmp_path / 'to.db'}"
    if kind == "postgres":
        url = fresh_schema(request.getfixturevalue("postgres"))
    moved = SqlCatalogue(Address(url, beginning=True), clock=Steps())
    moved.fill(source)
    moved.finish()

    for name in ("agreed_targets", "target_ends", "quality_actions", "action_entries",
                 "release_uses", "rebases"):  # fmt: skip
        assert getattr(moved, name)() == getattr(source, name)() != ()
    other = replace(YEAR, id="t-9")
    assert refused(moved, lambda change: change.add_targets([other])) == "target-overlaps"
    source.close()
    moved.close()

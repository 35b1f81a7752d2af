"""Every catalogue answers alike: SQLite and PostgreSQL are held to the one in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from operator import methodcaller
from pathlib import Path

import pytest
from tests.oracle.store_nouns import (
    ASKER,
    JUNE,
    NOW,
    Steps,
    agreement,
    fresh_schema,
    pair,
    refused,
    submission,
    write,
)

from tiig.model.agreement import AgreementEnd, AgreementKind
from tiig.model.errors import TiigError
from tiig.model.geography import GeographyVersion
from tiig.model.incident import Incident, IncidentPlace
from tiig.model.incident_errors import INCIDENT_CLOSED, INCIDENT_UNKNOWN
from tiig.model.months import Month
from tiig.model.ports import Catalogue, Intent, ProfileRecord
from tiig.model.submission import (
    MOVES,
    Derivation,
    FindingCount,
    LocalValue,
    MeasureCount,
    Pack,
    Release,
    SubmissionState,
    Tally,
)
from tiig.store import SqlCatalogue
from tiig.store.in_memory import MemoryCatalogue


@pytest.fixture(
    params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)]
)
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    """Give each adapter in turn, empty."""
    if request.param == "memory":
        made: Catalogue = MemoryCatalogue(clock=Steps())
    elif request.param == "sqlite":
        made = SqlCatalogue(f"sqlite:///{tmp_path / 'catalogue.db'}", clock=Steps())
    else:
        made = SqlCatalogue(fresh_schema(request.getfixturevalue("postgres")), clock=Steps())
    yield made
    made.close()


def test_everything_comes_back(catalogue: Catalogue) -> None:
    """Every noun is the same after a round trip, moments to the microsecond."""
    profile = ProfileRecord("north", 1, 'sender = "north"\n', "f" * 64, NOW)
    derivation = Derivation("d-1", "north@1", "v1", "r1", "c1", "town 2021, version 1")
    packs = (Pack("a", 5, "0" * 64, "c", NOW, "v1"), Pack("b", 2, "1" * 64, "c", NOW, "v1"))
    measures = (
        MeasureCount("N1", JUNE, "age", "given", 5, 7),
        MeasureCount("N1", JUNE, "sex", "given", 6, 7),
    )
    findings = (
        FindingCount("rule-b", "sex", "Sex", "blanked", 3),
        FindingCount("rule-a", "age", None, "noted", 1),
    )
    value = LocalValue("north", "sex", 1, "M?", NOW)
    release = Release("r-1", NOW, "ada", "vru", None, "[]", "m-1", "public", "{}", "vru@1")
    write(
        catalogue,
        lambda change: change.add_profile(profile),
        lambda change: change.add_submission(submission()),
        lambda change: change.add_derivation(derivation),
        lambda change: change.add_packs(packs),
        lambda change: change.put_in_force([pair()]),
        lambda change: change.add_measures("s-1", measures),
        lambda change: change.add_findings("s-1", findings),
        lambda change: change.add_local_values([value], {("north", "sex"): 2}),
        lambda change: change.add_receipt("s-1", "{}"),
        lambda change: change.add_release(release, '{"a":1}'),
    )

    assert catalogue.senders() == ("north",)
    assert (profile,) == catalogue.profiles("north")
    assert submission() == catalogue.submission("s-1")
    assert (submission(),) == catalogue.submissions("north") == catalogue.by_key("k" * 64)
    assert derivation == catalogue.derivation("d-1")
    assert packs == catalogue.packs() == catalogue.packs(["b", "a", "x"])
    assert (pair(),) == catalogue.pairs() == catalogue.pairs_of("s-1")
    assert measures == catalogue.measures("s-1")
    assert findings == catalogue.findings("s-1")
    assert (value,) == catalogue.local_values("north")
    assert catalogue.local_counters("north") == {"sex": 2}
    assert catalogue.receipt("s-1") == "{}"
    assert (release,) == catalogue.releases()
    assert catalogue.manifest("m-1") == '{"a":1}'


def test_empty_catalogue_answers(catalogue: Catalogue) -> None:
    """What is not there is None or empty, never an error."""
    assert (
        catalogue.submission("x"),
        catalogue.derivation("x"),
        catalogue.receipt("x"),
        catalogue.manifest("x"),
    ) == (None, None, None, None)
    assert catalogue.change_number() == 0
    assert (catalogue.pairs(), catalogue.audit(), catalogue.intents()) == ((), (), ())
    assert (catalogue.packs([]), catalogue.submissions("x")) == ((), ())
    assert catalogue.local_counters("x") == {}


def test_audit_row_is_written_with_the_change(catalogue: Catalogue) -> None:
    """Each change has its audit row, numbered without a gap, and the number grows."""
    write(catalogue, because="first")
    write(catalogue, because="second")

    rows = catalogue.audit()
    assert [(row.number, row.because) for row in rows] == [(1, "first"), (2, "second")]
    assert (
        rows[0].person,
        rows[0].organisation,
        rows[0].channel,
        rows[0].authenticated,
        rows[0].purpose,
    ) == ("ada", "local", "command line", False, "to test")
    assert rows[0].at < rows[1].at
    assert catalogue.change_number() == 2


def test_failed_change_leaves_nothing(catalogue: Catalogue) -> None:
    """A change that fails is undone whole, audit row included."""
    write(catalogue, lambda change: change.add_submission(submission("s-0")))

    kind = refused(
        catalogue,
        lambda change: change.add_submission(submission("s-1")),
        lambda change: change.move("nobody", SubmissionState.HELD),
    )

    assert kind == "submission-unknown"
    assert [one.id for one in catalogue.submissions()] == ["s-0"]
    assert catalogue.change_number() == 1


def test_inner_change_is_undone_alone(catalogue: Catalogue) -> None:
    """A change inside a change is undone alone; the outer one goes on and sees what it wrote."""
    with catalogue.change(ASKER, "outer") as outer:
        outer.add_submission(submission("s-1"))
        assert (
            refused(
                catalogue,
                lambda change: change.add_submission(submission("s-2")),
                lambda change: change.move("nobody", SubmissionState.HELD),
            )
            == "submission-unknown"
        )
        assert [one.id for one in catalogue.submissions()] == ["s-1"]

    assert [row.because for row in catalogue.audit()] == ["outer"]


def test_outer_change_takes_inner_along(catalogue: Catalogue) -> None:
    """Where the outer change fails, what an inner one wrote is undone too."""

    def broken_off() -> None:
        with catalogue.change(ASKER, "outer"):
            write(catalogue, lambda change: change.add_submission(submission()))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert (catalogue.submissions(), catalogue.audit()) == ((), ())


@pytest.mark.parametrize("now", SubmissionState)
@pytest.mark.parametrize("to", SubmissionState)
def test_only_declared_moves_are_made(now: SubmissionState, to: SubmissionState) -> None:
    """A submission moves only as MOVES allows."""
    catalogue = MemoryCatalogue(clock=Steps())
    write(catalogue, lambda change: change.add_submission(submission(state=now)))

    if to in MOVES[now]:
        write(catalogue, lambda change: change.move("s-1", to))
        assert submission(state=to) == catalogue.submission("s-1")
    else:
        assert refused(catalogue, lambda change: change.move("s-1", to)) == "state-forbids"


def test_move_checks_and_gives_reasons(catalogue: Catalogue) -> None:
    """Each adapter refuses a forbidden move and keeps the reasons of an allowed one."""
    write(
        catalogue,
        lambda change: change.add_submission(submission()),
        lambda change: change.move("s-1", SubmissionState.HELD, ("it shrank",)),
    )

    expected = submission(state=SubmissionState.HELD, reasons=("it shrank",))
    assert expected == catalogue.submission("s-1")
    assert (
        refused(catalogue, lambda change: change.move("s-1", SubmissionState.REFUSED))
        == "state-forbids"
    )


def test_rows_of_a_confirmed_submission_are_counted_anew(catalogue: Catalogue) -> None:
    """The tally that was told when it was held gives way to what became of its rows."""
    tally = Tally(10, 9, 0, 1)
    write(
        catalogue,
        lambda change: change.add_submission(submission()),
        lambda change: change.recount("s-1", tally),
    )

    assert submission(tally=tally) == catalogue.submission("s-1")


def test_new_pair_closes_the_old(catalogue: Catalogue) -> None:
    """A new pair ends the old one at its own beginning, and history shows both."""
    later = NOW + timedelta(hours=1)
    new = pair("p-2", known_from=later, revision="s-2")
    write(catalogue, lambda change: change.put_in_force([pair()]))
    write(catalogue, lambda change: change.put_in_force([new]))

    assert (new,) == catalogue.pairs()
    assert (replace(pair(), known_until=later),) == catalogue.pairs_of("s-1")
    assert (new,) == catalogue.pairs_of("s-2")
    assert [one.id for one in catalogue.pairs(as_known_at=NOW)] == ["p-1"]
    assert [one.id for one in catalogue.pairs(as_known_at=later - timedelta.resolution)] == ["p-1"]
    assert [one.id for one in catalogue.pairs(as_known_at=later)] == ["p-2"]
    assert catalogue.pairs(as_known_at=NOW - timedelta.resolution) == ()


def test_closed_pair_has_no_successor(catalogue: Catalogue) -> None:
    """A pair that is closed leaves its site-month without one, and closing again does nothing."""
    later = NOW + timedelta(hours=1)
    write(catalogue, lambda change: change.put_in_force([pair()]))
    write(catalogue, lambda change: change.close_pairs(["p-1"], later))
    write(catalogue, lambda change: change.close_pairs(["p-1"], later + timedelta(hours=1)))

    assert catalogue.pairs() == ()
    assert later == catalogue.pairs_of("s-1")[0].known_until


def test_history_is_never_rewritten(catalogue: Catalogue) -> None:
    """A pair cannot begin before the one it follows, be closed earlier, or come in closed."""
    earlier = NOW - timedelta(hours=1)
    write(catalogue, lambda change: change.put_in_force([pair()]))

    for work in (
        lambda change: change.put_in_force([pair("p-2", known_from=earlier)]),
        lambda change: change.put_in_force([pair("p-2", month=Month(2026, 7), known_until=NOW)]),
        lambda change: change.close_pairs(["p-1"], earlier),
        lambda change: change.close_pairs(["nothing"], NOW),
        lambda change: change.put_in_force([pair("p-1")]),
    ):
        assert refused(catalogue, work) == "our-fault"
    assert (pair(),) == catalogue.pairs()


def test_profile_versions_only_grow(catalogue: Catalogue) -> None:
    """A version of a profile that is not new is refused."""
    two = ProfileRecord("north", 2, "", "f", NOW)
    write(catalogue, lambda change: change.add_profile(two))

    assert refused(catalogue, lambda change: change.add_profile(two)) == "profile-stale"
    write(catalogue, lambda change: change.add_profile(replace(two, version=10)))
    assert [one.version for one in catalogue.profiles("north")] == [2, 10]


def test_ids_are_used_once(catalogue: Catalogue) -> None:
    """The same id twice is our own fault and says no value."""
    write(catalogue, lambda change: change.add_submission(submission()))

    with pytest.raises(TiigError) as raised:
        write(catalogue, lambda change: change.add_submission(submission()))

    assert raised.value.kind.id == "our-fault"
    assert "north" not in str(raised.value)


def test_second_telling_replaces_the_first(catalogue: Catalogue) -> None:
    """Receipt, findings and measures of a held file that is confirmed replace the first ones."""
    one = FindingCount("rule-a", "age", None, "noted", 1)
    count = MeasureCount("N1", JUNE, "age", "given", 5, 7)
    for rows in (1, 2):
        with catalogue.change(ASKER, "told") as change:
            change.add_findings("s-1", [replace(one, rows=rows)])
            change.add_measures("s-1", [replace(count, count=rows)])
            change.add_receipt("s-1", str(rows))

    assert (replace(one, rows=2),) == catalogue.findings("s-1")
    assert (replace(count, count=2),) == catalogue.measures("s-1")
    assert catalogue.receipt("s-1") == "2"


def test_listed_once(catalogue: Catalogue) -> None:
    """Local values, derivations and manifests are entered once; counters move on."""
    value = LocalValue("north", "sex", 1, "M?", NOW)
    other = replace(value, sender="south")
    release = Release("r-1", NOW, "ada", "vru", None, "[]", "m-1", "public", "{}", "vru@1")
    for count in (1, 2):
        with catalogue.change(ASKER, "listed") as change:
            change.add_local_values([value, other], {("north", "sex"): 1 + count})
            change.add_derivation(Derivation("d", "p", "s", "r", "c"))
            change.add_release(replace(release, id=f"r-{count}"), "{}")

    assert (value,) == catalogue.local_values("north")
    assert catalogue.local_counters("north") == {"sex": 3}
    assert [one.id for one in catalogue.releases()] == ["r-1", "r-2"]


def test_intents_live_until_they_end(catalogue: Catalogue) -> None:
    """An intent stands at once, grows, and is gone when its work ends; not twice."""
    intent = Intent("i-1", "s-1", "north", NOW, originals=("o-1",))
    catalogue.announce(intent)
    assert (intent,) == catalogue.intents()

    longer = replace(intent, packs=("a",), lease_until=NOW + timedelta(hours=1))
    catalogue.extend(longer)
    assert (longer,) == catalogue.intents()

    write(catalogue, lambda change: change.end_intent("i-1"))
    assert catalogue.intents() == ()
    assert refused(catalogue, lambda change: change.end_intent("i-1")) == "store-locked"
    with pytest.raises(TiigError):
        catalogue.extend(longer)


def test_versions_of_geographies_follow_one_another(catalogue: Catalogue) -> None:
    """Each version stands beside the one before; one that does not follow is refused."""
    first = GeographyVersion("town", 1, NOW, '{"told": "ä"}')
    second = replace(first, version=2, known_from=NOW + timedelta(hours=1))
    other = replace(first, name="city")
    write(catalogue, lambda change: change.add_geography(first))
    write(catalogue, lambda change: change.add_geography(second))
    write(catalogue, lambda change: change.add_geography(other))

    assert catalogue.geographies() == (other, first, second)
    for wrong in (first, replace(first, version=4), replace(first, name="new", version=2)):
        assert refused(catalogue, methodcaller("add_geography", wrong)) == "store-locked"
    assert catalogue.geographies() == (other, first, second)


def incident(name: str = "i-1") -> Incident:
    """Return an invented incident."""
    places = (
        IncidentPlace("Bed", "nhs_number", 3, "2-4"),
        IncidentPlace("file name", "name", 1, ""),
        IncidentPlace("Notes", "name", 2, "7"),
    )
    return Incident(name, NOW, "s-1", "north", places, NOW + timedelta(hours=72), original="o-1")


def test_incidents_are_entered_closed_and_their_copies_destroyed(catalogue: Catalogue) -> None:
    """Everything comes back; an incident is closed once; a copy is destroyed once."""
    later = NOW + timedelta(days=1)
    write(catalogue, methodcaller("add_incident", incident()))
    assert catalogue.incidents() == (incident(),)
    assert catalogue.incident("i-1") == incident()
    assert catalogue.incident("i-2") is None
    assert incident().kinds == {"name": 3, "nhs_number": 3}

    write(
        catalogue,
        lambda change: change.copy_destroyed("i-1", NOW),
        lambda change: change.copy_destroyed("i-1", later),
        lambda change: change.close_incident("i-1", by="olive", at=later, outcome="told"),
    )

    closed = replace(
        incident(), destroyed_at=NOW, closed_by="olive", closed_at=later, outcome="told"
    )
    assert catalogue.incident("i-1") == closed
    for name, kind in (("i-1", INCIDENT_CLOSED), ("i-2", INCIDENT_UNKNOWN)):
        with pytest.raises(TiigError) as told, catalogue.change(ASKER, "again") as change:
            change.close_incident(name, by="olive", at=later, outcome="told")
        assert told.value.kind is kind
    with pytest.raises(TiigError), catalogue.change(ASKER, "the same id") as change:
        change.add_incident(incident())


def test_agreements_keep_their_versions_and_their_end(catalogue: Catalogue) -> None:
    """Every version comes back as it was added, with the one end that the agreement has."""
    first, second, other = agreement(1), agreement(2), agreement(1, "elm")
    write(catalogue, *(methodcaller("add_agreement", one) for one in (first, other)))
    write(catalogue, methodcaller("add_agreement", second))

    assert [one.key for one in catalogue.agreements()] == ["elm@1", "oak@1", "oak@2"]
    assert [one.added_at for one in catalogue.agreement("oak")] == [NOW, NOW]
    assert catalogue.agreement_text("oak", 2) == second.text
    assert (catalogue.agreement("x"), catalogue.agreement_text("oak", 3)) == ((), None)

    end = AgreementEnd("oak", date(2026, 12, 1), "it was replaced", NOW)
    write(catalogue, methodcaller("end_agreement", end))
    assert [one.ended for one in catalogue.agreement("oak")] == [end, end]
    assert catalogue.agreement("elm")[0].ended is None


def test_agreements_are_not_rewritten(catalogue: Catalogue) -> None:
    """A version is used once, a name means one thing, and an agreement ends once."""
    end = AgreementEnd("oak", date(2026, 12, 1), "it was replaced", NOW)
    assert refused(catalogue, methodcaller("end_agreement", end)) == "agreement-unknown"
    write(catalogue, methodcaller("add_agreement", agreement(2)))

    for wrong in (agreement(2), agreement(1)):
        assert refused(catalogue, methodcaller("add_agreement", wrong)) == "agreement-stale"
    for wrong in (
        replace(agreement(3), kind=AgreementKind.SENDER),
        replace(agreement(3), party="elsewhere"),
    ):
        assert refused(catalogue, methodcaller("add_agreement", wrong)) == "agreement-invalid"
    write(catalogue, methodcaller("end_agreement", end))
    assert refused(catalogue, methodcaller("end_agreement", end)) == "agreement-ended"
    assert [one.key for one in catalogue.agreements()] == ["oak@2"]

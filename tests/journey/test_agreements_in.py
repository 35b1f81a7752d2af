"""No agreement, no data: what comes in is what a sender's agreement says."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.journey.agreed import ASKER, LONG, Elm, Line, elm_terms, refused

from tiig.journeys.agreements import (
    EndRequest,
    end_agreement,
    list_agreements,
    show_agreement,
)
from tiig.journeys.doctor import doctor
from tiig.journeys.senders import add_sender
from tiig.kit.progress import Silent
from tiig.model.states import ItemState
from tiig.model.submission import SubmissionState
from tiig.publish.receipt_page import receipt_html
from tiig.standard import Standard
from tiig.testing import PARTNER, in_memory_services
from tiig.testing.agreements import partner_text, sender_text


@pytest.fixture
def elm(tmp_path: Path, standard: Standard, elm_profile: str) -> Elm:
    """Elm's house without any agreement."""
    return Elm(in_memory_services(standard), tmp_path, elm_profile)


@pytest.fixture
def elm_row(elm_header: str, elm_line: Line) -> tuple[str, str]:
    """The header and one row of Elm's file."""
    return elm_header, elm_line("1")


class TestComingIn:
    """What a hospital may send."""

    def test_without_an_agreement_nothing_is_stored(
        self, elm: Elm, elm_header: str, elm_line: Line
    ) -> None:
        """The file is refused before it is read, also where it was only to be tried."""
        audited = len(elm.services.catalogue.audit())
        for trying in (False, True):
            send = partial(elm.send, elm_line("1"), header=elm_header, rehearsal=trying)
            error = refused(send)
            assert (error.kind.id, error.kind.family) == ("sender-without-agreement", 30)
        assert elm.services.catalogue.submissions() == ()
        assert elm.services.catalogue.intents() == ()
        assert elm.services.vault.on_disk() == frozenset()
        assert len(elm.services.catalogue.audit()) == audited

    @pytest.mark.parametrize(
        ("terms", "why"),
        [
            (("signed = 2020-01-01\n", ""), "elm-agreement: it is not signed"),
            (("start = 2020-01-01", "start = 2026-08-01"), "it begins on 2026-08-01"),
            ((LONG, "end = 2026-06-30\nreview = 2026-01-01"), "its last day was 2026-06-30"),
        ],
    )
    def test_only_what_is_in_force_counts(
        self, elm: Elm, elm_row: tuple[str, str], terms: tuple[str, str], why: str
    ) -> None:
        """A draft, one that has not begun and one that has run out allow nothing, and say so."""
        text = sender_text("elm", elm.services.standard)
        assert terms[0] in text
        elm.add(text.replace(*terms))
        error = refused(lambda: elm.send(elm_row[1], header=elm_row[0]))
        assert why in error.sentence

    def test_refused_from_the_day_it_ends(self, elm: Elm, elm_header: str, elm_line: Line) -> None:
        """A person ends it: what came in before stays, and nothing comes in from then on."""
        elm.add(sender_text("elm", elm.services.standard))
        sent = elm.send(elm_line("1"), header=elm_header)
        request = EndRequest("elm-agreement", "the trust left")
        ended = end_agreement(request, asker=ASKER, services=elm.services, progress=Silent())

        assert ended.state == "ended"
        assert sent.state is SubmissionState.IN_FORCE
        error = refused(lambda: elm.send(elm_line("2"), header=elm_header))
        assert "it was ended from 2026-07-01 on" in error.sentence
        assert len(elm.services.catalogue.pairs()) == 1
        row = elm.services.catalogue.audit()[-1]
        assert (row.kind, row.subjects, row.because) == (
            "agreement",
            ("elm-agreement", "2026-07-01"),
            "the trust left",
        )

    def test_items_outside_are_never_kept(self, elm: Elm, elm_header: str, elm_line: Line) -> None:
        """No value, no local value, no id and no phrase is kept; the receipt names the columns."""
        dropped = ("age", "injury_mechanism", "assault_location_description", "attendance_number")
        terms = elm_terms(elm.services.standard, *dropped)
        terms = terms[: terms.index("\n[[treatment]]")]
        for item in ("person_number", "residence_postcode"):
            terms = terms.replace(f'\n[[items]]\nitem = "{item}"\n', "")
        elm.add(terms)
        rows = [elm_line(str(n), Place="The Grapes", Weapon="K") for n in range(20)]
        answer = elm.send(*rows, header=elm_header)
        stored = elm.stored()

        assert set(stored["age"]) == set(stored["injury_mechanism"]) == {None}
        assert set(stored["age__state"]) == {int(ItemState.NOT_IN_LAYOUT)}
        assert set(stored["place_phrase_id"]) == {None}
        assert set(stored["attendance_linkable"]) == {False}
        assert set(stored["assault"]) == {"recorded"}
        assert {one.item for one in elm.services.catalogue.local_values("elm")} == {"injury_intent"}
        notes = {note.item: note for note in answer.receipt.dropped}
        assert notes.keys() == set(dropped)
        assert (notes["age"].column, notes["age"].effect, notes["age"].count) == (
            "Age",
            "dropped",
            20,
        )
        page = receipt_html(answer.receipt)
        assert "What the agreement does not keep" in page
        assert "Agreement: elm-agreement@1" in page

    def test_coarser_ages(self, elm: Elm, elm_header: str, elm_line: Line) -> None:
        """A band is kept and the age is not, nor what a band cannot tell."""
        elm.add(elm_terms(elm.services.standard, age="age-band"))
        answer = elm.send(elm_line("1", Age="17"), elm_line("2", Age="34"), header=elm_header)
        stored = elm.stored()

        assert set(stored["age"]) == {None}
        assert set(stored["age_band"]) == {"15-19", "30-34"}
        assert set(stored["under_25"]) == {"yes", "no"}
        assert set(stored["child"]) == set(stored["age_group"]) == {None}
        assert set(stored["child__state"]) == {int(ItemState.NOT_IN_LAYOUT)}
        assert set(stored["age__state"]) == {int(ItemState.GIVEN)}
        (note,) = answer.receipt.dropped
        assert (note.item, note.effect) == ("age", "coarsened")

    def test_age_groups_tell_no_band(self, elm: Elm, elm_header: str, elm_line: Line) -> None:
        """A reporting group is kept with what follows from it, and no five-year band."""
        elm.add(elm_terms(elm.services.standard, age="age-group"))
        elm.send(elm_line("1", Age="17"), header=elm_header)
        stored = elm.stored()

        assert (stored["age"], stored["age_band"]) == ([None], [None])
        assert (stored["age_group"], stored["child"]) == (["10-17"], ["yes"])

    @pytest.mark.parametrize(
        ("detail", "kept"), [("minute", "21:15"), ("hour", "21:00"), ("day", "00:00")]
    )
    def test_coarser_moments(
        self, elm: Elm, elm_row: tuple[str, str], detail: str, kept: str
    ) -> None:
        """A moment is kept by minute, hour or day; of a day no hour can be told."""
        elm.add(elm_terms(elm.services.standard, arrival_at=detail))
        elm.send(elm_row[1], header=elm_row[0])
        hour = None if detail == "day" else "21"
        stored = elm.stored()

        assert f"{stored['arrival_at'][0]:%H:%M}" == kept
        assert stored["arrival_hour"] == [hour]
        assert stored["arrival_weekday"] == ["wed"]
        utc = stored["arrival_at__utc"][0]
        assert (utc is None) == (hour is None)
        assert utc is None or f"{utc:%M}" == kept[3:]

    def test_broad_categories(self, elm: Elm, elm_header: str, elm_line: Line) -> None:
        """A knife is kept as a sharp object, and the sender's own word for it is not."""
        elm.add(elm_terms(elm.services.standard, injury_mechanism="group"))
        elm.send(*(elm_line(str(n)) for n in range(9)), header=elm_header)
        stored = elm.stored()

        assert set(stored["injury_mechanism"]) == {"sharp"}
        listed = {one.item for one in elm.services.catalogue.local_values("elm")}
        assert listed == {"injury_intent"}
        assert set(stored["weapon"]) == {"sharp"}

    @pytest.mark.parametrize(
        ("detail", "kept"), [("msoa", {"XS-A03-M01", None}), ("la", {"XS-A03", None})]
    )
    def test_wider_areas(  # the last parametrised: what is counted stays the same as far as told
        self, elm: Elm, elm_row: tuple[str, str], detail: str, kept: set[str | None]
    ) -> None:
        """A wider area is kept; it counts there, and is not recorded by narrower areas."""
        column = '[[columns]]\nname = "Area"\nitem = "residence_lsoa"\n'
        profile = elm.services.catalogue.profiles("elm")[-1].text.replace(
            "version = 1", "version = 2"
        )
        add_sender(profile + column, asker=ASKER, services=elm.services, progress=Silent())
        elm.add(elm_terms(elm.services.standard, residence_lsoa=detail))
        elm.add(partner_text(elm.services.standard))
        header, row = elm_row
        codes = ["XS-A03-M01-L1"] * 30 + ["XS-A03-M01-L2"] * 20 + ["E01000001"] * 10
        rows = [f"{row.replace('1,', f'{n},', 1)},{code}" for n, code in enumerate(codes)]
        elm.send(*rows, header=f"{header},Area")

        def counted(dimension: str, **asked: Any) -> dict[str, float | None]:  # noqa: ANN401 - options
            table = elm.ask(dimension, under=PARTNER, **asked)
            return {one.nodes[0]: one.count.value for one in table.rows if one.count.value}

        assert set(elm.stored()["residence_lsoa"]) == kept
        everywhere = {"XS-A03": 50, "~not_recorded": 10, "~all": 60}
        assert counted("residence_la") == everywhere
        assert counted("residence_la", where=("residence_la=XS-A03",)) == {
            "XS-A03": 50,
            "~all": 50,
        }
        by_msoa = counted("residence_msoa", hold=("*",))
        finer = {"XS-A03-M01": 50} if detail == "msoa" else {}
        assert by_msoa == {**finer, "~not_recorded": 60 - sum(finer.values()), "~all": 60}
        rates = elm.ask("residence_la", under=PARTNER, rate="crude")
        (rate,) = (one.rate for one in rates.rows if one.nodes == ("XS-A03",))
        assert rate is not None
        assert rate.value

    def test_a_changed_agreement_reads_the_same_file_anew(
        self, elm: Elm, elm_header: str, elm_line: Line
    ) -> None:
        """What may be kept is part of what a file is: sent again, it is read again, once."""
        narrow = elm_terms(elm.services.standard, "age")
        elm.add(narrow)
        elm.send(elm_line("1"), header=elm_header)
        assert elm.send(elm_line("1"), header=elm_header).repeated
        wide = sender_text("elm", elm.services.standard).replace("version = 1", "version = 2")
        elm.add(wide)
        again = elm.send(elm_line("1"), header=elm_header)

        assert not again.repeated
        assert elm.stored()["age"] == [34]
        assert again.receipt.agreement == "elm-agreement@2"


class TestEntering:
    """What an agreement cannot say."""

    FAULTS = (
        ('item = "age"', 'item = "hat_size"', "items[hat_size].item: the standard has no"),
        ('item = "age"\n', 'item = "age"\ndetail = "day"\n', "items[age].detail: it may be"),
        ('item = "sex"\n', 'item = "sex"\ndetail = "group"\n', "the standard does not say how"),
        ('\n[[items]]\nitem = "arrival_at"\n', "", "items: arrival_at is missing"),
    )

    @pytest.mark.parametrize(("old", "new", "told"), FAULTS)
    def test_senders(self, elm: Elm, old: str, new: str, told: str) -> None:
        """Unknown items and details that cannot be enforced are refused; nothing is entered."""
        text = sender_text("elm", elm.services.standard)
        assert old in text
        error = refused(lambda: elm.add(text.replace(old, new, 1)))
        assert error.kind.id == "agreement-invalid"
        assert told in error.sentence
        assert elm.services.catalogue.agreements() == ()

    def test_identifying_items_need_a_treatment(self, elm: Elm) -> None:
        """An item that identifies says what it becomes, or is not listed."""
        text = sender_text("elm", elm.services.standard)
        error = refused(lambda: elm.add(text[: text.index("\n[[treatment]]")]))
        assert "no [[treatment]] says what it becomes" in error.sentence

    def test_two_of_one_sender_do_not_overlap(self, elm: Elm) -> None:
        """A second agreement of the same days is refused; after the first has ended it is not."""
        text = sender_text("elm", elm.services.standard)
        other = text.replace("elm-agreement", "elm-again")
        elm.add(text)
        assert (
            "elm-agreement is in force for this sender" in refused(lambda: elm.add(other)).sentence
        )
        request = EndRequest("elm-agreement", "replaced")
        end_agreement(request, asker=ASKER, services=elm.services, progress=Silent())
        elm.add(other.replace("start = 2020-01-01", "start = 2026-07-01"))
        assert doctor(asker=ASKER, services=elm.services, progress=Silent()).healthy

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ('areas = ["*"]', 'areas = ["Atlantis"]', "there is no local authority Atlantis"),
            ('areas = ["*"]', 'areas = ["XS-A03", "Castlereach"]', "names an area twice"),
            ("threshold = 5", "threshold = 4", "shows no number below 5"),
            ('"month"', '"hat_size"', "nothing can be counted by hat_size"),
        ],
    )
    def test_recipients(self, elm: Elm, old: str, new: str, told: str) -> None:
        """Areas and dimensions exist, and no threshold lies below the workspace's."""
        text = partner_text(elm.services.standard)
        assert old in text
        assert told in refused(lambda: elm.add(text.replace(old, new, 1))).sentence

    def test_versions_and_ends_have_a_history(self, elm: Elm) -> None:
        """The same text twice is one version; a day asks what counted, as it was known then."""
        text = partner_text(elm.services.standard)
        elm.add(text)
        elm.add("# the same\n" + text)
        elm.days_pass(10)
        changed = text.replace("version = 1", "version = 2").replace("To test", "To test more")
        elm.add(changed)
        assert refused(lambda: elm.add(text)).kind.id == "agreement-stale"
        elm.days_pass(10)
        request = EndRequest(PARTNER, "over", "2026-08-01")
        end_agreement(request, asker=ASKER, services=elm.services, progress=Silent())

        def on(day: str | None) -> tuple[int, str]:
            found = list_agreements(day, asker=ASKER, services=elm.services, progress=Silent())
            return (found[0].version, found[0].state) if found else (0, "")

        told = [on(day) for day in ("2026-06-30", "2026-07-05", None, "2026-08-01")]
        assert told == [(0, ""), (1, "in force"), (2, "in force"), (2, "ended")]
        shown = show_agreement(PARTNER, None, asker=ASKER, services=elm.services, progress=Silent())
        assert shown.text == changed
        assert [line.split()[0] for line in shown.history] == ["Version", "Version", "Ended"]
        asked = "2026-06-30"
        fault = refused(
            lambda: show_agreement(
                PARTNER, asked, asker=ASKER, services=elm.services, progress=Silent()
            )
        )
        assert "was not known on 2026-06-30: it was added on 2026-07-" in fault.sentence
        late = changed.replace("version = 2", "version = 3")
        assert "needs a name of its own" in refused(lambda: elm.add(late)).sentence

    @pytest.mark.parametrize("day", ["2026-06-30", "yesterday"])
    def test_the_past_is_not_ended(self, elm: Elm, day: str) -> None:
        """An agreement ends today or later."""
        elm.add(partner_text(elm.services.standard))
        request = EndRequest(PARTNER, "over", day)
        error = refused(
            lambda: end_agreement(request, asker=ASKER, services=elm.services, progress=Silent())
        )
        assert error.kind.id == "bad-argument"

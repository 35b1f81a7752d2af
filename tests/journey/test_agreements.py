"""No agreement, no data: what comes in and what goes out is what the agreements say."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tiig.cli.app import main
from tiig.journeys.agreements import (
    EndRequest,
    add_agreement,
    end_agreement,
    list_agreements,
    show_agreement,
)
from tiig.journeys.bulletin import BulletinRequest, bulletins
from tiig.journeys.check_agreement import CheckRequest, check_agreement
from tiig.journeys.count import CountRequest, count
from tiig.journeys.doctor import doctor
from tiig.journeys.quality import QualityRequest, quality
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.errors import TiigError
from tiig.model.states import ItemState
from tiig.model.submission import SubmissionState
from tiig.publish import table_csv
from tiig.publish.receipt_page import receipt_html
from tiig.services import Services
from tiig.standard import Standard, load_standard
from tiig.testing import PARTNER, agree, in_memory_services
from tiig.testing.agreements import partner_text, sender_text

LONG = "end = 2059-12-31\nreview = 2059-06-30"
ASKER = Asker.local("analyst")
Line = Callable[..., str]
House = Any


class Elm:
    """Elm's house, in which a test decides what was agreed."""

    def __init__(self, services: Services, folder: Path, profile: str) -> None:
        self.services, self._folder = services, folder
        add_sender(profile, asker=ASKER, services=services, progress=Silent())

    def add(self, text: str) -> Any:  # noqa: ANN401 - the line of the list
        """Enter an agreement."""
        return add_agreement(text, asker=ASKER, services=self.services, progress=Silent())

    def send(self, *rows: str, header: str, rehearsal: bool = False) -> SubmitAnswer:
        """Submit June."""
        path = self._folder / "june.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        asked = SubmitRequest(str(path), "elm", "2026-06", confirm=True, rehearsal=rehearsal)
        return submit(asked, asker=ASKER, services=self.services, progress=Silent())

    def ask(self, *by: str, under: str | None = None, **asked: Any) -> Cleared:  # noqa: ANN401 - options
        """Count under an agreement, or none."""
        asker = replace(ASKER, agreement=under)
        request = CountRequest(by=by, **asked)
        return count(request, asker=asker, services=self.services, progress=Silent())

    def days_pass(self, days: int) -> None:
        """Move the clock on."""
        self.services.clock.at += timedelta(days=days)  # type: ignore[attr-defined]

    def stored(self) -> dict[str, list[object]]:
        """Return what the lake holds, by column."""
        return self.services.lake.table(self.services.catalogue.pairs()).to_dict(as_series=False)


@pytest.fixture
def elm(tmp_path: Path, standard: Standard, elm_profile: str) -> Elm:
    """Elm's house without any agreement."""
    return Elm(in_memory_services(standard), tmp_path, elm_profile)


@pytest.fixture
def elm_row(elm_header: str, elm_line: Line) -> tuple[str, str]:
    """The header and one row of Elm's file."""
    return elm_header, elm_line("1")


def elm_terms(standard: Standard, *without: str, **details: str) -> str:
    """Return Elm's agreement without some items, and with coarser details of others."""
    text = sender_text("elm", standard)
    for item in without:
        assert f'[[items]]\nitem = "{item}"\n' in text
        text = text.replace(f'\n[[items]]\nitem = "{item}"\n', "")
    for item, detail in details.items():
        grant = f'[[items]]\nitem = "{item}"\n'
        text = text.replace(grant, f'{grant}detail = "{detail}"\n')
    return text


def refused(call: Callable[[], object]) -> TiigError:
    """Return the error with which something is refused."""
    with pytest.raises(TiigError) as raised:
        call()
    return raised.value


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
        assert elm.services.catalogue.audit()[-1].because == (
            "ended agreement elm-agreement from 2026-07-01 on: the trust left"
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


@pytest.fixture
def june(elm: Elm, elm_header: str, elm_line: Line) -> Elm:
    """Elm's house with a June of sixty assaults, and a partner."""
    agree(elm.services)
    elm.send(*(elm_line(str(n)) for n in range(60)), header=elm_header)
    return elm


def partner(standard: Standard, name: str, **changes: str) -> str:
    """Return a recipient's agreement of another name, with keys of [recipient] changed."""
    text = partner_text(standard).replace(f'"{PARTNER}"', f'"{name}"')
    lines = text.splitlines()
    for key, value in changes.items():
        lines = [f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in lines]
    return "\n".join(lines) + "\n"


class TestGoingOut:
    """Who may see what."""

    def test_denied_unless_agreed(self, june: Elm) -> None:
        """Without an agreement there is what the public may see, and nothing else."""
        assert june.ask("site").given.recipient == "the public"
        error = refused(lambda: june.ask("site", preset="named-partner"))
        assert (error.kind.id, error.kind.family) == ("agreement-missing", 30)
        assert refused(lambda: june.ask("site", under="nobody")).kind.id == "agreement-unknown"
        error = refused(lambda: june.ask("site", under="elm-agreement"))
        assert "data come in and no figures go out" in error.sentence

    def test_given_under_an_agreement(self, june: Elm) -> None:
        """The table, its file, the ledger, the lineage and the audit name the recipient."""
        table = june.ask("site", under=PARTNER)
        (*_, release) = june.services.catalogue.releases()
        manifest = json.loads(june.services.catalogue.manifest(release.manifest) or "")
        audit = june.services.catalogue.audit()[-1]
        lines = [line for row in csv.reader(io.StringIO(table_csv(table))) for line in row]

        assert table.preset == "named-partner"
        assert table.given.agreement == release.agreement == "partner@1"
        assert (release.organisation, release.purpose) == ("A partner of the tests", "To test")
        assert manifest["given"]["agreement"] == "partner@1"
        assert "Given to: A partner of the tests. Purpose: To test. Agreement: partner@1." in lines
        assert "A partner of the tests" in audit.because
        assert audit.purpose == "To test"
        assert json.loads(json.dumps(table.as_json(), default=str))["given"] == {
            "recipient": "A partner of the tests",
            "purpose": "To test",
            "agreement": "partner@1",
        }

    def test_the_same_answer_is_given_to_each_under_its_own(self, june: Elm) -> None:
        """An answer that was worked out before names who asks now, never who asked first."""
        june.add(partner(june.services.standard, "other", organisation='"Another"'))
        first, second = june.ask("site", under=PARTNER), june.ask("site", under="other")
        public = june.ask("site")

        assert [one.given.recipient for one in (first, second, public)] == [
            "A partner of the tests",
            "Another",
            "the public",
        ]
        assert first.shown_digest == second.shown_digest

    def test_judged_again_at_each_question(self, june: Elm) -> None:
        """The day after the last day the same question is refused, though it was answered."""
        days = "end = 2026-07-10\nreview = 2026-07-05"
        text = partner(june.services.standard, "short")
        june.add(text.replace(LONG, days))
        june.ask("site", under="short")
        june.days_pass(9)
        june.ask("site", under="short")
        june.days_pass(1)
        error = refused(lambda: june.ask("site", under="short"))
        assert (error.kind.id, "its last day was 2026-07-10" in error.sentence) == (
            "agreement-not-in-force",
            True,
        )

    def test_threshold_of_the_agreement(self, june: Elm) -> None:
        """The same count is shown to who may see it and hidden from who may not."""
        june.add(partner(june.services.standard, "wide", threshold="100"))
        shown = june.ask(under=PARTNER).rows[-1].count.value
        hidden = june.ask(under="wide").rows[-1].count.value
        assert (shown, hidden) == (60, None)

    def test_no_other_preset(self, june: Elm) -> None:
        """Under an agreement figures may be protected more, never less."""
        assert june.ask("site", under=PARTNER, preset="public").preset == "public"
        error = refused(lambda: june.ask("site", under=PARTNER, preset="internal"))
        assert error.kind.id == "agreement-forbids"

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            ({"by": ("weapon",)}, "weapon (weapon) is none of its items"),
            ({"where": ("sex=male",)}, "sex (sex) is none of its items"),
            ({"measure": "knife_assaults"}, "weapon (weapon) is none of its items"),
            ({"by": ("quarter",)}, None),
            ({"by": ("residence_la",)}, None),
            ({"measure": "recorded_assaults"}, None),
        ],
    )
    def test_items(self, june: Elm, asked: dict[str, Any], told: str | None) -> None:
        """Dimensions, conditions and measures are held to the items, and what follows from them."""
        items = '["month", "assault", "residence_lsoa"]'
        june.add(partner(june.services.standard, "few", items=items))
        by = asked.pop("by", ())
        if told is None:
            june.ask(*by, under="few", **asked)
        else:
            assert told in refused(lambda: june.ask(*by, under="few", **asked)).sentence

    def test_areas(self, june: Elm) -> None:
        """A question must be about residents of the areas; papers may compare where agreed."""
        june.add(partner(june.services.standard, "council", areas='["Castlereach"]'))
        here = ("residence_la=XS-A03",)
        june.ask("month", under="council", where=here)
        for where in ((), ("residence_la=XS-A03|XS-A04",), ("residence_la=XS-A04",)):
            error = refused(partial(june.ask, "month", under="council", where=where))
            assert "add --where 'residence_la=XS-A03'" in error.sentence

    @pytest.mark.parametrize(
        ("area", "compares", "told"),
        [
            (None, "true", "it is about Castlereach only"),
            ("XS-A04", "true", "it is about Castlereach only"),
            ("Castlereach", "false", "papers set an area beside the others"),
        ],
    )
    def test_papers(self, june: Elm, area: str | None, compares: str, told: str) -> None:
        """A paper is about the agreement's areas, and is refused before anything is counted."""
        text = partner(june.services.standard, "council", areas='["Castlereach"]')
        june.add(f"{text}compares = {compares}\n")
        released = len(june.services.catalogue.releases())
        asker = replace(ASKER, agreement="council")
        request = BulletinRequest(areas=() if area is None else (area,))
        error = refused(
            lambda: bulletins(request, asker=asker, services=june.services, progress=Silent())
        )
        assert told in error.sentence
        assert len(june.services.catalogue.releases()) == released

    def test_quality_is_told_to_who_may_have_sites(self, june: Elm) -> None:
        """How good the data are is told by department, and so needs the item."""
        june.add(partner(june.services.standard, "few", items='["month"]'))

        def asked(under: str) -> Any:  # noqa: ANN401 - an answer
            asker = replace(ASKER, agreement=under)
            return quality(QualityRequest(), asker=asker, services=june.services, progress=Silent())

        assert asked(PARTNER).given.agreement == "partner@1"
        assert "site (site) is none of its items" in refused(lambda: asked("few")).sentence

    def test_senders_keep_items_from_the_public(
        self, elm: Elm, elm_header: str, elm_line: Line
    ) -> None:
        """What a sender does not let be published is told to partners and the team only."""
        grant = 'item = "injury_mechanism"\n'
        text = sender_text("elm", elm.services.standard)
        elm.add(text.replace(grant, f"{grant}publish = false\n", 1))
        elm.add(partner_text(elm.services.standard))
        elm.send(*(elm_line(str(n)) for n in range(60)), header=elm_header)

        elm.ask("site")
        elm.ask("weapon", under=PARTNER)
        for asked in ({"by": ("weapon",)}, {"by": (), "measure": "knife_assaults"}):
            by = asked.pop("by")
            error = refused(partial(elm.ask, *by, **asked))
            assert error.kind.id == "publication-forbidden"
            assert "injury_mechanism (elm-agreement)" in error.sentence

    def test_check_says_why(self, june: Elm) -> None:
        """Every item has its reason, and a question is judged without being counted."""
        june.add(partner(june.services.standard, "few", items='["month"]', areas='["XS-A03"]'))
        released = len(june.services.catalogue.releases())

        def check(**asked: Any) -> Any:  # noqa: ANN401 - an answer
            request = CheckRequest(**asked)
            return check_agreement(request, asker=ASKER, services=june.services, progress=Silent())

        outgoing = {one.about: one.allowed for one in check(agreement="few").reasons}
        assert (outgoing["quarter"], outgoing["weapon"], outgoing["today"]) == (True, False, True)
        question = check(agreement="few", by=("weapon",))
        assert not question.allowed
        assert [one.allowed for one in question.reasons] == [True, False, False]
        where = ("residence_la=XS-A03",)
        assert not check(agreement="few", by=("month",), where=where).allowed  # where tells it too
        assert check(agreement=PARTNER, by=("month",), where=where).allowed
        incoming = {one.about: one.why for one in check(sender="elm").reasons}
        assert "becomes pseudonym" in incoming["attendance_number"]
        assert refused(lambda: check(sender="oak")).kind.id == "sender-without-agreement"
        assert len(june.services.catalogue.releases()) == released

    def test_doctor_names_who_may_not_send(self, elm: Elm) -> None:
        """A workspace of before agreements learns which senders have none."""
        facts = doctor(asker=ASKER, services=elm.services, progress=Silent()).facts
        assert "No agreement in force, so that nothing may be sent: elm." in facts
        text = sender_text("elm", elm.services.standard)
        elm.add(text.replace("review = 2059-06-30", "review = 2026-06-30"))
        facts = doctor(asker=ASKER, services=elm.services, progress=Silent()).facts
        assert facts[-1] == "The agreement elm-agreement was to be reviewed by 2026-06-30."


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Added, listed, shown, checked and ended from the command line."""
    standard = load_standard()
    (tmp_path / "elm.toml").write_text(sender_text("elm", standard), encoding="utf-8")
    (tmp_path / "partner.toml").write_text(partner_text(standard), encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[agreement]\n", encoding="utf-8")

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([*words, "--workspace", str(tmp_path / "w")])
        code = ended.value.code
        assert isinstance(code, int)
        said = capsys.readouterr()
        return code, said.out + said.err

    with pytest.raises(SystemExit):
        main(["init", str(tmp_path / "w")])
    code, said = run("agreement", "add", str(tmp_path / "elm.toml"))
    assert (code, "No sender is called elm yet" in said) == (0, True)
    code, said = run("agreement", "add", str(tmp_path / "partner.toml"))
    assert (code, "in force" in said) == (0, True)
    code, said = run("agreement", "add", str(tmp_path / "bad.toml"))
    assert (code, "agreement.kind: is missing" in said) == (30, True)
    assert run("agreement", "add", str(tmp_path / "none.toml"))[0] == 10
    code, said = run("agreement", "list")
    assert (code, "elm-agreement" in said, "partner" in said) == (0, True, True)
    code, said = run("agreement", "show", "partner")
    assert (code, 'organisation = "A partner of the tests"' in said) == (0, True)
    assert run("agreement", "check", "partner", "--by", "month")[0] == 0
    assert run("agreement", "check")[0] == 2
    code, said = run("agreement", "end", "partner", "--because", "over", "--json")
    assert (code, json.loads(said)["state"]) == (0, "ended")
    assert run("agreement", "check", "partner", "--by", "month")[0] == 30
    assert run("agreement", "end", "partner", "--because", "again")[0] == 30

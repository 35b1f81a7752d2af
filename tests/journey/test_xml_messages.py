"""XML and archives come in like any file: from a shipped profile to the count, and refused."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from tests.cds_messages import ALCOHOL, CANNABIS, Visit, message_4, message_6_2

from tiig.cli.app import run
from tiig.journeys.agreements import add_agreement
from tiig.journeys.sender_template import TemplateRequest, sender_template
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.submission import SubmissionState
from tiig.publish.receipt_page import receipt_html
from tiig.services import Services
from tiig.standard import Standard
from tiig.testing import in_memory_services
from tiig.testing.agreements import sender_text

ASKER = Asker.local("analyst")
SITES = (("XQ101", "Elm General"), ("XQ102", "Elm Cottage"))
VISITS = [
    Visit(1, involved=(CANNABIS, ALCOHOL)),
    Visit(2, day="2026-06-30", time="23:59:59", site="XQ102", age=8),
    Visit(3, involved=(CANNABIS,), diagnoses=("1", "2", "3")),
]


class Elm:
    """A sender of CDS XML, from a shipped profile."""

    def __init__(self, services: Services, folder: Path, template: str, record: str | None) -> None:
        self.services, self._folder = services, folder
        request = TemplateRequest(template, "elm", "Elm Trust (invented)", "XQ1", SITES, record)
        made = sender_template(request, asker=ASKER, services=services, progress=Silent())
        profile = made.profile.replace("version = 1\n", "version = 1\nsynthetic = true\n")
        profile = profile.replace("valid_from = 2026", "valid_from = 2020")
        for item, meaning in (("alcohol_involved", "yes"), ("drugs_involved", "~none")):
            profile = profile.replace(
                f'item = "{item}"\n', f'item = "{item}"\ncodes = {{ {ALCOHOL} = "{meaning}" }}\n'
            )
        add_sender(profile, asker=ASKER, services=services, progress=Silent())
        agreed = sender_text("elm", services.standard)
        add_agreement(agreed, asker=ASKER, services=services, progress=Silent())

    def send(self, content: bytes | str, name: str = "june.xml") -> SubmitAnswer:
        """Submit a file as June."""
        path = self._folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        asked = SubmitRequest(str(path), "elm", "2026-06", confirm=True)
        return submit(asked, asker=ASKER, services=self.services, progress=Silent())

    def stored(self) -> dict[str, list[object]]:
        """Return what the lake holds, by column."""
        return self.services.lake.table(self.services.catalogue.pairs()).to_dict(as_series=False)


@pytest.fixture
def elm(tmp_path: Path, standard: Standard) -> Elm:
    """Elm, which sends version 6-2."""
    return Elm(in_memory_services(standard), tmp_path, "ecds-cds-v6-2", None)


def test_a_message_of_6_2_is_taken_in_from_the_shipped_profile(elm: Elm) -> None:
    """Each attendance is stored; alcohol and drugs are found wherever among the repeats."""
    answer = elm.send(message_6_2(VISITS))
    assert answer.state is SubmissionState.IN_FORCE, answer.receipt.reasons
    assert (answer.receipt.tally.read, answer.receipt.tally.stored) == (3, 3)
    stored = elm.stored()
    involved = zip(stored["alcohol_involved"], stored["drugs_involved"], strict=True)
    assert sorted(map(str, involved)) == sorted(
        map(str, [("yes", "yes"), (None, None), (None, "yes")])
    )


def test_a_message_of_4_is_taken_in_where_the_record_is_named(
    tmp_path: Path, standard: Standard
) -> None:
    """The names are known, the form is not: columns are found wherever they stand."""
    elm = Elm(in_memory_services(standard), tmp_path, "ecds-cds-v4", "Messages/Attendance")
    visits = [
        Visit(1, extra="<AssaultLocationDescription>Mill Street</AssaultLocationDescription>")
    ]
    answer = elm.send(message_4([*visits, Visit(2, site="XQ102")]))
    assert answer.state is SubmissionState.IN_FORCE, answer.receipt.reasons
    assert answer.receipt.tally.stored == 2


def test_an_archive_is_the_same_submission_by_other_bytes(elm: Elm) -> None:
    """What is stored is what the archive holds; the fingerprint is of the archive as it came."""
    content = message_6_2(VISITS).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("june.xml", content)
    plain = elm.send(content)
    packed = [
        elm.send(gzip.compress(content, mtime=0), "june.xml.gz"),
        elm.send(stream.getvalue(), "june.zip"),
    ]
    for answer in packed:
        assert answer.receipt.tally == plain.receipt.tally
        assert answer.receipt.fingerprint != plain.receipt.fingerprint
    assert len(elm.stored()["age"]) == 3


def test_an_element_that_nobody_named_refuses_the_file(elm: Elm) -> None:
    """It is called by its path, so that it can be added to the profile."""
    answer = elm.send(message_6_2([Visit(1, extra="<ns:WardName>A</ns:WardName>")]))
    assert answer.state is SubmissionState.REFUSED
    assert "EmergencyCareInjuryCharacteristics/WardName" in " ".join(answer.receipt.reasons)


def test_more_repeats_than_the_profile_looks_at_refuse_the_file(elm: Elm) -> None:
    """Seven involvements where six are read: none is dropped in silence."""
    answer = elm.send(message_6_2([Visit(1, involved=(CANNABIS,) * 7)]))
    assert answer.state is SubmissionState.REFUSED
    assert "7 times" in " ".join(answer.receipt.reasons)


@pytest.mark.parametrize("group", ["PatientIdentity", "Ward"])
def test_an_identifier_anywhere_in_a_message_is_an_incident(elm: Elm, group: str) -> None:
    """Named or not, in a comment or in what is dropped: the file is refused for it."""
    number = f"<ns:{group}><ns:NHSNumber>943 476 5919</ns:NHSNumber></ns:{group}>"
    answer = elm.send(message_6_2([Visit(1, extra=number)]))
    assert answer.receipt.incident
    comment = message_6_2(VISITS).replace(
        "<ns:CDSMessageTrailer>", "<!-- NHS 943 476 5919 --><ns:CDSMessageTrailer>"
    )
    assert elm.send(comment).receipt.incident
    dropped = message_6_2([Visit(1, diagnoses=("1", "943 476 5919"))])
    assert elm.send(dropped).receipt.incident


def test_the_name_inside_an_archive_is_searched_like_a_file_name(elm: Elm) -> None:
    """A person's name or number on the member is an incident as it is on the file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("NHS 943 476 5919.xml", message_6_2(VISITS))
    assert elm.send(stream.getvalue(), "june.zip").receipt.incident


def test_receipts_of_xml_say_what_a_row_is(elm: Elm) -> None:
    """Lines where each record has its own, else numbers of records."""
    page = receipt_html(elm.send(message_6_2(VISITS)).receipt)
    assert "A row is the line on which a record begins" in page
    minified = "".join(line.strip() for line in message_6_2(VISITS).splitlines())
    answer = elm.send(minified)
    assert answer.state is SubmissionState.IN_FORCE, answer.receipt.reasons
    assert "rows are the numbers of records" in receipt_html(answer.receipt)


def test_templates_are_listed_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command lists them, writes a profile that can be added, and says what it lacks."""
    assert run(["sender", "template"]) == 0
    assert "ecds-cds-v6-2" in capsys.readouterr().out
    output = tmp_path / "elm.toml"
    facts = [
        "--sender",
        "elm",
        "--name",
        'Elm "General"',
        "--provider",
        "XQ1",
        "--site",
        "XQ101=Elm",
    ]
    assert run(["sender", "template", "ecds-cds-v6-2", *facts, "-o", str(output)]) == 0
    assert 'name = "Elm \\"General\\""' in output.read_text(encoding="utf-8")
    assert run(["sender", "template", "ecds-cds-v4", *facts]) == 2
    assert run(["sender", "template", "istv", *facts]) == 2
    assert run(["sender", "template", "ecds-cds-v4"]) == 2
    assert "ISTV" in capsys.readouterr().err

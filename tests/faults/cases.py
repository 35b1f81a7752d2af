"""The journeys that must survive anything: how each is set up, and what is done.

A case is a line of `JOURNEYS`. `ready` makes the workspace as it stands before; `run` does
the work, and does it again without harm. What must hold is the same for all of them: after
the fault the workspace says what it said before or what it says after, and nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.elm_trust import ELM
from tests.faults.case import Journey

from tiig.intake.code_lists import ProposedCode
from tiig.journeys.agreements import add_agreement
from tiig.journeys.backup import back_up
from tiig.journeys.decide_codes import CodesRequest, approve_codes, confirm_codes
from tiig.journeys.decide_places import DecideRequest, decide_places
from tiig.journeys.erase import EraseRequest, erase
from tiig.journeys.incidents import CloseRequest, close_incident
from tiig.journeys.keys import change_passphrase
from tiig.journeys.nil_return import NilRequest, declare_nil
from tiig.journeys.quality_recount import RecountRequest, quality_recount
from tiig.journeys.rederive import RederiveRequest, rederive
from tiig.journeys.retention import RetentionRequest, run_retention
from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitRequest, submit
from tiig.journeys.withdraw import withdraw_submission
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.backup import BackupRequest
from tiig.model.erasure import Erasable
from tiig.model.incident import OFFICER, IncidentState
from tiig.model.keys import RotationPhase
from tiig.model.places import Proposed
from tiig.model.submission import SubmissionState
from tiig.services import Services
from tiig.testing import agree
from tiig.testing.agreements import sender_text

ASKER = Asker.local("fault test", purpose="testing")
PROFILE = (
    ELM
    + """\
[[columns]]
name = "Who"
item = "person_number"
[[columns]]
name = "Site"
item = "site"
[[columns]]
name = "Arrived"
item = "arrival_at"
formats = ["%Y-%m-%d %H:%M"]
[[columns]]
name = "Age"
item = "age"
[[columns]]
name = "Intent"
item = "injury_intent"
codes = { X = "assault", F = "unintentional", U = "~not_known" }
[[columns]]
name = "Place"
item = "assault_location_description"
"""
)
HEADER = "No,Who,Site,Arrived,Age,Intent,Place"
PEOPLE, SET_ASIDE, LONELY = 10, 4, 4
"""How many people come; the row that is set aside; the one person whose place is nobody else's."""
FIGHT = ProposedCode("elm", "injury_intent", "fight", "assault")
ANSWERS = ("is ", "on ", "default", "usable ")
PLACES = ("Corn Market", "Quay Street", "Behind the mill", "Station steps")


class NextYear:
    """A clock that is ahead by more than any agreement lets copies be kept."""

    def now(self) -> datetime:
        """Return a moment of next year."""
        return datetime.now(UTC) + timedelta(days=400)


def extract(folder: Path, name: str, rows: int, *, month: str = "2026-06", more: str = "") -> Path:
    """Write a file of Elm's: every third row at the cottage, persons with three rows each."""
    lines = [
        f"N{month}{row},P{row % PEOPLE},{'B' if row % 3 == 0 else 'A'},{month}-03 21:15,"
        f"{'300' if row == SET_ASIDE else 34},{'F' if row % 2 else 'X'},{_place(row)}{more}"
        for row in range(rows)
    ]
    path = folder / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def _place(row: int) -> str:
    return "Under the bridge" if row % PEOPLE == LONELY else PLACES[row % len(PLACES)]


def sent(services: Services, path: Path, month: str = "2026-06", *, confirm: bool = False) -> str:
    """Submit a file; returns the id of the submission."""
    request = SubmitRequest(str(path), "elm", month, confirm=confirm)
    return submit(request, asker=ASKER, services=services, progress=Silent()).submission


def june(services: Services, folder: Path) -> None:
    """A sender, and June of 30 rows in force; files for later beside it."""
    add_sender(PROFILE, asker=ASKER, services=services, progress=Silent())
    agree(services)
    sent(services, extract(folder, "june-30.csv", 30))
    extract(folder, "june-31.csv", 31)
    extract(folder, "june-9.csv", 9)
    extract(folder, "named.csv", 30, more=" 07700 900123")


def june_twice(services: Services, folder: Path) -> None:
    """June of 30 rows, replaced by June of 31, and May."""
    june(services, folder)
    sent(services, folder / "june-31.csv")
    sent(services, extract(folder, "may.csv", 12, month="2026-05"), "2026-05")


def two_months(services: Services, folder: Path) -> None:
    """June of 30 rows, and May."""
    june(services, folder)
    sent(services, extract(folder, "may.csv", 12, month="2026-05"), "2026-05")


def june_held(services: Services, folder: Path) -> None:
    """June of 30 rows in force, and a June of nine that is held."""
    june(services, folder)
    sent(services, folder / "june-9.csv")


def decided(services: Services, folder: Path) -> None:
    """June and May, and what two places are."""
    two_months(services, folder)
    decide(services, folder)


def unmapped(services: Services, folder: Path) -> None:
    """June and May, in which half of the intents are of a word that nobody explained."""
    june(services, folder)
    for name, month in (("june-31.csv", "2026-06"), ("may.csv", "2026-05")):
        path = folder / name if name == "june-31.csv" else extract(folder, name, 12, month=month)
        other = folder / f"fight-{name}"
        other.write_text(path.read_text(encoding="utf-8").replace(",F,", ",Fight,"), "utf-8")
        sent(services, other, month, confirm=True)


def mapped(services: Services, folder: Path) -> None:
    """The same, the word explained and approved."""
    unmapped(services, folder)
    explain(services, folder)
    request = CodesRequest("checked with the staff", (FIGHT,))
    second = replace(ASKER, person="second")
    approve_codes(request, asker=second, services=services, progress=Silent())


def uncounted(services: Services, folder: Path) -> None:
    """June in force, of which only states were counted, as the first versions did."""
    june(services, folder)
    (revision,) = {pair.revision for pair in services.catalogue.pairs()}
    measures = services.catalogue.measures(revision)
    kept = [one for one in measures if not one.measure.startswith(ANSWERS)]
    with services.catalogue.change(ASKER, "an older version") as change:
        change.add_measures(revision, kept)


def frequent(services: Services, folder: Path) -> None:
    """June on two dates, its phrases due: four places that many name may stay, one goes."""
    add_sender(PROFILE, asker=ASKER, services=services, progress=Silent())
    agree(services)
    path = extract(folder, "june-41.csv", 41)
    lines = path.read_text(encoding="utf-8").splitlines()
    later = [line.replace("-03 21:15", "-04 21:15") for line in lines[21:-1]]
    rare = lines[-1].replace(PLACES[40 % len(PLACES)], "Bridge foot")
    path.write_text("\n".join([*lines[:21], *later, rare]) + "\n", encoding="utf-8")
    sent(services, path)
    text = sender_text("elm", services.standard).replace("version = 1", "version = 2")
    text = text.replace("phrases_days = 365", "phrases_days = 0")
    text += "\n[free_text]\nkeep_frequent_phrases = true\n"
    add_agreement(text, asker=ASKER, services=services, progress=Silent())


def listed(services: Services, folder: Path) -> None:
    """June in two revisions and May, and a list with one person's number."""
    june_twice(services, folder)
    (folder / "list.txt").write_text(f"P{LONELY}\n", encoding="utf-8")


def june_refused(services: Services, folder: Path) -> None:
    """June in two revisions and May, and a June with telephone numbers that was refused."""
    june_twice(services, folder)
    send_named(services, folder)


def send_named(services: Services, folder: Path) -> None:
    """Send a June with telephone numbers, unless that was refused."""
    if not services.catalogue.incidents():
        sent(services, folder / "named.csv")


def close(services: Services, folder: Path) -> None:
    """Close the incident, as the officer, unless that is done."""
    del folder
    (incident,) = services.catalogue.incidents()
    if incident.state is IncidentState.OPEN:
        officer = replace(ASKER, roles=frozenset({OFFICER}))
        request = CloseRequest(incident.id, "the sender was told")
        close_incident(request, asker=officer, services=services, progress=Silent())


def send_more(services: Services, folder: Path) -> None:
    """Send the longer June."""
    sent(services, folder / "june-31.csv")


def confirm(services: Services, folder: Path) -> None:
    """Confirm the held June."""
    sent(services, folder / "june-9.csv", confirm=True)


def withdraw(services: Services, folder: Path) -> None:
    """Withdraw the June that replaced the first, unless that is done."""
    del folder
    later = services.catalogue.submissions()[1]
    if later.state is not SubmissionState.WITHDRAWN:
        withdraw_submission(
            later.id, "a mistake", asker=ASKER, services=services, progress=Silent()
        )


def retain(services: Services, folder: Path) -> None:
    """Destroy every copy: all of them are past their date."""
    del folder
    later = replace(services, clock=NextYear())
    run_retention(RetentionRequest(), asker=ASKER, services=later, progress=Silent())


def judge(services: Services, folder: Path) -> None:
    """Destroy the phrases that are due, but for those that were seen often enough."""
    del folder
    run_retention(RetentionRequest(), asker=ASKER, services=services, progress=Silent())


def decide(services: Services, folder: Path) -> None:
    """Decide of two place phrases; given again it changes nothing."""
    del folder
    texts = services.vault.phrases(services.vault.phrase_tables()).unsealed()
    ids = {text: one for one, text in texts.items()}
    said = (
        Proposed(ids["corn market"], place_type="public.street"),
        Proposed(ids["quay street"], no_place=True),
    )
    request = DecideRequest("asked the staff", said)
    decide_places(request, asker=ASKER, services=services, progress=Silent())


def explain(services: Services, folder: Path) -> None:
    """Say what the word means; given again it changes nothing."""
    del folder
    request = CodesRequest("asked the staff", (FIGHT,))
    confirm_codes(request, asker=ASKER, services=services, progress=Silent())


def read_again(services: Services, folder: Path) -> None:
    """Read all rows by the code map; once it is done nothing is left to read."""
    del folder
    request = RederiveRequest("the map has changed")
    rederive(request, asker=ASKER, services=services, progress=Silent())


def count_anew(services: Services, folder: Path) -> None:
    """Count what June lacks; once it is done nothing is left to count."""
    del folder
    request = RecountRequest("an older version took them in")
    quality_recount(request, asker=ASKER, services=services, progress=Silent())


def forget(services: Services, folder: Path) -> None:
    """Erase the person on the list."""
    request = EraseRequest(str(folder / "list.txt"), Erasable.PERSON, "asked", "elm")
    erase(request, asker=ASKER, services=services, progress=Silent())


def nil(services: Services, folder: Path) -> None:
    """Declare July empty at the cottage, unless that is done."""
    del folder
    if not any(pair.nil for pair in services.catalogue.pairs()):
        request = NilRequest("elm", "XQ102", "2026-07")
        declare_nil(request, asker=ASKER, services=services, progress=Silent())


def rotate(services: Services, folder: Path) -> None:
    """Change every key, unless that is done."""
    del folder
    if not any(one.phase is RotationPhase.DONE for one in services.catalogue.rotations()):
        rotate_keys(RotateRequest(), asker=ASKER, services=services, progress=Silent())


def keep_copy(services: Services, folder: Path) -> None:
    """Add a snapshot to a backup that earlier runs, also broken ones, wrote into."""
    request = BackupRequest(
        str(folder / "backup"), keep=2, file_keys=str(folder / "box"), verify=True
    )
    back_up(request, asker=ASKER, services=services, progress=Silent())


def another_opener(services: Services, folder: Path) -> None:
    """Have the keyring opened by another file."""
    del folder
    change_passphrase(None, asker=ASKER, services=services, progress=Silent())


JOURNEYS = (
    Journey("submit", june, send_more),
    Journey("confirm", june_held, confirm),
    Journey("withdraw", june_twice, withdraw),
    Journey("nil", june, nil),
    Journey("refuse", june, send_named),
    Journey("close", june_refused, close),
    Journey("retention", june_refused, retain),
    Journey("erase", listed, forget),
    Journey("rotate", decided, rotate),
    Journey("decide", june_twice, decide),
    Journey("keep", frequent, judge),
    Journey("explain", unmapped, explain),
    Journey("rederive", mapped, read_again),
    Journey("recount", uncounted, count_anew),
    Journey("opener", june, another_opener),
    Journey("backup", june_twice, keep_copy),
    Journey("submit to a server", june, send_more, server=True),
    Journey("backup of a server", june_twice, keep_copy, server=True),
)
"""Every journey that is put to the test; a new one is a line here."""

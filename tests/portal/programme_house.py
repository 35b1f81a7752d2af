"""A house whose programme has something to do: Oak's weapon is no longer filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.months import Month
from tiig.testing import agree, in_memory_services
from tiig.wiring.session import Session

LAST, MONTHS, ROWS = Month(2026, 6), 14, 40
BROKEN_SINCE = Month(2026, 4)
OAK, ASH = "XQ701", "XQ702"
READER = Asker.local("reader", channel="pages")
LEAD = Asker.local("lead", purpose="weekly look", channel="pages")
PROFILE = """
[sender]
id = "oak"
name = "Oak Trust (invented)"
provider = "XQ7"
version = 1
valid_from = 2020-01-01
scope = "all-injuries"
synthetic = true
[file]
format = "csv"
[[sites]]
code = "XQ701"
name = "Oak General"
values = ["A"]
[[sites]]
code = "XQ702"
name = "Ash Infirmary"
values = ["B"]
[[columns]]
name = "No"
item = "attendance_number"
[[columns]]
name = "Site"
item = "site"
[[columns]]
name = "Arrived"
item = "arrival_at"
formats = ["%Y-%m-%d %H:%M"]
[[columns]]
name = "Hurt"
item = "injury_at"
formats = ["%Y-%m-%d %H:%M"]
[[columns]]
name = "Intent"
item = "injury_intent"
codes = { X = "assault", F = "unintentional" }
[[columns]]
name = "Place"
item = "injury_place_type"
codes = { S = "public.street" }
[[columns]]
name = "Weapon"
item = "injury_mechanism"
codes = { K = "sharp.knife" }
"""


def house_of(profile: str, files: Mapping[str, Sequence[str]], folder: Path) -> Session:
    """Send lines of Oak's, a file a month."""
    services = in_memory_services()
    add_sender(profile, asker=READER, services=services, progress=Silent())
    agree(services)
    for month, lines in files.items():
        path = folder / f"{month}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        request = SubmitRequest(str(path), "oak", month, confirm=True)
        submit(request, asker=READER, services=services, progress=Silent())
    return Session(READER, services, Silent())


def programme_house(folder: Path, months: int = MONTHS) -> Session:
    """Send two departments' months; from April on most of Oak's assaults have no weapon."""
    sent = [LAST.plus(step + 1 - months) for step in range(months)]
    return house_of(PROFILE, {str(month): _lines(month) for month in sent}, folder)


def _lines(month: Month) -> list[str]:
    lines = ["No,Site,Arrived,Hurt,Intent,Place,Weapon"]
    for site in "AB":
        lacking = 30 if site == "A" and month >= BROKEN_SINCE else 2
        lines += [
            f"{month}-{site}{one},{site},{month}-04 21:00,{month}-04 20:{one:02},X,S,"
            f"{'' if one < lacking else 'K'}"
            for one in range(ROWS)
        ]
    return lines

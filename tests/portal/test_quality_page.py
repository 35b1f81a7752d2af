"""The page of quality: every table to take along, signs beside colours, nothing given back."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable

import httpx
import pytest
from tests.portal.house import Client
from tests.portal.programme_house import house_of

from tiig.portal import make_app
from tiig.portal.assets import FOLDER

pytestmark = pytest.mark.skipif(
    not (FOLDER / "vendor" / "manifest.json").is_file(),
    reason="the front-end packages are not installed: python3.11 go.py setup",
)
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
name = "Intent"
item = "injury_intent"
codes = { X = "assault", F = "unintentional" }
[[columns]]
name = "Weapon"
item = "injury_mechanism"
codes = { K = "sharp.knife" }
"""
ASSAULTS = {"2026-05": (40, 20), "2026-06": (37, 3)}
"""Assaults of a month, and how many of them have no weapon."""

Get = Callable[[str], httpx.Response]


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Get:
    """Read an address of the pages over Oak's two months."""
    files = {
        month: [
            "No,Site,Arrived,Intent,Weapon",
            *(
                f"{month}-{one},A,{month}-04 21:00,X,{'' if one < blanks else 'K'}"
                for one in range(number)
            ),
        ]
        for month, (number, blanks) in ASSAULTS.items()
    }
    session = house_of(PROFILE, files, tmp_path_factory.mktemp("oak"))
    return Client(make_app(session)).get


def test_the_page_shows_shares_with_signs(get: Get) -> None:
    """A share stands with the sign of its target, and the legend explains the sign."""
    page = get("/quality?month=2026-05").text

    assert "50\u00a0%\u00a0✗" in page
    assert "✓ = the target is met" in page
    assert "not sent\u00a0✗" in page
    assert page.count("<h1") == 1


def test_a_small_rest_is_a_limit_everywhere(get: Get) -> None:
    """Three of 37 without a weapon: page, picture, table and file say the same limit."""
    address = "month=2026-06&site=XQ701&item=injury_mechanism"
    page = get(f"/quality?{address}").text
    lines = list(csv.reader(get(f"/quality.csv?{address}").text.splitlines()))
    month = next(row for row in lines if row[2:4] == ["2026-06", "Weapon or method"])

    assert "78\u00a0% or more" in page
    assert month[6:8] == ["78", "100"]
    for kind in ("csv", "vega.json", "svg"):
        for exhibit in ("quality-items", "quality-months", "quality-trend"):
            answer = get(f"/quality/{exhibit}.{kind}?{address}")
            assert answer.status_code == 200
            # neither the share (91.9 %) nor the counts (34 of 37, 3) stand anywhere
            assert not re.search(r"\b(91|92)(\.\d+)? ?%?\b", _figures(answer.text, kind)), exhibit


def _figures(text: str, kind: str) -> str:
    """Return what a reader takes for figures: cells, the values of a picture, its letters."""
    if kind == "csv":
        return text.partition("\r\n\r\n")[0]
    if kind == "svg":
        return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text))
    return " ".join(re.findall(r'"(?:value|text)": ?"?([^",}]*)', text))


def test_every_table_is_taken_along(get: Get) -> None:
    """Each exhibit of the page has its address for CSV, and pictures for PNG and SVG."""
    page = get("/quality").text
    found = re.findall(r'href="(/quality/[^"]+\.(?:csv|png|svg)\?[^"]*)"', page)

    assert len(found) >= 10
    for address in found:
        assert get(address.replace("&amp;", "&")).status_code == 200, address


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/quality?month=2031-01", 400, "Nothing is in force for 2031-01"),
        ("/quality?site=nowhere", 400, "No department"),
        ("/quality?item=shoe_size", 400, "is watched"),
        ("/quality?month=x", 400, "Months are written"),
        ("/quality.exe", 404, "no chart or table"),
        ("/quality/nothing.csv", 404, "no chart or table"),
    ],
)
def test_what_does_not_exist_says_so(get: Get, address: str, status: int, said: str) -> None:
    """Unknown months, departments, items and files are told in our own words."""
    answer = get(address)

    assert (answer.status_code, said in answer.text) == (status, True)

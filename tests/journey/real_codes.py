"""An extract of invented people with real codes of small areas, and its sender's profile.

Where they live is drawn from the areas that a test gives; nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

PROFILE = """
ignored = []
[sender]
id = "oak"
name = "Oak Trust (invented)"
provider = "XQ2"
version = 1
valid_from = 2020-01-01
scope = "all-injuries"
synthetic = true
[file]
format = "csv"
[[sites]]
code = "XQ201"
name = "Oak Royal"
values = ["R"]
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
name = "Age"
item = "age"
[[columns]]
name = "Sex"
item = "sex"
codes = { M = "male", F = "female" }
[[columns]]
name = "Home"
item = "residence_lsoa"
[[columns]]
name = "Intent"
item = "injury_intent"
codes = { X = "assault", A = "unintentional" }
[[columns]]
name = "Hurt"
item = "injury_at"
formats = ["%Y-%m-%d %H:%M"]
[[columns]]
name = "Weapon"
item = "injury_mechanism"
codes = { K = "sharp.knife", G = "sharp.glass", P = "body.fist-foot-head", B = "blunt" }
[[columns]]
name = "Place"
item = "injury_place_type"
codes = { S = "public.street", L = "licensed.pub", H = "home.own", O = "other" }
"""
HEADER = "No,Site,Arrived,Age,Sex,Home,Intent,Hurt,Weapon,Place"
STARTS, DAYS = datetime(2024, 7, 1), 730


def write_extract(
    path: Path, homes: Sequence[tuple[str, float]], rows: int, *, seed: int = 5
) -> Path:
    """Write two years of assaults; `homes` are LSOAs with their weight."""
    random = Random(seed)
    codes, weights = zip(*homes, strict=True)
    lines = [HEADER]
    for number, home in enumerate(random.choices(codes, weights, k=rows)):
        arrived = STARTS + timedelta(
            days=random.randrange(DAYS), hours=random.randrange(24), minutes=random.randrange(60)
        )
        age, sex = min(89, int(random.gauss(32, 14)) % 90), random.choice("MMF")
        hurt = arrived - timedelta(minutes=random.randrange(10, 200))
        told = f"{hurt:%Y-%m-%d %H:%M},{random.choice('KGPPPPPB')},{random.choice('SSSLLHHO')}"
        lines.append(f"N{number},R,{arrived:%Y-%m-%d %H:%M},{age},{sex},{home},X,{told}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path

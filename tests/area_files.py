"""Files of a small invented town on the National Grid, in the forms that ONS and others use.

Six LSOAs of a square kilometre, in three MSOAs of two authorities. Codes have the true form
and belong to nobody. One LSOA of 2011 was split, two were merged.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tiig.locate.grid import to_degrees

WEST, SOUTH, SIDE = 380_000, 395_000, 1_000
LSOAS = tuple(f"E0100000{number}" for number in range(1, 7))
MSOA_OF = dict(zip(LSOAS, ["E02000001"] * 2 + ["E02000002"] * 2 + ["E02000003"] * 2, strict=True))
LA_OF = dict(zip(LSOAS, ["E08000091"] * 4 + ["E08000092"] * 2, strict=True))
SPLIT, MERGED = "E01000091", ("E01000092", "E01000093")
NAMES = {"E08000091": "Ashby", "E08000092": "Beckton"}
PEOPLE = dict(zip(LSOAS, (1_500, 1_700, 1_600, 1_400, 1_800, 1_200), strict=True))
_OLD = [(SPLIT, LSOAS[0], "S"), (SPLIT, LSOAS[1], "S")]
_OLD += [(code, LSOAS[2], "M") for code in MERGED] + [(code, code, "U") for code in LSOAS[3:]]

Json = dict[str, Any]
Change = Callable[[Any], Any]


def squares(codes: Sequence[str], of: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return outlines in metres as shapely makes them, LSOAs joined to what they lie in."""
    found: dict[str, list[Any]] = {}
    for place, code in enumerate(LSOAS):
        x, y = WEST + SIDE * (place % 3), SOUTH + SIDE * (place // 3)
        step = SIDE // 10
        ring = [(x + d, y) for d in range(0, SIDE, step)]
        ring += [(x + SIDE, y + d) for d in range(0, SIDE, step)]
        ring += [(x + SIDE - d, y + SIDE) for d in range(0, SIDE, step)]
        ring += [(x, y + SIDE - d) for d in range(0, SIDE, step)]
        found.setdefault((of or {}).get(code, code), []).append(shapely.Polygon(ring))
    return {code: shapely.union_all(found[code]) for code in codes}


def geojson(shapes: Mapping[str, Any], *, key: str = "area_code", metres: bool = False) -> Json:
    """Return a collection of features, in degrees unless in metres."""
    every = np.array(list(shapes.values()), dtype=object)
    drawn = every if metres else to_degrees(every)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {key: code, "area_name": NAMES.get(code, f"Town {code[-2:]}")},
                "geometry": json.loads(shapely.to_geojson(one)),
            }
            for code, one in zip(shapes, drawn, strict=True)
        ],
    }


def _csv(header: str, rows: Sequence[Sequence[object]]) -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"


def _ages() -> list[list[object]]:
    rows: list[list[object]] = []
    for area, name in NAMES.items():
        people = sum(PEOPLE[code] for code in LSOAS if LA_OF[code] == area)
        for age in range(91):
            word = "under 1 year" if age == 0 else f"{age} years" + " and over" * (age == 90)
            both = people // 91 + (people % 91 if age == 30 else 0)
            for sex, count in (("All persons", both), ("Female", both // 2)):
                rows.append([area, name, "2021-03-21", f"Aged {word}", sex, count])
            rows.append([area, name, "2021-03-21", f"Aged {word}", "Male", both - both // 2])
    return rows


def contents() -> dict[str, Any]:
    """Return every file by name: text as it is, GeoJSON as a value."""
    levels = (("lsoa", LSOAS, None), ("msoa", sorted(set(MSOA_OF.values())), MSOA_OF))
    found: dict[str, Any] = {
        f"{level}_2021.geojson": geojson(squares(codes, of)) for level, codes, of in levels
    }
    found["la_2023.geojson"] = geojson(squares(sorted(NAMES), LA_OF))
    found["lsoa_lookup.csv"] = _csv(
        "lsoa21cd,lsoa21nm,msoa21cd,msoa21nm,lad22cd,lad22nm",
        [
            (code, f"Town {code[-2:]}", MSOA_OF[code], f"Mid {MSOA_OF[code][-1]}", LA_OF[code],
             NAMES[LA_OF[code]])
            for code in LSOAS
        ],
    )  # fmt: skip
    found["lsoa11_lsoa21.csv"] = _csv(
        "lsoa11_code,lsoa21_code,change_code,ltla22_code",
        [(old, new, how, LA_OF[new]) for old, new, how in _OLD],
    )
    found["people_by_age.csv"] = _csv("area_code,area_name,period,age,sex,value", _ages())
    found["people_census2021.csv"] = _csv("lsoa21_code,total_residents", list(PEOPLE.items()))
    found["IoD2025.csv"] = _csv(
        "LSOA code (2021),Index of Multiple Deprivation (IMD) Decile,"
        "Index of Multiple Deprivation (IMD) Rank",
        [(code, 1 + place, 3_000 * (1 + place)) for place, code in enumerate(LSOAS)],
    )
    found["postcodes_2022.csv"] = _csv(
        "pcds,doterm,lsoa11cd",
        [(f"ZZ1 {place}AA", "", old) for place, (old, _, how) in enumerate(_OLD) if how != "S"]
        + [("ZZ1 9AA", "", SPLIT), ("ZZ1 9AB", "", SPLIT)],
    )
    found["places_2025.csv"] = _csv(
        "Postcode,Eastings,Northings",
        [
            (f"ZZ1 {place}AA", *_middle(LSOAS.index(new)))
            for place, (_, new, how) in enumerate(_OLD)
            if how != "S"
        ]
        + [("ZZ1 9AA", *_middle(0)), ("ZZ1 9AB", *_middle(1))],
    )
    return found


def _middle(place: int) -> tuple[int, int]:
    return WEST + SIDE * (place % 3) + SIDE // 2, SOUTH + SIDE * (place // 3) + SIDE // 2


def write_files(
    folder: Path, *, change: Mapping[str, Change] | None = None, leave_out: Sequence[str] = ()
) -> list[Path]:
    """Write the files, some of them changed or left out, and return their paths."""
    paths = []
    for name, value in contents().items():
        if name in leave_out:
            continue
        told = (change or {}).get(name, lambda same: same)(value)
        path = folder / name
        if isinstance(told, bytes):
            path.write_bytes(told)
        else:
            text = told if isinstance(told, str) else json.dumps(told)
            path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def zipped(path: Path) -> Path:
    """Pack a file alone into an archive beside it."""
    target = path.with_name(path.name + ".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    return target

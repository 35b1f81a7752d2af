"""Write a neutral month (see `months`) in four invented layouts that truly differ.

Each writer is the export of an invented hospital whose profile stands in `profiles/`;
together they cover codes and words, attendances and injuries in rows, every way of
writing a date, flags wide, and a file without attendance numbers. Equal frames give equal
files. Layouts of injuries hold first attendances for an injury only; `dunmere` cannot say
intent or mechanism at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import polars as pl
import xlsxwriter

from tiig.model.states import NOT_KNOWN_NODE

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed day keeps equal workbooks equal
_FIRST_INJURED = (pl.col("sender_injury_group") != "none") & (
    pl.col("attendance_category") == "first"
)
_SECOND_INJURY = 12
"""Every twelfth attendance of the injury layout has two rows."""

_SEX_CODES = {"male": "1", "female": "2", NOT_KNOWN_NODE: "X"}
_CATEGORIES = {"first": "1", "follow-up.planned": "4"}
_INTENT_CODES = {
    "unintentional": "A", "assault": "B", "self-harm": "C", "undetermined": "D",
    NOT_KNOWN_NODE: "U",
}  # fmt: skip
_YES_NO = {"yes": "Y", "no": "N", NOT_KNOWN_NODE: "U"}
_WORDS: Mapping[str, str] = {
    "male": "Male", "female": "Female", NOT_KNOWN_NODE: "Not known",
    "yes": "Yes", "no": "No",
    "unintentional": "Accident", "assault": "Alleged assault", "self-harm": "Self harm",
    "undetermined": "Undetermined intent",
    "body.fist-foot-head": "Punch", "body.bite": "Human bite", "blunt": "Struck by object",
    "sharp.knife": "Knife", "sharp.glass": "Glass / bottle", "sharp.other": "Sharp – other",
    "chemical": "Acid", "poisoning": "Overdose", "overexertion": "Strain",
    "transport.car": "Driver", "transport.cycle": "Bicycle",
    "transport.pedestrian": "Pedestrian", "transport.motorcycle": "Motorcycle",
    "fall.slip": "Slip", "fall.trip": "Trip", "fall.low": "Low fall", "fall.height": "High fall",
    "thermal.scald": "Scald", "thermal.flame": "Fire", "animal.bite": "Dog bite",
    "animal.sting": "Sting", "machinery": "Machinery", "foreign-body": "Foreign body",
    "other": "Other",
    "home.own": "Patient’s home", "public.street": "Street", "licensed.pub": "Pub",
    "licensed.club": "Night club", "public.open-space": "Park", "education": "School",
    "work": "Work", "sports": "Sports ground", "commercial": "Shop",
    "stranger": "Stranger", "domestic.partner": "Partner", "domestic.ex-partner": "Ex-partner",
    "domestic.family": "Family member", "known.friend": "Friend", "security": "Doorman",
}  # fmt: skip
_FLAGS: Mapping[str, str] = {
    "STABBED": "sharp.knife", "GLASSED": "sharp.glass", "OTHER SHARP": "sharp.other",
    "PUNCHED OR KICKED": "body.fist-foot-head", "BITTEN": "body.bite", "HIT WITH OBJECT": "blunt",
}  # fmt: skip
_PATIENT_GROUPS = {
    "road-traffic": "10", "assault": "20", "self-harm": "30", "sport": "40", "fall": "60",
    "burn": "60", "animal": "60", "other": "60", "undetermined": "60", "none": "80",
}  # fmt: skip
_LOCATIONS = {
    "home.own": "10", "work": "40", "education": "50", "public.street": "60",
    "public.open-space": "60", "licensed.pub": "60", "licensed.club": "60", "sports": "60",
    "commercial": "60", "other": "91",
}  # fmt: skip


def profile_text(name: str) -> str:
    """Return a packaged example profile: neiss, odi, or one of the four invented layouts."""
    return (files("tiig.synthesis") / "profiles" / f"{name}.toml").read_text(encoding="utf-8")


def write_aldermoor(frame: pl.DataFrame, path: Path) -> None:
    """Write CSV in UTF-8: a row an attendance, codes, ISO moments, terms beside their codes."""
    table = frame.select(
        pl.col("attendance_number").alias("AttendanceId"),
        pl.col("person_number").alias("LocalPatientId"),
        pl.col("arrival_at").dt.strftime("%Y-%m-%dT%H:%M:%S").alias("ArrivalDateTime"),
        pl.col("injury_at").dt.strftime("%Y-%m-%dT%H:%M:%S").alias("InjuryDateTime"),
        pl.col("age").alias("Age"),
        _coded("sex", _SEX_CODES).alias("StatedGender"),
        pl.col("residence_lsoa").alias("LSOA"),
        _coded("attendance_category", _CATEGORIES).alias("AttendanceCategory"),
        _coded("injury_intent", _INTENT_CODES).alias("InjuryIntent"),
        _local_code("injury_mechanism").alias("InjuryMechanismCode"),
        _worded("injury_mechanism").alias("InjuryMechanismTerm"),
        _worded("injury_place_type").alias("PlaceOfInjury"),
        _coded("alcohol_involved", _YES_NO).alias("Alcohol12h"),
        _worded("assault_relationship").alias("AttackerRelationship"),
        pl.col("assault_location_description").alias("AssaultLocation"),
        pl.lit("bay 4").alias("Bay"),
    )
    table.write_csv(path)


def write_brackenfield(frame: pl.DataFrame, path: Path) -> None:
    """Write CSV in cp1252 with `;`: a row an injury, words, `dd/mm/yy hh:mm`, two sites."""
    injured = frame.filter(_FIRST_INJURED).with_columns(injury=pl.lit(1))
    second = injured.gather_every(_SECOND_INJURY).with_columns(injury=pl.lit(2))
    rows = pl.concat([injured, second]).sort("attendance_number", "injury")
    table = rows.select(
        pl.col("site")
        .replace_strict(
            {"XP201": "Brackenfield General", "XP202": "Brackenfield Cottage"}, default="?"
        )
        .alias("Hospital"),
        pl.col("attendance_number").alias("Att No"),
        pl.col("injury").alias("Injury No"),
        pl.col("arrival_at").dt.strftime("%d/%m/%y %H:%M").alias("Arrived"),
        pl.col("injury_at").dt.strftime("%d/%m/%y %H:%M").alias("Injured"),
        pl.col("age").cast(pl.String).alias("Age (yrs)"),
        _worded("sex").alias("Sex"),
        pl.col("residence_lsoa").alias("LSOA of home"),
        _worded("injury_intent").alias("Intent"),
        _worded("injury_mechanism").alias("Cause"),
        _worded("injury_place_type").alias("Where"),
        _worded("alcohol_involved").alias("Alcohol"),
        _worded("drugs_involved").alias("Drugs"),
        pl.col("assault_location_description").alias("Where (text)"),
    )
    path.write_bytes(table.write_csv(separator=";").encode("cp1252"))


def write_calderwick(frame: pl.DataFrame, path: Path) -> None:
    """Write XLSX: three rows above the header, period cells, dates and times apart, flags wide."""
    table = frame.filter(_FIRST_INJURED).select(
        pl.col("attendance_number").alias("CAS REF"),
        pl.col("arrival_at").dt.date().alias("ARR DATE"),
        pl.col("arrival_at").dt.time().alias("ARR TIME"),
        _serial("injury_at").alias("INC SERIAL"),
        pl.col("age").alias("AGE"),
        _coded("sex", {"male": "M", "female": "F", NOT_KNOWN_NODE: "NK"}).alias("SEX"),
        pl.col("residence_lsoa").alias("HOME LSOA"),
        _flag("injury_intent", "assault").alias("ASSAULT"),
        _flag("injury_intent", "self-harm").alias("SELF HARM"),
        _flag("injury_intent", "unintentional").alias("ACCIDENT"),
        *(_flag("injury_mechanism", node).alias(name) for name, node in _FLAGS.items()),
        _coded("alcohol_involved", _YES_NO).alias("ALCOHOL"),
        pl.col("assault_location_description").alias("LOCATION TEXT"),
    )
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet("Extract")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Reporting period from"])
        sheet.write_row(1, 0, ["Reporting period to"])
        sheet.write_row(2, 0, ["Calderwick Infirmary (invented)"])
        arrived = frame["arrival_at"].dt.date()
        sheet.write_datetime(0, 1, arrived.dt.month_start().min(), day)
        sheet.write_datetime(1, 1, arrived.dt.month_end().max(), day)
        table.write_excel(
            book,
            sheet,
            position=(3, 0),
            dtype_formats={pl.Date: "dd/mm/yyyy", pl.Time: "hh:mm", pl.Float64: "0.000000"},
            table_style=None,
            include_header=True,
        )


def write_dunmere(frame: pl.DataFrame, path: Path) -> None:
    """Write text parted by `|`: no attendance number, CDS 010 codes, dd-Mon-yyyy and HHMM."""
    table = frame.select(
        pl.col("arrival_at").dt.strftime("%d-%b-%Y").alias("ARR_DT"),
        pl.col("arrival_at").dt.strftime("%H%M").alias("ARR_TM"),
        pl.col("age").alias("AGE"),
        _coded("sex", {"male": "M", "female": "F", NOT_KNOWN_NODE: "U"}).alias("SEX"),
        pl.col("residence_lsoa").alias("LSOA"),
        _coded("sender_injury_group", _PATIENT_GROUPS).alias("PATIENT_GROUP"),
        _coded("injury_place_type", _LOCATIONS).alias("INCIDENT_LOC"),
        _coded("attendance_category", _CATEGORIES).alias("ATT_CAT"),
        _coded("discharge_status", {"left": "12", "treatment-complete": "03"}).alias("DISPOSAL"),
    )
    table.write_csv(path, separator="|")


def _coded(item: str, codes: Mapping[str, str]) -> pl.Expr:
    return pl.col(item).replace_strict(codes, default=None, return_dtype=pl.String)


def _worded(item: str) -> pl.Expr:
    return _coded(item, _WORDS)


def _local_code(item: str) -> pl.Expr:
    """Write numbers of the system's own, which no map explains."""
    codes = {node: f"Z{place:03d}" for place, node in enumerate(_WORDS)}
    return _coded(item, codes)


def _flag(item: str, node: str) -> pl.Expr:
    return pl.when(pl.col(item) == node).then(pl.lit("Y")).otherwise(pl.lit("N"))


def _serial(item: str) -> pl.Expr:
    """Count days and their fraction as a spreadsheet of the 1900 system does."""
    since = pl.col(item) - datetime(1899, 12, 30)  # noqa: DTZ001 - local time, without a zone
    return since.dt.total_minutes() / 1440

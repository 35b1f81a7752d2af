"""The truth of the recording: per site and month what happened, and what was written of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import polars as pl

from tiig.model.months import Month
from tiig.synthesis.recording.export import Export
from tiig.synthesis.recording.habits import ASSAULT, TRUTH
from tiig.synthesis.recording.layouts import INJURY
from tiig.synthesis.recording.senders import LAST, Sender
from tiig.synthesis.recording.sent import SentFile

FIRST_VISIT = "first"
SYNTHETIC = "Synthetic data - not about any real hospital or person."


@dataclass(frozen=True)
class SiteMonth:
    """One site's month: true first attendances, and rows and assaults in the file in force.

    `standing` is what the site-month should be in the store: in force, held, absent, nil.
    """

    site: str
    month: str
    sender: str
    true_injuries: int
    true_assaults: int
    rows: int = 0
    recorded_assaults: int = 0
    late_rows: int = 0
    standing: str = "absent"


class Account:
    """Keeps what was written, file by file; read it when all months are written."""

    def __init__(self) -> None:
        """Begin with nothing written."""
        self._months: dict[tuple[str, str], SiteMonth] = {}
        self._files: list[SentFile] = []

    def happened(self, sender: Sender, month: Month, true: pl.DataFrame) -> None:
        """Note what truly happened at a sender's sites."""
        first = true.filter(pl.col("attendance_category") == FIRST_VISIT)
        injuries = _by_site(first.filter(pl.col(TRUTH) != "none"))
        assaults = _by_site(first.filter(pl.col(TRUTH) == ASSAULT))
        for site in sender.sites:
            told = injuries.get(site, 0), assaults.get(site, 0)
            self._months[site, str(month)] = SiteMonth(site, str(month), sender.id, *told)

    def written(self, export: Export, *, standing: str) -> None:
        """Note what the file that counts holds of its month."""
        assaults = export.rows.filter(
            pl.col(INJURY) == 1,
            pl.col("attendance_category") == FIRST_VISIT,
            pl.col("assault_flag") == "yes",
        )
        rows, recorded, late = map(_by_site, (export.rows, assaults, export.late))
        for site in export.sender.sites:
            key = site, str(export.month)
            self._months[key] = replace(
                self._months[key],
                rows=rows.get(site, 0),
                recorded_assaults=recorded.get(site, 0),
                late_rows=late.get(site, 0),
                standing=standing if site in rows else "absent",
            )

    def nil(self, site: str, month: Month) -> None:
        """Note that a site had nothing to report."""
        key = site, str(month)
        self._months[key] = replace(self._months[key], standing="nil")

    def sent(self, file: SentFile) -> None:
        """Note a file that is handed over."""
        self._files.append(file)

    @property
    def site_months(self) -> Mapping[tuple[str, str], SiteMonth]:
        """Every site-month of the months written, by site and month."""
        return dict(sorted(self._months.items()))

    def as_json(self) -> dict[str, object]:
        """Return the account as JSON holds it."""
        return {
            "files": [
                {
                    "file": file.path.name,
                    "sender": file.sender,
                    "month": file.month and str(file.month),
                    "rows": file.rows,
                    "fate": str(file.fate),
                    "set_aside": file.set_aside,
                    "about": file.about,
                }
                for file in self._files
            ],
            "site_months": [asdict(one) for one in self.site_months.values()],
        }


def planted_in(sender: Sender) -> list[dict[str, object]]:
    """Say what was planted in a sender's recording, wherever its months lie."""

    def entry(what: str, since: Month, **more: object) -> dict[str, object]:
        return {"what": what, "sender": sender.id, "from": str(since), **more}

    found = [entry("coding change", one.since, profile=one.profile) for one in sender.layouts[1:]]
    if sender.joins > min(sender.layouts[0].since, sender.joins):
        found.append(entry("late joiner", sender.joins))
    found += [entry("absent month", month) for month in sender.absent]
    found += [entry("nil return", month) for month in sender.nil]
    found += [
        entry("filter change", one.since, lacks=f"{one.item} {one.node}") for one in sender.filters
    ]
    found += [entry("month sent again, corrected", one.month) for one in sender.corrected]
    found += [entry("month exported again, most rows lost", one.month) for one in sender.again]
    for habit in sender.habits:
        if habit.planted:
            ends = {} if habit.until == LAST else {"to": str(habit.until)}
            about = {"item": habit.item, "sites": list(habit.sites or sender.sites)}
            shares = {"share": habit.share, "per_month": habit.per_month}
            found.append(entry(habit.planted, habit.since, **about, **shares, **ends))
    return found


def _by_site(rows: pl.DataFrame) -> dict[str, int]:
    return dict(rows.group_by("site", maintain_order=True).len().iter_rows())

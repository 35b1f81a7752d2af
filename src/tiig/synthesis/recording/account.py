"""The truth of the recording: per site and month what happened, and what was written of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import polars as pl

from tiig.model.months import Month
from tiig.synthesis.recording.export import Export
from tiig.synthesis.recording.habits import ASSAULT, TRUTH
from tiig.synthesis.recording.layouts import INJURY
from tiig.synthesis.recording.senders import Sender
from tiig.synthesis.recording.sent import SentFile

FIRST_VISIT = "first"
_EVERY = pl.col("site").is_not_null()
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
        first = pl.col("attendance_category") == FIRST_VISIT
        injured, assaulted = pl.col(TRUTH) != "none", pl.col(TRUTH) == ASSAULT
        injuries, assaults = _by_site(true, first & injured, first & assaulted)
        for site in sender.sites:
            told = injuries.get(site, 0), assaults.get(site, 0)
            self._months[site, str(month)] = SiteMonth(site, str(month), sender.id, *told)

    def written(self, export: Export, *, standing: str) -> None:
        """Note what the file that counts holds of its month."""
        counted = (
            (pl.col(INJURY) == 1)
            & (pl.col("attendance_category") == FIRST_VISIT)
            & (pl.col("assault_flag") == "yes")
        )
        rows, recorded = _by_site(export.rows, _EVERY, counted)
        (late,) = _by_site(export.late, _EVERY)
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


def _by_site(rows: pl.DataFrame, *counted: pl.Expr) -> tuple[dict[str, int], ...]:
    """Return, for each condition, the rows of each site that meet it."""
    sums = [condition.sum().alias(str(place)) for place, condition in enumerate(counted)]
    found = rows.group_by("site", maintain_order=True).agg(sums)
    return tuple(
        dict(found.select("site", str(place)).iter_rows()) for place in range(len(counted))
    )

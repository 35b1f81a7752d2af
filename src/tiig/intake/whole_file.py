"""What only the whole file can tell: totals, repeats, months seen, findings by row.

Kept small and explicit, so that memory stays flat however long the file is.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from tiig import deidentify, derive, receive, translate, validate
from tiig.intake.agreed import Agreed
from tiig.intake.converting import conversions, notes, pairs_of, wanted_pairs
from tiig.intake.naming import is_plain_header
from tiig.intake.parcel import Parcel
from tiig.intake.surroundings import Surroundings
from tiig.intake.terms import terms_of
from tiig.model.code_map import CodeMap
from tiig.model.days import Days
from tiig.model.erasure import ErasedMarks
from tiig.model.errors import (
    MONTH_UNDECLARED,
    PERIOD_CELLS,
    PROFILE_INVALID,
    TiigError,
    Where,
)
from tiig.model.file_errors import COLUMN_MISSING
from tiig.model.months import Month
from tiig.model.profile import ColumnRole, SenderProfile
from tiig.model.receipt import RowNote
from tiig.model.submission import SiteMonth
from tiig.standard import Standard, storage_columns
from tiig.standard.quality import ROWS_OF, WHOLE_ROWS, counted_among


class WholeFile:
    """The state that the batches of one file leave behind."""

    def __init__(
        self,
        parcel: Parcel,
        *,
        services: Surroundings,
        agreed: Agreed,
        erased: ErasedMarks | None = None,
    ) -> None:
        """Begin with nothing read; `agreed` says what may be kept, `erased` what stays out."""
        profile = parcel.profile
        self.profile = profile
        self.submission = parcel.id
        self.period: Days | None = parcel.period
        wanted = wanted_pairs(profile) if parcel.tried else None
        self.terms = terms_of(parcel.agreement, own=parcel.own, wanted=wanted)
        self.standard = services.standard
        self.columns = frozenset(storage_columns(services.standard))
        self.memory = _memory(profile.sender, services)
        self.codes = CodeMap.of(profile.sender, services.catalogue.code_decisions())
        self.rules = validate.rule_book(services.standard)
        self.repeats = validate.RowMemory(secrets.token_bytes(32), row_is=profile.layout.row_is)
        self.search = deidentify.Search({})
        self.erased_marks = erased
        self.agreed = agreed
        self.lookup = parcel.lookup
        self.strip_context = _stripping(parcel, services.standard, agreed, erased)
        self.derive_context = _derive_context(profile, agreed)
        self.texts: Any = None
        self.plan: translate.Plan | None = None
        self.unagreed: dict[str, tuple[str, str]] = {}
        self.dropped: tuple[RowNote, ...] = ()
        self.converted: tuple[RowNote, ...] = ()
        self.header: tuple[str, ...] = ()
        self.sheet: str | None = None
        self.limits: Mapping[str, bool] | None = None
        self.account: receive.Tally | None = None
        self.rows_handed_out = 0
        self.opted_out = 0
        self.stored = 0
        self._layout: translate.Plan | None = None
        self._received_on: date = services.clock.now().date()
        self._preamble: tuple[tuple[str | None, ...], ...] = ()
        self._date_system: int | None = None
        self._scrubbed: list[pl.DataFrame] = []
        self._findings: list[pl.DataFrame] = []
        self._set_aside: list[pl.DataFrame] = []
        self.erased: list[int] = []
        self.beside: list[int] = []
        self._summaries: list[pl.DataFrame] = []
        self._portrayed: list[pl.DataFrame] = []
        self._conversions: dict[str, deidentify.Converted] = {}

    def begin(self, opened: receive.Opened, label: str, name: str) -> translate.Plan:
        """Match the header against the profile; search it and the file's own name."""
        self.header, self.sheet, self.limits = opened.header, opened.sheet, opened.kept
        self._preamble = opened.preamble
        on = self.period.last if self.period else self._received_on
        layout = translate.plan(
            self.profile,
            opened.header,
            self.standard,
            on=on,
            date_system=opened.date_system,
            unnamed=[
                name
                for name in opened.header
                if not is_plain_header(name, self.profile, self.standard)
            ],
        )
        self.plan = self.agreed.granted(layout.mapped_by(self.codes))
        self._layout = layout
        self._date_system = opened.date_system
        times, moments = translate.default_times(self.plan, "injury_at")
        self.derive_context = replace(
            self.derive_context, default_times=times, default_moments=moments
        )
        if self.profile.tells_assaults and not self.plan.tells_assaults_items:
            self._refuse_cut_header(layout, label)
            what = "no column that may be kept can tell an assault; say tells_assaults = false"
            raise TiigError(PROFILE_INVALID, Where(file=label), what=what)
        self._search_header(self.plan.known, opened, name)
        return self.plan

    def _refuse_cut_header(self, layout: translate.Plan, label: str) -> None:
        """Blame the file, not its profile, where columns that tell an assault are missing."""
        items = self.standard.items
        missing = [
            gap.column for gap in layout.missing if gap.item and items[gap.item].tells_assaults
        ]
        if missing:
            raise TiigError(COLUMN_MISSING, Where(file=label), columns=", ".join(missing))

    def search_anew(self, opened: receive.Opened, name: str) -> None:
        """Begin the search of a file again that is refused for another fault."""
        self.header, self.sheet, self.limits = opened.header, opened.sheet, opened.kept
        known = translate.roles(self.profile, self.standard)
        self._search_header(known, opened, name, newest=self._day_of_visits)

    @property
    def _day_of_visits(self) -> date:
        """A day that no visit of the file should lie more than a year before."""
        return self.period.first if self.period else self._received_on

    def _search_header(
        self,
        known: translate.Known,
        opened: receive.Opened,
        name: str,
        *,
        newest: date | None = None,
    ) -> None:
        untreated = known.untreated(self.terms.treatments)
        self.unagreed = {
            name: (known.conversions[name].item, known.conversions[name].treatment)
            for name in untreated
        }
        as_they_are = {*untreated, *(known.dropped if self.terms.treatments is not None else ())}
        self.search = deidentify.Search(
            {
                name: ColumnRole.IGNORED if name in as_they_are else role
                for name, role in known.roles.items()
                if name in opened.header
            },
            untreated=untreated,
            converted={
                name: one.kind for name, one in known.conversions.items() if name not in untreated
            },
            refuse_above=self.terms.refuse_above,
            newest=newest,
        )
        self.search.header(opened.header, opened.sheet, name)

    def search_corners(self, strays: Any, asides: Iterable[Any], *, dates: bool = True) -> None:  # noqa: ANN401 - a journey does not name such rows
        """Search what stands around the table; with `dates`, old ones there are birthdays."""
        newest = self._day_of_visits if dates else None
        self.search.around(strays)
        for place, header, rows in asides:
            self.search.beside(place, header, rows, newest=newest)

    def look(self, raw: Any) -> validate.Declared:  # noqa: ANN401 - a journey does not name such rows
        """Search every cell of a batch, and return what the file declares itself to be."""
        self._scrubbed.append(self.search.look(raw))
        if self.rows_handed_out == 0:
            self._declare(raw)
        else:
            translate.check_period(self.profile, raw, self.period, date_system=self._date_system)
        self.rows_handed_out += raw.height
        if self.period is None:
            raise TiigError(MONTH_UNDECLARED)
        return validate.Declared(
            sites=frozenset(site.code for site in self.profile.sites),
            days=self.period,
            received_on=self._received_on,
        )

    def _declare(self, raw: Any) -> None:  # noqa: ANN401 - a journey does not name such rows
        """Take the days from the file's own period cells, which must not contradict `--period`."""
        said = translate.declared_period(
            self.profile, self._preamble, raw, date_system=self._date_system
        )
        if said is not None and self.period not in {None, said}:
            raise TiigError(PERIOD_CELLS)
        self.period = said or self.period

    def note(
        self,
        judged: validate.Judged,
        stripped: deidentify.Stripped,
        summary: pl.DataFrame,
        portrayed: pl.DataFrame | None = None,
    ) -> None:
        """Keep what a batch showed: row numbers, counts, and sealed place texts."""
        self.texts = stripped.texts if self.texts is None else self.texts.plus(stripped.texts)
        self._scrubbed.append(self._named_in_places(stripped.scrubbed))
        self._findings.append(self.findings_of(judged, stripped))
        self._set_aside.append(judged.set_aside)
        self._summaries.append(summary)
        if portrayed is not None:
            self._portrayed.append(portrayed)
        for item, told in stripped.converted.items():
            before = self._conversions.get(item)
            self._conversions[item] = told if before is None else before.plus(told)
        self.erased += stripped.erased
        self.beside += stripped.beside
        self.stored += judged.kept.height - len(stripped.erased)

    def missed(self, findings: pl.DataFrame) -> Mapping[str, pl.Series]:
        """Return the rows that missed some rules, by what quality counts them as."""
        return validate.rows_missed(findings, self.rules)

    def findings_of(self, judged: validate.Judged, stripped: deidentify.Stripped) -> pl.DataFrame:
        """Return a batch's findings of rows that are stored."""
        if not stripped.erased:
            return judged.findings
        return judged.findings.filter(~pl.col("row").is_in(stripped.erased))

    def _named_in_places(self, rows: pl.Series) -> pl.DataFrame:
        """Return rows whose place text named somebody, as the search would tell them."""
        column = self.plan.file_column(deidentify.PLACE_TEXT) if self.plan else None
        return pl.DataFrame({"row": rows}).with_columns(
            column=pl.lit(column, pl.String), kind=pl.lit("name")
        )

    def end(self, opened: receive.Opened) -> None:
        """Keep the account of the file's lines, search what stands around them.

        What the agreement does not keep of them is noted.
        """
        self.account = opened.tally
        if self._layout is not None:
            self.dropped = tuple(self.agreed.notes(self._layout, self.rows_handed_out))
            self.converted = tuple(
                notes(self._conversions, self._layout, self.agreed.agreement, self.lookup)
            )
        if self.terms.treatments is not None:  # nothing but the rows leaves a hospital
            self.search_corners(opened.strays, opened.asides())

    @property
    def findings(self) -> pl.DataFrame:
        """Findings so far: `row`, `rule`, `item`."""
        return pl.concat(self._findings) if self._findings else pl.DataFrame()

    @property
    def scrubbed(self) -> pl.DataFrame:
        """Free-text cells from which an identifier was removed: `row`, `column`, `kind`."""
        return pl.concat(self._scrubbed) if self._scrubbed else pl.DataFrame()

    @property
    def scrubbed_lately(self) -> pl.DataFrame:
        """What was found in the free text of the batch that was looked at last."""
        return self._scrubbed[-1]

    @property
    def set_aside(self) -> pl.DataFrame:
        """Rows set aside so far: `row`, `rule`."""
        return pl.concat(self._set_aside) if self._set_aside else pl.DataFrame()

    def rows_counted(self, measure: str) -> int:
        """Return how many stored rows a measure of whole rows counts."""
        if not self._summaries:
            return 0
        rows = self.summary.filter(pl.col("item") == WHOLE_ROWS, pl.col("measure") == measure)
        return int(rows["count"].sum())

    @cached_property
    def site_months(self) -> dict[SiteMonth, int]:
        """Return the stored rows of each site-month that has any."""
        if not self._summaries:
            return {}
        rows = self.summary.filter(pl.col("item") == WHOLE_ROWS, pl.col("measure") == "stored")
        return {
            SiteMonth(site, Month.parse(month)): count
            for site, month, count in rows.select("site", "month", "count").iter_rows()
        }

    @cached_property
    def assaults(self) -> dict[SiteMonth, int]:
        """Return the recorded assaults of each site-month that has rows."""
        return {key: rows["recorded-assaults"] for key, rows in self._whole_rows.items()}

    def rows_beside(self, key: SiteMonth, measure: str) -> int:
        """Return how many rows of a site-month a measure is a share of."""
        return self._whole_rows[key][ROWS_OF[counted_among(measure)]]

    @cached_property
    def _whole_rows(self) -> dict[SiteMonth, dict[str, int]]:
        found: dict[SiteMonth, dict[str, int]] = {}
        for key, item, measure, count in self.measures():
            if item == WHOLE_ROWS:
                found.setdefault(key, {})[measure] = count
        return found

    def measures(self) -> Iterator[tuple[SiteMonth, str, str, int]]:
        """Yield every stored quality count: site-month, item, measure, count."""
        for counts in (self.summary, derive.shares_kept(self.portrayed, self.standard)):
            for site, month, item, measure, count in counts.iter_rows():
                yield SiteMonth(site, Month.parse(month)), item, measure, count

    def days_of(self, key: SiteMonth) -> Days | None:
        """Return the days of a site-month that the submission speaks for; None: for none."""
        listed = key.site in {site.code for site in self.profile.sites}
        return self.period.within(key.month) if listed and self.period is not None else None

    @cached_property
    def summary(self) -> pl.DataFrame:
        """Counts by `site`, `month`, `item` and `measure`; asked for when the file is read."""
        return _added_up(self._summaries)

    @cached_property
    def portrayed(self) -> pl.DataFrame:
        """Counts by `site`, `month`, `what` and `category`; asked for when the file is read."""
        return _added_up(self._portrayed)


def _added_up(counts: list[pl.DataFrame]) -> pl.DataFrame:
    """Add the counts of all batches up by what stands before their `count`."""
    if not counts:
        return pl.DataFrame()
    stacked = pl.concat(counts)
    keys = [name for name in stacked.columns if name != "count"]
    return stacked.group_by(keys, maintain_order=True).agg(pl.col("count").sum())


def _stripping(
    parcel: Parcel, standard: Standard, agreed: Agreed, erased: ErasedMarks | None
) -> deidentify.StripContext:
    pairs = pairs_of(parcel.profile, parcel.agreement, own=parcel.own)
    return deidentify.StripContext(
        parcel.profile.provider,
        parcel.id,
        frozenset(standard.not_known_words),
        by_day=agreed.by_day,
        by_group=agreed.by_group,
        by_area=agreed.by_area,
        erased=erased,
        fingerprint=parcel.fingerprint,
        conversions=conversions(pairs, parcel.lookup, standard),
    )


def _memory(sender: str, services: Surroundings) -> translate.Memory:
    """Return what is known of a sender's local values, to which this file adds."""
    known: dict[str, dict[str, int]] = {}
    for value in services.catalogue.local_values(sender):
        known.setdefault(value.item, {})[value.value] = value.number
    return translate.Memory(known, services.catalogue.local_counters(sender))


def _derive_context(profile: SenderProfile, agreed: Agreed) -> derive.DeriveContext:
    """Return what profile and agreement say of what is derived."""
    return derive.DeriveContext(
        row_is=profile.layout.row_is,
        department_type=profile.department_type,
        tells_assaults=profile.tells_assaults,
        coarsened=agreed.coarsened,
    )

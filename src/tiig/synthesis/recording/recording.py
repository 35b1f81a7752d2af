"""A region's departments write their months down and send them: files, profiles, truth.

`Recording.batches` writes month after month into a folder, in the order in which the files
would come in; when it is done, `truth` says what was planted and what each file holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from tiig.kit.ahead import one_ahead
from tiig.model.months import Month
from tiig.synthesis.recording.account import SYNTHETIC, Account
from tiig.synthesis.recording.draws import Draws
from tiig.synthesis.recording.export import Export, in_scope, in_time
from tiig.synthesis.recording.files import write_file
from tiig.synthesis.recording.habits import written_down
from tiig.synthesis.recording.layouts import cells_of, rows_of
from tiig.synthesis.recording.planted import news_of, planted_in
from tiig.synthesis.recording.senders import Sender, all_senders, sender_profile
from tiig.synthesis.recording.sent import Batch, DueProfile, Fate, NilReturn, SentFile
from tiig.synthesis.recording.world import World

Extra = Callable[[Export, SentFile, Callable[..., SentFile]], Iterator[SentFile]]
"""Adds files to a sender's month, such as faulty ones, given what writes an export."""

_COMPARED_FROM = 10
"""Rows of a site-month from which the house holds it against the months before."""
_AT_ONCE = 2
"""Senders that write side by side: a workbook in Python, text in Polars."""


class Recording:
    """Writes the files of a world; equal worlds and seeds give equal bytes."""

    def __init__(
        self,
        world: World,
        folder: Path,
        *,
        seed: int,
        extra: Extra | None = None,
        senders: Sequence[Sender] | None = None,
    ) -> None:
        """Bind a world to the folder for the files of some senders, or of all that there are."""
        self._world = world
        self._folder = folder
        self._seed = seed
        self._extra = extra
        self._senders = tuple(
            sender for sender in (all_senders() if senders is None else senders)
            if sender.sites.keys() <= {site.code for site in world.sites}
        )  # fmt: skip
        self._late: dict[str, pl.DataFrame] = {}
        self._kept: dict[str, Export] = {}
        self._described: set[str] = set()
        self._began: set[str] = set()
        self.account = Account()

    def batches(self, first: Month, months: int) -> Iterator[Batch]:
        """Write month after month; each is on disk when it is handed out."""
        self._folder.mkdir(parents=True, exist_ok=True)
        period = [first.plus(step) for step in range(months)]
        # The next month happens while this one is written down, by two senders at a time.
        worlds = one_ahead(self._world.month(month) for month in period)
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="sender") as beside:
            for month, true in zip(period, worlds, strict=True):
                each = beside.map(partial(self._sent, month=month, true=true), self._senders)
                files = tuple(file for sent in each for file in sent)
                for file in files:
                    self.account.sent(file)
                news = tuple(one for sender in self._senders for one in news_of(sender, month))
                nils = tuple(one for sender in self._senders for one in self._nils(sender, month))
                yield Batch(month, news, tuple(self._due(month)), files, nils)

    def truth(self) -> dict[str, object]:
        """Return what was planted and what each file holds, once every month is written."""
        return {
            "about": SYNTHETIC,
            "world": self._world.truth(),
            "recording": {
                "planted": [one for sender in self._senders for one in planted_in(sender)],
                **self.account.as_json(),
            },
        }

    def _due(self, month: Month) -> Iterator[DueProfile]:
        """Write the profiles that a month's files need for the first time."""
        for sender in self._senders:
            for version, layout in enumerate(sender.layouts, start=1):
                due = layout.since <= month and sender.joins <= month
                if due and layout.profile not in self._described:
                    self._described.add(layout.profile)
                    path = self._folder / f"{layout.profile}.toml"
                    path.write_text(sender_profile(layout.profile), encoding="utf-8")
                    yield DueProfile(path, sender.id, version)

    def _nils(self, sender: Sender, month: Month) -> Iterator[NilReturn]:
        if month in sender.nil:
            for site in sender.sites:
                self.account.nil(site, month)
                yield NilReturn(sender.id, site, month)

    def _sent(self, sender: Sender, month: Month, true: pl.DataFrame) -> list[SentFile]:
        own = true.filter(pl.col("site").is_in(list(sender.sites)))
        self.account.happened(sender, month, own)
        return list(self._files(sender, month, own))

    def _files(self, sender: Sender, month: Month, true: pl.DataFrame) -> Iterator[SentFile]:
        yield from self._sent_again(sender, month.plus(-1))
        if not sender.sends(month):
            return
        export = self._export(sender, month, true)
        if not export.rows.height:
            return
        file = self._first(export)
        self._began.add(sender.id)
        self.account.written(export, standing=str(file.fate))
        yield file
        if self._extra is not None:
            yield from self._extra(export, file, self.write)

    def _export(self, sender: Sender, month: Month, true: pl.DataFrame) -> Export:
        """Return what a sender's month holds, with the late rows of its last one."""
        draws = Draws(self._seed, sender.id, month)
        recorded = in_scope(written_down(true, sender, draws, self._world.venues), sender, month)
        own, late = in_time(recorded, sender, draws)
        layout = sender.layout_in(month)
        before = self._late.get(sender.id, late.clear())
        self._late[sender.id] = late
        rows = rows_of(own, layout)
        if layout.distinct:
            cells = cells_of(rows, sender, layout, month)
            rows = rows.filter(cells.select(pl.struct(pl.all()).is_first_distinct()).to_series())
        return Export(sender, month, rows, rows_of(before, layout), late)

    def _first(self, export: Export) -> SentFile:
        """Write a month's file as it is first sent."""
        flawed = [one for one in export.sender.corrected if one.month == export.month]
        again = [one for one in export.sender.again if one.month == export.month]
        if flawed or again:
            self._kept[export.sender.id] = export
        if flawed:
            nothing = pl.lit(None, dtype=pl.String).alias(flawed[0].without)
            about = f"without any {flawed[0].without.replace('_', ' ')}"
            file = self.write(replace(export, rows=export.rows.with_columns(nothing)), about=about)
            seen = export.sender.id in self._began and export.rows.height >= _COMPARED_FROM
            return replace(file, fate=Fate.HELD) if seen else file
        return self.write(export)

    def _sent_again(self, sender: Sender, month: Month) -> Iterator[SentFile]:
        """Send a month again: corrected, or by mistake with most rows lost."""
        export = self._kept.get(sender.id)
        if export is None or export.month != month:
            return
        if any(one.month == month for one in sender.corrected):
            file = self.write(export, mark="-v2", about="sent again, corrected")
            self.account.written(export, standing=str(file.fate))
            yield file
        for one in sender.again:
            fewer = export.rows.head(int(export.rows.height * one.kept))
            if one.month == month and fewer.height:
                lost = replace(export, rows=fewer)
                about = "exported once more, most rows lost"
                yield replace(self.write(lost, mark="-again", about=about), fate=Fate.HELD)

    def write(self, export: Export, *, mark: str = "", about: str = "") -> SentFile:
        """Write an export under its name, and say what should become of it."""
        sender, layout = export.sender, export.sender.layout_in(export.month)
        path = self._folder / f"{sender.id}-{export.month}{mark}.{sender.suffix}"
        cells = cells_of(export.together, sender, layout, export.month)
        write_file(cells, layout, export.month, path)
        return SentFile(
            path,
            sender.id,
            None if sender.declares_period else export.month,
            fate=export.fate,
            about=about,
            rows=export.together.height,
            set_aside=export.late_before.height,
        )

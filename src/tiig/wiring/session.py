"""The command line's verbs from Python: `with tiig.connect("workspace") as tiig_: ...`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from tiig.intake.small_files import agreement_text, profile_text
from tiig.journeys import agreements as _agreements
from tiig.journeys import area_map as _area_map
from tiig.journeys import audit as _audit
from tiig.journeys import backup as _backup
from tiig.journeys import bulletin as _bulletin
from tiig.journeys import check_agreement as _check_agreement
from tiig.journeys import count as _count
from tiig.journeys import doctor as _doctor
from tiig.journeys import erase as _erase
from tiig.journeys import geographies as _geographies
from tiig.journeys import import_geography as _import_geography
from tiig.journeys import import_standard as _import_standard
from tiig.journeys import incidents as _incidents
from tiig.journeys import keys as _keys
from tiig.journeys import month_page as _month_page
from tiig.journeys import nil_return as _nil_return
from tiig.journeys import profile as _profile
from tiig.journeys import quality as _quality
from tiig.journeys import quality_page as _quality_page
from tiig.journeys import releases as _releases
from tiig.journeys import retention as _retention
from tiig.journeys import rotate_keys as _rotate_keys
from tiig.journeys import senders as _senders
from tiig.journeys import submissions as _submissions
from tiig.journeys import submit as _submit
from tiig.journeys import withdraw as _withdraw
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.audit import EVERY_ROW, AuditAsked, AuditCheck, AuditRow, Head
from tiig.model.backup import BackupMade, BackupRequest
from tiig.model.cleared import Cleared
from tiig.model.cleared_quality import ClearedQuality
from tiig.model.coverage import Coverage
from tiig.model.due import DueLine
from tiig.model.geography import GeographyRecord
from tiig.model.incident import Incident
from tiig.model.ports import Progress
from tiig.model.receipt import Receipt
from tiig.model.retention import RetentionReport, Terms
from tiig.model.submission import Release, Submission
from tiig.publish.paper import Paper
from tiig.services import Services
from tiig.wiring.building import open_services
from tiig.wiring.people import local_asker
from tiig.wiring.settings import read_settings


class Session:
    """One person at one workspace; every verb is a journey, as on the command line."""

    def __init__(self, asker: Asker, services: Services, progress: Progress) -> None:
        """Bind who asks to what there is; `connect` does."""
        self.asker = asker
        self.services = services
        self.progress = progress

    def submit(
        self, file: Path | str, *, sender: str, month: str | None = None, confirm: bool = False
    ) -> _submit.SubmitAnswer:
        """Take in one file of a sender; the answer holds the receipt."""
        return self._sent(_submit.SubmitRequest(str(file), sender, month, confirm=confirm))

    def check_file(
        self, file: Path | str, *, sender: str, month: str | None = None
    ) -> _submit.SubmitAnswer:
        """Say what would happen to a file; nothing is stored."""
        return self._sent(_submit.SubmitRequest(str(file), sender, month, rehearsal=True))

    def count(  # noqa: PLR0913 - the options of the command
        self,
        *,
        by: Sequence[str] = (),
        where: Sequence[str] = (),
        preset: str | None = None,
        rate: str | None = None,
        measure: str = "attendances",
        geography: str | None = None,
        as_known_at: str | None = None,
        hold: Sequence[str] = (),
    ) -> Cleared:
        """Count by declared items, protected for the audience of a preset."""
        return self.ask(
            _count.CountRequest(
                by=tuple(by),
                where=tuple(where),
                measure=measure,
                rate=rate,
                preset=preset,
                geography=geography,
                as_known_at=as_known_at,
                hold=tuple(hold),
            )
        )

    def ask(self, request: _count.CountRequest) -> Cleared:
        """Answer a question that is already a value."""
        return _count.count(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def bulletins(self, request: _bulletin.BulletinRequest) -> tuple[tuple[str, Paper], ...]:
        """Compose bulletins of a month, each with the end of its file name."""
        return _bulletin.bulletins(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def month(self, request: _month_page.PageRequest) -> _month_page.MonthPage:
        """Return the month at a glance, as its page shows it."""
        return _month_page.month_page(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def prepare_month(self, request: _month_page.PageRequest) -> None:
        """Work out a month's pages before they are asked for."""
        _month_page.prepare_month(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def map(self, request: _area_map.MapRequest) -> _area_map.AreaMap:
        """Return where patients live, as its page shows it."""
        return _area_map.area_map(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def outlines(self, key: str, level: str) -> dict[str, object]:
        """Return the shapes of a geography's areas as GeoJSON in longitude and latitude."""
        return _area_map.outlines(
            key, level, asker=self.asker, services=self.services, progress=self.progress
        )

    def profile(self, request: _profile.ProfileRequest) -> tuple[str, Paper]:
        """Compose a problem profile, with the end of its file name."""
        return _profile.problem_profile(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def quality(self, request: _quality.QualityRequest) -> ClearedQuality:
        """Return how good the data are, by department, item and month."""
        return _quality.quality(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def quality_page(self, request: _quality_page.QualityPageRequest) -> _quality_page.QualityPage:
        """Return quality by department and item, as its page shows it."""
        return _quality_page.quality_page(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def add_sender(self, profile: Path | str) -> _senders.SenderLine:
        """Add a sender, or the next version of a profile, from a profile file."""
        text = profile_text(profile)
        return _senders.add_sender(
            text, asker=self.asker, services=self.services, progress=self.progress
        )

    def senders(self) -> tuple[_senders.SenderLine, ...]:
        """Return every sender by its newest profile."""
        return _senders.list_senders(
            asker=self.asker, services=self.services, progress=self.progress
        )

    def sender(self, sender: str) -> _senders.SenderDetail:
        """Return a sender's newest profile as it was added."""
        return _senders.show_sender(
            sender, asker=self.asker, services=self.services, progress=self.progress
        )

    def add_agreement(self, agreement: Path | str) -> _agreements.AgreementLine:
        """Add an agreement, or its next version, from an agreement file."""
        text = agreement_text(agreement)
        return _agreements.add_agreement(
            text, asker=self.asker, services=self.services, progress=self.progress
        )

    def agreements(self, on: str | None = None) -> tuple[_agreements.AgreementLine, ...]:
        """Return how every agreement stands on a day, as it was known then."""
        return _agreements.list_agreements(
            on, asker=self.asker, services=self.services, progress=self.progress
        )

    def agreement(self, agreement: str, on: str | None = None) -> _agreements.AgreementDetail:
        """Return the version of an agreement that counts on a day, and its history."""
        return _agreements.show_agreement(
            agreement, on, asker=self.asker, services=self.services, progress=self.progress
        )

    def check_agreement(self, request: _check_agreement.CheckRequest) -> _check_agreement.Checked:
        """Say what an agreement allows, and why."""
        return _check_agreement.check_agreement(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def end_agreement(self, agreement: str, *, because: str) -> _agreements.AgreementLine:
        """End an agreement from today on, for good."""
        return _agreements.end_agreement(
            _agreements.EndRequest(agreement, because),
            asker=self.asker,
            services=self.services,
            progress=self.progress,
        )

    def under(self, agreement: str | None) -> Self:
        """Return the same session, asking under a recipient's agreement."""
        return type(self)(replace(self.asker, agreement=agreement), self.services, self.progress)

    def submissions(self, sender: str | None = None) -> tuple[Submission, ...]:
        """Return submissions, the newest last."""
        return _submissions.list_submissions(
            sender, asker=self.asker, services=self.services, progress=self.progress
        )

    def submission(self, submission: str) -> _submissions.SubmissionDetail:
        """Return one submission and what it put in force."""
        return _submissions.show_submission(
            submission, asker=self.asker, services=self.services, progress=self.progress
        )

    def receipt(self, submission: str) -> Receipt:
        """Return a receipt as it was written."""
        return _submissions.report_submission(
            submission, asker=self.asker, services=self.services, progress=self.progress
        )

    def due(self, month: str | None = None, *, every: bool = False) -> tuple[DueLine, ...]:
        """Return the expected site-months that are not settled, or `every` one."""
        return _submissions.due_submissions(
            month, asker=self.asker, services=self.services, progress=self.progress, every=every
        )

    def coverage(self, *, months: int = 12) -> Coverage:
        """Return how each department's last months stand."""
        return _submissions.recent_coverage(
            months, asker=self.asker, services=self.services, progress=self.progress
        )

    def nil(self, *, sender: str, site: str, month: str) -> Submission:
        """Declare that a site had nothing to report: a true zero instead of absent."""
        return _nil_return.declare_nil(
            _nil_return.NilRequest(sender, site, month),
            asker=self.asker,
            services=self.services,
            progress=self.progress,
        )

    def withdraw(self, submission: str, *, because: str) -> _withdraw.Withdrawn:
        """Take a submission out of force; what it had replaced comes back."""
        return _withdraw.withdraw_submission(
            submission, because, asker=self.asker, services=self.services, progress=self.progress
        )

    def retention(
        self, *, dry_run: bool = False, unless_agreed: Terms | None = None
    ) -> RetentionReport:
        """Destroy copies whose date has come, or say which they are."""
        return _retention.run_retention(
            _retention.RetentionRequest(dry_run, unless_agreed),
            asker=self.asker,
            services=self.services,
            progress=self.progress,
        )

    def erase(self, request: _erase.EraseRequest) -> _erase.Erasure:
        """Erase people or attendances by a list in a file, and keep their rows out."""
        return _erase.erase(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def geographies(self) -> tuple[GeographyRecord, ...]:
        """Return geographies with vintage and source, the default first."""
        return _geographies.list_geographies(
            asker=self.asker, services=self.services, progress=self.progress
        )

    def import_geography(
        self, request: _import_geography.GeographyRequest
    ) -> _import_geography.ImportedGeography:
        """Take files of areas into use as one geography: all of them, or none."""
        return _import_geography.import_geography(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def incidents(self, *, open_only: bool = False) -> tuple[Incident, ...]:
        """Return files with identifiers that were refused, oldest first."""
        return _incidents.list_incidents(
            open_only=open_only, asker=self.asker, services=self.services, progress=self.progress
        )

    def incident(self, incident: str) -> Incident:
        """Return one incident: what kinds stood where, and what became of it."""
        return _incidents.show_incident(
            incident, asker=self.asker, services=self.services, progress=self.progress
        )

    def close_incident(self, incident: str, *, outcome: str) -> Incident:
        """Close an incident, as the data protection officer."""
        return _incidents.close_incident(
            _incidents.CloseRequest(incident, outcome),
            asker=self.asker,
            services=self.services,
            progress=self.progress,
        )

    def releases(self) -> tuple[Release, ...]:
        """Return the ledger of everything that was answered, oldest first."""
        return _releases.list_releases(
            asker=self.asker, services=self.services, progress=self.progress
        )

    def release(self, release: str) -> _releases.ReleaseDetail:
        """Return one ledger row with its lineage."""
        return _releases.show_release(
            release, asker=self.asker, services=self.services, progress=self.progress
        )

    def verify(self, release: str) -> _releases.Recomputed:
        """Compute a released answer again from the data as known then."""
        return _releases.verify_release(
            release, asker=self.asker, services=self.services, progress=self.progress
        )

    def audit(self, asked: AuditAsked = EVERY_ROW) -> tuple[AuditRow, ...]:
        """Return rows of the audit trail, oldest first."""
        return _audit.audit_log(
            asked, asker=self.asker, services=self.services, progress=self.progress
        )

    def audit_head(self) -> Head:
        """Return the signed head of the audit trail, for somebody outside to keep."""
        return _audit.audit_head(asker=self.asker, services=self.services, progress=self.progress)

    def verify_audit(self, heads: Sequence[Head] = ()) -> AuditCheck:
        """Go through the whole audit trail, and hold it against heads kept outside."""
        return _audit.verify_audit(
            heads, asker=self.asker, services=self.services, progress=self.progress
        )

    def import_standard(self, workbook: Path | str) -> _import_standard.Imported:
        """Take the codes of NHS England's ETOS workbook into use, from the next session on."""
        return _import_standard.import_standard(
            str(workbook), asker=self.asker, services=self.services, progress=self.progress
        )

    def doctor(self) -> _doctor.Diagnosis:
        """Check keys, packs and catalogue against each other."""
        return _doctor.doctor(asker=self.asker, services=self.services, progress=self.progress)

    def keys(self) -> _keys.KeysShown:
        """Return which keys there are and what needs them; never a key."""
        return _keys.show_keys(asker=self.asker, services=self.services, progress=self.progress)

    def rotate_keys(self, *purposes: str, because: str = "") -> _rotate_keys.RotateAnswer:
        """Change the keys of purposes, else all; one that was broken off is ended."""
        request = _rotate_keys.RotateRequest(purposes or (_rotate_keys.EVERY,), because)
        return _rotate_keys.rotate_keys(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def back_up(self, request: BackupRequest) -> BackupMade:
        """Add a snapshot of the workspace to a backup's folder."""
        return _backup.back_up(
            request, asker=self.asker, services=self.services, progress=self.progress
        )

    def _sent(self, request: _submit.SubmitRequest) -> _submit.SubmitAnswer:
        return _submit.submit(
            request, asker=self.asker, services=self.services, progress=self.progress
        )


@contextmanager
def connect(
    workspace: Path | str | None = None,
    *,
    because: str | None = None,
    agreement: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Session]:
    """Open a workspace for the person at this machine, and let go of it at the end.

    `because` is the purpose, which exact figures ask for and the ledger keeps; `agreement`
    that of the recipient for whom figures are asked.
    """
    settings = read_settings(None if workspace is None else Path(workspace))
    asker = local_asker(settings, purpose=because, agreement=agreement, channel="python")
    with open_services(settings) as services:
        yield Session(asker, services, progress or Silent())

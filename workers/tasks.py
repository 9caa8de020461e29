"""The table of work: each kind of job and the one function that does it."""

from collections.abc import Callable

from tenants.gate import Claimed
from tenants.jobs import Job
from workers.appointments import remind_clients
from workers.batches import bind_batch, forget_batch, make_batched
from workers.billing import refresh_standing
from workers.certificates import issue_certificate
from workers.departures import destroy_agency, forget_archive, make_archive, tell_departure
from workers.documents import draw_document
from workers.figure_reports import draw_report
from workers.imports import forget_import, run_import
from workers.mail import send_mail
from workers.notices import write_digests
from workers.packages import make_package
from workers.papers import scan_paper, sweep_files
from workers.payments import ask_provider
from workers.previews import preview_paper
from workers.resets import send_reset
from workers.retention import forget_files, run_retention
from workers.samples import remove_samples
from workers.trail import check_audit

TASKS: dict[Job, Callable[[Claimed], None]] = {
    Job.SEND_MAIL: send_mail,
    Job.SEND_RESET: send_reset,
    Job.DRAW_DOCUMENT: draw_document,
    Job.DRAW_REPORT: draw_report,
    Job.SCAN_PAPER: scan_paper,
    Job.PREVIEW_PAPER: preview_paper,
    Job.MAKE_PACKAGE: make_package,
    Job.SWEEP_FILES: sweep_files,
    Job.RUN_RETENTION: run_retention,
    Job.FORGET_FILES: forget_files,
    Job.ISSUE_CERTIFICATE: issue_certificate,
    Job.RUN_IMPORT: run_import,
    Job.FORGET_IMPORT: forget_import,
    Job.REMIND_CLIENTS: remind_clients,
    Job.WRITE_DIGESTS: write_digests,
    Job.MAKE_ARCHIVE: make_archive,
    Job.FORGET_ARCHIVE: forget_archive,
    Job.TELL_DEPARTURE: tell_departure,
    Job.DESTROY_AGENCY: destroy_agency,
    Job.MAKE_BATCHED: make_batched,
    Job.BIND_BATCH: bind_batch,
    Job.FORGET_BATCH: forget_batch,
    Job.CHECK_AUDIT: check_audit,
    Job.REMOVE_SAMPLES: remove_samples,
    Job.ASK_PROVIDER: ask_provider,
    Job.REFRESH_STANDING: refresh_standing,
}

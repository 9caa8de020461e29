"""The table of work: each kind of job and the one function that does it."""

from collections.abc import Callable

from tenants.gate import Claimed
from tenants.jobs import Job
from workers.documents import draw_document
from workers.mail import send_mail
from workers.retention import forget_files, issue_certificate, run_retention

TASKS: dict[Job, Callable[[Claimed], None]] = {
    Job.SEND_MAIL: send_mail,
    Job.DRAW_DOCUMENT: draw_document,
    Job.RUN_RETENTION: run_retention,
    Job.FORGET_FILES: forget_files,
    Job.ISSUE_CERTIFICATE: issue_certificate,
}

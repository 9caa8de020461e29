"""The certificate of a run: signed once, then printed, sealed and put into the register."""

from uuid import UUID

import structlog

from press.issuing import issue
from press.pdf import CannotDraw
from records.documents.seals import seal_key
from records.retention.certificate_page import compose, file_certificate
from records.retention.certificates import issue_certificate as sign_certificate
from records.retention.run_queries import get_certificate_of
from tenants import gate, jobs
from tenants.database import transaction

log = structlog.get_logger()


def issue_certificate(claimed: gate.Claimed) -> None:
    """Signs the certificate of a run, once, and files its printed form. What cannot be printed stays signed, and the
    next night tries to print it again."""
    run_id = UUID(claimed.args["run"])
    with transaction(login="retention") as session:
        row = sign_certificate(session, run_id)
        if row is None or row.file_id is not None:
            jobs.finish(session, claimed.id)
            return
    with transaction() as session:
        values = compose(session, get_certificate_of(session, run_id))
        _id, key = seal_key(session)
    try:
        issued = issue(values, key)
    except CannotDraw as refusal:
        _not_printed(claimed, refusal.code)
        return
    with transaction() as session:
        file_certificate(session, get_certificate_of(session, run_id), values, issued, job_id=claimed.id)


def _not_printed(claimed: gate.Claimed, code: str) -> None:
    log.warning("certificate_not_printed", run=claimed.args["run"], error=code)
    with transaction() as session:
        jobs.fail(session, claimed.id, code)

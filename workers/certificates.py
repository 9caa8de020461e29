"""The certificate of a run: signed once, then printed."""

from uuid import UUID

import structlog

from records.retention.certificate_page import compose, file_certificate
from records.retention.certificates import issue_certificate as issue
from records.retention.run_queries import find_certificate_of
from tenants import gate, jobs
from tenants.database import transaction
from workers import pdf

log = structlog.get_logger()


def issue_certificate(claimed: gate.Claimed) -> None:
    """Signs the certificate of a run, once, and files its printed form. What cannot be printed stays signed, and the
    next night tries to print it again."""
    run_id = UUID(claimed.args["run"])
    with transaction(login="retention") as session:
        row = issue(session, run_id)
        if row is None or row.file_id is not None:
            jobs.finish(session, claimed.id)
            return
    with transaction(read_only=True) as session:
        found = find_certificate_of(session, run_id)
        assert found is not None
        values = compose(session, found)
    try:
        drawn = pdf.draw(values)
    except pdf.CannotDraw as refusal:
        _not_printed(claimed, refusal.code)
        return
    with transaction() as session:
        again = find_certificate_of(session, run_id)
        assert again is not None
        file_certificate(session, again, pdf=drawn.pdf, job_id=claimed.id)


def _not_printed(claimed: gate.Claimed, code: str) -> None:
    log.warning("certificate_not_printed", run=claimed.args["run"], error=code)
    with transaction() as session:
        jobs.fail(session, claimed.id, code)

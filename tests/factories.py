"""The small facts of a story, made by the product's own actions; a test says only what matters to it."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.alerts.actions import set_alert
from records.alerts.models import Alert
from records.alerts.rules import Content as AlertContent
from records.appointments.actions import book
from records.appointments.models import Appointment
from records.appointments.rules import Booking
from records.assessments.actions import record_run, write_instrument
from records.assessments.models import AssessmentRun, Instrument
from records.assessments.values import Scale
from records.barriers.actions import add_barrier
from records.barriers.models import Barrier, Risk
from records.barriers.risks import add_risk
from records.barriers.rules import Content as BarrierContent
from records.barriers.rules import RiskContent
from records.batches.actions import start_batch
from records.batches.choosing import Wish
from records.batches.models import Batch
from records.cases.actions import close_case, open_case, put_on_waiting_list
from records.cases.models import Case
from records.clients.actions import add_client
from records.clients.models import Client
from records.clients.queries import standing_of
from records.consents.actions import record_consent
from records.consents.models import Consent
from records.demo.drawing import Press
from records.disclosures.actions import record_disclosure
from records.disclosures.models import Disclosure
from records.documents.issuing import file_issued, freeze, issue_later, stamped
from records.documents.models import Document
from records.documents.queries import composed
from records.employers.actions import add_employer, open_order
from records.employers.models import Employer, JobOrder
from records.employment.actions import record_spell
from records.employment.models import Spell
from records.employment.rules import Content as Job
from records.entries.queries import Line, timeline
from records.figures.models import FigureReport
from records.figures.reports import make_report, sign_report
from records.figures.reports_filing import file_report, keep_draft
from records.figures.reports_queries import fingerprint_of
from records.figures.reports_values import FunderReport
from records.figures.rules import Period
from records.handbook.actions import adopt_policy
from records.handbook.models import PolicyText
from records.imports.actions import begin_import, match_columns
from records.imports.checking import Checking
from records.imports.models import Import
from records.imports.reading import keep_rows
from records.imports.sheets import read_sheet
from records.incidents.actions import start_report, submit_report
from records.incidents.breaches import record_breach
from records.incidents.keeping import Finding
from records.incidents.models import Breach, Incident
from records.incidents.rules import Report
from records.notes.actions import sign_note, start_note
from records.notes.models import Note
from records.notes.rules import Content, Step
from records.outcomes.actions import follow_up
from records.outcomes.models import Scheme
from records.outcomes.queries import Looked, followed
from records.outcomes.schemes import write_scheme
from records.outcomes.values import Point
from records.papers.actions import file_papers, judge_file, keep_preview
from records.papers.models import Paper, PaperPreview
from records.papers.queries import files_of, find_preview
from records.papers.rules import Drawn, Received
from records.plans.actions import add_goal
from records.plans.agreeing import agree_plan, open_plan
from records.plans.models import Goal, Plan
from records.plans.queries import content_now, courses_of, seen_of
from records.requests.actions import receive_request
from records.requests.models import AccessRequest, RequestPackage
from records.requests.packages import ask_package, file_package
from records.requests.packages import compose as compose_package
from records.requests.queries import handlers
from records.resources.actions import add_resource
from records.resources.models import Resource
from records.reviews.actions import draw_review, look_over
from records.reviews.models import FileReview, ReviewedFile
from records.reviews.queries import lines_of
from records.reviews.rules import POINTS, Scope
from records.tasks.actions import agree
from records.tasks.contacts import plan_check_in
from records.tasks.models import CheckIn, Task
from records.workshops.actions import plan_workshop
from records.workshops.models import Workshop
from records.workshops.rules import Plan as WorkshopPlan
from tenants import clock, context, jobs
from tenants.billing.values import Facts
from tenants.paging import Page


def today() -> date:
    """The day where the agency is."""
    return clock.today(context.current().timezone)


def timeline_of(session: Session, client_id: UUID, **options: Any) -> Page[Line]:
    """The timeline as whoever acts sees it."""
    return timeline(session, client_id, standing_of(session, client_id).relation, **options)


def a_client(session: Session, **facts: Any) -> Client:
    """A person's file."""
    return add_client(session, **{"legal_given": "Robin", "legal_family": "Doe"} | facts)


def a_case(session: Session, client: Client | None = None, *, days_ago: int = 30, **facts: Any) -> Case:
    """An open case, of somebody new unless said of whom."""
    opened_on = today() - timedelta(days=days_ago)
    return open_case(
        session, client or a_client(session), **{"opened_on": opened_on, "goal": "a better job"} | facts
    )


def a_waiting_case(session: Session, client: Client | None = None, *, days: int = 10, **told: Any) -> Case:
    """A case of somebody who has waited so many days for a place."""
    case = a_case(session, client, days_ago=days)
    since = {"since": case.opened_on, "version": case.version}
    put_on_waiting_list(session, case, **{"waits_for": "worker"} | since | told)
    return case


def a_closed_case(
    session: Session, client: Client | None = None, *, closed_on: date | None = None, waited_with: str = ""
) -> Case:
    """A case whose retention clock runs; after a wait, when words say what spoke for an early place."""
    closed = closed_on or today()
    if waited_with:
        case = a_waiting_case(session, client, days=30, urgency=waited_with)
    else:
        case = open_case(session, client or a_client(session), opened_on=closed - timedelta(days=30))
    close_case(session, case, closed_on=closed, exit_reason="employed")
    return case


def content(**facts: Any) -> Content:
    """A note with every element of the standard."""
    whole: dict[str, Any] = {
        "kind": "meeting",
        "reason": "Planned meeting",
        "details": "We looked at three offers.",
        "training": "",
        "action_taken": "Sent the list.",
        "next_steps": "",
        "place": "office",
        "occurred_on": today(),
        "minutes": 45,
        "steps": (Step("Call the employer", "client", today() + timedelta(days=7)),),
    }
    return Content(**whole | facts)


def a_draft(session: Session, case: Case) -> Note:
    """An unsigned note of whoever acts."""
    note = start_note(session, case)
    session.flush()
    return note


def a_note(session: Session, case: Case, **facts: Any) -> Note:
    """A signed note of whoever acts."""
    note = a_draft(session, case)
    sign_note(session, note, content(**facts), version=note.version)
    session.flush()
    return note


def a_consent(session: Session, client: Client, **facts: Any) -> Consent:
    """A service consent on paper, from today."""
    given = {"kind": "service", "language": "en", "given_how": "signed_paper", "given_on": today()}
    return record_consent(session, client, **given | facts)


def a_release(session: Session, client: Client, **facts: Any) -> Consent:
    """A permission, on paper and from today, to tell a school about attendance and outcomes."""
    given: dict[str, Any] = {
        "kind": "release",
        "recipient": "Confederation College",
        "recipient_category": "training",
        "direction": "send",
        "scope": ["attendance", "outcomes"],
        "purpose": "training",
    }
    return a_consent(session, client, **given | facts)


def facts(**told: Any) -> Facts:
    """A subscription as the payment provider shows it now: the plan of a team, by the month, paid."""
    now = clock.now()
    shown: dict[str, Any] = {
        "customer_ref": "cus_1",
        "subscription_ref": "sub_1",
        "plan": "team",
        "interval": "month",
        "status": "active",
        "seats": 9,
        "period_ends_at": now + timedelta(days=30),
        "cancel_at": None,
        "past_due_since": None,
        "seen_at": now,
        "livemode": False,
    }
    return Facts(**shown | told)


def an_employer(session: Session, **facts: Any) -> Employer:
    """A bakery that hires."""
    told = {"legal_name": "1234567 Ontario Inc.", "trade_name": "Corner Bakery", "industry": "Bread"}
    return add_employer(session, **told | facts)


def a_job_order(session: Session, employer: Employer, **facts: Any) -> JobOrder:
    """A baker, full time, open since today."""
    told: dict[str, Any] = {"noc_code": "63202", "title": "Night baker", "opened_on": today()}
    return open_order(session, employer, **told | {"hours_week": Decimal("37.5"), "wage_cents": 2150} | facts)


def a_spell(session: Session, case: Case, client: Client, **facts: Any) -> Spell:
    """Work as a baker since a week, named freely."""
    told: dict[str, Any] = {"employer_name": "Corner Bakery", "title": "Baker", "noc_code": "63202"}
    told |= {"starts_on": today() - timedelta(days=7), "hours_week": Decimal("37.5"), "kind": "permanent"}
    spell = record_spell(session, client, case, Job(**told | {"source": "own_search"} | facts))
    session.flush()
    return spell


def a_scheme(session: Session, **facts: Any) -> Scheme:
    """After one and three months, a week early and a month late."""
    told: dict[str, Any] = {
        "name_en": "One and three",
        "name_fr": "Un et trois",
        "unit": "months",
        "hours": 20,
    }
    told |= {"combined": True, "subsidised": False, "new_employer": False, "wage_cents": None}
    told |= {
        "start_evidence": ["offer_letter", "employer_answer"],
        "evidence": ["pay_stub", "employer_letter"],
    }
    later = [Point(after, "months", 7, 30) for after in (1, 3)]
    return write_scheme(session, points=[Point(0, "months", 0, 30), *later], **told | facts)


def a_follow_up(session: Session, case: Case, spell: Spell, **facts: Any) -> list[Looked]:
    """The checkpoints of a case from this job on, by a scheme of its own unless one is given."""
    follow_up(session, case, facts.pop("scheme", None) or a_scheme(session, **facts), spell)
    session.flush()
    return followed(session, case.id)[0]


def a_disclosure(
    session: Session, client: Client, consent: Consent | None = None, **facts: Any
) -> Disclosure:
    """What leaves today under the permission of `a_release`, or on another basis."""
    given: dict[str, Any] = {
        "basis": "permission" if consent else "emergency",
        "consent_id": consent.id if consent else None,
        "recipient": "Confederation College",
        "recipient_category": "training",
        "categories": ["attendance"],
        "purpose": "training",
        "what": "The days of the workshop",
        "sent_on": today(),
        "how_sent": "mail",
        "reason": "" if consent else "A life was at risk",
    }
    return record_disclosure(session, client, **given | facts)


def a_barrier(session: Session, case: Case, **facts: Any) -> Barrier:
    """A long way to work without a bus, as the client tells it."""
    told: dict[str, Any] = {"category": "transport", "words": "No bus before eight", "source": "client"}
    how: dict[str, Any] = {"severity": 3, "changeability": "weeks"}
    barrier = add_barrier(session, case, BarrierContent(**told | how | facts))
    session.flush()
    return barrier


def a_risk(session: Session, case: Case, **facts: Any) -> Risk:
    """A danger to look at again in two weeks."""
    told: dict[str, Any] = {"kind": "housing", "level": "medium", "grounds": "The lease ends."}
    day = {"review_on": today() + timedelta(days=14)}
    risk = add_risk(session, case, RiskContent(**told | day | facts))
    session.flush()
    return risk


def a_task(session: Session, case: Case, **facts: Any) -> Task:
    """What the client agreed to do within a week."""
    told = {"text": "Call the school", "owner": "client", "due_on": today() + timedelta(days=7)}
    task = agree(session, case, **{"agreed": True, "source": "hand"} | told | facts)
    session.flush()
    return task


def a_check_in(session: Session, case: Case, **facts: Any) -> CheckIn:
    """A call tomorrow."""
    check_in = plan_check_in(
        session, case, **{"channel": "phone", "due_on": today() + timedelta(days=1)} | facts
    )
    session.flush()
    return check_in


def a_document(session: Session, case: Case, **facts: Any) -> Document:
    """A document that was asked for and waits to be drawn."""
    return issue_later(
        session, case, **{"kind": "progress_report", "language": "en", "size": "regular"} | facts
    )


@dataclass(frozen=True)
class DrawnElsewhere:
    """Bytes in place of a drawing."""

    pdf: bytes = b"%PDF-1.7 drawn elsewhere"
    pages: int = 1
    template: str = "of a test"

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.pdf).digest()


# Draws nothing, for a demo of which nobody looks at the files.
PRESS = Press(lambda _values: (DrawnElsewhere.pdf, 1), lambda _values, _key: DrawnElsewhere())


def a_filed_document(session: Session, case: Case, pdf: bytes = DrawnElsewhere.pdf, **facts: Any) -> Document:
    """A document that was issued, with bytes in place of a drawing."""
    document = a_document(session, case, **facts)
    session.flush()
    values = freeze(session, document, composed(session, document, kept_through=None))
    file_issued(session, document, values, DrawnElsewhere(pdf))
    session.flush()
    return document


def a_batch(session: Session, *cases: Case, kind: str = "next_steps", **facts: Any) -> Batch:
    """A document for these cases, asked for together; its jobs wait for nobody."""
    told = {"case_ids": {case.id for case in cases}, "double_sided": False}
    batch = start_batch(session, Wish(kind), **told | facts)
    session.flush()
    waiting = jobs.JobRow.kind.in_(("make_batched", "bind_batch"))
    for job_id in session.execute(select(jobs.JobRow.id).where(waiting)).scalars().all():
        jobs.finish(session, job_id)
    return batch


def a_policy(session: Session, **words: Any) -> PolicyText:
    """A policy of the agency that counts from today."""
    text = {"title_en": "Quiet", "title_fr": "Silence", "text_en": "We say nothing.", "text_fr": "Rien."}
    issued = adopt_policy(session, **{"kind": "other", "effective_on": today()} | text | words)
    session.flush()
    return issued


def a_paper(
    session: Session, client: Client, data: bytes = b"%PDF-1.7 scanned", verdict: str = "clean", **facts: Any
) -> Paper:
    """A paper that came in today and was looked at."""
    told = {"title": "A letter", "kind": "letter", "source": "scan", "original": "returned"}
    day = {"received_on": today()}
    (paper,) = file_papers(session, client.id, [Received("scan.pdf", data)], **told | day | facts)
    judge_file(session, files_of(session, paper)[0], verdict)
    kinds = ("scan_paper", "preview_paper")
    scans = select(jobs.JobRow.id).where(jobs.JobRow.kind.in_(kinds), jobs.JobRow.state == "waiting")
    for job_id in session.execute(scans).scalars().all():
        jobs.finish(session, job_id)
    session.flush()
    return paper


def a_preview(session: Session, paper: Paper) -> PaperPreview:
    """One page of the newest file of a paper, as a worker would have drawn it."""
    preview = find_preview(session, files_of(session, paper)[0].id)
    assert preview is not None
    page = BytesIO()
    Image.new("RGB", (11, 14), "white").save(page, "JPEG")
    keep_preview(session, preview, Drawn(1, (page.getvalue(),)))
    session.flush()
    return preview


def a_picture(size: tuple[int, int] = (30, 10), kind: str = "PNG", **facts: Any) -> bytes:
    """A picture as somebody sends it."""
    made = BytesIO()
    Image.new("RGB", size, "#0055AA").save(made, kind, **facts)
    return made.getvalue()


def a_request(session: Session, client: Client, **facts: Any) -> AccessRequest:
    """A request for a copy that came in today, answered by the first who may."""
    told = {"kind": "copy", "requester": client.name, "relation": "client", "wants": "All of it"}
    day = {"language": "en", "received_on": today(), "handler_id": handlers(session)[0].id}
    request = receive_request(session, client, **told | day | facts)
    session.flush()
    return request


def a_package(session: Session, request: AccessRequest, words: str = "drawn elsewhere") -> RequestPackage:
    """The package of a request that is ready, with bytes in place of a drawing."""
    package = ask_package(session, request)
    session.flush()
    held, drawn = BytesIO(), DrawnElsewhere(f"%PDF-1.7 {words}".encode())
    with ZipFile(held, "w") as archive:
        archive.writestr(f"{package.number}.pdf", drawn.pdf)
    values = stamped(compose_package(session, request, package).values, number=package.number)
    file_package(session, package, held.getvalue(), [(values, drawn)])
    session.flush()
    return package


def a_figure_report(session: Session, **facts: Any) -> FigureReport:
    """A report of the last hundred days that whoever acts signed, with bytes in place of a drawing."""
    told = {"language": "en", "size": "regular", "targets": {"served": 40}}
    period = facts.pop("period", None) or Period(today() - timedelta(days=100), today())
    draft = make_report(session, period, **told | facts)
    session.flush()
    keep_draft(session, draft, pdf=b"%PDF-1.7 draft", pages=1)
    jobs.finish(session, draft.job_id)
    report = sign_report(session, draft, seen=fingerprint_of(session, draft))
    session.flush()
    values = FunderReport.from_plain(report.values)
    file_report(session, report, values, DrawnElsewhere(f"%PDF-1.7 {values.signer_name}".encode()))
    jobs.finish(session, report.job_id)
    session.flush()
    return report


def an_appointment(session: Session, client: Client, *, in_hours: float = 30, **facts: Any) -> Appointment:
    """An hour set aside for the client with whoever acts."""
    start = clock.now().replace(microsecond=0) + timedelta(hours=in_hours)
    whom = {"worker_id": context.current().member_id, "case": None, "beside": False}
    given = {name: facts.pop(name, usual) for name, usual in whom.items()}
    told = {"kind": "counselling", "starts_at": start, "ends_at": start + timedelta(hours=1)}
    made = book(session, client, Booking(**told | facts), **given)
    session.flush()
    return made


def a_workshop(session: Session, *, in_hours: float = 72, minutes: int = 120, **facts: Any) -> Workshop:
    """A session for twelve that whoever acts leads, in some days."""
    start = clock.now().replace(microsecond=0) + timedelta(hours=in_hours)
    told: dict[str, Any] = {"title_en": "A résumé that is read", "title_fr": "", "kind": "resume"}
    when = {"starts_at": start, "ends_at": start + timedelta(minutes=minutes)}
    leads = {"language": "en", "capacity": 12, "leader_id": context.current().member_id}
    made = plan_workshop(session, WorkshopPlan(**told | when | leads | facts))
    session.flush()
    return made


def an_alert(session: Session, client: Client, **facts: Any) -> Alert:
    """An alert for everybody, from today for a month."""
    days = {"review_on": today() + timedelta(days=14), "expires_on": today() + timedelta(days=30)}
    told = {"kind": "behaviour", "words": "Two people in the room.", "audience": "everyone"}
    starts_on = facts.pop("starts_on", None)
    return set_alert(session, client, AlertContent(**told | days | facts), starts_on=starts_on)


def an_incident(session: Session, *clients: Client, **facts: Any) -> Incident:
    """A report that whoever acts handed in, about these clients."""
    incident = start_report(session)
    told: dict[str, Any] = {
        "kind": "medical",
        "occurred_on": today(),
        "place": "Room 2",
        "seen": "She fell from the chair and shook for a minute.",
        "immediate_action": "Called an ambulance.",
        "clients": tuple(client.file_number for client in clients),
    }
    submit_report(session, incident, Report(**told | facts), version=incident.version)
    session.flush()
    return incident


def a_breach(session: Session, incident: Incident, *, version: int = 0, **facts: Any) -> Breach:
    """A line of the register that waits for a decision."""
    told: dict[str, Any] = {
        "discovered_on": today(),
        "information": ("identity",),
        "circumstances": "A letter went to the wrong address.",
        "persons": 1,
        "decision": "pending",
    }
    breach = record_breach(session, incident, Finding(**told | facts), version=version)
    session.flush()
    return breach


def an_instrument(session: Session, **facts: Any) -> Instrument:
    """An instrument of the agency's own: a rating of the work together on one scale, low at three."""
    told = {"name_en": "Quick check", "name_fr": "Coup d’œil", "owner": "Our own", "alliance": True}
    usual = {"languages": ["en", "fr"], "repeats": True, "weeks": 4}
    places = {1: Scale("", "Trust", "Confiance", mark=3)}
    instrument = write_instrument(session, **told | usual | {"places": places} | facts)
    session.flush()
    return instrument


def a_run(session: Session, case: Case, instrument: Instrument, **facts: Any) -> AssessmentRun:
    """Every scale answered with a seven today, by the client, in the room."""
    told = {"scores": {scale.code: 7 for scale in instrument.measures}, "paper_id": None}
    how = {"done_on": today(), "answered_by": "client", "mode": "in_person", "language": "en"}
    who = {"giver_id": context.current().member_id}
    run = record_run(session, case, instrument, **told | how | who | facts)
    session.flush()
    return run


def an_import(session: Session, text: str) -> Import:
    """A file of people whose rows are checked and wait."""
    found = begin_import(session, kind="people", data=text.encode(), name="list.csv")
    keep_rows(session, found.id, read_sheet(text.encode()))
    match_columns(session, found, columns={place: name for name, place in found.mapping.items()})
    checking = Checking()
    while checking.next_batch(session, found.id):
        pass
    return found


def a_goal(session: Session, case: Case, **facts: Any) -> Goal:
    """A goal that is proposed."""
    told = {"wording": "Work as a welder by June", "type": "employment", "decides": "together", "priority": 1}
    goal = add_goal(session, case, **told | facts)
    session.flush()
    return goal


def a_plan(session: Session, case: Case, **facts: Any) -> Plan:
    """The next version of the plan of a case, as a draft."""
    told = {"language": "en", "review_on": today() + timedelta(days=90)}
    plan = open_plan(session, case, **told | facts)
    session.flush()
    return plan


def agreed(session: Session, plan: Plan, **facts: Any) -> Plan:
    """A version that the client agreed to on paper, today."""
    seen = seen_of(session, plan.client_id, content_now(courses_of(session, plan.case_id)))
    agree_plan(session, plan, **{"seen": seen, "agreed_how": "signed_paper", "agreed_on": today()} | facts)
    session.flush()
    return plan


def a_resource(session: Session, **facts: Any) -> Resource:
    """A sheet of the library that somebody looked at today."""
    told: dict[str, Any] = {"name_en": "Bus routes to the mill", "kind": "sheet", "topics": ["money"]}
    told |= {"link": "https://example.org/bus", "languages": ["en"], "checked_on": today()}
    told |= dict.fromkeys(("name_fr", "words", "reading_level", "cost", "area"))
    return add_resource(session, **told | facts)


def a_review(session: Session, *, size: int = 50, seed: int | None = None, **facts: Any) -> FileReview:
    """A sample of the cases open in the last year, but for those of whoever acts."""
    days = {"since": today() - timedelta(days=365), "until": today()}
    review = draw_review(session, Scope(**{"scope": "open"} | days | facts), size=size, seed=seed)
    session.flush()
    return review


def a_reviewed_file(session: Session, review: FileReview, *, place: int = 0, **short: str) -> ReviewedFile:
    """One file of a sample, looked over: all is met but for these points, with what is missing."""
    file = lines_of(session, review.id)[place].file
    verdicts = dict.fromkeys(POINTS, "met") | dict.fromkeys(short, "not_met")
    look_over(session, file, review, version=file.version, verdicts=verdicts, words=short)
    session.flush()
    return file

"""The two-agency world: every test with a database begins with two agencies, so that isolation is the weather."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import select

from records.access.actions import block_access, grant_access
from records.appointments.actions import open_feed
from records.assessments.models import Instrument
from records.assessments.queries import instruments
from records.barriers.actions import add_strategy, screen
from records.barriers.rules import RULES
from records.batches.actions import keep_files
from records.brands.actions import change_look, give_signature
from records.brands.values import Look
from records.caseloads.actions import doubt_point, set_capacity, set_points
from records.caseloads.reassigning import prepare
from records.caseloads.rules import STARTING
from records.cases.queries import get_case
from records.clients.actions import add_former_name
from records.clients.queries import contact_points, get_client
from records.consents.actions import ask_consent
from records.deliveries.actions import note_opening, send_link
from records.employers.actions import add_contact, set_standing
from records.employers.queries import page_of_employers
from records.employment.actions import end_spell
from records.employment.queries import get_spell
from records.employment.rules import Ending
from records.handbook.actions import acknowledge, declare
from records.handbook.queries import get_policy
from records.handovers.actions import begin_handover, write_handover
from records.imports.queries import rows_of
from records.incidents.handling import add_action, add_notice, take_step
from records.incidents.queries import actions_of, notices_of
from records.needs.actions import set_needs
from records.notes.actions import add_addendum, save_draft
from records.notes.models import NoteReview
from records.notes.phrases import keep_phrase
from records.notes.queries import get_note
from records.notices.actions import tell
from records.notices.rules import Kind as Notice
from records.outcomes import scheme_queries
from records.outcomes.actions import decide, file_evidence, try_to_reach
from records.outcomes.asking import ask_employer
from records.papers.queries import files_of
from records.particulars.actions import add_particular, settle_questions
from records.particulars.kinds import KINDS
from records.phases.actions import mark_phase
from records.plans.actions import add_intervention, add_objective, rate_goal
from records.referrals.actions import add_partner, send_referral, start_referral
from records.referrals.queries import partners
from records.signatures.actions import decline
from records.supervision.actions import write_to
from records.tasks.actions import finish
from records.tasks.contacts import attempt
from records.tasks.queries import tasks_of_case
from records.workshops.actions import describe, register
from records.workshops.models import Workshop
from records.workshops.queries import workshops
from tenants import clock, context, gate
from tenants.context import Tenancy, acting_for
from tenants.database import TenantSession, transaction
from tenants.invitations import accept_invitation, invite
from tenants.losses import FactorLoss
from tenants.mail import Mail
from tenants.members import get_member
from tenants.organisations import accept_signup, request_signup
from tenants.permissions import Role
from tenants.settings import settings
from tenants.sign_in_rules import set_rules
from tests import factories

PASSWORD = "correct horse battery staple"  # noqa: S105 - everybody's, in a world that lives for one test

# Who is invited after the owner signed up, and with which roles. A reporter's role opens nothing.
INVITED = {
    "practitioner": [Role.PRACTITIONER],
    "colleague": [Role.PRACTITIONER],
    "supervisor": [Role.SUPERVISOR],
    "reporter": [Role.REPORTER],
}


@dataclass
class Agency:
    """One agency of the world. `ids` holds one id of everything it has, by the name that addresses give it;
    `name` and `secret` are words that no page of the other agency, and no clear column for the secret, may show."""

    slug: str
    organisation_id: UUID
    name: str
    secret: str
    members: dict[str, UUID] = field(default_factory=dict)
    identities: dict[str, UUID] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)

    def tenancy(self, role: str = "owner") -> Tenancy:
        """A fresh tenancy of the owner, practitioner, supervisor or reporter, for `acting_for`."""
        return gate.tenancy_for(self.organisation_id, self.members[role])

    @contextmanager
    def acting(self, role: str = "owner", *, read_only: bool = False) -> Iterator[TenantSession]:
        """One transaction as somebody of this agency."""
        with acting_for(self.tenancy(role)), transaction(read_only=read_only) as session:
            yield session

    def session_token(self, role: str = "owner") -> str:
        """Signs somebody in; what their cookie would hold."""
        return gate.open_session(self.identities[role])


@dataclass
class World:
    """Both agencies; `first` is the one that acts, `second` the one that must stay unseen."""

    first: Agency
    second: Agency

    def become(self, other: "World") -> None:
        """From now on it is that one, for everybody who has it in hand."""
        self.first, self.second = other.first, other.second

    @property
    def both(self) -> tuple[Agency, Agency]:
        """In order."""
        return self.first, self.second


def build() -> World:
    """Makes the world through the product's own actions and commits it."""
    first = an_agency("Amik Career Centre", "ON", "en", name="Ozymandra", secret="heliotrope")
    return World(first, an_agency("Carrefour Boréal", "QC", "fr", name="Quillebard", secret="verdigris"))


def an_agency(agency_name: str, province: str, language: str, *, name: str, secret: str) -> Agency:
    """One agency, from the sign-up link to a closed case."""
    domain = f"{secret}.example.org"
    request_signup(email=f"owner@{domain}", agency_name=agency_name, province=province, language=language)
    with acting_for(gate.platform()):
        slug, identity = accept_signup(_token_for(f"owner@{domain}"), name="Olive Owner", password=PASSWORD)
    here = next(row for row in gate.agencies_of(identity) if row["slug"] == slug)
    agency = Agency(slug, here["organisation_id"], name, secret)
    agency.members["owner"], agency.identities["owner"] = here["member_id"], identity
    for role, roles in INVITED.items():
        _join(agency, role, roles, f"{role}@{domain}")
    with agency.acting() as session:
        waiting = invite(
            session, email=f"late@{domain}", name="Late Comer", roles=[Role.FRONT_DESK], language="en"
        )
        agency.ids |= {"invitation_id": waiting.id, "member_id": agency.members["practitioner"]}
    with agency.acting("practitioner") as session:
        _casework(session, agency)
        _access(session, agency)
        _plan(session, agency)
        _signed(session, agency)
        _referred(session, agency)
        _work(session, agency)
        _outcomes(session, agency)
        _phases(session, agency)
        _handed_on(session, agency)
        _caseload(session, agency)
        _safety(session, agency)
        _handbook(session, agency)
    with agency.acting("supervisor") as session:
        review = factories.a_review(session)
        file = factories.a_reviewed_file(session, review, consent=f"{agency.secret} finding")
        settle_questions(session, {"demographic_income": (False, f"{agency.name} keeps no incomes")})
        set_points(session, points={**STARTING, "monthly": 1}, why=f"{agency.name} is far from everything")
        set_capacity(session, get_member(session, agency.members["practitioner"]), points=60, percent=100)
        set_rules(session, idle_minutes=30, second_required="administrators", version=0)
        lost = {"member_id": agency.members["colleague"], "begun_by": agency.members["supervisor"]}
        session.add(FactorLoss(**lost, checked="in_person"))
        note = get_note(session, agency.ids["case_id"], agency.ids["note_id"])
        exchange = write_to(session, kind="question", remark=f"{agency.secret} ride", note=note)
        report = factories.a_figure_report(session)
        agency.ids |= {"review_id": review.id, "reviewed_file_id": file.id, "exchange_id": exchange.id}
        agency.ids["report_id"] = report.id
    return agency


def another_file(agency: Agency, *, name: str, secret: str) -> Agency:
    """One more client of an agency, with as much in the file as the first one has, in words of its own."""
    other = replace(agency, name=name, secret=secret, ids={})
    with agency.acting("practitioner") as session:
        _casework(session, other)
        _plan(session, other)
        _signed(session, other)
        _referred(session, other)
        _work(session, other)
        _outcomes(session, other)
        _phases(session, other)
        _handed_on(session, other)
        _caseload(session, other)
        _safety(session, other)
    return other


def _token_for(address: str) -> str:
    """The token in the newest mail to an address, read as only the agency's own keys can read it."""
    with transaction(read_only=True) as session:
        mails = select(Mail).where(Mail.to_address == address).order_by(Mail.id.desc()).limit(1)
        return str(session.execute(mails).scalar_one().params["token"])


def _join(agency: Agency, role: str, roles: list[Role], address: str) -> None:
    with acting_for(agency.tenancy()):
        with transaction() as session:
            invite(session, email=address, name=f"{role} of {agency.secret}", roles=roles, language="en")
        token = _token_for(address)
    _slug, identity = accept_invitation(token, name=f"{role.title()} of {agency.secret}", password=PASSWORD)
    here = next(row for row in gate.agencies_of(identity) if row["slug"] == agency.slug)
    agency.members[role], agency.identities[role] = here["member_id"], identity


def _casework(session: TenantSession, agency: Agency) -> None:
    client = factories.a_client(
        session,
        legal_given=agency.name,
        legal_family="Trémblay",
        phone="705 555-0142",
        email=f"{agency.secret}@example.com",
    )
    add_former_name(session, client, given="", family=f"{agency.name}wicz")
    consent = factories.a_consent(session, client, given_how="verbal", witness=f"{agency.secret} witness")
    release = factories.a_release(session, client, recipient=f"{agency.secret} college")
    disclosed = factories.a_disclosure(
        session,
        client,
        release,
        recipient=f"{agency.secret} college",
        what=f"{agency.secret} what left",
    )
    offer = ask_consent(
        session,
        client,
        offered=True,
        kind="media",
        language="fr",
        scope=["photo"],
        recipient=f"{agency.secret} wall",
    )
    case = factories.a_case(session, client, goal=f"{agency.secret} goal")
    signed = factories.a_note(
        session, case, reason=f"{agency.secret} reason", details=f"{agency.secret} details"
    )
    addendum = add_addendum(session, signed, reason="add_information", words=f"{agency.secret} addendum")
    session.add(
        NoteReview(
            client_id=client.id,
            note_id=signed.id,
            reviewer_id=agency.members["supervisor"],
            kind="thanks",
            words=f"{agency.secret} thanks",
        )
    )
    where = {"client_id": client.id, "case_id": case.id, "about": signed.id}
    tell(session, member_id=agency.members["owner"], kind=Notice.NOTE_RETURNED, **where)
    phrase = keep_phrase(session, name="Opening", words=f"{agency.secret} phrase", for_team=False)
    draft = factories.a_draft(session, case)
    save_draft(session, draft, values={"details": f"{agency.secret} draft"}, version=draft.version)
    document = factories.a_filed_document(session, case, pdf=f"%PDF-1.7 {agency.secret}".encode())
    delivery, _token = send_link(session, document, client, way="hand", fact="code", days=14)
    note_opening(session, delivery, document, what="page")
    paper = factories.a_paper(
        session,
        client,
        data=f"%PDF-1.7 {agency.secret}".encode(),
        case_id=case.id,
        title=f"{agency.secret} paper",
        from_whom=f"{agency.secret} sender",
        kept_where=f"{agency.secret} box",
    )
    factories.a_preview(session, paper)
    instrument = _instrument(session, agency)
    words = {name: f"{agency.secret} {name}" for name in ("giver", "meaning", "client_view", "validity")}
    rating = factories.a_run(
        session, case, instrument, giver_id=None, scores={"scale_trust": 2}, paper_id=paper.id, **words
    )
    where = {"place_words": f"{agency.secret} door", "interpreter_for": f"{agency.secret} tongue"}
    appointment = factories.an_appointment(session, client, case=case, beside=True, **where)
    open_feed(session)
    workshop = _workshop(session, agency)
    registration = register(session, workshop, client, case=case)
    told = {"minutes": None, "remark": f"{agency.secret} remark", "version": 1}
    describe(session, workshop, registration, **told)
    closed = factories.a_closed_case(session, client, waited_with=f"{agency.secret} lease ends")
    home = {"type": "home", "lines": f"{agency.secret} street"}
    particular = add_particular(session, client, KINDS["address"], values=home)
    barrier = factories.a_barrier(
        session, case, words=f"{agency.secret} bus", impact=f"{agency.secret} shift"
    )
    told = {"what": f"{agency.secret} carpool", "owner": "client", "due_on": None}
    strategy = add_strategy(session, barrier, **told)
    risk = factories.a_risk(session, case, grounds=f"{agency.secret} lease", told_to=f"{agency.secret} aunt")
    found = {"met": RULES[1:], "unmet": RULES[:1], "reason": f"{agency.secret} birthday"}
    screen(session, case, screened_on=factories.today(), decision="override", **found)
    check_in = factories.a_check_in(session, case)
    attempt(session, case, channel="phone", outcome="no_answer", words=f"{agency.secret} dial tone")
    brought = factories.an_import(session, f"Name,E-mail\n{agency.secret} brought,wrong\n")
    session.flush()
    agency.ids |= {
        "import_id": brought.id,
        "import_row_id": rows_of(session, brought, "faulty")[0].id,
        "particular_id": particular.id,
        "client_id": client.id,
        "appointment_id": appointment.id,
        "registration_id": registration.id,
        "point_id": contact_points(session, client.id)[0].id,
        "consent_id": consent.id,
        "offer_id": offer.id,
        "release_id": release.id,
        "disclosure_id": disclosed.id,
        "case_id": case.id,
        "closed_case_id": closed.id,
        "note_id": signed.id,
        "addendum_id": addendum.id,
        "draft_id": draft.id,
        "phrase_id": phrase.id,
        "barrier_id": barrier.id,
        "strategy_id": strategy.id,
        "risk_id": risk.id,
        "check_in_id": check_in.id,
        "task_id": tasks_of_case(session, case.id)[0].id,
        "document_id": document.id,
        "delivery_id": delivery.id,
        "file_id": _some(document.file_id),
        "job_id": document.job_id,
        "paper_id": paper.id,
        "paper_file_id": files_of(session, paper)[0].id,
        **({"instrument_id": instrument.id} if instrument.owner == agency.name else {}),
        "assessment_id": rating.id,
    }


def _workshop(session: TenantSession, agency: Agency) -> Workshop:
    """Everybody of an agency sits in the one session that there is."""
    known = next(iter(workshops(session, clock.now()).rows), None)
    if known is None:
        known = factories.a_workshop(session, beside=True)
        agency.ids["workshop_id"] = known.id
    return known


def _instrument(session: TenantSession, agency: Agency) -> Instrument:
    """Known to everyone in the agency, so another file is rated with the one that there is."""
    known = (one for one in instruments(session) if one.author_id is not None)
    return next(known, None) or factories.an_instrument(
        session, name_en=f"{agency.name} scale", owner=agency.name
    )


def _plan(session: TenantSession, agency: Agency) -> None:
    case, secret = get_case(session, agency.ids["client_id"], agency.ids["case_id"]), agency.secret
    told = {"own_words": f"{secret} wish", "barrier_ids": [agency.ids["barrier_id"]]}
    goal = factories.a_goal(session, case, wording=f"{secret} aim", **told)
    step = add_objective(session, goal, step=f"{secret} rung")
    help_ = add_intervention(session, goal, type="workshop", provider=f"{secret} bakery")
    rate_goal(session, goal, score=-1, rated_on=factories.today(), words=f"{secret} rating")
    plan = factories.a_plan(session, case)
    session.flush()
    agency.ids |= {
        "goal_id": goal.id,
        "objective_id": step.id,
        "intervention_id": help_.id,
        "plan_id": plan.id,
    }


def _signed(session: TenantSession, agency: Agency) -> None:
    """The form of a consent that waits: the client would not sign it on a screen."""
    case = get_case(session, agency.ids["client_id"], agency.ids["case_id"])
    pdf = f"%PDF-1.7 {agency.secret} form".encode()
    form = factories.a_filed_document(session, case, pdf=pdf, kind="consent_form")
    decline(session, form, role="client", reason=f"{agency.secret} ink")


def _phases(session: TenantSession, agency: Agency) -> None:
    case = get_case(session, agency.ids["client_id"], agency.ids["case_id"])
    mark_phase(session, case, what="implementing", mark="closed", words=f"{agency.secret} rest")


def _handed_on(session: TenantSession, agency: Agency) -> None:
    case, secret = get_case(session, agency.ids["client_id"], agency.ids["case_id"]), agency.secret
    handover = begin_handover(session, case, occasion="asked")
    words = {"matters": f"{secret} matters", "ahead": f"{secret} ahead"}
    write_handover(session, handover, version=handover.version, **words)
    agency.ids |= {"handover_id": handover.id}


def _referred(session: TenantSession, agency: Agency) -> None:
    """On the way to a partner who has not answered, under the permission of the world. A partner is known to everyone
    in the agency, so another file has none of its own."""
    client, secret = get_client(session, agency.ids["client_id"]), agency.secret
    known = next(iter(partners(session)), None)
    mail = f"partner@{secret}.example.com"
    partner = known or add_partner(
        session, name=f"{secret} college", kind="training", email=mail, languages=[]
    )
    case = get_case(session, client.id, agency.ids["case_id"])
    referral = start_referral(session, case, partner, need=f"{secret} need", is_warm=True)
    send_referral(
        session,
        referral,
        client,
        partner,
        version=referral.version,
        how_sent="email",
        sent_on=factories.today(),
        answer_by=factories.today() + timedelta(days=14),
        consent_id=None if known else agency.ids["release_id"],
        categories=["attendance"],
        what=f"{secret} attendance",
    )
    agency.ids |= {"referral_id": referral.id} | ({} if known else {"partner_id": partner.id})


def _work(session: TenantSession, agency: Agency) -> None:
    """Work at an employer who is known to everyone in the agency, so another file has none of its own."""
    client, secret = get_client(session, agency.ids["client_id"]), agency.secret
    case = get_case(session, client.id, agency.ids["case_id"])
    if not page_of_employers(session).rows:
        employer = factories.an_employer(session, trade_name=f"{secret} pottery")
        set_standing(session, employer, standing="watch", reason=f"{secret} late pay")
        contact = add_contact(session, employer, name=f"{secret} foreman", phone="705 555-0177")
        order = factories.a_job_order(session, employer, title=f"{secret} glazing")
        agency.ids |= {"employer_id": employer.id, "contact_id": contact.id, "job_order_id": order.id}
    told = {"employer_name": f"{secret} kiln", "title": f"{secret} potter", "supports": f"{secret} stool"}
    agency.ids["spell_id"] = factories.a_spell(session, case, client, **told, is_primary=True).id
    lost = factories.a_spell(session, case, client, **told)
    how = {"end_reason": "laid_off", "words": f"{secret} cutback", "now": f"{secret} letters"}
    end_spell(session, case, lost, Ending(ends_on=factories.today(), **how), version=lost.version)
    finish(session, next(one for one in tasks_of_case(session, case.id) if one.id != agency.ids["task_id"]))


def _outcomes(session: TenantSession, agency: Agency) -> None:
    """Followed up by a scheme known to everyone in the agency; decided at the start, shown and asked for at the next."""
    client, secret, today = get_client(session, agency.ids["client_id"]), agency.secret, factories.today()
    case, known = get_case(session, client.id, agency.ids["case_id"]), scheme_queries.schemes(session)
    scheme = next((one for one in known if one.author_id), None)
    if scheme is None:
        scheme = factories.a_scheme(session, name_en=f"{agency.name} months", name_fr=f"{agency.name} mois")
        agency.ids["scheme_id"] = scheme.id
    spell = get_spell(session, case.id, agency.ids["spell_id"])
    start, later, _last = factories.a_follow_up(session, case, spell, scheme=scheme)
    try_to_reach(session, start, channel="phone", outcome="no_answer")
    decide(session, start, outcome="refused", words=f"{secret} refusal", version=1)
    shown = {"kind": "employer_letter", "checks": ["employer", "client", "hours"]}
    evidence = file_evidence(session, later, **shown, covers_on=today, came_on=today)
    release = factories.a_release(
        session, client, recipient=f"{secret} kiln", scope=["identifying", "outcomes"]
    )
    asked = {"email": f"boss@{secret}.example.com", "language": "en", "what": f"{secret} that we ask"}
    ask_employer(session, later, spell, consent_id=release.id, **asked)
    agency.ids |= {
        "checkpoint_id": later.checkpoint.id,
        "enrolment_id": later.enrolment.id,
        "evidence_id": evidence.id,
    }


def _safety(session: TenantSession, agency: Agency) -> None:
    client, secret = get_client(session, agency.ids["client_id"]), agency.secret
    alert = factories.an_alert(session, client, words=f"{secret} boundary")
    told = {"seen": f"{secret} fall", "opinion": f"{secret} hunch", "place": f"{secret} stairs"}
    incident = factories.an_incident(session, client, **told, witnesses=(f"{secret} passer-by",))
    take_step(session, incident, "triage", words=f"{secret} triage", severity="serious")
    take_step(session, incident, "review", words=f"{secret} review")
    by = factories.today() + timedelta(days=9)
    add_action(session, incident, what=f"{secret} rail", owner_id=agency.members["supervisor"], due_on=by)
    add_notice(session, incident, recipient="funder", name=f"{secret} officer", due_on=by)
    factories.a_breach(session, incident, circumstances=f"{secret} letter")
    session.flush()
    agency.ids |= {
        "alert_id": alert.id,
        "incident_id": incident.id,
        "incident_action_id": actions_of(session, incident.id)[0].id,
        "incident_notice_id": notices_of(session, incident.id)[0].id,
    }


def _handbook(session: TenantSession, agency: Agency) -> None:
    text = factories.a_policy(session, title_en=f"{agency.name} rules", title_fr=f"{agency.name} en bref")
    acknowledge(session, get_policy(session, text.policy_id).policy, text)
    conflict = declare(session, answer="some", party=f"{agency.secret} cousin", nature="family")
    resource = factories.a_resource(session, name_en=f"{agency.name} guide")
    agency.ids |= {"policy_id": text.policy_id, "text_id": text.id, "conflict_id": conflict.id}
    agency.ids["resource_id"] = resource.id
    look = Look(name_en=context.current().name, lines=(f"{agency.name} street",))
    agency.ids["brand_id"] = change_look(session, look, version=0, logo=factories.a_picture()).id
    give_signature(session, f"{agency.secret} ink".encode())


def _caseload(session: TenantSession, agency: Agency) -> None:
    case = get_case(session, agency.ids["client_id"], agency.ids["case_id"])
    set_needs(session, case, support="medium", contact="weekly", way="travel")
    doubt = doubt_point(session, case, code="travel", words=f"{agency.secret} tram")
    session.flush()
    to_ids = {agency.members["colleague"]}
    batch = prepare(session, case_ids={case.id}, to_ids=to_ids, with_appointments=True)
    letters = factories.a_batch(session, case)
    told = {"printed": f"%PDF-1.7 {agency.secret}".encode(), "separate": f"PK {agency.secret}".encode()}
    keep_files(session, letters, **told, pages=2, item_ids=[])
    agency.ids |= {"point_doubt_id": doubt.id, "reassignment_id": batch.id, "batch_id": letters.id}


def _access(session: TenantSession, agency: Agency) -> None:
    """The owner and the supervisor stand in for the practitioner; the reporter must not know of the client."""
    client_id = agency.ids["client_id"]
    ends_at = clock.now() + timedelta(days=30)
    for role in ("owner", "supervisor"):
        grant_access(
            session,
            client_id,
            member_id=agency.members[role],
            reason=f"{agency.secret} cover",
            ends_at=ends_at,
        )
    block_access(
        session,
        client_id,
        member_id=agency.members["reporter"],
        kind="relative",
        reason=f"{agency.secret} kin",
    )


def _some(value: UUID | None) -> UUID:
    assert value is not None
    return value


class Kept:
    """A world as it stands now, to be put back before every test that asks for it: making one takes seconds, putting it
    back some hundredths of one. Each kind has a name of its own."""

    def __init__(self, superuser: psycopg.Connection, world: World, name: str) -> None:
        self._superuser = superuser
        self._world = deepcopy(world)
        self._files = {path: path.read_bytes() for path in _stored_files()}
        superuser.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        superuser.execute(f"CREATE SCHEMA {name}")
        tables = superuser.execute("SELECT name FROM as_migrated.tables").fetchall()
        self._copies: dict[str, str] = {}
        for number, (table,) in enumerate(tables):
            if superuser.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
                self._copies[table] = f"{name}.t{number}"
                superuser.execute(f"CREATE TABLE {name}.t{number} AS TABLE {table}")

    def put_back(self) -> World:
        """Every row and every stored file as it was made."""
        put = [
            f"INSERT INTO {table} SELECT * FROM {copy} ON CONFLICT DO NOTHING"
            for table, copy in self._copies.items()
        ]
        self._superuser.execute(
            "; ".join(["BEGIN", "SET LOCAL session_replication_role = replica", *put, "COMMIT"])
        )
        for path, data in self._files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return deepcopy(self._world)


def _stored_files() -> list[Path]:
    return [path for path in settings().var.rglob("*") if path.is_file()]

"""What retention adds to an agency, so that its pages have something to show."""

from datetime import timedelta

from records.clients.queries import get_client
from records.departures.actions import answer_hold, ask_archive, ask_departure
from records.doubles.actions import merge_files, tell_apart
from records.notes.queries import get_note
from records.notes.reviews import ask_in_error
from records.requests.actions import take_step
from records.requests.corrections import correct_detail
from records.requests.queries import get_request, rows_of
from records.requests.ruling import set_rule
from records.requests.severing import agree, ask_second, decide_as_proposed, start_review
from records.retention.actions import add_authority, draft_version
from records.retention.confirming import leave_out, take_preset
from records.retention.hold_reviews import review_hold
from records.retention.holding import place_hold
from records.retention.planning import plan_run
from records.retention.presets import presets_for
from records.retention.queries import rules_in
from records.retention.terms import HoldKind
from records.retention.traces import Decision
from records.trail.actions import ask_check
from tenants import clock
from tenants.billing.actions import keep_details, take_over
from tenants.members import get_member
from tenants.organisations import organisation
from tenants.reviewing import confirm_access, open_review
from tenants.support import SupportGrant
from tests import factories
from tests.world import Agency


def furnish(agency: Agency) -> None:
    """A draft schedule with its authority, a hold on the open case, a planned run of nothing; a double of the client
    that was told apart, and one that was merged."""
    with agency.acting() as session:
        authority = add_authority(
            session,
            title="Funding agreement",
            citation=f"{agency.secret} 4.2",
            kind="funder",
            verified_on=factories.today(),
        )
        agency.ids["authority_id"] = authority.id
        version = draft_version(session)
        preset, other, *_rest = presets_for(organisation(session).province)
        take_preset(session, version, preset.code, authority_id=authority.id)
        leave_out(session, other.code, reason=f"{agency.secret} reason")
        session.flush()
        agency.ids |= {"version_id": version.id, "rule_id": rules_in(session, version.id)[0].id}
        hold = place_hold(
            session,
            [agency.ids["case_id"]],
            kind=HoldKind.COMPLAINT,
            basis=f"{agency.secret} basis",
            reason=f"{agency.secret} hold",
        ).hold
        assert hold is not None
        agency.ids["hold_id"] = hold.id
        again = factories.today() + timedelta(days=90)
        review_hold(session, hold, review_on=again, reason=f"{agency.secret} goes on")
        session.add(
            Decision(
                client_id=agency.ids["client_id"],
                case_id=agency.ids["case_id"],
                member_id=agency.members["owner"],
                kind="transfer",
                basis_hash="0",
                reason=f"{agency.secret} decided",
                recipient=f"{agency.secret} archive",
                receipt=f"{agency.secret} receipt",
            )
        )
        plan_run(session)
    with agency.acting("practitioner") as session:
        client = get_client(session, agency.ids["client_id"])
        other, again = (factories.a_client(session, legal_given=f"{agency.name} {n}") for n in range(2))
        tell_apart(session, client, other)
        merge_files(
            session,
            client,
            again,
            version=client.version,
            merged_version=1,
            reason=f"{agency.secret} twice",
            theirs={},
        )
        agency.ids["other_id"] = other.id
    with agency.acting("practitioner") as session:
        note = get_note(session, agency.ids["case_id"], agency.ids["note_id"])
        ask_in_error(session, note, reason=f"{agency.secret} wrong file")
    a_bill(agency)
    looked_over(agency)
    a_correction_refused(agency)
    a_request_read_twice(agency)
    about_to_leave(agency)


def looked_over(agency: Agency) -> None:
    """A review of access that goes on, a check of the audit trail, and a leave for support."""
    with agency.acting() as session:
        review = open_review(session)
        session.flush()
        colleague = get_member(session, agency.members["practitioner"])
        confirm_access(session, review, colleague, answer="change", words=f"{agency.secret} moved on")
        ask_check(session)
        now = clock.now()
        told = {"email": f"help@{agency.secret}.example.org", "name": f"{agency.secret} helper"}
        told |= {"reason": f"{agency.secret} trouble", "granted_by": agency.members["owner"]}
        grant = SupportGrant(**told, created_at=now, ends_at=now + timedelta(hours=24))
        session.add(grant)
        agency.ids |= {"access_review_id": review.id, "support_grant_id": grant.id}


def a_bill(agency: Agency) -> None:
    """A subscription that is paid, and who answers for it."""
    told = {
        "tax_number": "12345 6789 RT0001",
        "exemption": "charity",
        "exemption_number": "12345 6789 RR0001",
    }
    with agency.acting() as session:
        owner_id, legal_name = agency.members["owner"], f"{agency.name} Incorporated"
        keep_details(session, owner_id=owner_id, legal_name=legal_name, version=0, **told)
        take_over(session, factories.facts(customer_ref=f"cus_{agency.name}", seats=40))


def a_correction_refused(agency: Agency) -> None:
    """What the client says stands beside a detail that was not corrected."""
    with agency.acting() as session:
        request = factories.a_request(
            session, get_client(session, agency.ids["client_id"]), kind="correction"
        )
        take_step(session, request, "confirm", version=request.version, identity_how="known")
        words = f"{agency.secret} never so"
        correct_detail(
            session, request, agency.ids["particular_id"], agreed=False, words=words, version=request.version
        )


def a_request_read_twice(agency: Agency) -> None:
    """A request about the client, read record by record by the owner and again by the supervisor, by the agency's rules
    of severing; its package."""
    client_id = agency.ids["client_id"]
    with agency.acting() as session:
        rule = {"proposal": "sever", "reason": "third_party", "note": f"{agency.secret} rule"}
        agency.ids["severing_id"] = set_rule(session, place="papers.title", number=0, **rule).id
    with agency.acting() as session:
        told = {"wants": f"{agency.secret} wish", "requester": f"{agency.secret} asker"}
        request = factories.a_request(session, get_client(session, client_id), **told)
        agency.ids["request_id"] = request.id
        take_step(session, request, "confirm", version=request.version, identity_how="known")
        start_review(session, request, version=request.version)
        session.flush()
        rows = rows_of(session, request.id).values()
        agency.ids["request_item_id"] = next(iter(rows)).id
        decide_as_proposed(session, request, {row.id: row.version for row in rows})
        ask_second(session, request, version=request.version)
    with agency.acting("supervisor") as session:
        request = get_request(session, client_id, request.id)
        agree(session, request, version=request.version)
    with agency.acting() as session:
        request = get_request(session, client_id, request.id)
        agency.ids["package_id"] = factories.a_package(session, request, agency.secret).id


def about_to_leave(agency: Agency) -> None:
    """Asked for, with a word about the hold and an archive that is ready."""
    with agency.acting() as session:
        told = {"reason": f"{agency.secret} merger", "second_contact": f"board@{agency.secret}.example.org"}
        departure = ask_departure(session, second_language="en", **told)
        session.flush()
        words = f"{agency.secret} vault"
        answer_hold(session, departure, agency.ids["hold_id"], answer="acknowledged", words=words)
        archive = ask_archive(session)[0]
        session.flush()
        # As if it had been made, of nothing.
        archive.state, archive.key, archive.expires_at = "ready", None, clock.now()
        archive.approved_by = agency.members["supervisor"]
        agency.ids["archive_id"] = archive.id

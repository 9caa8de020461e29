"""The invented agencies: whole, true to the rules, made once, and quick."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from records.access.queries import grants_of
from records.access.rules import Category, Level
from records.alerts.queries import alerts_for
from records.batches.queries import batches, items_of
from records.cases.models import Case
from records.cases.queries import set_aside
from records.cases.rules import is_long
from records.clients.models import Client
from records.clients.queries import contact_points, get_client, page_of_clients, standing_of
from records.consents.models import Consent
from records.consents.queries import expiring_consents
from records.deliveries.models import DeliveryOpening
from records.demo import create as making
from records.demo import endings
from records.demo.acts import Numbers
from records.demo.agencies import AGENCIES, CARREFOUR, HARBOUR_LIGHT, NORTHBRIDGE
from records.demo.create import PASSWORD, create
from records.demo.details import letters
from records.demo.script import script_of
from records.disclosures.queries import emergencies
from records.doubles.queries import doubles_of, is_undoable, merges_of
from records.figures.models import FigureReport
from records.handbook.queries import readers
from records.handovers.models import Handover
from records.incidents.queries import closed_incidents, open_incidents
from records.incidents.register import register
from records.notes.chain import first_broken
from records.notes.models import Note, NoteAddendum
from records.notes.queries import said_in_error, to_cosign
from records.outcomes.queries import followed, worklist
from records.papers.models import Paper
from records.papers.queries import files_of as papers_files
from records.particulars.kinds import DETAILS, KINDS, TOGETHER
from records.particulars.models import ParticularRow
from records.plans.queries import plans_of
from records.requests.queries import open_requests
from records.retention.briefs import briefs
from records.retention.gates import obstacles
from records.retention.looking_ahead import in_force
from records.retention.proof import Verified
from records.retention.queries import find_in_force, holds
from records.retention.run_queries import certificates, checked, hidden_by_run
from records.retention.verdict import State
from records.signatures.models import Signature
from tenants import audit, clock, gate
from tenants.context import Tenancy, acting_for
from tenants.database import TenantSession, transaction
from tenants.errors import NotFound, Refused
from tenants.jobs import Job, JobRow
from tenants.members import members
from tenants.organisations import organisation
from tenants.permissions import P, may
from tenants.settings import settings
from tests import factories

SECONDS = 60  # a demo is there before somebody loses patience
COUNTED = (Client, Case, Consent, Note, NoteAddendum, ParticularRow, Paper, JobRow, audit.AuditEvent)


@contextmanager
def inside(agency, key: str = "") -> Iterator[TenantSession]:
    with acting_for(tenancy_of(agency, key)), transaction(read_only=True) as session:
        yield session


def tenancy_of(agency, key: str = "") -> Tenancy:
    login = gate.find_login(agency.address_of(key or agency.team[0].key))
    [row] = gate.agencies_of(login[0])
    return gate.tenancy_for(row["organisation_id"], row["member_id"])


def counts(agency) -> list[int]:
    with inside(agency) as session:
        return [session.execute(select(func.count()).select_from(model)).scalar_one() for model in COUNTED]


def script(agency, today: date = date(2027, 3, 1)):
    return script_of(agency, today, "America/Toronto")


# --- What is written down -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("agency", AGENCIES, ids=lambda one: one.domain)
def test_nothing_happens_in_the_future_nor_two_things_at_once(agency) -> None:
    for days in (0, 1, 2, 3, 4, 5, 6, 364):
        today = date(2027, 3, 1) + timedelta(days=days)
        times = [moment.at for moment in script(agency, today).moments]
        assert times[-1].date() < today
        assert all(later > earlier for earlier, later in zip(times, times[1:], strict=False))


def test_the_same_day_gives_the_same_script() -> None:
    first, second = script(NORTHBRIDGE), script(NORTHBRIDGE)
    assert [(one.at, one.by, one.client, one.case) for one in first.moments] == [
        (one.at, one.by, one.client, one.case) for one in second.moments
    ]
    assert first.numbers == second.numbers


def test_the_people_whose_names_forms_elsewhere_turn_away_are_there() -> None:
    names = [f"{one.given} {one.family}".strip() for one in NORTHBRIDGE.people]
    assert len(names) >= 90
    assert len(set(names)) == len(names)
    assert max(map(len, names)) == 60
    assert any(" " not in name for name in names), "a single name"
    assert any("ᐊ" in name for name in names), "syllabics"
    assert {
        "Zahra Rahimi-Noorzai",
        "Patrick O'Shaughnessy",
        "Marguerite d'Entremont",
        "Marisol Peña Ybarra",
    } <= set(names)
    texts = "".join(told.details for one in NORTHBRIDGE.people for work in one.work for told in work.told)
    assert "زهرا" in texts, "right to left"


def test_notes_are_told_in_every_way_and_in_both_languages() -> None:
    told = [one for person in NORTHBRIDGE.people for work in person.work for one in work.told]
    assert {one.kind for one in told} == {
        "meeting", "phone", "video", "email", "group", "contact_attempt", "collateral",
    }  # fmt: skip
    more = [one for notes in NORTHBRIDGE.notes.values() for one in notes]
    assert {"soap", "dap", "birp", "girp", "free"} <= {one.form.get("format") for one in more}
    languages = [person.language for person in NORTHBRIDGE.people for work in person.work for _ in work.told]
    assert languages.count("fr") >= 8
    assert languages.count("en") >= 25


def test_the_young_person_comes_of_age_in_twenty_days() -> None:
    kiona = next(one for one in NORTHBRIDGE.people if one.key == "kiona")
    assert kiona.born(date(2027, 3, 1)) == date(2009, 3, 21)


# --- What is made -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("database")
def test_the_whole_demo() -> None:
    began = time.process_time()
    said = create(factories.PRESS)
    assert time.process_time() - began < SECONDS
    for agency in AGENCIES:
        _is_whole(agency)
    _somebody_waits_somebody_rests_and_a_case_is_handed_on()
    _northbridge_keeps_its_schedule()
    _the_file_is_more_than_notes()
    _files_are_open_and_closed_to_the_right_people()
    _things_wait_for_those_who_decide()
    _work_lasted_as_it_was_told()
    _papers_reach_people_and_a_funder()
    _everybody_signs_in(said)
    before = [counts(agency) for agency in AGENCIES]
    assert create(factories.PRESS) == said
    assert [counts(agency) for agency in AGENCIES] == before


def _is_whole(agency, *, in_order: bool = True) -> None:
    moments = script(agency).moments
    # One old file is destroyed with the person's identity, another is hidden.
    gone, out_of_sight = (endings.PEOPLE[:1], 2) if agency.keeps_schedule else ((), 0)
    with inside(agency) as session:
        clients = session.execute(select(Client)).scalars().all()
        assert sorted((one.legal_given, one.legal_family) for one in clients) == sorted(
            (one.given, one.family) for one in agency.people if one not in gone
        )
        assert counts(agency)[1] == sum(1 for one in moments if one.case) - out_of_sight
        assert audit.first_broken(session) is None
        times = session.execute(select(audit.AuditEvent.at).order_by(audit.AuditEvent.seq)).scalars().all()
        assert times[-1] < datetime.now(UTC)
        assert not in_order or list(times) == sorted(times)
        assert first_broken(session) is None
        drafts = [one for one in session.execute(select(Note)).scalars() if one.is_draft]
        assert all(one.draft["details"] for one in drafts)
        waiting = select(func.count()).select_from(JobRow).where(JobRow.kind == Job.DRAW_DOCUMENT)
        reports = sum(len(work.asked) for one in agency.people for work in one.work)
        parted = sum(one in letters.DOCUMENTS for one in agency.deeds)
        assert session.execute(waiting).scalar_one() == reports + parted


def _papers_reach_people_and_a_funder() -> None:
    with inside(NORTHBRIDGE, "priya") as session:
        (signature,) = session.execute(select(Signature)).scalars()
        assert (signature.role, signature.how) == ("client", "screen")
        assert session.execute(select(DeliveryOpening.what)).scalars().all() == ["page"]
        (batch,) = batches(session)
        assert sum(one.step == "waiting" for one in items_of(session, batch)) == 4
        reports = session.execute(select(FigureReport).order_by(FigureReport.id)).scalars().all()
        told = [(one.edition, one.state) for one in reports]
        assert told == [(1, "signed"), (1, "issued"), (2, "making")]


def _somebody_waits_somebody_rests_and_a_case_is_handed_on() -> None:
    with inside(NORTHBRIDGE) as session:
        today = clock.today("America/Toronto")
        (waits,), (rests,) = set_aside(session, "waiting").rows, set_aside(session, "on_hold").rows
        assert waits.client.legal_given == "Mónica" and waits.change.urgency
        assert waits.case.waiting_since is not None and is_long(waits.case.waiting_since, today)
        assert rests.case.review_on is not None and today < rests.case.review_on <= today + timedelta(days=7)
        offered = session.execute(select(Handover).where(Handover.state == "offered")).scalar_one()
        assert offered.told_on and offered.matters and offered.grant_id


def _northbridge_keeps_its_schedule() -> None:
    with inside(NORTHBRIDGE) as session:
        version = find_in_force(session)
        assert version is not None
        assert version.author_id != version.approved_by
        assert not version.alone
        assert len(holds(session)) == 3
        told = [
            one.verdicts[0]
            for one in briefs(session, [in_force(session)], as_of=clock.today("America/Toronto"))
        ]
        assert sum(brief.state is State.DUE for brief in told) == 1
        assert sum(brief.is_held and brief.due_on is not None for brief in told) == 3
        [certificate] = [checked(session, one) for one in certificates(session)]
        assert isinstance(certificate, Verified) and certificate.certificate.leaf_count == 2
        [(hiding, [hidden])] = hidden_by_run(session)
        assert hiding.state == "waiting" and hidden.item.client_id == find_client(session, "walter")
        assert not obstacles(session, hiding)
        late = select(func.count()).select_from(Note).where(Note.late_days.is_not(None))
        assert 1 < session.execute(late).scalar_one() < 40
    with inside(HARBOUR_LIGHT) as session:
        assert page_of_clients(session, words="Rahimi").rows == []
    tyler = next(one for one in NORTHBRIDGE.team if one.key == "tyler")
    assert not may(tyler.roles, P.SEE_NOTES)


def find_client(session: TenantSession, key: str) -> UUID:
    return numbers().client(session, key).id


def numbers() -> Numbers:
    return script_of(NORTHBRIDGE, clock.today("America/Toronto"), "America/Toronto").numbers


def _the_file_is_more_than_notes() -> None:
    find = numbers()
    with inside(NORTHBRIDGE, "harriet") as session:
        kinds = session.execute(select(ParticularRow.kind, func.count()).group_by(ParticularRow.kind)).all()
        added = {name for name, kind in DETAILS.items() if not kind.closed}
        assert {kind for kind, many in kinds if many >= 3} >= added - {"identifier"}
        assert {kind for kind, _many in kinds} >= set(TOGETHER)
        versions = plans_of(session, find.case(session, "gord/0").id)
        assert [plan.state for plan in versions] == ["active", "superseded", "superseded"]
        answers = session.execute(select(ParticularRow).where(ParticularRow.kind == "demographic")).scalars()
        said = [row.values(KINDS["demographic"])["given"] for row in answers]
        assert said.count("declined") > 20
        [paper] = [one for one in session.execute(select(Paper)).scalars() if one.file_number == 2]
        assert [file.number for file in papers_files(session, paper)] == [2, 1]
        [alert] = alerts_for(session, [standing_of(session, find.client(session, "brandon").id)])
        assert alert.expires_on == find.day(-10)
        [merge] = merges_of(session, find.client(session, "hilde").id)
        assert is_undoable(merge)
        states = set(session.execute(select(Note.state)).scalars())
        assert states == {"draft", "signed", "in_error"}


def _files_are_open_and_closed_to_the_right_people() -> None:
    find = numbers()
    with inside(NORTHBRIDGE, "fiona") as session:
        jonathan = find.client(session, "jonathan")
        assert find.client(session, "jon").id in {match.client.id for match in doubles_of(session, jonathan)}
        for hidden in ("patrick", "marisol"):
            with pytest.raises(NotFound):
                get_client(session, find.client(session, hidden).id)
    with inside(NORTHBRIDGE, "dana") as session:
        lent = standing_of(session, find.client(session, "nadia").id)
        assert lent.level(Category.NOTES) >= Level.READ
    with inside(NORTHBRIDGE, "tyler") as session:
        assert standing_of(session, find.client(session, "gord").id).level(Category.NOTES) == Level.NONE
    with inside(NORTHBRIDGE, "priya") as session:
        points = contact_points(session, find.client(session, "marisol").id)
        assert [(one.kind, one.safe_for_messages) for one in points] == [("email", True)]


def _things_wait_for_those_who_decide() -> None:
    find = numbers()
    with inside(NORTHBRIDGE, "harriet") as session:
        assert [one.client_id for one, _client in emergencies(session)] == [find.client(session, "tenzin").id]
        ends = {held.client.id: held.last_on for held in expiring_consents(session)}
        assert ends[find.client(session, "tuan").id] == find.day(-12)
        assert ends[find.client(session, "kiona").id] == find.day(-19)
        assert {"under_review", "actions_open", "closed"} <= {
            one.state for one in [*open_incidents(session), *closed_incidents(session).rows]
        }
        assert to_cosign(session)
        assert said_in_error(session)
        assert [one.kind for one in grants_of(session, find.client(session, "olena").id)].count("asked") == 1
        assert readers(session)[0].missing
    with inside(NORTHBRIDGE, "luc") as session:
        assert {line.breach.decision for line in register(session)} == {"no_real_risk", "real_risk"}
        assert {one.state for one, _client in open_requests(session)} == {"identity", "review"}
    with inside(CARREFOUR) as session:
        bastien = next(one for one in members(session) if one.name == "Bastien Roy")
        assert bastien.last_day.month == clock.today("America/Toronto").month


def _work_lasted_as_it_was_told() -> None:
    told = {
        "wendell": ["counts", "not_counts", "evidence_in", "scheduled", "scheduled"],
        "siobhan": ["counts", "counts", "counts", "scheduled", "scheduled"],
        "curtis": ["counts", "counts", "counts", "not_reached", "scheduled"],
        "olena": ["counts", "counts", "counts", "counts", "scheduled"],
        "rajan": ["counts", "counts", "contacting", "scheduled", "scheduled"],
    }
    find = numbers()
    with inside(NORTHBRIDGE, "harriet") as session:
        cases = {who: find.case(session, f"{who}/0").id for who in told}
        assert {who: [one.state for one in followed(session, cases[who])[0]] for who in told} == told
        assert "rajan" in {
            who for who in told for one in worklist(session, "").rows if one.case.id == cases[who]
        }


def _everybody_signs_in(said: str) -> None:
    assert PASSWORD in said
    for agency in AGENCIES:
        with inside(agency) as session:
            assert len(members(session)) == len(agency.team)
            assert organisation(session).name in said
        for colleague in agency.team:
            assert gate.find_login(agency.address_of(colleague.key)) is not None
            assert (agency.address_of(colleague.key) in said) is colleague.shown


# --- What may go wrong --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("database")
def test_wherever_it_breaks_off_the_next_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "AGENCIES", (HARBOUR_LIGHT,))
    act, calls = Numbers.case, iter(range(1000))

    def fails_now_and_then(self: Numbers, session: TenantSession, key: str) -> Case:
        if next(calls) % 3 == 1:
            raise ConnectionError
        return act(self, session, key)

    monkeypatch.setattr(Numbers, "case", fails_now_and_then)
    for _attempt in range(30):
        try:
            create(factories.PRESS)
            break
        except ConnectionError:
            continue
    assert next(calls) > 5, "it broke off several times"
    _is_whole(HARBOUR_LIGHT)


@pytest.mark.usefixtures("database")
def test_killed_the_next_run_makes_the_rest() -> None:
    code = "from records.demo import create; create.AGENCIES = create.AGENCIES[1:2]; create.create(None)"
    for patience in (0.4, 0.15, 0.1):
        process = subprocess.Popen([sys.executable, "-c", code], env=dict(os.environ))
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if gate.find_login(HARBOUR_LIGHT.address_of("joan")):
                time.sleep(patience)
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    create_only(HARBOUR_LIGHT)
    # An invitation that was not taken up before the kill is sent again, for the same hour.
    _is_whole(HARBOUR_LIGHT, in_order=False)


def create_only(agency) -> None:
    making._made(agency)


@pytest.mark.usefixtures("database")
def test_made_half_on_another_day_the_rest_fits_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    play = making._play
    monkeypatch.setattr(
        making, "_play", lambda script, team, played: None if played else play_half(script, team)
    )

    def play_half(script, team) -> None:
        half = len(script.moments) // 2
        play(type(script)(script.moments[:half], script.numbers), team, 0)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        create_only(HARBOUR_LIGHT)
    monkeypatch.undo()
    with clock.at(clock.now() + timedelta(days=3)):
        create_only(HARBOUR_LIGHT)
    _is_whole(HARBOUR_LIGHT)


def test_never_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    production = settings().model_copy(update={"environment": "production"})
    monkeypatch.setattr(making, "settings", lambda: production)
    monkeypatch.setattr(clock, "settings", lambda: production)
    with pytest.raises(Refused):
        create(factories.PRESS)
    with pytest.raises(RuntimeError), clock.at(datetime.now(UTC)):
        pass


def test_the_clock_goes_on_from_where_it_was_put_and_comes_back() -> None:
    there = datetime(2019, 5, 1, 2, 30, tzinfo=UTC)
    with clock.at(there):
        assert timedelta() <= clock.now() - there < timedelta(minutes=1)
        assert clock.today("America/Toronto") == date(2019, 4, 30)
        with clock.at(there + timedelta(days=1)):
            assert clock.today("Etc/UTC") == date(2019, 5, 2)
        assert clock.today("Etc/UTC") == date(2019, 5, 1)
    assert clock.now().year > 2019
    with pytest.raises(ValueError), clock.at(datetime(2019, 5, 1)):
        pass

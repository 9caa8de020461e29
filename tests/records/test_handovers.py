"""A case is handed on: the file opens to who was asked, what they read is kept, and the one before stays outside."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from records.access.actions import block_access
from records.access.queries import grants_of
from records.cases.queries import get_case
from records.clients.keeping import restrict
from records.clients.queries import get_client, standing_of
from records.handovers import queries
from records.handovers.actions import (
    accept_handover,
    begin_handover,
    decline_handover,
    offer_handover,
    withdraw_handover,
    write_handover,
)
from records.handovers.models import Handover
from records.handovers.packing import pack_now
from records.notices.models import Notice
from tenants.database import TenantSession
from tenants.errors import Conflict, Refused
from tests import factories
from tests.world import Agency, World


def the_one(session: TenantSession, agency: Agency) -> Handover:
    return queries.get_handover(session, agency.ids["case_id"], agency.ids["handover_id"])


def offer(session: TenantSession, handover: Handover, agency: Agency, to: str = "colleague") -> None:
    told = {"member_id": agency.members[to], "version": handover.version}
    offer_handover(session, handover, **told, reason="Handover")


def seen(session: TenantSession, agency: Agency) -> str:
    case = get_case(session, agency.ids["client_id"], agency.ids["case_id"])
    pack = pack_now(session, case, standing_of(session, case.client_id))
    return queries.seen_of(session, the_one(session, agency), pack)


def test_who_accepts_has_read_what_is_kept_and_is_the_worker(world: World) -> None:
    here, ids = world.first, world.first.ids
    with here.acting("colleague") as session:
        assert not standing_of(session, ids["client_id"]).relation.near
        assert queries.my_handovers(session) == []
    with here.acting("practitioner") as session:
        offer(session, the_one(session, here), here)
        with pytest.raises(Conflict):
            accept_handover(session, the_one(session, here), standing_of(session, ids["client_id"]), seen="")
    with here.acting("colleague") as session:
        (mine,) = queries.my_handovers(session)
        mark = seen(session, here)
        factories.a_task(session, mine.case, text="a promise made meanwhile")
        session.flush()
        with pytest.raises(Conflict, match="Read it again"):
            accept_handover(session, mine.handover, standing_of(session, ids["client_id"]), seen=mark)
        file = standing_of(session, ids["client_id"])
        accept_handover(session, mine.handover, file, seen=seen(session, here))
    with here.acting("colleague") as session:
        handover = the_one(session, here)
        assert queries.is_as_read(session, handover) and handover.matters == f"{here.secret} matters"
        assert {"a promise made meanwhile"} <= {one["what"] for one in handover.content["tasks"]}
        assert get_case(session, ids["client_id"], ids["case_id"]).worker_id == here.members["colleague"]
        lent = [one for one in grants_of(session, ids["client_id"]) if one.id == handover.grant_id]
        assert [one.ended_at is not None for one in lent] == [True], "the caseload is the way in now"
        with pytest.raises(IntegrityError):
            session.execute(
                update(Handover).where(Handover.id == handover.id).values(until=factories.today())
            )


def test_who_declines_says_why_and_the_file_closes_again(world: World) -> None:
    here, ids = world.first, world.first.ids
    with here.acting("practitioner") as session:
        offer(session, the_one(session, here), here)
    with here.acting("colleague") as session:
        assert standing_of(session, ids["client_id"]).relation.near
        decline_handover(session, the_one(session, here), reason="no room before June")
    with here.acting("colleague") as session:
        assert not standing_of(session, ids["client_id"]).relation.near
    with here.acting("practitioner") as session:
        handover = the_one(session, here)
        assert (handover.state, handover.answer) == ("declined", "no room before June")
        offer(session, handover, here, "supervisor")
        withdraw_handover(session, handover)
        with pytest.raises(Conflict):
            write_handover(session, handover, version=handover.version, matters="x", ahead=None)
        assert all(one.read_at for one in session.query(Notice).filter_by(about=handover.id))


def test_it_is_offered_only_to_who_may_take_it(world: World) -> None:
    here, ids = world.first, world.first.ids
    with here.acting("practitioner") as session:
        handover = the_one(session, here)
        for role in ("practitioner", "reporter"):
            with pytest.raises(Refused) as refusal:
                offer(session, handover, here, role)
            assert refusal.value.field == "member_id"
        session.rollback()
    with here.acting("supervisor") as session:
        block_access(
            session, ids["client_id"], member_id=here.members["colleague"], kind="relative", reason="kin"
        )
    with here.acting("practitioner") as session, pytest.raises(Refused, match="somebody else"):
        offer(session, the_one(session, here), here)


def test_a_restricted_file_is_not_opened_by_handing_it_on(world: World) -> None:
    here, ids = world.first, world.first.ids
    with here.acting("practitioner") as session:
        restrict(session, get_client(session, ids["client_id"]))
    with here.acting("practitioner") as session, pytest.raises(Refused, match="restricted"):
        offer(session, the_one(session, here), here)
    with here.acting("colleague") as session:
        assert queries.my_handovers(session) == []


def test_standing_in_ends_and_the_case_keeps_its_worker(world: World) -> None:
    here, ids = world.first, world.first.ids
    with here.acting("practitioner") as session:
        withdraw_handover(session, the_one(session, here))
        case = get_case(session, ids["client_id"], ids["case_id"])
        with pytest.raises(Refused):
            begin_handover(session, case, occasion="away", until=factories.today())
        until = factories.today() + timedelta(days=9)
        handover = begin_handover(session, case, occasion="away", until=until)
        with pytest.raises(Conflict):
            begin_handover(session, case, occasion="leaving")
        offer(session, handover, here)
        here.ids["handover_id"] = handover.id
    with here.acting("colleague") as session:
        file = standing_of(session, ids["client_id"])
        accept_handover(session, the_one(session, here), file, seen=seen(session, here))
    with here.acting("colleague") as session:
        assert standing_of(session, ids["client_id"]).relation.near
        assert get_case(session, ids["client_id"], ids["case_id"]).worker_id == here.members["practitioner"]

"""A case is handed on: prepared, offered, read and accepted; and told to the person."""

from collections.abc import Callable
from datetime import timedelta

from records.access.actions import ask_for_access
from tenants import clock
from tests.web.conftest import Person
from tests.web.page import Page
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
HERE = "/people/{client_id}/cases/{case_id}/handover"
PACK = f"{HERE}/{{handover_id}}"


def offered(worker: Person, to: str = "colleague") -> Page:
    assert worker.agency is not None
    return worker.send(f"{PACK}/offer", {"member_id": str(worker.agency.members[to]), "version": "2"})


def seen(page: Page) -> str:
    return str(page.typed("seen"))


def test_a_case_is_handed_on_with_what_the_next_worker_needs(
    worker: Person, colleague: Person, count: Count
) -> None:
    colleague.look(PACK, 303)
    page = worker.look(PACK)
    for words in ("heliotrope matters", "heliotrope ahead", "heliotrope bus", "heliotrope carpool"):
        assert words in (page.tree.html or "")
    assert "705 555-0142" in page.words and "Do not leave a message" in page.words
    told = {"matters": "Say it <b>slowly", "ahead": "Call on Monday", "version": "2"}
    worker.send(f"{PACK}/words", told)
    kept = worker.send(f"{PACK}/words", told | {"matters": "Typed later"}, 409)
    assert kept.typed("matters") == "Typed later" and kept.typed("version") == "3"
    worker.send(f"{PACK}/offer", {"member_id": str(worker.agency.members["colleague"]), "version": "3"})  # type: ignore[union-attr]
    assert (
        "Ozymandra" in colleague.look("/handovers").words
        and "Offered to you" in colleague.look("/handovers").words
    )
    reading = colleague.look(PACK)
    assert "Say it <b>slowly" in reading.words and "heliotrope bus" in reading.words
    assert (
        "have read it" in colleague.send(f"{PACK}/acceptance", {"seen": seen(reading)}, 422).wrong["is_read"]
    )
    colleague.send(f"{PACK}/acceptance", {"seen": "0" * 64, "is_read": "yes"}, 409)
    colleague.send(f"{PACK}/acceptance", {"seen": seen(reading), "is_read": "yes"})
    after = colleague.look(PACK)
    assert "As it was read on" in after.words and "heliotrope bus" in after.words
    assert "What you took over" in colleague.look("/handovers").words
    assert count("handovers", "state = 'accepted' AND hash IS NOT NULL") == 1
    worker.look(PACK, 303)


def test_who_declines_says_why_and_the_worker_reads_it(worker: Person, colleague: Person) -> None:
    offered(worker)
    assert "Say why not." in colleague.send(f"{PACK}/declining", {}, 422).wrong["reason"]
    assert (
        "You have declined"
        in colleague.follow(colleague.send(f"{PACK}/declining", {"reason": "No <i>room"})).words
    )
    colleague.look(PACK, 303)
    assert "No <i>room" in worker.look(PACK).words
    worker.send(f"{PACK}/declining", {"reason": "x"}, 409)
    worker.send(f"{PACK}/withdrawal")
    assert "Taken back" in worker.look(HERE).words
    worker.send(f"{PACK}/withdrawal", {}, 409)
    again = {"occasion": "away", "until": ""}
    assert "last day" in worker.send(HERE, again, 422).wrong["until"]
    page = worker.follow(worker.send(HERE, again | {"until": (TODAY + timedelta(days=9)).isoformat()}))
    assert "Being prepared" in page.words
    worker.send(HERE, {"occasion": "leaving"}, 409)


def test_what_makes_it_warm_is_ticked_off_by_day(worker: Person, count: Count) -> None:
    worker.send(f"{PACK}/points", {"point": "told", "is_done": "yes"})
    assert "Not done after all" in worker.look(PACK).words and count("handovers", "told_on IS NOT NULL") == 1
    worker.send(f"{PACK}/points", {"point": "told", "is_done": ""})
    worker.send(f"{PACK}/points", {"point": "sung", "is_done": "yes"}, 422)
    assert count("handovers", "told_on IS NOT NULL") == 0


def test_asking_for_a_file_is_answered_by_the_offer_of_its_case(
    worker: Person, supervisor: Person, world: World
) -> None:
    with world.first.acting("colleague") as session:
        ask_for_access(session, world.first.ids["client_id"], reason="They called me")
    assert "They called me" in supervisor.look("/people/{client_id}/access").words
    offered(worker)
    access = supervisor.look("/people/{client_id}/access").words
    assert "Handover of case" in access

"""The map of a case is read from its work; what a worker says of it is added, and nothing is locked."""

from tenants import clock
from tests.web.conftest import Person

TODAY = clock.today("America/Toronto").isoformat()
MAP = "/people/{client_id}/cases/{case_id}/phases"


def test_the_map_shows_what_was_done_and_what_was_said(worker: Person) -> None:
    page = worker.look(MAP)
    states = {
        one.css_first("strong").text(): one.attributes["class"] for one in page.tree.css(".phase-map li")
    }
    assert states["Planning"] == "open" and states["Implementing"] == "closed"
    assert "heliotrope rest" in page.words and "This phase is over for now" in page.words
    step = worker.look(f"{MAP}/risk")
    assert "Risks looked at" in step.words
    refused = worker.send(f"{MAP}/risk", {"mark": "not_needed", "words": ""}, 422)
    assert "Say why this step is not needed." in refused.wrong["words"]
    told = worker.follow(worker.send(f"{MAP}/transitioned", {"mark": "done", "words": "Introduced to Ana"}))
    assert "Introduced to Ana" in told.words


def test_a_phase_is_taken_up_again_with_a_reason(worker: Person) -> None:
    again = {"mark": "revisited", "happened_on": TODAY, "words": ""}
    assert "Say why." in worker.send(f"{MAP}/implementing", again, 422).wrong["words"]
    page = worker.follow(worker.send(f"{MAP}/implementing", again | {"words": "Lost the job"}))
    assert "round 2" in page.words and "Lost the job" in page.words
    over = {"mark": "closed", "happened_on": "2090-01-01", "words": "Enough"}
    assert "in the future" in worker.send(f"{MAP}/implementing", over, 422).words
    worker.look(f"{MAP}/no-such-phase", 404)

"""The rules of severing at a browser: set by who may, read by everyone, never overwritten."""

from tests.web.conftest import Person
from tests.world import World

HERE = "/policies/severing"
TOLD = {"place": "notes.details", "proposal": "decide", "reason": "safety", "note": "Fear <b> of somebody."}


def test_a_rule_is_set_and_its_versions_are_read_by_everyone(
    world: World, owner: Person, worker: Person
) -> None:
    first = worker.look(HERE)
    assert "settled nothing yet" in first.words and not first.links("Set a rule")
    assert "Note: What happened" in first.words
    edit = owner.look(HERE + "/rule?place=notes.details")
    assert edit.typed("number") == "0" and edit.typed("proposal") == "show"
    wrong = owner.send(HERE + "/rule", TOLD | {"note": "", "number": "0"}, 422)
    assert "Write why" in wrong.wrong["note"] and wrong.typed("number") == "0"
    owner.send(HERE + "/rule", TOLD | {"number": "0"})
    assert "what it is now" in owner.send(HERE + "/rule", TOLD | {"number": "0"}, 409).words
    page = worker.look(HERE)
    assert (
        "Decide each time" in page.words
        and "Fear <b> of somebody." in page.words
        and "Version 1" in page.words
    )
    owner.send(HERE + "/rule", TOLD | {"proposal": "sever", "number": "1"})
    owner.send(HERE + "/second-reader", {"never_alone": "y", "number": "2"})
    assert "Nobody agrees alone" in worker.look(HERE).words
    old = worker.look("//" + next(iter(worker.look(HERE).links("Version 1"))).lstrip("/"))
    assert "A newer version counts by now." in old.words and "Decide each time" in old.words


def test_only_privacy_lead_and_administrator_set_a_rule(
    worker: Person, supervisor: Person, owner: Person
) -> None:
    for person in (worker, supervisor):
        person.look(HERE + "/rule", 403)
        person.send(HERE + "/rule", TOLD | {"number": "0"}, 403)
        person.send(HERE + "/second-reader", {"number": "0"}, 403)
    gone = {"place": "clients.legal_given", "number": "0"}
    assert owner.send(HERE + "/rule", TOLD | gone, 422).wrong["place"] == "Choose from the list."

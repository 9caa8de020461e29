"""What an agency asks about: switched off with a reason, it is offered no more, and files that hold it say so."""

from records.clients.queries import get_client
from records.particulars.actions import add_particular
from records.particulars.asking import QUESTIONS
from records.particulars.kinds import KINDS
from records.particulars.queries import not_asked
from tests.web.conftest import Person
from tests.world import World

DETAILS = "/people/{client_id}/details"
ASKED: dict[str, str] = dict.fromkeys(QUESTIONS, "yes")


def test_what_is_not_asked_any_more_is_looked_at_again(world: World, owner: Person, worker: Person) -> None:
    for agency in world.both:
        with agency.acting("practitioner") as session:
            client = get_client(session, agency.ids["client_id"])
            add_particular(session, client, KINDS["household"], values={"needed_for": "A supplement"})
            told = {"question": "disability", "given": "declined"}
            kept = add_particular(session, client, KINDS["demographic"], values=told)
            agency.ids["disability"] = kept.id
    off = {name: yes for name, yes in ASKED.items() if name not in ("household", "demographic_disability")}
    page = owner.send("/asked-about", off | {"household_why": "No support depends on it"}, 422)
    assert "Say why it is not asked." in page.wrong["demographic_disability_why"]
    whys = {"household_why": "No <b>support</b>", "demographic_disability_why": "No funder asks"}
    settled = owner.follow(
        owner.send("/asked-about", off | whys | {"demographic_gender_why": "Our funder counts"})
    )
    assert settled.typed("household_why") == "No <b>support</b>"

    check = worker.look("/people/{client_id}").tree.css_first("#file-check").text()
    assert check.count("Your agency does not ask about this. Is it still needed?") == 2
    details = worker.look(DETAILS)
    assert details.words.count("Not asked here: still needed?") == 2
    assert not details.tree.css("a[href$='/new/household']") and details.tree.css(
        "a[href$='/new/demographic']"
    )
    form = worker.look(f"{DETAILS}/new/demographic")
    assert "Gender: Our funder counts" in form.words and "Person with a disability" not in form.words
    new = {"question": "disability", "given": "declined", "since": "2026-01-05"}
    assert worker.send(f"{DETAILS}/new/demographic", new, 422).wrong["question"]
    worker.send(f"{DETAILS}/{{disability}}/error", {"reason": "Not needed"})
    check = worker.look("/people/{client_id}").tree.css_first("#file-check").text()
    assert check.count("Is it still needed?") == 1


def test_every_agency_settles_it_for_itself(world: World, owner: Person, worker: Person) -> None:
    assert owner.look("/asked-about").typed("demographic_income_why") == "Ozymandra keeps no incomes"
    worker.look("/asked-about", 403)
    worker.send("/asked-about", ASKED, 403)
    owner.send("/asked-about", ASKED)
    with world.second.acting("practitioner") as session:
        assert not_asked(session) == {"demographic_income"}
    with world.first.acting("practitioner") as session:
        assert not_asked(session) == set()

"""A referral goes out under a permission, comes back by the partner's own link, and closes when both were asked."""

from collections.abc import Callable
from datetime import timedelta

import psycopg

from tenants import clock
from tests.web.conftest import Person, mailed

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
CASE = "/people/{client_id}/cases/{case_id}/referrals"
ONE = f"{CASE}/{{referral_id}}"


def of(worker: Person, path: str = ONE) -> str:
    """The version that the page shows, as a form sends it back."""
    return worker.look(path).typed("version")


def step(worker: Person, state: str, **more: str) -> dict[str, str]:
    return {"state": state, "happened_on": TODAY.isoformat(), "version": of(worker)} | more


def test_a_referral_is_written_down_sent_and_followed_to_its_end(worker: Person, count: Count) -> None:
    made = worker.send(
        CASE, {"partner_id": str(worker.agency.ids["partner_id"]), "need": "Evening course", "is_warm": "1"}
    )
    page = worker.follow(made)
    assert "Evening course" in page.words and "Written down" in page.words
    worker.agency.ids["referral_id"] = made.location.rsplit("/", 1)[1]
    when = {"sent_on": TODAY.isoformat(), "answer_by": (TODAY + timedelta(days=7)).isoformat()}
    sending = {"how_sent": "phone", "version": page.typed("version")} | when
    page = worker.follow(worker.send(f"{ONE}/sending", sending))
    assert "Nothing about the person left the file." in page.words
    assert "Write why" in worker.send(f"{ONE}/steps", step(worker, "declined"), 422).words
    worker.send(f"{ONE}/steps", step(worker, "accepted"))
    worker.send(f"{ONE}/steps", step(worker, "received"))
    done = {"outcome": "helped", "client_asked": "asked", "provider_asked": ""}
    wrong = worker.send(f"{ONE}/closing", done | {"closing_version": of(worker)}, 422)
    assert "Say whether the partner was asked." in wrong.wrong["provider_asked"]
    done |= {"provider_asked": "not_reached", "client_view": "It got me going", "closing_version": of(worker)}
    page = worker.follow(worker.send(f"{ONE}/closing", done))
    assert "It got me going" in page.words and "Tried, not reached" in page.words
    again = {"reason": "Second term", "answer_by": TODAY.isoformat()}
    page = worker.follow(worker.send(f"{ONE}/reopening", again))
    assert "Opened again" in page.words and "It helped" not in page.words
    assert count("referral_steps", "referral_id = %s", worker.agency.ids["referral_id"]) == 6


def test_what_leaves_is_a_disclosure_and_needs_a_permission_that_covers_it(
    worker: Person, count: Count
) -> None:
    made = worker.send(CASE, {"partner_id": str(worker.agency.ids["partner_id"]), "need": "Course"})
    worker.agency.ids["referral_id"] = made.location.rsplit("/", 1)[1]
    before = count("disclosures")
    sending = {
        "how_sent": "email",
        "sent_on": TODAY.isoformat(),
        "answer_by": TODAY.isoformat(),
        "consent_id": str(worker.agency.ids["release_id"]),
        "categories": ["notes"],
        "what": "All notes",
    }
    wrong = worker.send(f"{ONE}/sending", sending | {"version": of(worker)}, 422)
    assert "does not cover" in wrong.words and wrong.typed("what") == "All notes"
    assert count("disclosures") == before
    right = {"categories": ["attendance"], "what": "Days attended", "version": of(worker)}
    page = worker.follow(worker.send(f"{ONE}/sending", sending | right))
    assert "What left the file" in page.words and count("disclosures") == before + 1


def test_no_answer_is_a_state_only_after_its_day_and_after_asking_again(
    worker: Person, superuser: psycopg.Connection
) -> None:
    assert "They still have time" in worker.send(f"{ONE}/steps", step(worker, "no_response"), 422).words
    superuser.execute("UPDATE referrals SET sent_on = sent_on - 20, answer_by = answer_by - 20")
    late = worker.look("/referrals?view=late")
    assert "No answer yet" in late.words and "heliotrope college" in late.words
    assert "Ask once more" in worker.send(f"{ONE}/steps", step(worker, "no_response"), 422).words
    worker.send(f"{ONE}/asking", {"asked_words": "Left a message"})
    page = worker.follow(worker.send(f"{ONE}/steps", step(worker, "no_response")))
    assert "Left a message" in page.words and page.tree.css_first("#closing") is not None


def test_a_partner_answers_by_a_link_that_names_nobody(
    worker: Person, nobody: Person, superuser: psycopg.Connection
) -> None:
    worker.send(f"{ONE}/link")
    token = mailed(worker.agency.tenancy("practitioner"), "partner@heliotrope.example.com")
    question = nobody.look(f"//answer/{token}")
    assert (
        "Ozymandra" not in question.body and "Trémblay" not in question.body and "need" not in question.words
    )
    assert "Choose where you stand." in nobody.send(f"//answer/{token}", {}, 422).words
    nobody.send(f"//answer/{token}", {"state": "closed"}, 422)
    thanks = nobody.send(f"//answer/{token}", {"state": "waitlisted", "words": "Three weeks"}, 200)
    assert "Your answer has reached" in thanks.words
    page = worker.look(ONE)
    assert "On their waiting list" in page.words and "Three weeks" in page.words
    assert "the partner, by the link" in page.words
    nobody.look("//answer/made-up", 404)
    worker.send(f"{ONE}/link")
    nobody.look(f"//answer/{token}", 404)
    superuser.execute("UPDATE referrals SET answer_until = answer_until - 100")
    newest = mailed(worker.agency.tenancy("practitioner"), "partner@heliotrope.example.com")
    nobody.look(f"//answer/{newest}", 404)


def test_two_at_once_do_not_overwrite_each_other(worker: Person) -> None:
    old = step(worker, "acknowledged")
    worker.send(f"{ONE}/steps", old)
    late = worker.send(f"{ONE}/steps", old | {"state": "accepted", "words": "They said yes"}, 409)
    assert late.typed("words") == "They said yes"


def test_partners_are_kept_changed_and_taken_out_of_use(worker: Person, colleague: Person) -> None:
    made = {"name": "North Shelter", "kind": "housing", "email": "a@shelter.example.org"}
    assert "North Shelter" in worker.follow(worker.send("/partners", made)).words
    page = worker.look("/partners/{partner_id}/edit")
    changed = {
        "name": "heliotrope college",
        "kind": "training",
        "offer": "Evenings",
        "version": page.typed("version"),
    }
    assert "Evenings" in worker.follow(worker.send("/partners/{partner_id}", changed)).words
    worker.send("/partners/{partner_id}", changed, 409)
    assert "Ozymandra" not in colleague.look("/partners/{partner_id}").body
    worker.send("/partners/{partner_id}/end")
    assert "heliotrope college" not in worker.look(f"{CASE}/new").body
    assert (
        "Choose from the list."
        in worker.send(CASE, {"partner_id": str(worker.agency.ids["partner_id"]), "need": "More"}, 422).words
    )

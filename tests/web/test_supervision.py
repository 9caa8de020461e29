"""Questions and thanks: written at the foot of a note, about a case or to anybody; answered on a page of their own."""

from tests.web.conftest import Person

CASE = "/people/{client_id}/cases/{case_id}"
NOTE = f"{CASE}/notes/{{note_id}}"
ONE = "/supervision/{exchange_id}"


def test_a_question_at_the_foot_of_a_note_is_answered_and_closed(
    worker: Person, supervisor: Person, owner: Person
) -> None:
    foot = supervisor.look(NOTE)
    assert "Only the two of you read this" in foot.words
    assert "A question or thanks to the author" not in worker.look(NOTE).words
    back = supervisor.send(f"{NOTE}/supervision", {"kind": "", "remark": "Does <b>he</b> drive?"}, 422)
    assert back.wrong["kind"] and back.typed("remark") == "Does <b>he</b> drive?"
    sent = supervisor.send(f"{NOTE}/supervision", {"kind": "question", "remark": "Does <b>he</b> drive?"})
    asked = "/" + sent.location.split("/", 2)[2]
    assert "Does <b>he</b> drive?" in worker.look(asked).words
    assert "Waits for you" in worker.look("/supervision").words
    for page in (NOTE, CASE, "/people/{client_id}"):
        for person in (worker, supervisor):
            assert "he</b> drive" not in person.look(page).words
    assert owner.look(asked, 404) and owner.send(f"{asked}/answer", {"words": "mine"}, 404)
    assert worker.send(f"{asked}/answer", {"words": " "}, 422).wrong["words"]
    worker.send(f"{asked}/closing", status=422)
    assert "On Mondays" in worker.follow(worker.send(f"{asked}/answer", {"words": "On Mondays"})).words
    worker.send(f"{asked}/answer", {"words": "again"}, 409)
    assert "Waits for you" in supervisor.look("/supervision?view=by_me").words
    closed = supervisor.follow(supervisor.send(f"{asked}/closing"))
    assert "It is closed" in closed.words
    assert "Waits for you" not in supervisor.look("/supervision?view=by_me").words


def test_about_a_case_or_to_anybody_and_only_supervisors_begin(worker: Person, supervisor: Person) -> None:
    assert "Practitioner of heliotrope" in supervisor.look(f"{CASE}/supervision").title
    supervisor.send(f"{CASE}/supervision", {"kind": "thanks", "remark": "Well closed"})
    page = worker.look("/supervision")
    assert "Thanks" in page.words and "heliotrope" in page.words
    assert supervisor.send("/supervision", {"kind": "thanks", "remark": "x"}, 422).wrong["asked_to"]
    colleague = str(supervisor.agency.members["colleague"]) if supervisor.agency else ""
    general = {"kind": "thanks", "remark": "Good week", "asked_to": colleague}
    assert "Good week" in supervisor.follow(supervisor.send("/supervision", general)).words
    for path in (f"{CASE}/supervision", "/supervision/new"):
        worker.look(path, 403)
    for path in (f"{CASE}/supervision", f"{NOTE}/supervision", "/supervision"):
        worker.send(path, {"kind": "thanks", "remark": "to myself"}, 403)


def test_an_empty_page_says_where_they_come_from(colleague: Person) -> None:
    assert "A question or thanks from your supervisor appears here" in colleague.look("/supervision").words
    assert "You have not written to anybody" in colleague.look("/supervision?view=by_me").words

"""What is looked at beside a draft before it is issued."""

import pytest

from press import pdf
from tests import factories
from tests.web.conftest import Person
from tests.world import World

CASE = "/people/{client_id}/cases/{case_id}"
HARD = "Notwithstanding administrative considerations, participation necessitates prior authorization again."
WRITTEN = f"I met Zoe Uberall on Monday. Quill Faraway came along. {HARD}"


def test_a_draft_shows_what_somebody_may_want_to_look_at(
    world: World, worker: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "AT_ONCE_SECONDS", 60.0)
    with world.first.acting("practitioner") as session:
        factories.a_case(session, factories.a_client(session, legal_given="Zoé", legal_family="Überall"))
    with world.second.acting("practitioner") as session:
        factories.a_case(session, factories.a_client(session, legal_given="Quill", legal_family="Faraway"))
    wish = {"kind": "progress_report", "language": "en", "size": "regular", "words": WRITTEN}
    draft = worker.send(f"{CASE}/documents", wish).location.removeprefix(f"/{world.first.slug}")
    looked = worker.look(draft).tree.css_first("#document-checks")
    told = " ".join(looked.text(separator=" ").split())
    assert "“I met Zoe Uberall on Monday.”" in told and "Quill Faraway" not in told.split("Every letter")[0]
    assert "Reads like grade" in told and "Every letter can be printed" in told
    typed = {"version": "1", "shown_in": "en", "language": "en", "size": "regular"}
    page = worker.send(draft.replace("/draft", "/preview"), typed | {"words": f"{HARD} \U0001f642"}, 200)
    told = " ".join(page.tree.css_first("#document-checks").text(separator=" ").split())
    assert f"“{HARD}" in told and "Stops the document: These letters cannot be printed \U0001f642" in told
    refused = worker.send(draft.replace("/draft", "/issue"), typed | {"words": "\U0001f642"}, 422)
    assert "cannot be printed here" in refused.words

"""The first week: steps are read from what somebody did, and new colleagues are seen by who answers for them."""

from tests import factories
from tests.web.conftest import Person
from tests.world import World


def test_what_somebody_did_is_what_is_done(colleague: Person, supervisor: Person, world: World) -> None:
    page = colleague.look("/first-week")
    assert "0 of 9 steps" in page.words and "Next" in page.words
    with world.second.acting("colleague") as session:
        factories.a_note(session, factories.a_case(session))
    assert "0 of 9 steps" in colleague.look("/first-week").words, "another agency's work is nobody's here"

    with world.first.acting("colleague") as session:
        factories.a_note(session, factories.a_case(session))
    assert "2 of 9 steps" in colleague.look("/first-week").words
    assert "New colleagues" not in colleague.look("/first-week").words

    new = supervisor.look("/first-week")
    row = next(one.text() for one in new.tree.css("#new tbody tr") if "2 of 9" in one.text())
    assert "Read the agency’s policies" in row

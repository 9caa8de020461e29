"""Reviews of files: only files one may open and none of one's own, the worker answers, what was found stays."""

from uuid import uuid4

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import update

from records.cases.queries import get_case
from records.clients.models import Client
from records.clients.queries import standing_of
from records.requests.gathering import gather
from records.reviews.actions import answer_findings, close_review, look_over
from records.reviews.queries import get_line, get_review, lines_of, proposals, to_answer
from records.reviews.rules import POINTS
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import World


def test_a_drawing_finds_open_files_of_others_and_can_be_repeated(world: World) -> None:
    here, there = world.both
    for agency in world.both:
        with agency.acting("practitioner") as session:
            for place in range(6):
                factories.a_case(session, days_ago=40, program="Bridge" if place < 4 else "")
    with here.acting("colleague") as session:
        hidden = factories.a_case(session, days_ago=40, program="Bridge")
        session.execute(update(Client).where(Client.id == hidden.client_id).values(restricted=True))
    with here.acting("supervisor") as session:
        own = factories.a_case(session, program="Bridge")
        review = factories.a_review(session, size=3, program="Bridge")
        drawn = [line.case.id for line in lines_of(session, review.id)]
        assert len(drawn) == 3
        again = factories.a_review(session, size=3, program="Bridge", seed=review.seed)
        assert [line.case.id for line in lines_of(session, again.id)] == drawn
        whole = factories.a_review(session, program="Bridge")
        assert len(lines_of(session, whole.id)) == 4, "neither the restricted one nor one's own"
        assert own.id not in {line.case.id for line in lines_of(session, whole.id)}
        of_closed = factories.a_review(session, scope="closed")
        assert [line.case.id for line in lines_of(session, of_closed.id)] == [here.ids["closed_case_id"]]
        with pytest.raises(Refused, match="No file fits"):
            factories.a_review(session, program="Nothing")
        with pytest.raises(NotFound):
            get_review(session, there.ids["review_id"])


def test_the_worker_is_told_answers_once_and_then_it_stays(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("colleague") as session:
        assert to_answer(session) == []
    with world.first.acting("practitioner") as session:
        (line,) = to_answer(session)
        assert line.file.words == {"consent": "heliotrope finding"} and line.file.short == ["consent"]
        answer_findings(session, line.file, words="Asked, and scanned")
        assert to_answer(session) == []
        with pytest.raises(Conflict, match="answered already"):
            answer_findings(session, line.file, words="Twice")
    with world.first.acting("supervisor") as session:
        file = get_line(session, ids["client_id"], ids["reviewed_file_id"]).file
        with pytest.raises(Conflict, match="answered already"):
            factories.a_reviewed_file(session, get_review(session, ids["review_id"]), goals="none")
        with pytest.raises(Refused, match="Only the worker"):
            answer_findings(session, file, words="Not mine")


def test_a_second_look_keeps_the_first_and_sees_who_was_faster(
    world: World, superuser: psycopg.Connection
) -> None:
    ids, all_met = world.first.ids, dict.fromkeys(POINTS, "met")
    with world.first.acting("supervisor") as session:
        review = get_review(session, ids["review_id"])
        file = get_line(session, ids["client_id"], ids["reviewed_file_id"]).file
        with pytest.raises(Conflict, match="while you were typing"):
            look_over(session, file, review, version=1, verdicts=all_met, words={})
        look_over(session, file, review, version=2, verdicts=all_met, words={})
        assert file.short == []
    count = "SELECT count(*) FROM versions WHERE subject = 'reviewed_files' AND subject_id = %s"
    assert superuser.execute(count, (ids["reviewed_file_id"],)).fetchone() == (2,)
    with world.first.acting("practitioner") as session, pytest.raises(Refused, match="your own work"):
        file = get_line(session, ids["client_id"], ids["reviewed_file_id"]).file
        look_over(session, file, get_review(session, ids["review_id"]), version=3, verdicts=all_met, words={})


def test_a_closed_review_keeps_its_counts_and_changes_no_more(
    world: World, superuser: psycopg.Connection
) -> None:
    with world.first.acting("supervisor") as session:
        review = get_review(session, world.first.ids["review_id"])
        empty = factories.a_review(session)
        with pytest.raises(Refused, match="at least one file"):
            close_review(session, empty, conclusion="Nothing")
        close_review(session, review, conclusion="Ask for consent first")
        assert review.found is not None
        assert (review.found["files"], review.found["reviewed"]) == (2, 1)
        assert review.found["points"]["consent"] == {"not_met": 1}
        with pytest.raises(Conflict, match="closed"):
            factories.a_reviewed_file(session, review, place=1)
    with pytest.raises(errors.CheckViolation):
        superuser.execute("UPDATE file_reviews SET found = '{}' WHERE id = %s", (review.id,))


def test_what_was_found_about_the_record_is_in_no_package(world: World) -> None:
    with world.first.acting() as session:
        told = str(gather(session, world.first.ids["client_id"], but=uuid4()))
        assert "heliotrope goal" in told and "finding" not in told


def test_the_file_shows_by_itself_what_is_there(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("supervisor") as session:
        standing = standing_of(session, ids["client_id"])
        found = proposals(session, standing, get_case(session, ids["client_id"], ids["case_id"]))
        assert set(found) == set(POINTS)
        assert (found["consent"], found["release"], found["notes"]) == ("met", "met", "met")
        assert found["services"] == "not_met"
        assert (found["ending"], found["incidents"]) == ("not_applicable", "met")
        closed = proposals(session, standing, get_case(session, ids["client_id"], ids["closed_case_id"]))
        assert (closed["ending"], closed["evaluation"]) == ("met", "not_met")

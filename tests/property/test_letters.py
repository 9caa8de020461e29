"""What a letter to a client may say, whatever stands in the record."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from records.brands.values import Letterhead
from records.cases.models import EXIT_REASONS
from records.documents.facts import Ending, Facts
from records.documents.kinds import document_from_plain, offered
from records.documents.letters import ClosingLetter, IntroductionLetter, Outcome, Partner
from records.documents.rules import compose, gaps, told_phases, tone_of
from records.documents.values import Recognized, Step
from records.phases.rules import Phase, Round, StepState

DAY = date(2026, 11, 20)
SECRET = "between workers"
WORDS = st.text(min_size=1, max_size=40)


def facts(reason: str, words: str, goal: str, step: str, *, kind: str = ClosingLetter.KIND) -> Facts:
    ending = Ending(reason, DAY, [Outcome(goal, "achieved")], [Partner(goal, "555-0100")], "agreed", DAY)
    return Facts(
        language="en",
        size="regular",
        letterhead=Letterhead("Amik"),
        client_name="Sam Doe",
        file_number="F-1",
        worker_name="Priya",
        worker_title="",
        goal=goal,
        opened_on=DAY,
        today=DAY,
        contacts=(),
        steps=[Step(step), Step(SECRET, "worker")],
        kind=kind,
        words=words,
        recognized=[Recognized(DAY, step)],
        ending=ending,
    )


@given(st.sampled_from(EXIT_REASONS), WORDS, WORDS, WORDS)
def test_a_closing_letter_tells_a_stranger_nothing_of_the_work(
    reason: str, words: str, goal: str, step: str
) -> None:
    letter = compose(facts(reason, words, goal, step))
    assert isinstance(letter, ClosingLetter)
    assert document_from_plain(letter.to_plain()) == letter
    assert letter.words == words and letter.tone == tone_of(reason)
    told = (letter.aims, letter.outcomes, letter.recognized, letter.still_open, letter.helpers)
    if letter.tone == "unreached":
        assert reason == "contact_lost" and told == ("", (), (), (), ()) and letter.follow_up == "none"
    else:
        assert [one.goal for one in letter.outcomes] == [goal] and letter.follow_up == "agreed"
        assert [one.text for one in letter.still_open] == [step], (
            "what a worker still owes is no task of theirs"
        )


@given(st.sampled_from([None, *EXIT_REASONS]), st.booleans())
def test_each_letter_has_its_time(reason: str | None, is_alive: bool) -> None:
    kinds = offered(reason, is_alive=is_alive)
    assert len(set(kinds)) == len(kinds)
    assert (IntroductionLetter.KIND in kinds) == (reason is None)
    may_write = is_alive and reason not in (None, "deceased", "opened_in_error")
    assert (ClosingLetter.KIND in kinds) == may_write


def test_what_is_missing_is_named_and_only_where_it_would_be_said() -> None:
    bare = Ending("employed", DAY)
    made = facts("employed", "", "g", "s")
    assert gaps(made) == []
    without = {name: getattr(made, name) for name in Facts.__slots__} | {"ending": bare, "recognized": ()}
    assert gaps(Facts(**without)) == ["outcomes", "recognized", "follow_up", "kept"]
    assert gaps(Facts(**without | {"ending": Ending("contact_lost", DAY)})) == ["kept"]
    assert gaps(Facts(**without | {"kind": IntroductionLetter.KIND})) == ["next_at"]


@given(WORDS)
def test_the_map_on_paper_has_no_word_of_the_workers(words: str) -> None:
    steps = (StepState("screened", "not_needed", DAY, SECRET), StepState("risk", "done", DAY, SECRET))
    phase = Phase("assessing", "open", (Round(1, DAY, SECRET, DAY, SECRET), Round(2, DAY, SECRET)), steps)
    (told,) = told_phases([phase])
    assert SECRET not in str(told)
    assert (told.code, told.state, told.done) == (phase.code, phase.state, phase.done)
    assert [one.begun_on for one in told.rounds] == [DAY, DAY]

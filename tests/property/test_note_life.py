"""A note's life, in whatever order people press what: a model of it in plain Python, and the product beside it."""

from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from records.cases.models import Case
from records.cases.queries import get_case
from records.clients.queries import standing_of
from records.entries.queries import timeline
from records.notes.actions import (
    add_addendum,
    change_format,
    discard_draft,
    save_draft,
    sign_note,
    start_note,
)
from records.notes.chain import first_broken
from records.notes.formats import FORMATS, recast
from records.notes.queries import addenda_of, get_note
from records.notes.reviews import ask_in_error, cosign, decide_error, need_cosigning
from tenants import audit
from tenants.errors import Conflict, NotFound, Refused
from tenants.members import get_member
from tests import factories
from tests.world import World

texts = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
people = st.sampled_from(["practitioner", "supervisor"])


class NoteLife(RuleBasedStateMachine):
    """Two people at one case's notes, of whom the practitioner's need a second name."""

    world: ClassVar[World]
    notes = Bundle("notes")

    def __init__(self) -> None:
        super().__init__()
        with self.world.first.acting("practitioner") as session:
            case = factories.a_case(session)
            self.client_id, self.case_id = case.client_id, case.id
        with self.world.first.acting("supervisor") as session:
            need_cosigning(
                session, get_member(session, self.world.first.members["practitioner"]), needed=True
            )
        self.model: dict[Any, dict[str, Any]] = {}

    def case(self, session: Any) -> Case:
        return get_case(session, self.client_id, self.case_id)

    @rule(target=notes, who=people)
    def start(self, who: str) -> Any:
        with self.world.first.acting(who) as session:
            note = start_note(session, self.case(session))
            session.flush()
            self.model[note.id] = {
                "by": who,
                "state": "draft",
                "draft": None,
                "version": note.version,
                "addenda": [],
                "cosigned": False,
                "asked": None,
            }
            return note.id

    @rule(note_id=notes, who=people, text=texts, behind=st.integers(0, 1))
    def save(self, note_id: Any, who: str, text: str, behind: int) -> None:
        known = self.model[note_id]
        expected = self._refusal(known, who) or (Conflict if behind else None)
        values = {"details": text}
        self._do(
            who,
            note_id,
            expected,
            lambda session, note: save_draft(session, note, values=values, version=note.version - behind),
        )
        if expected is None:
            known["draft"], known["version"] = values, known["version"] + 1

    @rule(note_id=notes, who=people, wanted=st.sampled_from(list(FORMATS)))
    def take_another_format(self, note_id: Any, who: str, wanted: str) -> None:
        known = self.model[note_id]
        expected, typed = self._refusal(known, who), known["draft"] or {}
        self._do(
            who,
            note_id,
            expected,
            lambda session, note: change_format(
                session, note, values=typed, wanted=wanted, version=note.version
            ),
        )
        if expected is None:
            known["draft"], known["version"] = recast(typed, wanted), known["version"] + 1

    @rule(note_id=notes, who=people, text=texts)
    def sign(self, note_id: Any, who: str, text: str) -> None:
        known = self.model[note_id]
        expected = self._refusal(known, who) or (None if text.strip() else Refused)
        content = {"details": text}
        self._do(
            who,
            note_id,
            expected,
            lambda session, note: sign_note(
                session, note, factories.content(**content), version=note.version
            ),
        )
        if expected is None:
            known |= {"state": "signed", "draft": None, "details": text}

    @rule(note_id=consumes(notes), who=people)
    def discard(self, note_id: Any, who: str) -> None:
        known = self.model[note_id]
        expected = self._refusal(known, who)
        self._do(who, note_id, expected, discard_draft)
        if expected is None:
            known |= {"state": "discarded", "draft": None}

    @rule(note_id=notes, who=people, text=texts)
    def add(self, note_id: Any, who: str, text: str) -> None:
        known = self.model[note_id]
        expected = self._unsigned(known, who)
        if expected is None and known["by"] != who == "practitioner":
            expected = Refused
        self._do(
            who,
            note_id,
            expected,
            lambda session, note: add_addendum(session, note, reason="add_information", words=text),
        )
        if expected is None:
            known["addenda"].append(text)

    @rule(note_id=notes, who=people)
    def put_a_second_name(self, note_id: Any, who: str) -> None:
        known = self.model[note_id]
        expected = self._unsigned(known, who)
        if expected is None and (known["by"] != "practitioner" or known["cosigned"]):
            expected = Conflict
        elif expected is None and who == known["by"]:
            expected = Refused
        self._do(who, note_id, expected, cosign)
        if expected is None:
            known["cosigned"] = True
            known["addenda"].append("")

    @rule(note_id=notes, who=people)
    def say_it_was_in_error(self, note_id: Any, who: str) -> None:
        known = self.model[note_id]
        expected = self._unsigned(known, who)
        if expected is None:
            expected = Refused if who != known["by"] else Conflict if known["asked"] == "asked" else None
        self._do(who, note_id, expected, lambda session, note: ask_in_error(session, note, reason="wrong"))
        if expected is None:
            known["asked"] = "asked"

    @rule(note_id=notes, who=people, confirmed=st.booleans())
    def decide_that(self, note_id: Any, who: str, confirmed: bool) -> None:
        known = self.model[note_id]
        expected = NotFound if known["asked"] is None else Conflict if known["asked"] != "asked" else None
        if expected is None and who == known["by"]:
            expected = Refused
        self._do(
            who, note_id, expected, lambda session, note: decide_error(session, note, confirmed=confirmed)
        )
        if expected is None:
            known["asked"] = "decided"
            known["state"] = "in_error" if confirmed else "signed"

    def _unsigned(self, known: dict[str, Any], who: str) -> type[Exception] | None:
        """What whoever wants a signed note is told about one that is not."""
        if known["state"] in ("signed", "in_error"):
            return Conflict if known["state"] == "in_error" else None
        return Conflict if known["by"] == who and known["state"] == "draft" else NotFound

    def _refusal(self, known: dict[str, Any], who: str) -> type[Exception] | None:
        if known["state"] == "discarded" or known["by"] != who:
            return NotFound
        return None if known["state"] == "draft" else Conflict

    def _do(self, who: str, note_id: Any, expected: type[Exception] | None, act: Any) -> None:
        def run() -> None:
            with self.world.first.acting(who) as session:
                act(session, get_note(session, self.case_id, note_id))

        if expected is None:
            run()
        else:
            with pytest.raises(expected):
                run()

    @invariant()
    def everybody_reads_what_they_may_and_nothing_was_lost(self) -> None:
        for who in ("practitioner", "supervisor"):
            with self.world.first.acting(who, read_only=True) as session:
                relation = standing_of(session, self.client_id).relation
                shown = {
                    line.id for line in timeline(session, self.client_id, relation, case_id=self.case_id).rows
                }
                for note_id, known in self.model.items():
                    was_signed = known["state"] in ("signed", "in_error")
                    may = was_signed or (known["state"] == "draft" and known["by"] == who)
                    # Who supervises says why before reading notes, unless the client is near to them.
                    assert (note_id in shown) == may or len(shown) >= 24 or not relation.near
                    if not may:
                        continue
                    note = get_note(session, self.case_id, note_id)
                    assert (note.state, note.draft, note.version) == (
                        known["state"],
                        known["draft"],
                        known["version"],
                    )
                    assert note.details == known.get("details")
                    assert [addendum.words for addendum in addenda_of(session, note_id)] == known["addenda"]

    @invariant()
    def what_is_signed_is_one_chain(self) -> None:
        with self.world.first.acting("supervisor", read_only=True) as session:
            assert first_broken(session) is None

    def teardown(self) -> None:
        with self.world.first.acting(read_only=True) as session:
            assert audit.first_broken(session) is None


def test_a_note_lives_as_it_should(world: World) -> None:
    machine = type("NoteLife", (NoteLife,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )

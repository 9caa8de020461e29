"""Who is left out of a batch, how far each document is, and the order of the pile."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from records.batches.rules import KINDS, Letter, Standing, hindrance, pile, postal_code, step
from records.deliveries.rules import written_address
from records.documents.kinds import FOR_CLIENTS, offered
from templates.labels import LABELS

STANDINGS = st.builds(
    Standing,
    may_write=st.booleans(),
    is_alive=st.booleans(),
    offered=st.sets(st.sampled_from(KINDS)),
    has_plan=st.booleans(),
    in_hand=st.booleans(),
    made_today=st.booleans(),
    has_address=st.booleans(),
)
CODES = st.sampled_from(["P3E 5J1", "p3e5j1", "K1A0B1", "V6B 1A1", "", "75001"])


@given(st.sampled_from(KINDS), STANDINGS)
def test_nobody_is_written_to_unless_everything_speaks_for_it_and_a_closed_file_tells_nothing(
    kind: str, one: Standing
) -> None:
    why = hindrance(kind, one)
    fine = one.may_write and one.is_alive and kind in one.offered and one.has_address
    fine = fine and not (one.made_today or one.in_hand) and (one.has_plan or kind != "action_plan")
    assert (why == "") == fine
    assert why == "" or why in LABELS["batch_left_out"]
    assert one.may_write or why == "closed"


def test_every_kind_of_a_batch_is_one_for_clients_and_fits_some_case() -> None:
    assert set(KINDS) <= set(FOR_CLIENTS)
    assert set(KINDS) <= {*offered(None, is_alive=True), *offered("employed", is_alive=True)}


@given(
    st.sampled_from([None, "closed", "by_hand"]),
    st.sampled_from([None, "draft", "dropped", "making", "issued", "replaced", "withdrawn"]),
    st.sampled_from([None, "waiting", "running", "done", "failed"]),
)
def test_what_is_neither_made_nor_worked_on_nor_left_out_has_failed_and_can_be_asked_for_again(
    why: str | None, document: str | None, job: str | None
) -> None:
    found = step(why, document, job)
    assert (found == "left_out") == (why is not None)
    if why is None:
        assert (found == "made") == (document in ("issued", "replaced", "withdrawn"))
        assert found != "waiting" or job in ("waiting", "running")


@given(st.lists(st.tuples(st.sampled_from("abc"), CODES, st.integers(1, 9)), max_size=12), st.randoms())
def test_envelopes_lie_by_postal_code_then_name_however_the_letters_came(told, random) -> None:
    letters = [
        Letter(
            uuid4(),
            UUID(int=0),
            f"D-{number}",
            name,
            written_address(name, {"lines": "1", "town": "T", "postal_code": code}),
        )
        for name, code, number in told
    ]
    places = [(postal_code(one.recipient), one.sort_name, one.number) for one in pile(letters)]
    assert places == sorted(places)
    mixed = random.sample(letters, len(letters))
    assert [(one.sort_name, one.number) for one in pile(mixed)] == [
        (one.sort_name, one.number) for one in pile(letters)
    ]
    assert [postal_code(one.recipient) for one in letters if "P3E" in postal_code(one.recipient)] == [
        "P3E 5J1"
    ] * sum(code.upper().startswith("P3E") for _name, code, _number in told)

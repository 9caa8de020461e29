"""Which answer opens a link, what a link is worth at a moment, and how an address stands in a window."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from records.deliveries.rules import fits, new_answer, state_of, written_address
from records.documents.codes import LENGTH, code_of, new_code

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@given(st.text(max_size=12), st.sampled_from(["1987", "004211"]))
def test_only_the_same_digits_open_however_they_are_spaced(said: str, kept: str) -> None:
    digits = "".join(one for one in said if one in "0123456789")
    assert fits(kept, said) == (digits == kept)
    assert fits(kept, f" {kept[:3]}-{kept[3:]} ") and not fits(kept, "")
    assert len(new_answer()) == 6 and new_answer().isdecimal()


@given(st.integers(-90, 90), st.sampled_from([None, "revoked", "attempts"]))
def test_a_link_is_open_only_before_its_end(days: int, ended: str | None) -> None:
    state = state_of(ended, NOW + timedelta(days=days), NOW)
    assert state == (ended or ("open" if days > 0 else "expired"))


@given(st.data())
def test_a_code_is_read_however_it_is_typed(data: st.DataObject) -> None:
    code = new_code()
    typed = "".join(
        data.draw(
            st.sampled_from([one, one.lower(), {"0": "o", "1": "l"}.get(one, one), f" {one}", f"{one}-"])
        )
        for one in code
    )
    assert code_of(typed) == code
    assert code_of(typed + "U") is None and code_of(code[: LENGTH - 1]) is None


def test_an_address_is_written_as_the_post_asks() -> None:
    where = {
        "lines": " 640, rue Notre-Dame \n\napp. 2",
        "town": "Québec",
        "region": "Québec",
        "postal_code": "g1r2b5",
    }
    told = ("Béatrice Roy", "640, rue Notre-Dame", "app. 2", "Québec QC  G1R 2B5")
    assert written_address("Béatrice Roy", where) == told
    assert (
        written_address("A", {"lines": "1 Main", "town": "Bree", "region": "Elsewhere"})[-1]
        == "Bree Elsewhere"
    )
    assert written_address("A", {"lines": "", "town": "Bree"}) == written_address("", where) == ()
    assert written_address("A", {"lines": "1 Main", "town": None}) == ()

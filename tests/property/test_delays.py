"""Delays grow with what was tried in vain, never for ever; and nobody is sent to somebody else's place."""

from hypothesis import given
from hypothesis import strategies as st

from tenants.errors import Refused
from tenants.passwords import hashed
from tenants.throttle import BRAKES, Kind, delay
from webapp.browsers import named
from webapp.onward import ours

KINDS = st.sampled_from(Kind)
WORDS = ("Dana", "Northside", "Careers", "carrières", "Nord", "dana.oneill")


@given(KINDS, st.floats(0, 10**9), st.floats(0, 10**9))
def test_the_more_the_longer_and_never_longer_than_the_cap(kind: Kind, one: float, other: float) -> None:
    few, many = sorted((one, other))
    assert 0 <= delay(kind, few) <= delay(kind, many) <= BRAKES[kind].cap
    assert (delay(kind, few) == 0) == (round(few) < BRAKES[kind].free)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.sampled_from(["", " ", "  "]))
def test_a_password_is_not_made_of_names(words: list[str], between: str) -> None:
    try:
        hashed(
            between.join(words),
            about=("Dana O'Neill", "Northside Careers", "Carrières du Nord", "dana.oneill"),
        )
    except Refused as refusal:
        assert refusal.field == "password"
    else:
        raise AssertionError(words)


@given(st.text(max_size=300))
def test_whatever_a_browser_calls_itself_is_read(agent: str) -> None:
    assert len(named(agent)) < 40


@given(st.text(max_size=40).map("/".__add__))
def test_going_on_stays_on_this_host(path: str) -> None:
    assert ours(path) is None or path[1:2] not in ("/", "\\")


def test_browsers_are_called_what_people_call_them() -> None:
    mozilla = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0"
    )
    assert named(f"{mozilla} Safari/537.36 Edg/138.0.0.0") == "Edge, Windows"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"
    assert named(phone) == "Safari, iPhone"
    assert named("curl/8.5.0") == ""

"""Every page speaks the reader's language, and keeps to it."""

import psycopg
import pytest

from tests.web.conftest import Person
from tests.world import PASSWORD, World

FRENCH = {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"}


def lang(page: object) -> str:
    return str(page.tree.css_first("html").attributes["lang"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("fr-CA", "fr-CA"),
        ("en-US,en", "en-CA"),
        ("iu,fr;q=0.3", "fr-CA"),
        ("de", "en-CA"),
        ("", "en-CA"),
        ("\u00e9;q=x,,*", "en-CA"),
    ],
)
def test_a_stranger_is_spoken_to_as_their_browser_asks(nobody: Person, asked: str, spoken: str) -> None:
    assert (
        lang(nobody.look("/sign-in", headers={"Accept-Language": asked.encode().decode("latin-1")})) == spoken
    )


def test_french_is_french_to_the_sentence_beside_the_field(nobody: Person) -> None:
    page = nobody.send("/sign-in", {}, 422, headers=FRENCH)
    assert lang(page) == "fr-CA" and "Enter your" not in page.words and "Sign in" not in page.words


def test_choosing_a_language_comes_back_to_the_page_and_is_remembered(
    owner: Person, superuser: psycopg.Connection
) -> None:
    there = f"/{owner.agency.slug}/people"
    sent = owner.send("//language", {"language": "fr"}, headers={"Referer": f"http://localhost{there}"})
    assert sent.location == there and lang(owner.follow(sent)) == "fr-CA"
    kept = superuser.execute(
        "SELECT language FROM gate.identities WHERE id = %s", (owner.agency.identities["owner"],)
    ).fetchone()
    assert kept == ("fr",)
    owner.send("//language", {"language": "en"})
    assert lang(owner.look("/people")) == "en-CA"


@pytest.mark.parametrize(
    "referrer",
    [
        "https://evil.example/x",
        "http://localhost//evil.example",
        "http://localhost/\\evil.example",
        "x",
        "",
        "http://[",
        "//",
    ],
)
def test_it_never_leads_to_somebody_elses_place(nobody: Person, referrer: str) -> None:
    assert nobody.send("/language", {"language": "fr"}, headers={"Referer": referrer}).location == "/"


@pytest.mark.parametrize("chosen", ["tlh", "", "x" * 50_000, "fr\r\nSet-Cookie: a=b", "fr\0", "<script>"])
def test_a_language_we_do_not_speak_is_one_we_do(nobody: Person, chosen: str) -> None:
    cookies = nobody.send("/language", {"language": chosen}).response.headers.getlist("Set-Cookie")
    (ours,) = [one for one in cookies if one.startswith("language=")]
    assert ours.split(";")[0] in ("language=en", "language=fr") and not any(
        one.startswith("a=") for one in cookies
    )


def test_a_person_is_spoken_to_in_the_language_they_chose_on_any_machine(
    nobody: Person, world: World, superuser: psycopg.Connection
) -> None:
    superuser.execute(
        "UPDATE gate.identities SET language = 'fr' WHERE id = %s", (world.first.identities["owner"],)
    )
    sent = nobody.send("/sign-in", {"email": "owner@heliotrope.example.org", "password": PASSWORD})
    assert lang(nobody.follow(sent)) == "fr-CA"


def test_what_was_chosen_on_the_way_in_is_their_choice(nobody: Person, world: World) -> None:
    assert world
    nobody.send("/language", {"language": "fr"})
    sent = nobody.send("/sign-in", {"email": "owner@heliotrope.example.org", "password": PASSWORD})
    assert lang(nobody.follow(sent)) == "fr-CA"
    nobody.send("/sign-out")
    nobody.visitor.delete_cookie("language")
    sent = nobody.send("/sign-in", {"email": "owner@heliotrope.example.org", "password": PASSWORD})
    assert lang(nobody.follow(sent)) == "fr-CA"


def test_a_cookie_that_is_nonsense_is_english(nobody: Person) -> None:
    nobody.visitor.set_cookie("language", "../../etc/passwd")
    assert lang(nobody.look("/sign-in")) == "en-CA"

"""Signing in with a device instead of words: a passkey, and the day on which it is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.browser.checks import check_page, listening
from tests.browser.house import House
from tests.browser.person import Person
from tests.browser.worker import Window


@contextmanager
def a_phone(person: Person) -> Iterator[None]:
    """A device with passkeys that knows its owner, within reach of the browser."""
    session = person.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    told = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    phone = session.send("WebAuthn.addVirtualAuthenticator", {"options": told | {"isUserVerified": True}})
    yield
    session.send("WebAuthn.removeVirtualAuthenticator", phone)


def test_a_passkey_lets_one_in_by_itself_and_a_code_when_it_is_lost(house: House, window: Window) -> None:
    agency = house.an_agency("lantern")
    email, base = "owner@lantern.example.org", f"/{agency['slug']}/"
    with house.superuser() as connection:
        connection.execute("UPDATE gate.identities SET language = 'fr' WHERE email = %s", [email])
    me = Person(house, window(language="fr", viewport={"width": 390, "height": 844}), language="fr")
    with listening(me.page) as heard:
        me.sign_in(email, agency["password"])
        me.go("/account/second-steps")
        with a_phone(me):
            me.fill(name="Mon téléphone")
            me.press("Add a passkey")
            codes = me.page.locator("ol.written code").all_inner_texts()
            check_page(me.page)
            me.press("I have kept them")
            me.reads("Mon téléphone")
            check_page(me.page)
            sign_out(me)
            me.go("/sign-in")
            check_page(me.page)
            me.press("Sign in with a passkey")
            assert me.path() == base
            sign_out(me)
            me.sign_in(email, agency["password"])
            check_page(me.page)
            me.press("Use a passkey")
            assert me.path() == base
            sign_out(me)
        me.sign_in(email, agency["password"])
        me.fill(code=codes[0])
        me.press("Go on")
        assert me.path() == base
        me.go("/account/second-steps")
        me.press("Remove the passkey %(name)s", name="Mon téléphone")
        me.reads(
            me.say("One of your agencies wants a second step. Add another one before you remove this one.")
        )
    assert heard == []


def sign_out(person: Person) -> None:
    """As by the button of the menu."""
    person.context.clear_cookies(name="sid")

"""What a stranger sees, in both languages; and the first day of whoever stays."""

from collections.abc import Callable
from decimal import Decimal

import psycopg

from templates.filters import money
from templates.words import speaking
from tenants import gate
from tenants.billing.plans import PLANS
from tenants.jobs import Job
from tests.retention import work
from tests.web.conftest import Person, mailed
from tests.world import World

WISH = {"email": "dana@northside.example.org", "agency_name": "Northside", "province": "QC"}
ME = {"name": "Dana O'Neill", "password": "four small words here", "language": "en", "samples": "y"}


def test_a_stranger_finds_what_it_is_what_it_costs_and_whether_it_works(nobody: Person) -> None:
    assert nobody.look("/").links("Start your 30 days") == ["/sign-up"]
    for language in ("en", "fr"):
        nobody.send("/language", {"language": language})
        prices = nobody.look("/pricing").words.replace("\u00a0", " ")
        with speaking(language):
            wanted = [
                money(Decimal(cents) / 100).replace("\u00a0", " ")
                for plan in PLANS.values()
                for cents in (plan.month, plan.year)
            ]
        assert all(price in prices for price in wanted)
        for path in ("/", "/pricing", "/trust"):
            assert "noindex" not in nobody.look(path).body
    nobody.send("/language", {"language": "en"})
    assert "Everything works." in nobody.look("/status").words
    assert "noindex" in nobody.look("/sign-in").body


def test_from_three_fields_to_a_first_day_with_six_people_and_without(
    nobody: Person, world: World, count: Callable[..., int]
) -> None:
    nobody.send("/sign-up", WISH)
    link = "/welcome/" + mailed(gate.platform(), WISH["email"])
    page = nobody.look(link)
    assert page.typed("language") == "fr" and "GST, QST" in page.words
    home = nobody.follow(nobody.send(link, ME))
    assert "First day: 1 of 6 done" in home.words and "6 made-up people are here." in home.words
    assert count("organisations", "slug = 'northside' AND language = 'en'") == 1
    people = nobody.look("/northside/people")
    assert people.words.count("Made up") == 6
    assert "Nobody real" in nobody.look(people.links("Maya Okonkwo")[0]).words
    nobody.send("/northside/people", {"legal_given": "Robin", "language": "en"})
    nobody.send("/northside/made-up-people", status=409)
    nobody.send("/northside/made-up-people/removal")
    assert "are being removed" in nobody.look("/northside/first-day").words
    nobody.send("/northside/first-day/hiding")
    assert "First day" not in nobody.look("/northside/").words
    nobody.send("/northside/first-day/showing")
    assert "First day: 2 of 6 done" in nobody.look("/northside/").words


def test_the_first_day_is_for_whoever_sets_the_agency_up(
    world: World, owner: Person, worker: Person, superuser: psycopg.Connection
) -> None:
    assert "First day" in owner.look("/").words
    assert "First day" not in worker.look("/").words
    for path in ("/made-up-people", "/made-up-people/removal", "/first-day/hiding"):
        worker.send(path, status=403)
    owner.send("/made-up-people")
    owner.send("/made-up-people/removal")
    work(superuser, world.first, kinds=[Job.REMOVE_SAMPLES])
    done = owner.look("/first-day").words
    assert "No made-up person is here." in done and "being removed" not in done
    assert "Maya Okonkwo" not in owner.look("/people").words

"""The agency's letterhead and its members' signatures: settled, shown before they count, kept by version."""

from base64 import b64decode
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from records.brands.queries import letterhead_of, pictures_of
from tests.factories import a_picture
from tests.web.conftest import HTMX, Person
from tests.world import World

Count = Callable[..., int]
GOOD = {
    "name_en": "Amik <Centre>",
    "name_fr": "Centre Amik",
    "address": "12 Rowan Street\r\n\r\n  Thunder Bay ON P7B 1A1",
    "contact": "807 555-0199",
    "footer_en": "Charity 12345",
    "footer_fr": "",
    "colour": "#7A1F5C",
    "paper": "a4",
    "picked": "#0e5c54",
    "shown_colour": "#0E5C54",
    "language": "fr",
    "version": "1",
}


def _file(data: bytes) -> tuple[BytesIO, str]:
    return BytesIO(data), "logo.jpg"


def test_a_letterhead_counts_from_its_version_on_and_an_earlier_one_can_come_back(
    owner: Person, world: World, count: Count
) -> None:
    first, second = world.both
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    photo = a_picture((2400, 400), "JPEG", exif=exif)
    owner.send("/letterhead", GOOD | {"picture": _file(photo)})
    with first.acting() as session:
        head, (logo, ink) = letterhead_of(session, "fr"), pictures_of(session, 2)
        assert (head.agency_name, head.other_name, head.brand) == ("Centre Amik", "Amik <Centre>", 2)
        assert head.lines == ("12 Rowan Street", "Thunder Bay ON P7B 1A1") and (head.colour, head.paper) == (
            "#7A1F5C",
            "a4",
        )
        png = b64decode(logo.removeprefix("data:image/png;base64,"))
        assert Image.open(BytesIO(png)).size == (1200, 200) and b"home" not in png and ink == ""
        old_logo, _ink = pictures_of(session, 1)
        assert old_logo not in ("", logo), "a document of before keeps its logo"
    owner.send("/letterhead", GOOD | {"version": "2", "without_logo": "yes"})
    page = owner.look("/letterhead")
    assert "Version 3" in page.words and page.words.count("· Olive Owner") == 2
    owner.send("/letterhead/versions/{brand_id}/return")
    owner.send("/letterhead", GOOD | {"version": "3"}, 409)
    with first.acting() as session:
        head = letterhead_of(session, "en")
        assert (head.brand, head.colour) == (4, "#0E5C54") and pictures_of(session, 4)[0] == old_logo
    with second.acting() as session:
        assert letterhead_of(session, "fr").brand == 1
    assert (
        count("audit_events", "verb = 'brand_changed' AND organisation_id = %s", first.organisation_id) == 4
    )


def test_a_shade_that_cannot_be_read_is_refused_with_one_that_can(owner: Person, count: Count) -> None:
    page = owner.send(
        "/letterhead", GOOD | {"colour": "#FFD700", "name_en": "Kept", "picture": _file(a_picture())}, 422
    )
    offered = page.wrong["colour"].rpartition("#")[2].rstrip(".")
    assert "too pale" in page.wrong["colour"] and page.typed("name_en") == "Kept"
    chosen = page.typed("chosen")
    assert chosen, "the logo need not be chosen again"
    sent = GOOD | {"colour": f"#{offered}", "chosen": chosen}
    owner.send("/letterhead", sent)
    assert count("brands", "number = 2 AND logo_id IS NOT NULL AND colour = %s", f"#{offered}") == 1
    # Without a script only the picker knows what was picked.
    picked = GOOD | {
        "colour": f"#{offered}",
        "shown_colour": f"#{offered}",
        "picked": "#14407a",
        "version": "2",
    }
    owner.send("/letterhead", picked)
    assert count("brands", "number = 3 AND colour = '#14407A'") == 1
    wrong = owner.send(
        "/letterhead", GOOD | {"version": "3", "chosen": "%%%", "colour": "red", "name_en": ""}, 422
    )
    assert "Choose the picture again." in wrong.summary


def test_a_sample_shows_the_form_as_it_stands_and_keeps_nothing(owner: Person, count: Count) -> None:
    page = owner.send("/letterhead/sample", GOOD | {"picture": _file(a_picture())}, 200)
    (sample,) = page.tree.css("#sample img")
    jpeg = b64decode(str(sample.attributes["src"]).removeprefix("data:image/jpeg;base64,"))
    assert Image.open(BytesIO(jpeg)).size[1] > 900 and page.typed("chosen")
    piece = owner.send("/letterhead/sample", GOOD | {"colour": "#EEEEEE"}, 422, headers=HTMX)
    assert not piece.is_whole and "The nearest shade that can be read is #767676" in piece.words
    assert count("brands", "number > 1") == 0


def test_only_an_administrator_settles_the_letterhead(worker: Person, supervisor: Person) -> None:
    for person in (worker, supervisor):
        person.look("/letterhead", 403)
        person.send("/letterhead", GOOD, 403)


def test_a_member_gives_and_takes_back_their_own_signature(
    worker: Person, supervisor: Person, world: World, count: Count
) -> None:
    agency = world.first
    me, boss = agency.members["practitioner"], agency.members["supervisor"]
    owner_id = agency.members["owner"]
    supervisor.send("/preferences/signature", {"picture": _file(a_picture((900, 300)))})
    worker.send("/preferences/signature", {"picture": _file(b"GIF89a")}, 422)
    with agency.acting() as session:
        ink = pictures_of(session, 0, boss)[1]
        assert ink.startswith("data:image/png;base64,") and pictures_of(session, 0, owner_id) == ("", "")
        assert pictures_of(session, 0, me)[1] != ink, "that of the world: another's changed nothing"
    assert ink in supervisor.look("/preferences/signature").body
    supervisor.send("/preferences/signature/removal")
    supervisor.send("/preferences/signature/removal", status=409)
    assert count("signature_pictures", "member_id = %s AND picture_sealed IS NULL", boss) == 1
    assert "Remove the picture" not in supervisor.look("/preferences/signature").words

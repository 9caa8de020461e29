"""Where people of Northbridge live, with whom, and who else has to be known."""

from typing import Any

from records.demo.deeds.facts import is_over, says
from records.demo.shapes import Deed


def _lives(who: str, ago: int, lines: str, postal_code: str, kind: str = "home", **more: Any) -> Deed:
    place: dict[str, Any] = {"town": "Northbridge", "region": "Ontario", "letters": True}
    return says(who, ago, "address", type=kind, lines=lines, postal_code=postal_code, **place | more)


def _knows(who: str, ago: int, name: str, relationship: str, necessity: str, **more: Any) -> Deed:
    return says(who, ago, "related_person", name=name, relationship=relationship, necessity=necessity, **more)


ADDRESSES = (
    _lives("zahra", 210, "112 Copper Street, apt. 7", "P3C 1A1"),
    _lives("zahra", 61, "48 Larch Street, unit 3", "P3E 1B9", care="Deux noms sur la boîte: Rahimi et Noorzai."),
    _lives("gord", 320, "2091 Old Mill Road, RR 2", "P3L 1J4", town="Wahnapitae"),
    _lives("kiona", 75, "17 Shoreline Drive", "P0M 2C0", town="Whitefish River",
        care="Envelope to Kiona, not to the aunt."),
    _lives("patrick", 88, "305 Balsam Street", "P3E 2T5", letters=False, care="No letters: his wife works with us."),
    _lives("ingrid", 58, "9 Spruce Court, basement", "P3A 4R2"),
    _lives("jon", 400, "77 Regent Street, room 12", "P3C 4C1", "temporary"),
    _lives("jonathan", 40, "77 Regent Street, room 4", "P3C 4C1"),
    _lives("beatrice", 290, "640, rue Notre-Dame", "P3C 5K4", town="Northbridge"),
    _lives("tuan", 350, "1440 Paris Lane, apt. 202", "P3E 3A9", care="Family name first: Đặng Minh Tuấn."),
    _lives("wendell", 260, "28 Elm Street, above the bike shop", "P3C 1S8"),
    _lives("siobhan", 240, "51 Cedar Street", "P3B 1M4"),
    _lives("curtis", 420, "6 Station Row, unit B", "P3C 2E2"),
    _lives("olena", 380, "83 St. George Street", "P3C 2W7", care="The bell is the bakery's; ring twice."),
    _lives("rajan", 230, "1200 Lakeview Road, residence 5-14", "P3E 6J8"),
    _lives("darlene", 360, "General Delivery, Post Office Garson", "P3L 1S6", "mailing"),
    _lives("solveig", 140, "19 Moonlight Beach Road", "P3B 3V3"),
    _lives("camille", 300, "215, rue King, app. 2", "P3B 1C6", care="Le restaurant est au 217; ne rien y laisser."),
    _lives("brandon", 190, "402 Kathleen Street, apt. 9", "P3C 2N5"),
    _lives("winnifred", 145, "88 Pine Street, apt. 101", "P3C 1X7", care="Large print, also on the envelope."),
    _lives("dwayne", 66, "Lot 14, Petahtegoose Crescent", "P0M 1R0", town="Atikameksheng", letters=False,
        care="Voice message instead of a letter."),
    _lives("marc-andre", 170, "33, rue Dollard", "P3C 4V2"),
    _lives("kwabena", 155, "710 Barry Downe Road, apt. 44", "P3A 3T5"),
    _lives("josephine", 125, "5 Wembley Drive", "P3E 1M6"),
    says("tenzin", 50, "address", type="shelter", lines="Elgin House, 260 Elgin Street, bed 11", town="Northbridge",
        region="Ontario", postal_code="P3E 3N3", letters=True, care="Mail is handed out at supper."),
    says("alasi", 95, "address", type="temporary", lines="c/o cousin, 14 Hillcrest Street", town="Northbridge",
        region="Ontario", postal_code="P3C 3G4", letters=True),
    says("agnes", 1500, "address", type="home", lines="23 Riverside Road", town="Moose Cree", region="Ontario",
        postal_code="P0L 1W0", letters=True),
    says("marisol", 130, "address", type="none", letters=False, care="Nothing in the mail, ever. Nobody is told a "
        "town."),
)  # fmt: skip

MOVES = (is_over("zahra", 61, "address"),)

HOUSEHOLDS = (
    says("kwabena", 150, "household", needed_for="Child care fee subsidy", members=4, dependants=2, income="work"),
    says("zahra", 200, "household", needed_for="Barème des frais de garde", members=5, dependants=3,
        income="assistance"),
    says("curtis", 28, "household", needed_for="Winter work clothing support", members=1, dependants=0, income="ei"),
    says("wendell", 255, "household", needed_for="Wage subsidy form", members=2, dependants=0, income="family"),
    says("josephine", 120, "household", needed_for="Dental support", members=3, dependants=1, income="ei"),
    says("solveig", 138, "household", needed_for="Hours that fit the school bus", members=4, dependants=2,
        income="family"),
)  # fmt: skip

RELATED = (
    _knows("kiona", 75, "Denise Whiteduck", "Aunt and guardian", "Signs with Kiona until they are of age.",
        reach="705 555-0199", emergency=True, may_contact=True),
    _knows("zahra", 208, "Mme Sultani", "Interprète dari", "Présente à chaque rencontre qui compte; Zahra l’a choisie.",
        reach="Par l’agence d’interprètes", may_contact=True),
    _knows("gord", 318, "Marlene MacIsaac", "Wife", "Takes his messages when he is in the bush.",
        reach="705 555-0102", emergency=True, may_contact=True),
    _knows("camille", 298, "Élodie St-Onge", "Sœur", "Le plan dépend du samedi qu’elles partagent au restaurant.",
        emergency=False, may_contact=False),
    _knows("nadia", 110, "Rima El-Haddad", "Cousin", "Is called when Nadia has been unwell; Nadia asked for it.",
        reach="705 555-0198", emergency=True, may_contact=True),
    _knows("henrik", 205, "Astrid Østergaard", "Daughter", "Told us of his death; may ask about his tools.",
        reach="705 555-0197", may_contact=True),
    _knows("alasi", 94, "Leetia", "Cousin she stays with", "Her kitchen is where the video meetings happen.",
        may_contact=False),
    _knows("kwabena", 90, "Abena Asante", "Wife", "Picks up the twins; the centre needs both names.", may_contact=True),
    _knows("wendell", 200, "Mr. Petrov", "Owner of the bike shop", "Signs the wage subsidy with Wendell.",
        reach="705 555-0196", may_contact=True),
)  # fmt: skip

DEEDS = (*ADDRESSES, *MOVES, *HOUSEHOLDS, *RELATED)

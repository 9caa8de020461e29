"""People of Northbridge who came twice."""

from records.demo.shapes import Agreed, Given, Person, Told, Work

HILDA = Person(
    "hilda", "Hilda", "Brandt", "mei-ling", 520, (42, 118), phone="705 555-0133", consents=(Given(520),),
    work=(Work(
        520, "Drive a delivery van, days only.", "Employment Services",
        told=(
            Told(
                518, "meeting", 35, "First meeting; she has the licence and no references here.",
                "Hilda drove a mobile library for eight years and still says 'due back' when she hands somebody a pen.",
                "Asked the library board for a letter.",
                (Agreed("Bring the driver's abstract", "client", 14, 12),),
            ),
        ),
        closed=(410, "relocated"),
    ),),
)  # fmt: skip

HILDE = Person(
    "hilde", "Hilda", "Brandt-Okafor", "dana", 30, (42, 118), phone="705-555-0133", email="hilda.bo@example.org",
    consents=(Given(30),),
    work=(Work(
        30, "A van again, now that we are back.", "Employment Services",
        told=(
            Told(
                29, "meeting", 40, "New here, she thought; then she found our old card in her glove box.",
                "Moved away for her husband's work and came back with him and a new name. The abstract is clean, and "
                "the letter of the library board is somewhere in our basement.",
                "Asked Luc to look whether there is a file from before.",
                (Agreed("Call two couriers who run days only", "client", 10, 8),),
            ),
        ),
    ),),
)  # fmt: skip

PEOPLE = (HILDA, HILDE)

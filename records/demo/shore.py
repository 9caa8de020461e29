"""People of Harbour Light, on the coast."""

from records.demo.shapes import Agreed, Given, Person, Told, Work

PEOPLE = (
    Person(
        "wren", "Wren", "Castillo", "kit", 220, (23, 40), pronouns="they/them", phone="250 555-0150",
        consents=(Given(220),),
        work=(Work(
            220, "Deckhand with a ticket, not deckhand with a promise.", "WorkBC",
            told=(
                Told(
                    219, "meeting", 45, "First meeting, straight off the morning boat.",
                    "Two seasons on crab boats, paid in cash and crab. Wants papers. Wren can splice anything and has "
                    "never signed a contract.",
                    "Counted the sea days that a skipper would confirm: 140.",
                    (Agreed("Ask both skippers to sign for the days", "client", 14, 11),),
                ),
                Told(
                    30, "phone", 15, "The four-week confirmation.",
                    "Still aboard, paid by cheque, and the cheque did not bounce.",
                    "Wrote the confirmation down with the date of the cheque.",
                    (Agreed("Call again at 24 weeks", "worker", 140),),
                ),
            ),
        ),),
    ),
    Person(
        "beryl", "Beryl", "Nicholson", "joan", 160, (59, 3), phone="250 555-0151", consents=(Given(160),),
        work=(Work(
            160, "Part-time, with a dog allowed.", "WorkBC",
            told=(
                Told(
                    158, "meeting", 40, "Beryl and Biscuit came in together.",
                    "She kept the harbour office for twenty years. The new harbour office has an app. She is funny "
                    "about it for ten minutes and then she is not.",
                    "Listed three places with a counter, a kettle and no app.",
                    (Agreed("Have tea at the marine supply and look around", "client", 7, 6),),
                ),
            ),
        ),),
    ),
    Person(
        "sukhdeep", "Sukhdeep", "Brar-Thompson", "reza", 300, (35, 222), email="sukhdeep@example.org",
        consents=(Given(300),),
        work=(Work(
            300, "Cabinetmaking, full time, indoors.", "WorkBC",
            told=(
                Told(
                    299, "meeting", 50, "First meeting at the shared workshop.",
                    "He had the drawer with him: dovetails, by hand. He has been framing houses in the rain since "
                    "the shop burned down.",
                    "Photographed the drawer from four sides.",
                    (Agreed("Show the photographs at the shipyard's joinery", "client", 10, 10),),
                    place="community",
                ),
            ),
            closed=(90, "employed"),
        ),),
    ),
    Person(
        "lorna", "Lorna", "Peters", "kit", 25, None, phone="250 555-0153", consents=(Given(25),),
        work=(Work(
            25, "Be asked what I want, for once.", "WorkBC",
            told=(
                Told(
                    24, "meeting", 60, "First meeting; Lorna did not want to give her age, and need not.",
                    "Eleven forms in two years, she says, and not one had a line for what she wants. So that was the "
                    "first line. It took her a while. 'Mornings,' she wrote. 'And nobody's mother.'",
                    "Stopped there for today.",
                    (Agreed("Add to the line whenever something comes to mind", "client", 14),),
                ),
            ),
        ),),
    ),
)  # fmt: skip

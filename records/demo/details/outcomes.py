"""Whether the work that people found lasted: by months in Northbridge, by weeks in Harbour Light."""

from records.demo.deeds.employing import finds
from records.demo.deeds.lasting import asks, counts, ends, follows, looks_no_further, shows, tries, waits

DEEDS = (
    follows("wendell", 158),
    *counts("wendell", 155, 0, "offer_letter"),
    ends("wendell", 120, 1, "not_counts", "The program still pays half of his wage."),
    waits("wendell", 8, 2, "Spoke & Chain pays all of it from tomorrow."),
    shows("wendell", 2, 2, "pay_stub"),
    follows("siobhan", 148),
    *counts("siobhan", 145, 0, "offer_letter"),
    *counts("siobhan", 110, 1, "pay_stub"),
    *counts("siobhan", 50, 2, "employer_letter"),
    follows("curtis", 147),
    *counts("curtis", 140, 0, "offer_letter"),
    *counts("curtis", 110, 1, "pay_stub"),
    *counts("curtis", 50, 2, "pay_stub"),
    ends("curtis", 28, 3, "not_reached"),
    looks_no_further("curtis", 28, "The depot let him go. Another follow-up begins with the next job."),
    follows("olena", 223),
    *counts("olena", 220, 0, "registration"),
    *counts("olena", 188, 1, "registration"),
    *counts("olena", 128, 2, "registration"),
    *counts("olena", 36, 3, "registration"),
    follows("rajan", 94),
    *counts("rajan", 90, 0, "offer_letter"),
    *counts("rajan", 60, 1, "pay_stub"),
    tries("rajan", 12, 2, "message_left"),
    asks("rajan", 9, 2, "staffing@northshorecollege.example.org"),
)  # fmt: skip

ON_THE_SHORE = (
    *finds("wren", 58, "F/V Second Helping", "Deckhand", "84121", hours="42", since=58, kind="seasonal",
        source="own_search", wage_cents=2300, is_primary=True),
    follows("wren", 57, "weeks"),
    *counts("wren", 55, 0, "employer_letter", "joan"),
    *counts("wren", 30, 1, "pay_stub", "joan"),
)  # fmt: skip

"""Who of Northbridge may open which file, what they are warned of, and files that look alike."""

from records.demo.deeds.ways_in import (
    Warned,
    asked_in,
    closed_to,
    handed_to,
    lent_to,
    looked_in,
    made_one,
    restricted,
    warned,
)

LEAVE = "Samir is away for three weeks; Dana covers for him."

DEEDS = (
    restricted("marisol", 130),
    lent_to("marisol", 127, "priya", reason="Stands in when Harriet is out, so that the work address is never left "
        "waiting.", days=60, by="harriet"),
    closed_to("patrick", 87, "fiona", kind="relative", reason="Patrick is her husband. Both asked for it.",
        by="harriet"),
    closed_to("camille", 24, "samir", kind="friend", reason="Mange au restaurant de la famille chaque semaine et l’a "
        "dit lui-même.",
        by="harriet"),
    lent_to("curtis", 6, "dana", reason=LEAVE, days=15, by="harriet"),
    lent_to("nadia", 6, "dana", reason=LEAVE, days=15, by="harriet"),
    lent_to("fernanda", 6, "dana", reason=LEAVE, days=15, by="harriet"),
    lent_to("ingrid", 56, "noor", reason="Noor learns with Dana; Harriet signs with her.", days=60, by="harriet"),
    lent_to("wendell", 56, "noor", reason="Noor learns with Dana; Harriet signs with her.", days=60, by="harriet"),
    asked_in("olena", 2, "joseph", "Agnes wants to see how a market stall is counted as work, and Olena has said she "
        "would show her."),
    looked_in("nadia", 50, "harriet", "Review of the incident in the workshop."),
    handed_to("monica", 3, "fiona", "harriet"),
    warned("brandon", 79, Warned(
        "behaviour", "Agreed with Brandon: nobody is shouted at, and we call before a time is moved. If it gets "
        "loud, he may ask for Harriet and take the chair by the window.", "everyone", review=5, lasts=10,
    )),
    warned("marisol", 130, Warned(
        "contact", "Only by e-mail at work, weekdays before three, with a subject line that says nothing. Never by "
        "phone, nothing in the mail, and nobody is told that she comes here.", "everyone", review=30, lasts=120,
    )),
    warned("nadia", 50, Warned(
        "medical", "In a seizure: on her side, something soft under the head, look at the clock. Over five minutes, "
        "or a second one: 911. Then her cousin Rima.", "everyone", review=40, lasts=130,
    ), by="harriet"),
    warned("kiona", 18, Warned(
        "legal", "Comes of age in a few weeks and then decides alone. From that day nothing to the aunt without "
        "asking.",
        "casework", review=19, lasts=45,
    )),
    warned("dwayne", 60, Warned(
        "contact", "A voice message, not a letter. Nobody hands him a form to read at the counter.", "everyone",
        review=60, lasts=300,
    )),
    warned("henrik", 204, Warned(
        "contact", "Has died. Nothing goes out in his name; his daughter Astrid may call about the tools.", "everyone",
        review=30, lasts=160,
    ), by="harriet"),
    made_one("hilde", 9, "hilda", "The same woman: she came back under her married name and brought the old card.",
        "luc"),
)  # fmt: skip

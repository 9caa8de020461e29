"""More notes of Northbridge: in every format, by a student, of a group, wrong, late, and not finished."""

from records.demo.deeds.writing import (
    added,
    agreed_wrong,
    in_group,
    phrase,
    remark,
    said_wrong,
    second_name,
    sent_back,
    writes_under_eyes,
)
from records.demo.shapes import Agreed, Told

NOTES: dict[str, tuple[Told, ...]] = {
    "siobhan": (
        Told(
            60, "session", 40, "Whether two jobs stay two jobs.", "", "",
            (Agreed("Write down how she slept, seven days", "client", 7, 7),),
            form={
                "format": "soap", "mode": "in_person", "engagement": "good",
                "parts": {
                    "subjective": "Says she is 'tired in a good way on Mondays and in a bad way on Thursdays'.",
                    "objective": "31 hours over six days. On time at both places since the first of last month.",
                    "assessment": "The hours are reached; the order of the days is what wears her out.",
                    "plan": "Looked at both rosters side by side; wrote the one swap to ask for.",
                },
                "client_words": "I'd not say no to one lunch bag.", "goals": "Thirty hours",
            },
        ),
    ),
    "rajan": (
        Told(
            180, "meeting", 35, "After two interviews that went well and led nowhere.", "", "",
            (Agreed("Call one of the two and ask", "client", 4, 3),),
            form={
                "format": "dap", "engagement": "high",
                "parts": {
                    "facts": "Both asked about ticket counts. He answered with a story about a lost thesis each time.",
                    "assessment": "The story is his strength and comes one question too early.",
                    "plan": "Turned the order round: the number first, then the story.",
                },
            },
            training="Interview, 20 minutes.",
        ),
    ),
    "brandon": (
        Told(
            45, "meeting", 30, "First month with the boundary agreement.", "", "",
            (Agreed("Ask for Harriet before it gets loud", "client", 30),),
            form={
                "format": "birp", "engagement": "good",
                "parts": {
                    "behaviour": "Waited eighteen minutes, walked out once to the parking lot and came back by "
                    "himself.",
                    "intervention": "Said what I saw. Asked what the parking lot had done.",
                    "response": "Laughed: 'It listens.' Then said that waiting is what the yard inside was like.",
                    "plan": "The front desk tells him the minutes, not 'soon'.",
                },
                "client_words": "Tell me eighteen and I'll wait eighteen.",
            },
        ),
    ),
    "kwabena": (
        Told(
            70, "video", 25, "What can be done before the child care is found.", "", "",
            (Agreed("One chapter of the refresher, on the bus", "client", 10, 9),),
            form={
                "format": "girp", "mode": "video", "engagement": "some",
                "parts": {
                    "goal": "Childcare first, then accounting.",
                    "intervention": "Looked for the part of 'then' that does not need the 'first'.",
                    "response": "Chose the online refresher, ten minutes at a time. One twin joined us on the screen.",
                    "plan": "Sent the login; agreed that it counts as progress.",
                },
            },
        ),
    ),
    "tenzin": (
        Told(
            21, "meeting", 20, "The reference has come.",
            "The cook of the shelter kitchen wrote eleven lines by hand. He read them twice and asked whether "
            "'reliable' is a "
            "big word here. I said that it is the biggest.", "Made three copies and gave him the original.",
            (Agreed("Show it at the bakery", "client", 7, 6),), form={"format": "free"},
        ),
    ),
    "marc-andre": (
        Told(
            31, "session", 30, "Un mois à vingt-quatre heures.",
            "Trois bonnes semaines, une mauvaise, et la mauvaise ne l’a pas arrêté. Il a dit au contremaître « pas "
            "mardi » et le contremaître a dit « d’accord ». Il n’en revient pas.",
            "Relu avec lui les trois signes; aucun n’est apparu.",
            (Agreed("Continuer le carnet, une ligne par jour", "client", 30),),
            form={"language": "fr", "mode": "in_person", "engagement": "high",
            "client_words": "Je ne savais pas que ça se disait."},
        ),
    ),
    "zahra": (
        Told(
            6, "contact_attempt", 1, "Donner la nouvelle date de l’oral.",
            "Pas de réponse; vingt secondes de message, sans dire pourquoi.", "Rappellerai jeudi avant midi.",
            (Agreed("Rappeler jeudi avant midi", "worker", 2),), form={"language": "fr"},
        ),
    ),
    "ingrid": (
        Told(
            40, "meeting", 35, "Which certificates still count.",
            "Two of the three have run out. Ingrid brought the baby, who chewed the third one.",
            "Found the refresher weekend for cruisers, with child care on site.",
            (Agreed("Ask her sister for that weekend", "client", 10, 8),), by="noor",
            form={"format": "5.3", "participants": "Her daughter, eleven months"},
        ),
        Told(
            9, "phone", 15, "Her place in the refresher weekend is confirmed.",
            "She has the place and the sitter. She asked whether she is allowed to be this glad about chainsaws.",
            "Sent her the packing list.", (Agreed("Try the boots on", "client", 7),), by="noor",
        ),
    ),
    "wendell": (
        Told(
            15, "meeting", 20, "Wendell showed his new contract.",
            "He read paragraph four aloud and explained it to me. He had it right.",
            "Compared the hours with what was said on the phone.", (Agreed("Photograph it for the file", "client",
            10),), by="noor",
        ),
    ),
    "olena": (
        Told(
            24, "phone", 10, "The cafés want bread on Wednesdays, too.",
            "He has ordered a second oven and wants the landlord's letter by Friday.",
            "Promised to look at the letter.",
            (Agreed("Look at the landlord's letter", "worker", 3),),
        ),
    ),
    "kiona": (
        Told(
            3, "email", 5, "Form of the field crew.",
            "They sent me a photo of the filled-in form. In it is a number, 046 454 286, that should not be here; "
            "take it out",
            "", signed=None,
        ),
    ),
    "josephine": (
        Told(
            4, "phone", 12, "The e-mails about the schedule.", "She found four of the six. The first is dated before "
                "the change and",
            "", signed=None,
        ),
    ),
    "gord": (
        Told(
            8, "meeting", 25, "He was asked back for a second talk.",
            "The chief engineer wants to meet him 'without the office people'. Gord ironed the shirt himself.",
            "Agreed that he brings the two pages and leaves them there.", (Agreed("Call me from the truck", "client",
            5, 4),),
            form={"client_words": "If he asks about steam I'm home.", "goals": "Building operator",
            "engagement": "high"},
        ),
    ),
    "nadia": (
        Told(
            66, "meeting", 30, "Which of the interpreter modules still count.",
            "Two of three, and the third is taught again in spring. She interpreted the college's answer for me, "
            "from the "
            "formal into the human.", "Kept her a place for the spring.",
            (Agreed("Ask the clinic whether she may listen in", "client", 40, 10),), signed=33,
            late="I was on leave and the draft stayed on my desk; I wrote it from the page we made that day.",
        ),
    ),
}  # fmt: skip

WORKSHOP = Told(
    20, "group", 75, "Interview workshop, second evening.",
    "Five questions that everybody fears, each asked by somebody who fears it. The group laughed at the right "
    "moments and was quiet at the right ones. We ended with one thing each does well.",
    "Gave out the page with the five questions.", no_steps="Agreed one by one after the group.",
    training="Answering with a number and a story, 40 minutes.",
    form={"mode": "in_person", "goals": "Interviews, which each of them needs on the way."},
)  # fmt: skip

DEEDS = (
    writes_under_eyes("noor", 55, "harriet"),
    in_group("fiona", WORKSHOP, {
        "rajan": "Helped two others find their number. Could do this for a living.",
        "winnifred": "Had the page in large print before the others had theirs; took the 'weakness' question and "
        "owned it.",
        "kwabena": "Left ten minutes early for the twins, said so at the start.",
    }),
    second_name("ingrid", 38, "Which certificates still count."),
    remark("ingrid", 8, "Her place in the refresher weekend is confirmed.", kind="thanks",
        words="You wrote what she said and not what you think of it. Keep that."),
    sent_back("wendell", 13, "Wendell showed his new contract.",
        words="Which paragraph four? Say the hours, the wage and the first day."),
    remark("gord", 7, "He was asked back for a second talk.", kind="question",
        words="Does he want a ride? The hospital lot is dear.",
        by="luc"),
    said_wrong("olena", 23, "The cafés want bread on Wednesdays, too.",
        "Written into the wrong file: this is about another baker."),
    agreed_wrong("olena", 22, "The cafés want bread on Wednesdays, too."),
    said_wrong("siobhan", 2, "How it is going with two jobs.", "The date is wrong; I would sign it again with the "
        "right one."),
    added("brandon", 40, "First month with the boundary agreement.", why="client_disagrees",
        words="Brandon read this and says the word 'inside' is nobody's business. He wants that written here, and "
        "it is."),
    added("tenzin", 15, "The reference has come.", why="add_information",
        words="The bakery called: two mornings, from the first."),
    phrase(300, "harriet", "Who can see this", "Explained who can open the file, that openings are written down, and "
        "how to ask.", for_team=True),
    phrase(280, "priya", "Message left", "Left a message with my name and number for {first name}, nothing about why."),
    phrase(250, "etienne", "Message laissé", "Laissé mon nom et mon numéro, rien sur le motif."),
)  # fmt: skip

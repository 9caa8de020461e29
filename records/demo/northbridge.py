"""People of Northbridge: those who begin. All invented, like everyone here."""

from records.demo.shapes import Added, Agreed, Asked, Given, Person, Told, Work

ZAHRA = Person(
    "zahra", "Zahra", "Rahimi-Noorzai", "etienne", 210, (34, 96),
    pronouns="elle", language="fr", phone="705 555-0101", email="zahra.rahimi@example.org",
    consents=(
        Given(210),
        Given(
            180, "release", lasts=365, conditions="Évaluation des diplômes, par courriel seulement.",
            about={
                "recipient": "Service d’évaluation des diplômes du Nord", "recipient_category": "training",
                "scope": ("identifying", "assessment"), "purpose": "training", "direction": "both",
            },
        ),
    ),
    work=(Work(
        210, "Redevenir infirmière, ici, et ne plus nettoyer des bureaux la nuit.", "Emploi et formation",
        told=(
            Told(
                209, "meeting", 75, "Premier rendez-vous. Zahra a été infirmière onze ans à Hérat.",
                "Elle lit bien le français et préfère parler dari pour ce qui compte; l’interprète, Mme Sultani, "
                "était avec nous au téléphone. Son nom s’écrit زهرا رحیمی نورزی sur ses diplômes, et c’est là que "
                "l’ordre des infirmières a perdu son premier dossier. Elle a pleuré en parlant de son service de "
                "pédiatrie, puis elle a ri: « Je sais encore trouver une veine sur un bébé de deux kilos. »",
                "Dessiné ensemble le chemin de la reconnaissance, avec les frais et les délais.",
                (
                    Agreed("Retrouver les relevés de notes et les photographier", "client", 10, 8),
                    Agreed("Demander à l’ordre comment écrire le nom", "worker", 5, 4),
                ),
            ),
            Told(
                150, "phone", 25, "L’ordre a répondu.",
                "Ils acceptent les relevés avec une déclaration de traduction. Il manque une preuve d’emploi récente. "
                "Zahra craint que son ancienne chef ne puisse plus écrire sans danger.",
                "Lu avec elle la liste des preuves de remplacement: une déclaration sous serment suffit.",
                (Agreed("Prendre rendez-vous à la clinique juridique pour la déclaration", "worker", 7, 3),),
            ),
            Told(
                41, "meeting", 50, "Préparer l’examen de français professionnel.",
                "Elle a réussi la compréhension et manqué l’oral de peu. Nous avons joué une relève de quart: elle "
                "parle plus vite que moi dès qu’il s’agit de fièvre.",
                "Inscrite au groupe d’oral du jeudi; prêté le livret de vocabulaire.",
                (
                    Agreed("Trois relèves de quart enregistrées sur le téléphone", "client", 14, 12),
                    Agreed("Repasser l’oral", "client", 60),
                ),
                training="Jeu de rôle, relève de quart, 20 minutes.",
            ),
        ),
        asked=(Asked(2, "fr"),),
    ),),
)  # fmt: skip

GORD = Person(
    "gord", "Gordon", "MacIsaac", "priya", 320, (54, 201), preferred="Gord",
    phone="705 555-0102", consents=(Given(320),),
    work=(Work(
        320, "My old job back when the mill starts up again.", "Employment Services",
        goals=(
            (255, "Something with machines, indoors, that is not going to close on me."),
            (160, "Building operator at the hospital or the school board by fall."),
        ),
        told=(
            Told(
                319, "meeting", 60, "First meeting, six weeks after the mill let 140 people go.",
                "Gord worked the recovery boiler for 29 years and has never written a résumé. He came with his "
                "union card and his lunch. He is sure the mill will call. I did not argue; I asked what he would do "
                "the week after it does not. He was quiet, then said, 'I can fix near anything that gets hot.'",
                "Wrote down, in his words, everything he looked after. It filled two pages.",
                (
                    Agreed("Bring the boiler tickets from the shed", "client", 7, 6),
                    Agreed("Find out which tickets the hospital would accept", "worker", 10, 9),
                ),
            ),
            Told(
                255, "phone", 20, "The mill's notice came: it will not reopen.",
                "He read it to me twice. Said his wife already knew. We agreed that today is not for planning.",
                "Listened. Gave him the number of the union's counsellor and my own time on Thursday.",
                (Agreed("Call Gord on Thursday at ten, whatever happens", "worker", 3, 2),),
            ),
            Told(
                160, "meeting", 50, "The warehouse said no, and Gord wants to change direction.",
                "They wanted the night shift and a forklift ticket he let lapse. 'I'd have hated it anyhow.' He had "
                "found the posting for building operator by himself, on the library computer, and was proud of it.",
                "Compared the posting with his two pages: nine of eleven points are his already.",
                (
                    Agreed("Apply for the building operator certificate", "client", 12, 12),
                    Agreed("Ask the college about credit for boiler hours", "worker", 6, 5),
                ),
                training="Reading a job posting line by line.",
                added=Added("correct_fact", "The lapsed ticket is for the reach truck, not the forklift.", 2),
            ),
            Told(
                12, "meeting", 45, "Mock interview before the hospital's call on the 3rd.",
                "He starts too low and too modest: 'I just kept it running.' We practised saying it with the number: "
                "29 years, one unplanned shutdown. Second try was so good that Fiona looked in to see who it was.",
                "Recorded the second try on his phone so that he can hear himself.",
                (
                    Agreed("Listen to the recording once a day, not more", "client", 7),
                    Agreed("Send the thank-you note template", "worker", 2, 1),
                ),
                training="Mock interview, 25 minutes.",
            ),
        ),
        asked=(Asked(9, "en"),),
    ),),
)  # fmt: skip

KIONA = Person(
    "kiona", "Kiona", "Trudeau-Whiteduck", "joseph", 75, (18, -20), pronouns="they/them",
    email="kiona@example.org",
    consents=(Given(
            75, about={"given_by": "guardian", "giver": "Denise Whiteduck, aunt"},
            conditions="Signed with their aunt, who is their guardian, after Kiona had said yes first.",
        ),),
    work=(Work(
        75, "Finish Grade 12 and get paid to be outside.", "Youth",
        told=(
            Told(
                74, "meeting", 40, "Kiona came with their aunt, who is their guardian until next month.",
                "They talk about fish counts the way other people talk about hockey. Two credits missing. School in "
                "the building is hard; school on the dock was fine. Their aunt said her part and then went for coffee "
                "so that we could talk.",
                "Showed them the summer technician posting at the conservation authority and the online English "
                "credit, and what each would ask of a week.",
                (
                    Agreed("Ask the guidance office which credits are really missing", "client", 7, 7),
                    Agreed("Find out whether the field crew takes people at seventeen", "worker", 7, 5),
                ),
            ),
            Told(
                19, "video", 30, "Checking in, and what changes on their birthday.",
                "They turn 18 in a few weeks and then sign for themselves. 'So my aunt can't see this?' Explained "
                "that from that day it is their choice. They want her to stay on the list, but want to be asked.",
                "Put a fresh consent in plain language in the mail, so that there is time to read it.",
                (Agreed("Sign the new consent together on or after the birthday", "worker", 40),),
            ),
        ),
    ),),
)  # fmt: skip

MARISOL = Person(
    "marisol", "Marisol", "Peña Ybarra", "harriet", 130, (41, 30), email="m.ybarra.office@example.org", safe=False,
    consents=(Given(130, "service", "verbal", witness="Priya Raman"),),
    work=(Work(
        130, "A job with a lock on the door and my own bank account.", "Employment Services",
        told=(
            Told(
                129, "meeting", 55, "Intake, in the small room with the second exit.",
                "She asked first how we would reach her. Only the e-mail at work, never the phone, nothing in the "
                "mail. She kept the books for a family business for twelve years and was not on the payroll. She "
                "does not want to be told that she is brave.",
                "Restricted the file. Agreed on a subject line that says nothing.",
                (
                    Agreed("Write only to the work address, weekdays before three", "worker", 1, 0),
                    Agreed("Make a list of the programs she kept the books with", "client", 14, 13),
                ),
            ),
            Told(
                58, "meeting", 50, "Her letter for the credit union is ready.",
                "We turned twelve unpaid years into six lines that are true and strong. She read it standing up and "
                "asked for a second copy, for herself.",
                "Printed two. The one for the employer does not say where she lives.",
                (Agreed("Hand it in in person on Tuesday", "client", 4, 4),),
            ),
        ),
    ),),
)  # fmt: skip

PATRICK = Person(
    "patrick", "Patrick", "O'Shaughnessy", "mei-ling", 88, (38, 250), phone="705 555-0105",
    consents=(Given(88),),
    work=(Work(
        88, "Move from retail to something with weekends.", "Employment Services",
        told=(
            Told(
                87, "meeting", 40, "First meeting. Patrick is married to a colleague here and said so at the door.",
                "Told him who can open his file and that every opening is written down. He laughed: 'She can hear "
                "it from me at supper.' He managed a shoe store for nine years and likes training new people most.",
                "Noted the connection for Harriet, so that his wife is never given his file or his calls.",
                (
                    Agreed("Talk to two people who train staff for a living", "client", 21, 20),
                    Agreed("Ask Ana which employers hire trainers", "worker", 14, 11),
                ),
            ),
        ),
    ),),
)  # fmt: skip

INGRID = Person(
    "ingrid", "Ingrid", "Sætre", "dana", 76, (29, 11), phone="705 555-0106", consents=(Given(58),), nameless=True,
    work=(Work(
        58, "Find out whether forestry would have me back after the baby.", "Employment Services",
        told=(
            Told(
                57, "group", 90, "She had come to the résumé workshop twice without giving her name; today she did.",
                "Ingrid said the workshop was the one place nobody asked her anything. She now wants a file, because "
                "she wants the follow-up. Others in the group are not named here.",
                "Opened the file after the group, with the two workshops she told us about.",
                (Agreed("Bring the cruising certificates", "client", 10, 9),),
                training="Résumé workshop: a gap is a line, not a hole.",
            ),
        ),
    ),),
)  # fmt: skip

JON = Person(
    "jon", "Jon", "Tremblay", "samir", 400, (26, 90), phone="705 555-0107", consents=(Given(400),),
    work=(Work(
        400, "Get my welding ticket.", "Apprenticeship",
        told=(
            Told(
                399, "meeting", 35, "Wants to know what stands between him and second-level welding.",
                "He has 1,900 hours and no paper for 600 of them: the shop closed and the foreman moved west.",
                "Called the apprenticeship office with him in the room.",
                (Agreed("Write to the foreman", "client", 14),),
            ),
        ),
        closed=(300, "contact_lost"),
    ),),
)  # fmt: skip

JONATHAN = Person(
    "jonathan", "Jonathan", "Tremblay", "fiona", 40, (26, 90), phone="(705) 555-0107", consents=(Given(40),),
    work=(Work(
        40, "Second-level welding before my hours run out.", "Apprenticeship",
        told=(
            Told(
                39, "phone", 20, "Called about welding hours; says he was here before, he thinks with Samir.",
                "The phone number is the one on another file, Jon Tremblay. Same birthday. I did not look further "
                "without asking. He found the foreman on his own, in Fort McMurray.",
                "Asked Samir to look at the two files side by side.",
                (Agreed("Decide with Samir whether these are one file", "worker", 7),),
            ),
        ),
    ),),
)  # fmt: skip

PEOPLE = (ZAHRA, GORD, KIONA, MARISOL, PATRICK, INGRID, JON, JONATHAN)

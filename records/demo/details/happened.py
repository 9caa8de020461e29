"""What went wrong at Northbridge, and what was done about it. Each is named by its place among the incidents."""

from records.demo.deeds.happenings import (
    adds,
    begun,
    closes,
    decides,
    does,
    finds,
    goes_on,
    learned,
    must_tell,
    reported,
    tells,
)

LETTER, ICE, DESK, SEIZURE, NOTEBOOK, CHAIR = range(1, 7)

MISSENT_LETTER = (
    reported(
        310, "tyler", hour=(15, 40), kind="privacy_breach", place="Front desk",
        seen="Two letters with appointment times went out in each other's envelopes. One person called, laughing; the "
        "other brought hers back unopened.",
        immediate_action="Asked the first to bring it, took both back, sent the right ones.", staff=("tyler",),
    ),
    goes_on(LETTER, 309, "harriet", "triage", "Two people, one appointment time each, both letters back.",
        severity="minor"),
    finds(
        LETTER, 309, "luc", discovered_on=0, information=("identity",), persons=2, decision="pending",
        circumstances="Two letters exchanged at the envelope table.",
    ),
    goes_on(LETTER, 308, "luc", "review", "Spoke with Tyler and both people."),
    finds(
        LETTER, 306, "luc", discovered_on=0, information=("identity",), persons=2, decision="no_real_risk",
        circumstances="Two letters exchanged at the envelope table: a name, a time and our address in each.",
        safeguards="Both came back within a day, one unopened.", sensitivity="low", likelihood="low",
        reasons="A name and a time, read by one person who told us at once. Nobody could be hurt by it.",
        individuals_on=1, individuals_how="direct", prevention="Window envelopes: nothing to exchange.",
    ),
    goes_on(LETTER, 305, "luc", "find", "Labels were printed apart from letters.", causes=("procedure",)),
    decides(LETTER, 305, "luc", what="Buy window envelopes and use up the others for holiday cards.", owner="tyler",
        within=14),
    does(LETTER, 296, "tyler"),
    goes_on(LETTER, 295, "luc", "finish", "The envelopes are here."),
    learned(LETTER, 294, "luc", "If two papers have to meet, let there be one paper."),
    closes(LETTER, 290, "harriet"),
)  # fmt: skip

SLIP = (
    reported(
        240, "fiona", hour=(8, 50), kind="injury", place="Front steps", visitors=("A man with the mail",),
        seen="He slipped on the second step, sat down, and got up by himself. He said it was his dignity only.",
        immediate_action="Salted the steps; offered a chair and coffee. He took the coffee.",
        injuries="None that he named.",
    ),
    goes_on(ICE, 239, "harriet", "triage", "Nobody hurt; could have been somebody with a cane.", severity="minor"),
    goes_on(ICE, 239, "harriet", "review", "Looked at who salts and when."),
    goes_on(ICE, 238, "harriet", "find", "The landlord salts at nine; we open at half past eight.",
        causes=("premises",)),
    decides(ICE, 238, "harriet", what="A bucket of salt inside the door; whoever opens uses it.", owner="tyler",
        within=3),
    does(ICE, 237, "tyler"),
    goes_on(ICE, 236, "harriet", "finish", "Done."),
    learned(ICE, 235, "harriet", "Ice keeps its own hours."),
    closes(ICE, 230, "luc"),
)  # fmt: skip

SHOUTED = (
    reported(
        83, "tyler", hour=(13, 20), kind="behaviour", about=("brandon",), place="Front desk", staff=("tyler",),
        seen="Mr. Kechego had an appointment at half past twelve that had been moved to two without telling him. At "
        "ten past one he shouted that he had somewhere to be and hit the counter with his hand. Nobody was touched.",
        opinion="I think he was more scared for his job than angry at me.",
        immediate_action="Got Harriet. She walked with him to the parking lot.", witnesses=("Mei-Ling Chau",),
        family_told="not_needed",
    ),
    goes_on(DESK, 82, "harriet", "triage", "Loud, and our own mistake before it.", severity="moderate"),
    adds(DESK, 81, "tyler", "add_information", "He came by this morning and apologized. I did not ask him to."),
    goes_on(DESK, 80, "harriet", "review", "Met Brandon, then Tyler."),
    goes_on(DESK, 79, "harriet", "find", "The time was moved in the calendar and nobody called.",
        causes=("communication", "procedure")),
    decides(DESK, 79, "harriet", what="Whoever moves a time calls first.", owner="harriet", within=7),
    does(DESK, 75, "harriet"),
    goes_on(DESK, 74, "harriet", "finish", "Agreement signed by both; alert set until it is not needed."),
    learned(DESK, 73, "harriet", "Call before you move somebody's day."),
    closes(DESK, 70, "luc"),
)  # fmt: skip

IN_REVIEW = (
    reported(
        52, "samir", hour=(10, 35), kind="medical", about=("nadia",), place="Workshop room", services=("ambulance",),
        seen="In the digital basics workshop Ms. El-Haddad stopped speaking, fell from the chair and shook for about "
        "two minutes.",
        immediate_action="On her side, coat under the head, table moved, time taken, 911. The others went to the "
        "kitchen with Fiona.",
        injuries="A bruise on the left wrist.", witnesses=("Nine people of the workshop", "Fiona MacLeod"),
        family_told="yes",
    ),
    goes_on(SEIZURE, 51, "harriet", "triage", "Ambulance. Well handled; the room to be looked at.", severity="serious"),
    goes_on(SEIZURE, 50, "harriet", "review", "Lights, the chairs without arms, and who of us has first aid that is "
        "current."),
    decides(SEIZURE, 49, "harriet", what="Change the two tubes that flicker.", owner="tyler", within=10),
    decides(SEIZURE, 49, "harriet", what="First aid refresher for all who hold groups.", owner="margaret", within=75),
    does(SEIZURE, 45, "tyler"),
    adds(SEIZURE, 44, "samir", "late_information", "Nadia says that she had slept three hours. She wants it known "
        "that nobody did anything wrong."),
)  # fmt: skip

LOST_NOTEBOOK = (
    reported(
        38, "joseph", hour=(17, 5), kind="privacy_breach", about=("darlene", "dwayne"), place="Bus line four",
            staff=("joseph",),
        seen="My paper notebook was in the side pocket when I got on and not when I got off. It had first names, two "
        "phone numbers and what I meant to ask.",
        immediate_action="Called the bus company twice, rode the line back, asked at the depot.",
    ),
    goes_on(NOTEBOOK, 37, "luc", "triage", "Not found. Two people can be recognized by it.", severity="serious"),
    finds(
        NOTEBOOK, 37, "luc", discovered_on=0, information=("identity", "casework"), persons=2, decision="pending",
        circumstances="A pocket notebook lost on a bus; first names, two phone numbers, questions about their work.",
    ),
    must_tell(NOTEBOOK, 37, "luc", recipient="regulator", name="Privacy commissioner", within=10),
    goes_on(NOTEBOOK, 36, "luc", "review", "Went through with Joseph, page by page from memory, what stood in it."),
    finds(
        NOTEBOOK, 34, "luc", discovered_on=0, information=("identity", "casework"), persons=2, decision="real_risk",
        circumstances="A pocket notebook lost on a bus; first names, two phone numbers, and that one cannot read well.",
        safeguards="None: paper.", sensitivity="high", likelihood="medium",
        reasons="Somebody in a small town could tell who is meant and that he does not read. That can shame and cost "
        "a job.",
        regulator_on=4, regulator_reference="NB-2026-0117", individuals_on=3, individuals_how="direct",
        prevention="No paper outside the office; the phone takes notes that lock.",
    ),
    tells(NOTEBOOK, 33, "luc", "NB-2026-0117"),
    goes_on(NOTEBOOK, 30, "luc", "find", "We say 'no paper' and hand out notebooks.", causes=("procedure", "training")),
    decides(NOTEBOOK, 30, "luc", what="Collect the notebooks; set up the locked notes on eleven phones.", owner="luc",
        within=45),
    decides(NOTEBOOK, 30, "luc", what="Ask both people whether they want another worker.", owner="harriet", within=7),
)  # fmt: skip

CHAIR_BROKE = (
    reported(
        12, "mei-ling", hour=(11, 15), kind="near_miss", place="Meeting room 2",
        seen="The back of the blue chair came off in my hand when I pushed it under the table.",
        immediate_action="Put it in the hall with a note; counted the blue ones: five more.",
    ),
)  # fmt: skip

UNFINISHED = (
    begun(
        1,
        "tyler",
        kind="property",
        place="Bicycle rack",
        seen="The lock of Wendell's bicycle was cut; the bicycle",
    ),
)

DEEDS = (*MISSENT_LETTER, *SLIP, *SHOUTED, *IN_REVIEW, *LOST_NOTEBOOK, *CHAIR_BROKE, *UNFINISHED)

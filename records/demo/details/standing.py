"""Who waits in Northbridge, whose work rests, and a case that is offered to a colleague."""

from records.demo.deeds.standing import hands_on, rests, waits

DEEDS = (
    waits(
        "monica",
        20,
        "language",
        expected=14,
        urgency="Her work permit is tied to one employer until spring; she needs an answer before she signs again.",
    ),
    rests(
        "josephine",
        12,
        "health",
        "The knee was operated on. She asked to be left in peace until the physiotherapy has begun.",
        review=7,
    ),
    hands_on(
        "kwabena",
        2,
        "priya",
        occasion="balance",
        matters="The twins' places are the ground everything stands on. If one falls through, stop the refresher and "
        "call the centre first. He jokes when he is worried.",
        ahead="Ask on Monday how the first week went, before anything about accounting. Then the refresher: he "
        "knows more than he says.",
    ),
)

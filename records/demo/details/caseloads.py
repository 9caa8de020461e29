"""How full the hands are at Northbridge: one worker carries more than fits, one is new, one studies half the week."""

from records.demo.deeds.caseloads import answers_doubt, can_carry, doubts, says_needs
from records.demo.shapes import Deed

DEEDS: tuple[Deed, ...] = (
    says_needs(5, "harriet"),
    can_carry(5, "harriet", "priya", 20),
    can_carry(5, "harriet", "etienne", 30),
    can_carry(5, "harriet", "dana", 30, 80),
    can_carry(5, "harriet", "fiona", 20),
    can_carry(5, "harriet", "noor", 10, 50),
    doubts(
        "gord",
        4,
        "He comes twice a week since the hospital posted the job. On paper he is one of my quiet ones.",
    ),
    answers_doubt(
        "gord",
        3,
        "harriet",
        "You are right. Say weekly and intensive until the posting closes; then we look again.",
    ),
    doubts("zahra", 2, "L’interprète double chaque rencontre. Un demi-point ne le dit pas."),
)

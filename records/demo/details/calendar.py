"""The calendar of Northbridge, two weeks back and two weeks ahead."""

from records.demo.deeds.calendar import Kept, Time, booked, called_off, kept, missed

_LARGE = {"needs": ("large_print", "longer")}

DEEDS = (
    *kept("tenzin", Time(10, "11:00"), Kept(
        "After the first week at the bakery.",
        "Starts at four and says the dark is the best part. Nobody there has asked about the shelter.",
        "Wrote down the two questions for the baker.", "Ask the baker about Saturdays", late=12)),
    *kept("winnifred", Time(8, "13:00", "planning", 90, _LARGE), Kept(
        "The screen at work, and what comes after it.",
        "Reads a page in two minutes now. Wants the training room moved away from the window.",
        "Called the office manager with her on the line.", "Send the office the page about glare", "worker",
        minutes=80)),
    *kept("zahra", Time(6, "09:30", "planning", 90, {"interpreter": "booked", "interpreter_for": "dari"}), Kept(
        "Le calendrier de l’examen.",
        "Deux dates possibles; elle choisit la plus proche. « J’ai assez attendu. »",
        "Inscription remplie ensemble.", "Payer les frais d’inscription", minutes=75)),
    *missed("brandon", Time(9, "11:00"), "Called twice, texted once. He called back at four: the bus."),
    *missed("camille", Time(4, "14:00"), "Appelé à deux reprises, message laissé avec son accord."),
    *called_off("olena", Time(7, "15:00"), 3, asked_by="client", reason="The oven man came a day early."),
    *called_off("gord", Time(5, "09:30"), 30, asked_by="agency", reason="Priya at a training day."),
    booked("tenzin", 3, Time(-1, "11:00")),
    booked("winnifred", 3, Time(-2, "13:00", "follow_up", 90, _LARGE)),
    booked("gord", 2, Time(-3, "09:30", "planning")),
    booked("olena", 2, Time(-8, "15:00", told={"mode": "phone", "place": "phone"})),
    booked("zahra", 2, Time(-2, "09:30", "job_search", 90, {"interpreter": "needed", "interpreter_for": "dari"})),
    booked("camille", 2, Time(-4, "14:00"), by="tyler"),
    booked("brandon", 2, Time(-1, "11:00", told={"room": "Room 2"}), by="tyler"),
    booked("marisol", 2, Time(-6, "16:00", told={"mode": "video", "place": "video"})),
)  # fmt: skip

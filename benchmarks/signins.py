"""A Monday morning: many people sign in at once, each hash as costly as it is meant to be."""

from benchmarks.figures import Figures, Meter
from benchmarks.load import EMAIL, PASSWORD
from benchmarks.pages import Contender, Visitor, turn

MANY, AT_ONCE = 300, 16


def burst(port: int, meter: Meter) -> Figures:
    """So many sign-ins, so many of them under way at any time, each in a browser of its own that has the page open."""
    ready = [Visitor(port) for _ in range(MANY)]
    for visitor in ready:
        visitor.take_token("/sign-in")

    def sign_in(_who: Visitor, n: int) -> object:
        return ready[n].twin().post("/sign-in", {"email": EMAIL, "password": PASSWORD})

    morning = Contender(ready[:AT_ONCE], sign_in, meter, Figures())
    morning.figures.rounds.append(turn(morning, MANY, 0))
    return morning.figures

"""How Northbridge looks over its own files, and what it stopped asking."""

from records.demo.deeds.reviewing import asks_no_more, reviewed

DEEDS = (
    asks_no_more(
        150,
        "harriet",
        demographic_income="The funder stopped counting it, and for supports it is asked in the household.",
    ),
    reviewed(
        120,
        "harriet",
        size=4,
        seed=417_305,
        found=(
            {"goals": "The goal is there, what will be different by when is not."},
            {},
            {"background": "Two years of work are missing between the last job and the first visit."},
            {},
        ),
        conclusion="Goals are agreed early and the measure is left for later. The plan is on the agenda of the "
        "next two team meetings.",
    ),
    reviewed(
        6,
        "harriet",
        size=5,
        seed=902_114,
        found=({"services": "The workshop in the notes is not among the services."}, {}),
    ),
)

"""The invented names and texts of the agencies that are measured."""

GIVEN = [
    *(
        "Amina",
        "Benoît",
        "Chantal",
        "Devon",
        "Élodie",
        "Farid",
        "Grace",
        "Hugo",
        "Ines",
        "Jamal",
        "Kim",
        "Léa",
    ),
    *(
        "Marcus",
        "Noor",
        "Olivia",
        "Paul",
        "Quinn",
        "Rosalie",
        "Sam",
        "Tomás",
        "Uma",
        "Viktor",
        "Wendy",
        "Yusuf",
    ),
]
_FIRST = [
    "Trem",
    "Berg",
    "Côt",
    "Dela",
    "Fort",
    "Gagn",
    "Hass",
    "Iron",
    "Jack",
    "Kowal",
    "Lav",
    "Mac",
    "Ngu",
    "O’Ne",
]
_SECOND = [
    "blay",
    "eron",
    "é",
    "croix",
    "ier",
    "on",
    "an",
    "wood",
    "son",
    "ski",
    "oie",
    "donald",
    "yen",
    "il",
]
_THIRD = ["", "-Roy", "-Singh", "-Martin", " Lee", "-Ali", "-Wong"]

GOALS = [
    "Find full-time work in a warehouse within four months, near a bus line.",
    "Finish the high-school equivalency and apply for the plumbing apprenticeship.",
    "Return to office work after six years of caring for a parent.",
]
_TALKS = """
We went through four postings together. Two ask for a forklift licence, which is not there yet; the other two fit. The
interview at the packing plant went well, and they will call by Friday. Evenings are still difficult because of child
care, so we looked at day shifts only. The résumé now says more about the years in the kitchen.

Talked about the letter from the school board and what it asks for. The transcript has not come. We wrote the request
together and sent it from the front desk. Mood better than two weeks ago; sleeping again. The bus pass runs out at the
end of the month, and the next one depends on the approval of the training plan.

Practised the first ten minutes of an interview three times. The answer about the gap is now short and true. Agreed on
what not to say about the last employer. Tools for the trade test are still missing; the loan bank has a set from the
first of the month.
"""
NOTE = (
    [
        "Planned meeting to look at the applications sent since the last time.",
        "Asked for help before an interview.",
    ],
    [talk.strip().replace("\n", " ") for talk in _TALKS.split("\n\n")],
    [
        "Corrected the résumé and sent two applications.",
        "Wrote to the school board and booked the loan of tools.",
    ],
    [
        "Bring the transcript",
        "Call the packing plant on Friday",
        "Book the forklift course",
        "Ask for the day shift",
    ],
)


def family(number: int) -> str:
    """A family name; 1,372 different ones, so that a list has namesakes and a search finds several."""
    first, rest = number % len(_FIRST), number // len(_FIRST)
    second, third = rest % len(_SECOND), rest // len(_SECOND) % len(_THIRD)
    return _FIRST[first] + _SECOND[second] + _THIRD[third]


def rare(number: int) -> str:
    """A family name that nearly nobody else has."""
    end, rest = "", number
    while rest:
        rest, letter = divmod(rest, 26)
        end += chr(ord("a") + letter)
    return family(number) + end

"""The schemes every agency may begin with, named by their shape: what a funder asks for, the agency checks itself."""

from typing import Any

_LASTING = ["pay_stub", "employer_letter", "employer_answer", "attestation", "registration"]
_USUAL: dict[str, Any] = {
    "hours": 20,
    "combined": True,
    "subsidised": False,
    "new_employer": True,
    "wage_cents": None,
    "start_evidence": ["offer_letter", *_LASTING],
    "evidence": _LASTING,
}


def _points(*afters: int, days_before: int, days_after: int) -> list[dict[str, int]]:
    """The start, for which there are thirty days, and so many months or weeks after it."""
    later = [{"after": after, "days_before": days_before, "days_after": days_after} for after in afters]
    return [{"after": 0, "days_before": 0, "days_after": 30}, *later]


# By a name that never changes; the id of the scheme in an agency follows from it.
STARTERS: dict[str, dict[str, Any]] = {
    "months": _USUAL
    | {
        "name_en": "After 1, 3, 6 and 12 months",
        "name_fr": "Après 1, 3, 6 et 12 mois",
        "unit": "months",
        "points": _points(1, 3, 6, 12, days_before=7, days_after=30),
    },
    "weeks": _USUAL
    | {
        "name_en": "After 4, 24 and 52 weeks",
        "name_fr": "Après 4, 24 et 52 semaines",
        "unit": "weeks",
        "points": _points(4, 24, 52, days_before=7, days_after=28),
        "new_employer": False,
    },
}

"""The matrix of who may read and write what, and the one decision made from it: pure, and held to its laws by tests.

A file is open to whoever works with the client, to those a grant with an end was given, and to a few roles in the
parts their duty needs (PIPEDA principle 4.7: safeguards, need to know). A block, for a conflict of interest, ends every
way in. A restricted file exists only for those on its list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from tenants.permissions import P, Role


class Category(StrEnum):
    """The parts of a file, by who needs them."""

    IDENTITY = "identity"
    COMMUNICATION = "communication"
    HISTORY = "history"
    CASE = "case"
    NOTES = "notes"
    ASSESSMENT = "assessment"
    CONSENT = "consent"
    EMPLOYMENT = "employment"
    DOCUMENT = "document"
    INCIDENT = "incident"


class Level(IntEnum):
    """How far. SEARCH knows of the person, and no more; REASON may read after writing down why."""

    NONE = 0
    SEARCH = 1
    REASON = 2
    READ = 3
    WRITE = 4


NONE, SEARCH, REASON, READ, WRITE = Level


@dataclass(frozen=True, slots=True)
class Relation:
    """What lies between one reader and one client, today."""

    near: bool = False  # on the reader's caseload, or opened to them by a grant that has not ended
    opened: bool = False  # the reader wrote down a reason, not long ago
    requested: bool = False  # the reader answers the client's own request for the file
    restricted: bool = False
    blocked: bool = False
    placed: bool = False  # found work, or looks for it with those who speak with employers


_C = Category
_EVERYTHING = frozenset(Category) - {_C.INCIDENT}
# Each role's parts: for a client near to the reader, and for any other.
_NEAR: dict[Role, dict[Category, Level]] = {
    Role.FRONT_DESK: {_C.IDENTITY: WRITE, _C.COMMUNICATION: READ},
    Role.PRACTITIONER: dict.fromkeys(_EVERYTHING, WRITE),
    Role.SUPERVISOR: dict.fromkeys(Category, WRITE),
    Role.JOB_DEVELOPER: dict.fromkeys((_C.IDENTITY, _C.COMMUNICATION, _C.CASE, _C.EMPLOYMENT), READ),
    Role.PRIVACY_LEAD: {},
    Role.REPORTER: {},
    Role.AUDITOR: {},
    Role.ADMINISTRATOR: {},
    Role.BILLING: {},
    Role.SUPPORT: {},
}
_FAR: dict[Role, dict[Category, Level]] = {
    Role.FRONT_DESK: _NEAR[Role.FRONT_DESK],
    Role.PRACTITIONER: {_C.IDENTITY: SEARCH},
    Role.SUPERVISOR: dict.fromkeys((_C.HISTORY, _C.ASSESSMENT, _C.DOCUMENT), READ)
    | dict.fromkeys((_C.IDENTITY, _C.COMMUNICATION, _C.CASE, _C.CONSENT), WRITE)
    | dict.fromkeys((_C.EMPLOYMENT, _C.INCIDENT), WRITE)
    | {_C.NOTES: REASON},
    Role.JOB_DEVELOPER: {},
    Role.PRIVACY_LEAD: dict.fromkeys((_C.IDENTITY, _C.COMMUNICATION, _C.HISTORY, _C.CASE), READ)
    | {_C.EMPLOYMENT: READ}
    | dict.fromkeys((_C.CONSENT, _C.INCIDENT), WRITE),
    Role.REPORTER: {},
    Role.AUDITOR: dict.fromkeys((_C.IDENTITY, _C.CASE, _C.EMPLOYMENT), READ),
    Role.ADMINISTRATOR: {},
    Role.BILLING: {},
    Role.SUPPORT: dict.fromkeys((_C.IDENTITY, _C.CASE, _C.EMPLOYMENT), READ),
}
# What the answering of a client's own request opens to the one who answers it.
_BY_REQUEST = {Role.PRIVACY_LEAD: dict.fromkeys(Category, READ)}
# What those who speak with employers see of somebody they may speak for.
_PLACED = {Role.JOB_DEVELOPER: dict.fromkeys((_C.IDENTITY, _C.COMMUNICATION, _C.EMPLOYMENT), READ)}
# Who reads what is marked beyond the usual; for the rest it is not there.
_REACH = {
    "sensitive": frozenset({Role.PRACTITIONER, Role.SUPERVISOR, Role.PRIVACY_LEAD}),
    "restricted": frozenset({Role.SUPERVISOR, Role.PRIVACY_LEAD}),
}
# Which part of a file a permission is about, and how far it goes. What is not named here needs the identity only.
NEEDS: dict[P, tuple[Category, Level]] = {
    P.SEE_CLIENTS: (_C.IDENTITY, READ),
    P.WRITE_CLIENTS: (_C.IDENTITY, WRITE),
    P.MERGE_CLIENTS: (_C.IDENTITY, READ),
    P.WRITE_ALERTS: (_C.IDENTITY, WRITE),
    P.SEE_APPOINTMENTS: (_C.IDENTITY, READ),
    P.WRITE_APPOINTMENTS: (_C.IDENTITY, WRITE),
    P.SEE_WORKSHOPS: (_C.IDENTITY, READ),
    P.LEAD_WORKSHOPS: (_C.IDENTITY, WRITE),
    P.SEE_CASES: (_C.CASE, READ),
    P.WRITE_CASES: (_C.CASE, WRITE),
    P.SEE_NOTES: (_C.NOTES, READ),
    P.WRITE_NOTES: (_C.NOTES, WRITE),
    P.ADD_TO_NOTES: (_C.NOTES, READ),
    P.REVIEW_NOTES: (_C.NOTES, READ),
    P.REVIEW_FILES: (_C.CASE, READ),
    P.SEE_CONSENTS: (_C.CONSENT, READ),
    P.WRITE_CONSENTS: (_C.CONSENT, WRITE),
    P.APPROVE_DISCLOSURES: (_C.CONSENT, WRITE),
    P.SEE_REFERRALS: (_C.CONSENT, READ),
    P.WRITE_REFERRALS: (_C.CONSENT, WRITE),
    P.SEE_ASSESSMENTS: (_C.ASSESSMENT, READ),
    P.WRITE_ASSESSMENTS: (_C.ASSESSMENT, WRITE),
    P.SEE_OWN_CASELOAD: (_C.ASSESSMENT, READ),
    P.SET_CASELOADS: (_C.ASSESSMENT, READ),
    P.SEE_EMPLOYMENT: (_C.EMPLOYMENT, READ),
    P.WRITE_EMPLOYMENT: (_C.EMPLOYMENT, WRITE),
    P.SEE_DOCUMENTS: (_C.DOCUMENT, READ),
    P.MAKE_DOCUMENTS: (_C.DOCUMENT, WRITE),
    P.SIGN_FOR_AGENCY: (_C.DOCUMENT, READ),
    P.SEE_REQUESTS: (_C.CONSENT, READ),
    P.RECEIVE_REQUESTS: (_C.CONSENT, WRITE),
    P.SEE_REQUESTED: (_C.NOTES, READ),
    P.HANDLE_REQUESTS: (_C.NOTES, READ),
    P.SECOND_READ: (_C.NOTES, READ),
}


def level(
    roles: Iterable[str],
    relation: Relation,
    category: Category,
    *,
    sensitivity: str = "case",
    own_entry: bool = False,
) -> Level:
    """How far a member with these roles may go in this part of this client's file. `own_entry` is true for something
    the reader wrote, which its sensitivity does not close to them."""
    held = frozenset(Role(role) for role in roles)
    reach = held if own_entry else held & _REACH.get(sensitivity, held)
    found = max((_of_role(role, relation, category) for role in reach), default=NONE)
    if relation.blocked or (relation.restricted and not _is_listed(held, relation, category)):
        return NONE
    return READ if found is REASON and relation.opened else found


def _of_role(role: Role, relation: Relation, category: Category) -> Level:
    cells = [_FAR[role]]
    if relation.near:
        cells.append(_NEAR[role])
    if relation.requested:
        cells.append(_BY_REQUEST.get(role, {}))
    if relation.placed:
        cells.append(_PLACED.get(role, {}))
    return max(cell.get(category, NONE) for cell in cells)


def _is_listed(held: frozenset[Role], relation: Relation, category: Category) -> bool:
    # Somebody must be able to keep the list, and to answer the neutral question whether a file exists.
    keeps_the_list = Role.PRIVACY_LEAD in held and category is Category.IDENTITY
    return relation.near or relation.requested or keeps_the_list

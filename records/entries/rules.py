"""Who may read which entry: a pure decision, which the timeline turns into its condition."""

from collections.abc import Iterable

from tenants.permissions import P, Role, may

# What a role's permissions open: the kind of entry decides the permission, its sensitivity the reach.
_NEEDS = {
    "consent": P.SEE_CONSENTS,
    "note": P.SEE_NOTES,
    "document": P.SEE_DOCUMENTS,
}


def may_read(roles: Iterable[str], kind: str, sensitivity: str, *, is_author: bool, state: str) -> bool:
    """True when a member with these roles may read an entry. A draft is its author's alone; restricted entries open
    only to their author and to supervisors."""
    held = frozenset(roles)
    if state == "draft":
        return is_author
    if sensitivity == "restricted" and not is_author and Role.SUPERVISOR not in held:
        return False
    return may(held, _NEEDS.get(kind, P.SEE_CASES))

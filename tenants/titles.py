"""What a member is called by profession, in both languages, where a client reads their name."""

from sqlalchemy.orm import Session

from tenants import audit
from tenants.database import hold
from tenants.errors import Conflict
from tenants.members import Member


def give_title(session: Session, member: Member, *, title_en: str, title_fr: str, version: int) -> None:
    """Says what a member is called; empty when they have no title."""
    hold(session, member)
    if member.version != version:
        raise Conflict("Load the page again to see what it is now.")
    member.title_en, member.title_fr = title_en, title_fr
    member.version += 1
    audit.record(session, audit.Verb.MEMBER_CHANGED, member.id, titled=bool(title_en or title_fr))


def title_in(member: Member, language: str) -> str:
    """The title in a language, or in the other one when there is none."""
    both = {"en": member.title_en, "fr": member.title_fr}
    return both[language] or member.title_en or member.title_fr

"""Keeping phrases: wordings to put into notes, one's own or the team's."""

from sqlalchemy.orm import Session

from records.notes.models import Phrase
from records.notes.queries import phrases_for
from tenants import audit, clock, context
from tenants.errors import NotFound, Refused
from tenants.permissions import P, may

MOST = 200


def keep_phrase(session: Session, *, name: str, words: str, for_team: bool) -> Phrase:
    """Adds a phrase for oneself, or for the team when one may."""
    me = context.current()
    if for_team and not may(me.roles, P.REVIEW_NOTES):
        raise Refused("Phrases of the team are kept by a supervisor.")
    if len(phrases_for(session)) >= MOST:
        raise Refused("There are %(most)s phrases already. Take one out first.", most=MOST)
    phrase = Phrase(owner_id=None if for_team else me.member_id, name=name, words=words)
    session.add(phrase)
    audit.record(session, audit.Verb.PHRASE_KEPT, phrase.id, team=for_team)
    return phrase


def end_phrase(session: Session, phrase: Phrase) -> None:
    """Takes a phrase out of the lists."""
    if phrase.owner_id is None and not may(context.current().roles, P.REVIEW_NOTES):
        raise NotFound()
    phrase.ended_at = clock.now()
    audit.record(session, audit.Verb.PHRASE_ENDED, phrase.id)

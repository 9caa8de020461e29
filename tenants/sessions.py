"""Sessions that are open: whose, in which browser, how long they may still rest; ended, locked, opened again."""

from uuid import UUID

from tenants.gate import Row, ask, hash_of, new_token


def sessions_of(identity_id: UUID, token: str) -> list[Row]:
    """A person's open sessions, that of `token` first: id, begun_at, last_seen, agent, is_locked, is_this."""
    return ask("sessions_of", identity_id, hash_of(token))


def end_session(identity_id: UUID, session_id: UUID) -> bool:
    """Ends one of a person's sessions; false when it has ended already or is not theirs."""
    return bool(ask("end_session", identity_id, session_id)[0]["end_session"])


def end_other_sessions(identity_id: UUID, token: str) -> None:
    """Ends all of a person's sessions but that of `token`."""
    ask("end_other_sessions", identity_id, hash_of(token))


def lock(token: str) -> None:
    """From now on the session answers nobody, until `renewed` opens it again."""
    ask("lock_session", hash_of(token))


def locked(token: str) -> Row | None:
    """Who locked this session (identity_id, email, name), while it may be opened again."""
    return next(iter(ask("locked_session", hash_of(token))), None)


def renewed(token: str) -> str | None:
    """The session goes on, and is open, under a new token; the old one is worth nothing. None when it has ended."""
    new = new_token()
    return new if ask("renew_session", hash_of(token), hash_of(new))[0]["renew_session"] else None


def seconds_left(token: str) -> int:
    """Until the session ends by itself, without counting as its use; 0 when it has ended or is locked."""
    return ask("seconds_left", hash_of(token))[0]["seconds_left"] or 0


def is_settled(identity_id: UUID) -> bool:
    """Whether the person signed in before, so that a browser we do not know is worth a word to them."""
    return bool(ask("settled", identity_id)[0]["settled"])

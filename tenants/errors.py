"""Refusals in plain words, raised from below and translated by the two doors."""


def sentence(message: str, /) -> str:
    """Marks an English sentence for the catalogue where it is written before it is raised; returns it unchanged."""
    return message


class Refused(Exception):
    """What was asked may not be done. `message` is an English sentence a person may be shown, looked up in the
    catalogue at the door; `%(name)s` in it is filled from `values`; `field` names the form field it is about."""

    def __init__(self, message: str, /, *, field: str | None = None, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.field = field
        self.values = values


class NotFound(Refused):
    """Not there, or not theirs: the two are never told apart."""

    def __init__(self, message: str = "This page is not here, or it is not open to you.", /) -> None:
        super().__init__(message)


class Conflict(Refused):
    """Somebody else changed it first, or it is no longer in the state the request assumed."""


class TooSoon(Refused):
    """Tried too often in vain: another try is looked at in so many seconds."""

    def __init__(self, seconds: int, /) -> None:
        if seconds < 100:
            super().__init__("Too many tries. Wait %(count)s seconds, then try again.", count=max(seconds, 2))
        else:
            super().__init__(
                "Too many tries. Wait %(count)s minutes, then try again.", count=-(-seconds // 60)
            )
        self.seconds = seconds


class Shut(RuntimeError):
    """The agency was restored from a backup and is sealed: nothing is done for it until the seal is broken."""


class NoTenancy(RuntimeError):
    """A programming fault: the database was asked for without saying for whom."""

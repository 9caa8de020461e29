"""What anyone who holds an issued file may know of it, before any agency is known."""

from tenants.gate import Row, ask


def find_issued(code: str) -> Row | None:
    """Of the file with this code: agency, kind, number, edition, language, day, fingerprint, and since when it is
    replaced or withdrawn."""
    return next(iter(ask("find_issued", code)), None)


def find_issued_by_hash(sha256: bytes) -> Row | None:
    """The same of the file with this fingerprint."""
    return next(iter(ask("find_issued_by_hash", sha256)), None)

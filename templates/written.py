"""What machines write, as a page shows it: a code in groups, a picture inside the page."""

from base64 import b64encode


def in_groups(code: str) -> str:
    """A long code in groups of four, as it is read aloud and typed."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def base64(data: bytes) -> str:
    """Bytes as an address of data holds them."""
    return b64encode(data).decode()

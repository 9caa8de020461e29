"""The code of a printed form: which form, which version of it, in which language, and of which file."""

import re
from typing import Final, NamedTuple

# Raised when the questions of a form change, so that an older sheet is known as one.
EDITION: Final = "1"
_CODE: Final = re.compile(r"NF-([A-Z]+(?:-[A-Z]+)*)-([0-9]{1,4})-(EN|FR)(?:-(N-[0-9]{1,9}))?")
# People type a code with spaces or with a long dash.
_SPACES: Final = re.compile(r"[\s_\u2010-\u2015-]+")


class Code(NamedTuple):
    """What a code says. Without a file number the sheet was printed for nobody in particular."""

    form: str
    version: str
    language: str
    file_number: str = ""

    def __str__(self) -> str:
        parts = ("NF", self.form.replace("_", "-"), self.version, self.language, self.file_number)
        return "-".join(part for part in parts if part).upper()


def parsed(text: str) -> Code | None:
    """What somebody typed from a footer, or None when it is no such code."""
    found = _CODE.fullmatch(_SPACES.sub("-", text.strip()).upper())
    if found is None:
        return None
    form, version, language, file_number = found.groups()
    return Code(form.lower().replace("-", "_"), version, language.lower(), file_number or "")

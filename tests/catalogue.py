"""The French catalogue, brought up to date with what the code and the templates say: `make translations`."""

import os
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
FRENCH = ROOT / "templates" / "translations" / "fr" / "LC_MESSAGES" / "northfile.po"
# No dates, tools or persons: a line changes only when a sentence does.
HEADER = """msgid ""
msgstr ""
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extracted() -> Catalog:
    """Every sentence marked for the catalogue, by the rules under `[tool.babel]` of pyproject.toml."""
    begun = Path.cwd()
    os.chdir(ROOT)
    try:
        with TemporaryDirectory() as folder:
            found = Path(folder) / "northfile.pot"
            command = [
                "pybabel",
                "--quiet",
                "extract",
                "--mapping",
                "pyproject.toml",
                "--output",
                str(found),
                ".",
            ]
            CommandLineInterface().run(command)
            return read_po(BytesIO(found.read_bytes()))
    finally:
        os.chdir(begun)


def translated() -> Catalog:
    """The catalogue as it lies there."""
    return read_po(BytesIO(FRENCH.read_bytes()), locale="fr")


def written(catalogue: Catalog) -> bytes:
    """The catalogue in its one form: sorted, a sentence a line, without places."""
    entries = BytesIO()
    write_po(
        entries,
        catalogue,
        width=0,
        omit_header=True,
        no_location=True,
        ignore_obsolete=True,
        sort_output=True,
    )
    return HEADER.encode() + entries.getvalue().strip(b"\n") + b"\n"


def update() -> list[str]:
    """Adds the new sentences, drops those no longer said, guesses nothing; returns what is still to be translated."""
    catalogue = translated()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    FRENCH.write_bytes(written(catalogue))
    return [str(entry.id) for entry in catalogue if entry.id and not all(forms(entry.string))]


def forms(said: str | list[str] | tuple[str, ...]) -> list[str]:
    """One sentence, or the singular and the plural."""
    return [said] if isinstance(said, str) else list(said)


if __name__ == "__main__":
    waiting = update()
    for sentence in waiting:
        sys.stdout.write(f"To be translated in {FRENCH.relative_to(ROOT)}: {sentence}\n")
    sys.exit(bool(waiting))

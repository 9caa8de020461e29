"""What goes wrong in a child, from its log to the screen."""

import re
from pathlib import Path

import click

_KNOWN_WELL = (
    "the database system is starting up"  # what PostgreSQL answers to those who ask whether it is ready
)
_BAD = re.compile(
    r"\b(?:ERROR|CRITICAL|FATAL|PANIC)\b|\"level\": ?\"(?:error|critical)\"|^\w*(?:Error|Exception)\b|^Refused"
)


class Trouble:
    """Reads on in every log of a folder; what was there at the beginning is not news."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read = {path: path.stat().st_size for path in folder.glob("*.log")}
        self._said: set[str] = set()

    def show(self) -> None:
        """Prints the lines about errors that are new since the last time, each with the name of its log, none twice."""
        for path in sorted(self.folder.glob("*.log")):
            for line in self._news(path):
                if _BAD.search(line) and _KNOWN_WELL not in line:
                    self._say(f"{path.stem}: {line}")

    def _say(self, words: str) -> None:
        """Once each, whatever numbers and times are in it: a child that keeps dying keeps saying the same."""
        if (gist := re.sub(r"\d+", "", words)) not in self._said:
            self._said.add(gist)
            click.echo(words, err=True)

    def _news(self, path: Path) -> list[str]:
        start, size = self._read.get(path, 0), path.stat().st_size
        if size < start:  # set aside, and begun again
            start = 0
        with path.open("rb") as log:
            log.seek(start)
            whole = log.read(size - start)
        whole = whole[: whole.rfind(b"\n") + 1]
        self._read[path] = start + len(whole)
        return whole.decode(errors="replace").splitlines()

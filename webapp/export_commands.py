"""Commands about archives that an agency took along; they need no network, no database and no key of ours."""

from pathlib import Path

import click

from records.departures.envelope import unpack


@click.group("export")
def export() -> None:
    """Archives of everything an agency had."""


@export.command("open")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="The folder to write to.")
@click.option(
    "--passphrase", prompt=True, hide_input=True, help="The passphrase; asked for when it is not given."
)
def open_archive(file: Path, into: Path | None, passphrase: str) -> None:
    """Decrypt an archive into a folder. Every byte is checked on the way; a file that was changed is refused."""
    folder = into or file.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("rb") as opened:
        count = unpack(opened, passphrase, folder)
    click.echo(f"{count} files in {folder}")

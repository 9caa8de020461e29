"""Commands for backups: taking one, bringing it back, and making good what happened since."""

from pathlib import Path

import click

from records.retention.replay import replay as replay_journal
from records.retention.retold import read_journal
from tenants import backup_loading, backup_parts
from tenants.backup_taking import take_backup
from tenants.context import PLATFORM, Tenancy, acting_for
from tenants.errors import Refused
from tenants.seals import Seal, administrator, break_seal, seals, tenancy_behind
from webapp.commands import find_services, json_too, show

FOLDER = click.Path(file_okay=False, path_type=Path)
keys_folder = click.option(
    "--keys", type=FOLDER, help="Where backups of keys lie; without it, the folder `keys` in FOLDER."
)


def _say(words: str) -> None:
    click.echo(words, err=True)


@click.command()
@click.argument("folder", type=FOLDER)
@keys_folder
@json_too
def backup(folder: Path, keys: Path | None, *, as_json: bool) -> None:
    """Back everything up into a new folder in FOLDER, the keys apart, and end the life of backups there that are too
    old: 35 days for content, 7 for keys, as certificates of destruction promise."""
    find_services()
    keys = keys or folder / "keys"
    taken = take_backup(folder, keys, _say)
    gone = backup_parts.prune(folder, backup_parts.CONTENT_LIVES)
    gone_keys = backup_parts.prune(keys, backup_parts.KEYS_LIVE)
    found = {
        "content": taken.content, "keys": taken.keys, "rows": taken.rows,
        "files": sum(part.files for part in taken.manifest.parts),
        "ended": gone, "ended_keys": gone_keys,
    }  # fmt: skip
    lines = [
        f"{found['rows']} rows and {found['files']} files are in {taken.content}, their keys in {taken.keys}.",
        *(f"Ended: {one}" for one in (*gone, *gone_keys)),
    ]
    show(found, lines, as_json=as_json)


@click.command()
@click.argument("folder", type=FOLDER)
@keys_folder
@click.option("--agency", "slug", help="Only this agency, as its pages' address names it.")
@click.option(
    "--no-replay", is_flag=True, help="Leave it sealed; `northfile retention replay` opens it later."
)
@json_too
def restore(folder: Path, keys: Path | None, slug: str | None, *, no_replay: bool, as_json: bool) -> None:
    """Bring back the newest backup in FOLDER, or the one that FOLDER is: everything into an empty, migrated database,
    or one agency into whatever is there. It is sealed until the journal is replayed, which follows at once."""
    find_services()
    content = backup_parts.newest(folder, "content")
    root = folder if content != folder else folder.parent
    opened = backup_loading.open_backup(content, backup_parts.newest(keys or root / "keys", "keys"), slug)
    came = backup_loading.restore(opened, slug, _say)
    agencies = [one for one in came if one.organisation_id != PLATFORM]
    for one in agencies:
        if one.without_key:
            _say(f"{one.slug}: the keys of {one.without_key} people are in no backup; their words stay shut.")
    found = {
        "content": content,
        "agencies": [one.slug for one in agencies],
        "rows": sum(one.rows for one in came),
    }
    show(found, [f"{len(agencies)} agencies are back, and sealed."], as_json=as_json)
    if not no_replay:
        _replay_all(slug, is_lost=False)


@click.command()
@click.option("--organisation", "slug", help="Only this agency; without it, every sealed one.")
@click.option("--journal-is-lost", "is_lost", is_flag=True, help="Open it without the journal: what was destroyed since"
              " the backup comes back to life, and holds since are lost.")  # fmt: skip
@json_too
def replay(slug: str | None, *, is_lost: bool, as_json: bool) -> None:
    """Make good, in every agency that came back from a backup, what happened since: destroy again what was destroyed,
    place the holds, and open it. Safe to repeat."""
    find_services()
    done = _replay_all(slug, is_lost=is_lost)
    show(done, [] if done else ["No agency is sealed."], as_json=as_json)


def _replay_all(slug: str | None, *, is_lost: bool) -> list[dict[str, object]]:
    """Each agency by itself; what stands in the way of one is told in the end, and the others are open by then."""
    done: list[dict[str, object]] = []
    refused: list[str] = []
    with administrator() as driver:
        for seal in seals(driver):
            tenancy = tenancy_behind(driver, seal.organisation_id)
            if seal.organisation_id == PLATFORM or slug not in (None, tenancy.slug):
                continue
            try:
                done.append(_replayed(seal, tenancy, is_lost=is_lost))
                break_seal(driver, seal.organisation_id)
            except Refused as refusal:
                refused.append(f"{tenancy.slug} stays sealed. {refusal}")
        if {one.organisation_id for one in seals(driver)} == {PLATFORM}:
            break_seal(driver, PLATFORM)
    if refused:
        raise Refused("\n".join(refused))
    return done


def _replayed(seal: Seal, tenancy: Tenancy, *, is_lost: bool) -> dict[str, object]:
    if not seal.is_whole:
        raise Refused("Its restore did not come to the end. Run it again.")
    with acting_for(tenancy):
        row = replay_journal(seal, read_journal(seal, is_lost=is_lost))
    _say(
        f"{tenancy.slug} is open: {row.destroyed} destroyed again, {row.shown} brought back into sight,"
        f" {row.holds_placed} holds placed, {row.holds_released} released."
    )
    return {
        "organisation": tenancy.slug, "destroyed": row.destroyed, "shown": row.shown,
        "holds_placed": row.holds_placed, "holds_released": row.holds_released,
    }  # fmt: skip

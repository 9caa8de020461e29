"""Commands for whoever runs the service: the switch over all destruction, and the state of the journals."""

import sys

import click

from records.retention.journaling import write_anew
from tenants import halt, journal
from tenants.context import acting_for
from tenants.database import transaction
from webapp.commands import agencies, agency, json_too, perhaps_agency, show


@click.command("stop-everywhere")
def stop() -> None:
    """Stop all destruction in every agency once the batches in hand are over. Dates, plans and holds go on."""
    halt.halt()
    click.echo("Destruction is stopped everywhere.")


@click.command("allow-everywhere")
def allow() -> None:
    """Take the stop back; runs go on with the next night."""
    halt.go_on()
    click.echo("Still off: NORTHFILE_DESTRUCTION says so." if halt.is_halted() else "Destruction may go on.")


@click.command("journal")
@perhaps_agency
@json_too
def check(slug: str | None, *, as_json: bool) -> None:
    """Check the chain of each agency's journal; status 1 when one is broken."""
    found = []
    for one in agencies(slug):
        broken = journal.first_broken(one.organisation_id)
        lines = None if broken else len(journal.read(one.organisation_id))
        found.append({"organisation": one.slug, "lines": lines, "first_broken": broken})
    told = [
        f"{one['organisation']}: {'whole' if one['first_broken'] is None else one['first_broken']}"
        for one in found
    ]
    show(found, told, as_json=as_json)
    sys.exit(any(one["first_broken"] for one in found))


@click.command("rewrite-journal")
@agency
def rewrite(slug: str) -> None:
    """Write the journal of an agency anew from its database, when its file is lost. What the database has forgotten,
    too, stays forgotten; a file that is there is kept aside."""
    for one in agencies(slug):
        with acting_for(one), transaction(login="retention") as session:
            lines = write_anew(session)
        click.echo(f"{one.slug}: {lines} lines")


COMMANDS = (stop, allow, check, rewrite)

"""The one command of the product, `northfile`: what a person runs in a terminal."""

import json
import os
import shlex
import sys

import click
from sqlalchemy import text

from migrations import run
from press import pdf
from press.issuing import issue
from press.setting import Printed
from records.demo.create import create
from records.demo.drawing import Press
from tenants import embedded
from tenants.context import PLATFORM
from tenants.database import engine, refuse_to_see_through_the_wall
from tenants.errors import Refused
from tenants.journal import Unreachable
from tenants.organisations import prepare_platform
from tenants.seals import sealed
from tenants.settings import settings
from webapp import (
    backup_commands,
    commands,
    export_commands,
    journal_commands,
    retention_commands,
    supervisor,
)
from webapp.commands import find_services


class Plainly(click.Group):
    """A group that says a refusal in one line instead of showing where in the program it arose."""

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; a refusal ends it with status 1."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
        except Unreachable as error:
            raise click.ClickException(f"The journal cannot be used: {error}.") from None


@click.group(cls=Plainly)
def main() -> None:
    """Northfile keeps the client records of small career-development agencies."""


for command in (backup_commands.replay, *journal_commands.COMMANDS):
    retention_commands.retention.add_command(command)
for group in (
    *commands.GROUPS,
    retention_commands.retention,
    backup_commands.backup,
    backup_commands.restore,
    export_commands.export,
):
    main.add_command(group)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def serve(host: str) -> None:
    """Serve the pages; database, broker, worker and beat run elsewhere."""
    find_services()
    command = supervisor.web_command(host, settings().port)
    os.execv(command[0], command)


@main.command()
@click.option(
    "--stay-with-parent", "stay", is_flag=True, help="Stop when the process that started this one ends."
)
def up(*, stay: bool) -> None:
    """Run everything: database, broker, web, worker and beat, with demo data the first time."""
    supervisor.up(stay=stay)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the addresses as JSON.")
def services(*, as_json: bool) -> None:
    """Run only the embedded database and broker, and print their addresses."""
    supervisor.services(settings().var, lambda found: click.echo(_shown(found, as_json=as_json)))


def _shown(found: dict[str, str], *, as_json: bool) -> str:
    if as_json:
        return json.dumps(found)
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in found.items())


@main.command()
def migrate() -> None:
    """Bring the database to the head: roles, schema, and the platform's own key."""
    find_services()
    now = settings()
    if not now.migration_database_url:
        raise Refused("MIGRATION_DATABASE_URL is not set: it names the login that may create roles.")
    logins = (now.gate_database_url, now.database_url, now.retention_database_url)
    run.upgrade(now.migration_database_url, dict(zip(run.LOGINS, logins, strict=True)))
    refuse_to_see_through_the_wall()
    if PLATFORM not in sealed():
        prepare_platform()


@main.command()
def demo() -> None:
    """Make the invented agencies, once, and say how to sign in to them."""
    find_services()
    click.echo(create(Press(_drawn, issue)))


def _drawn(values: Printed) -> tuple[bytes, int]:
    drawn = pdf.draw(values)
    return drawn.pdf, drawn.pages


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(*, as_json: bool) -> None:
    """Say whether database, broker and schema are ready; status 1 when something is not."""
    find_services()
    findings = {"database": _database(), "broker": _broker()}
    lines = (
        json.dumps(findings) if as_json else "\n".join(f"{part}: {word}" for part, word in findings.items())
    )
    click.echo(lines)
    sys.exit(any(word != "ready" for word in findings.values()))


def _database() -> str:
    try:
        with engine("app").connect() as connection:
            connection.execute(text("SELECT 1"))
        refuse_to_see_through_the_wall()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return str(error).strip().splitlines()[0]
    return "ready"


def _broker() -> str:
    try:
        embedded.redis_client(settings().redis_url).ping()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return str(error)
    return "ready"


if __name__ == "__main__":
    main(prog_name="northfile")

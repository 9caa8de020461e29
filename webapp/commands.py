"""Commands about one agency or all: its team, its audit trail, its retention. `webapp.cli` is the way in."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from records.notes import chain
from records.papers.actions import ask_scans
from records.trail.rules import Fault, read_copy
from tenants import audit, embedded, gate, invitations, members
from tenants.billing.actions import move_trial
from tenants.context import Tenancy, acting_for
from tenants.database import TenantSession, transaction
from tenants.errors import Refused
from tenants.permissions import GIVEN_BY_AGENCIES, P, Role, may
from tenants.settings import settings


def find_services() -> None:
    """Without addresses in the environment, the embedded services of the data folder are meant."""
    now = settings()
    if not now.database_url:
        embedded.lead(now.var)
    elif not now.redis_url:
        raise Refused("DATABASE_URL is set and REDIS_URL is not: set both, or neither.")


json_too = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
agency = click.option(
    "--organisation", "slug", required=True, help="The agency, as its pages' address names it."
)
perhaps_agency = click.option("--organisation", "slug", help="Only this agency; without it, every one.")
person = click.option("--as", "email", required=True, help="The member who does it, by e-mail address.")


def show(found: object, lines: list[str], *, as_json: bool) -> None:
    """Prints what was found, for a program or for a person."""
    click.echo(json.dumps(found, default=str, ensure_ascii=False) if as_json else "\n".join(lines))


def agencies(slug: str | None = None) -> list[Tenancy]:
    """Every open agency, or the one named. Raises Refused when there is no such one."""
    find_services()
    wanted = [row["id"] for row in gate.organisations() if slug in (None, row["slug"])]
    if slug and not wanted:
        raise Refused("There is no agency %(slug)s. `northfile organisation list` names them.", slug=slug)
    return [gate.tenancy_for(one, seconds=gate.COMMAND_SECONDS) for one in wanted]


@contextmanager
def reading(slug: str) -> Iterator[TenantSession]:
    """Reads in one agency, as the product itself."""
    [tenancy] = agencies(slug)
    with acting_for(tenancy), transaction(read_only=True) as session:
        yield session


@contextmanager
def acting(slug: str, email: str, permission: P) -> Iterator[TenantSession]:
    """Acts in one agency as one of its members, who needs the same right as on the page for it."""
    with reading(slug) as session:
        found = next((one for one in members.members(session) if one.email == email.strip().lower()), None)
        if found is None or not may(found.roles, permission):
            raise Refused("%(email)s is no member of this agency who may do this.", email=email)
        organisation_id = found.organisation_id
    with acting_for(gate.tenancy_for(organisation_id, found.id)) as tenancy, transaction() as session:
        if not may(tenancy.roles, permission, tenancy.standing):
            raise Refused("This agency is closed for changes.")
        yield session


@click.group()
def organisation() -> None:
    """Agencies."""


@organisation.command("list")
@json_too
def list_organisations(*, as_json: bool) -> None:
    """Name every open agency."""
    found = [
        {"slug": one.slug, "name": one.name, "standing": one.standing, "language": one.language,
         "timezone": one.timezone, "id": one.organisation_id}
        for one in agencies()
    ]  # fmt: skip
    show(found, [f"{one['slug']:<42} {one['name']} ({one['standing']})" for one in found], as_json=as_json)


@organisation.command()
@agency
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; without it there is no end.")
def trial(slug: str, until: datetime | None) -> None:
    """Let an agency try everything until another day, or without an end, whatever it pays."""
    [tenancy] = agencies(slug)
    with acting_for(tenancy), transaction() as session:
        stands = move_trial(session, until.date() if until else None)
    click.echo(f"{slug}: {stands}")


@click.group()
def member() -> None:
    """Members of an agency."""


@member.command()
@agency
@person
@click.option("--email", "address", required=True, help="To whom the link is sent.")
@click.option("--name", required=True, help="Their name.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([str(role) for role in GIVEN_BY_AGENCIES]),
)
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@json_too
def invite(slug: str, email: str, *, address: str, name: str, roles: tuple[str, ...], **said: Any) -> None:
    """Send somebody the link that makes them a member."""
    with acting(slug, email, P.INVITE_MEMBERS) as session:
        made = invitations.invite(
            session, email=address, name=name, roles=[Role(role) for role in roles], language=said["language"]
        )
        found = {"email": made.email, "roles": made.roles, "expires_at": made.expires_at}
    show(
        found, [f"The link is on its way to {found['email']}; it works for a week."], as_json=said["as_json"]
    )


@click.group("audit")
def audit_trail() -> None:
    """The audit trail."""


@audit_trail.command()
@perhaps_agency
@json_too
def verify(slug: str | None, *, as_json: bool) -> None:
    """Check every link of the audit trail and of the notes of every case; name the first record that does not follow.
    Status 1 when there is one."""
    found = []
    for tenancy in agencies(slug):
        with acting_for(tenancy), transaction(read_only=True) as session:
            broken, note = audit.first_broken(session), chain.first_broken(session)
            found.append(
                {
                    "organisation": tenancy.slug,
                    "first_broken": broken,
                    "first_broken_note": note and note._asdict(),
                }
            )
    show(found, [f"{one['organisation']}: {_verdict(one)}" for one in found], as_json=as_json)
    sys.exit(any(_verdict(one) != "whole" for one in found))


@audit_trail.command("check-copy")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_too
def check_copy(file: Path, *, as_json: bool) -> None:
    """Check a signed copy of an audit trail: every link, and the seal at its end. Status 1 when it does not hold.
    Compare the fingerprint with the one on the agency's page."""
    with file.open("rb") as lines:
        found = read_copy(lines)
    if isinstance(found, Fault):
        told, line = asdict(found), f"does not hold: {found.code} at line {found.line}"
    else:
        told = {**found.head, "fingerprint": found.fingerprint}
        line = f"{told['agency']}, {told['first']} to {told['last']}: whole; sealed by {found.fingerprint}"
    show(told, [line], as_json=as_json)
    sys.exit(isinstance(found, Fault))


def _verdict(one: Mapping[str, Any]) -> str:
    trail, note = one["first_broken"], one["first_broken_note"]
    told = [] if trail is None else [f"broken at record {trail}"]
    if note is not None:
        told.append(f"broken at {note['what']} of case {note['case_number']}, note {note['note_id']}")
    return "; ".join(told) or "whole"


@click.group()
def papers() -> None:
    """Papers that came in."""


@papers.command("scan")
@perhaps_agency
@json_too
def scan_papers(slug: str | None, *, as_json: bool) -> None:
    """Have the scanner look at every paper that was filed while none was set. A worker does it; a paper in which
    something harmful is found is closed."""
    if not settings().clamd_url:
        raise Refused("CLAMD_URL is not set, so there is nothing to look with.")
    found = []
    for tenancy in agencies(slug):
        with acting_for(tenancy), transaction() as session:
            found.append({"organisation": tenancy.slug, "asked": ask_scans(session)})
    show(found, [f"{one['organisation']}: {one['asked']}" for one in found], as_json=as_json)


GROUPS = (organisation, member, audit_trail, papers)

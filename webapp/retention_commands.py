"""Commands about retention: what is due, why, and whether a certificate is true."""

import sys
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from records.cases.models import Case
from records.retention import proof, queries
from records.retention.certificate import as_json as certificate_as_json
from records.retention.evaluation import evaluate
from records.retention.planning import plan_run
from records.retention.states import find_state
from templates.words import speaking
from tenants.context import acting_for
from tenants.database import TenantSession, transaction
from tenants.errors import NotFound, Refused
from tenants.permissions import P
from webapp.commands import acting, agencies, agency, json_too, perhaps_agency, person, reading, show
from webapp.sentences import say

EVERYTHING = sys.maxsize
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def retention() -> None:
    """How long records are kept, and their end."""


@retention.command()
@agency
@person
@click.option("--as-of", type=DAY, help="As if it were this day, not later than today.")
@json_too
def plan(slug: str, email: str, *, as_of: Any, as_json: bool) -> None:
    """Freeze the list of what is due, for a second person to approve. Touches nothing else."""
    with acting(slug, email, P.SET_RETENTION) as session:
        run = plan_run(session, as_of=as_of.date() if as_of else None)
        found = {"run": run.number, "id": run.id, "as_of": run.as_of, "planned": run.planned,
                 "left_over": run.left_over, "list_hash": run.list_hash}  # fmt: skip
    lines = [f"Run {found['run']}: {found['planned']} due on {found['as_of']}, list {found['list_hash']}"]
    show(found, lines, as_json=as_json)


@retention.command("run")
@perhaps_agency
@json_too
def run_now(slug: str | None, *, as_json: bool) -> None:
    """Look at every agency whose day has changed, now instead of tonight; workers go on with what was approved."""
    found = []
    for tenancy in agencies(slug):
        with acting_for(tenancy), transaction() as session:
            is_new = evaluate(session)
            state = find_state(session)
            found.append({"organisation": tenancy.slug, "new": is_new, **(state.evaluation if state else {})})
    lines = [
        f"{one['organisation']}: {one.get('due', 0)} due, {one.get('blocked', 0)} blocked" for one in found
    ]
    show(found, lines, as_json=as_json)


@retention.command()
@click.argument("case")
@agency
@click.option("--as-of", type=DAY, help="As if it were this day.")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@json_too
def explain(case: str, slug: str, *, as_of: Any, language: str, as_json: bool) -> None:
    """Say until when and why a case is kept, by its number or id."""
    with reading(slug) as session, speaking(language):
        told = queries.explained(session, _case(session, case), as_of=as_of.date() if as_of else None)
        words = [say(one) for one in (told.words.sentence, *told.words.remarks, *told.words.others)]
        found = {"state": told.verdict.state, "due_on": told.verdict.due_on, "words": words}
    show(found, words, as_json=as_json)


def _case(session: TenantSession, named: str) -> UUID:
    by_number = session.execute(select(Case.id).where(Case.number == named.upper())).scalar_one_or_none()
    try:
        return by_number or UUID(named)
    except ValueError:
        raise NotFound("There is no case with this number or id.") from None


@retention.command()
@agency
@json_too
def forecast(slug: str, *, as_json: bool) -> None:
    """Count, month by month, the cases that will be due under the schedule in force."""
    with reading(slug) as session:
        lines = queries.preview(session, limit=EVERYTHING).lines
    due = Counter(f"{line.verdict.due_on:%Y-%m}" for line in lines if line.verdict.due_on)
    waits = Counter(
        f"{line.verdict.due_on:%Y-%m}" for line in lines if line.verdict.due_on and line.verdict.blocked_by
    )
    found = [{"month": month, "due": due[month], "blocked": waits[month]} for month in sorted(due)]
    show(
        found,
        [f"{one['month']}  {one['due']:>5}  blocked {one['blocked']}" for one in found],
        as_json=as_json,
    )


@retention.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key", required=True, help="The agency's public key, 64 hexadecimal digits, or a file of them."
)
@json_too
def verify_certificate(file: Path, key: str, *, as_json: bool) -> None:
    """Check a certificate of destruction against the agency's public key. Needs no network and no database."""
    answer = proof.verify(file.read_bytes(), _public_key(key))
    if isinstance(answer, Refused):
        show({"verified": False, "why": str(answer)}, [str(answer)], as_json=as_json)
        sys.exit(1)
    body = certificate_as_json(answer.certificate)
    line = f"Certificate {body['number']} is whole: {body['leaf_count']} records destroyed, as of {body['as_of']}."
    show({"verified": True, "hash": answer.hash, "certificate": body}, [line], as_json=as_json)


def _public_key(said: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(said))
    except ValueError:
        pass
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(Path(said).read_text().strip()))
    except (OSError, ValueError):
        raise Refused("The key is 64 hexadecimal digits, or a file that holds them.") from None

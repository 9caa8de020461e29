"""Commands about retention: what is due, why, and whether a certificate is true."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from records.cases.models import Case
from records.departures import certificate as departed
from records.retention import looking_ahead, proof, queries
from records.retention.certificate import as_json as certificate_as_json
from records.retention.evaluation import evaluate
from records.retention.forecast import Beyond, Outlook
from records.retention.planning import plan_run
from records.retention.run_queries import items_of
from records.retention.states import find_state
from records.retention.traces import RetentionRun
from templates.words import speaking
from tenants.context import acting_for
from tenants.database import TenantSession, transaction
from tenants.errors import NotFound, Refused
from tenants.permissions import P
from webapp.commands import acting, agencies, agency, json_too, perhaps_agency, person, reading, show
from webapp.sentences import say

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def retention() -> None:
    """How long records are kept, and their end."""


@retention.command()
@agency
@person
@click.option("--as-of", type=DAY, help="As if it were this day, not later than today.")
@click.option("--dry-run", is_flag=True, help="Only name what would be listed; nothing is written down.")
@json_too
def plan(slug: str, email: str, *, as_of: Any, dry_run: bool, as_json: bool) -> None:
    """Freeze the list of what is due, for a second person to approve. Touches nothing else. A dry run takes the very
    same steps, names every item, and takes them all back."""
    with acting(slug, email, P.SET_RETENTION) as session:
        run = plan_run(session, as_of=as_of.date() if as_of else None)
        found = _planned(session, run)
        if dry_run:
            session.rollback()
    items = found["items"]
    assert isinstance(items, list)
    what = "Would list" if dry_run else f"Run {found['run']}:"
    lines = [f"{what} {found['planned']} due on {found['as_of']}, list {found['list_hash']}"]
    lines += [
        f"  {one['due_on']}  {one['class']:<16} {one['number'] or one['id']}  {one['action']}"
        for one in items
    ]
    show(found | {"dry_run": dry_run}, lines, as_json=as_json)


def _planned(session: TenantSession, run: RetentionRun) -> dict[str, object]:
    session.flush()
    items = [
        {
            "class": listed.item.record_class,
            "id": listed.item.record_id,
            "number": listed.number,
            "due_on": listed.item.due_on,
            "action": listed.item.action,
            "basis_hash": listed.item.basis_hash,
            "with_identity": listed.item.with_identity,
        }
        for listed in items_of(session, run.id)
    ]
    return {"run": run.number, "id": run.id, "as_of": run.as_of, "planned": run.planned,
            "left_over": run.left_over, "list_hash": run.list_hash, "items": items}  # fmt: skip


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
@click.option("--as-of", type=DAY, help="As if it were this day.")
@json_too
def forecast(slug: str, *, as_of: Any, as_json: bool) -> None:
    """Count, for each of the next 24 months, the cases that will be due: under the schedule in force and, if there is
    one, under the draft. The very counts of the page."""
    with reading(slug) as session:
        draft = looking_ahead.drafted(session)
        schedules = {"in_force": looking_ahead.in_force(session), **({"draft": draft} if draft else {})}
        day = as_of.date() if as_of else None
        found = looking_ahead.outlooks(session, list(schedules.values()), as_of=day)
    told = {name: _told(one) for name, one in zip(schedules, found, strict=True)}
    lines = [f"{name}: {one.files} cases as of {one.as_of}, {one.overdue} overdue"
             for name, one in zip(schedules, found, strict=True)]  # fmt: skip
    places = (Beyond.NOW, *found[0].months, *(one for one in Beyond if one is not Beyond.NOW))
    lines += ["  ".join([f"{place:<12}", *(f"{one.at(place).due:>6} due {one.at(place).held:>6} kept back"
                                           for one in found)]) for place in places]  # fmt: skip
    show(told, lines, as_json=as_json)


def _told(outlook: Outlook) -> dict[str, object]:
    places = {place: {"due": one.due, "held": one.held} for place, one in outlook.places.items()}
    return {"as_of": outlook.as_of, "cases": outlook.files, "overdue": outlook.overdue,
            "must_go": dict(outlook.must_go), "places": places}  # fmt: skip


@retention.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key", required=True, help="The agency's public key, 64 hexadecimal digits, or a file of them."
)
@json_too
def verify_certificate(file: Path, key: str, *, as_json: bool) -> None:
    """Check a certificate of destruction against the agency's public key. Needs no network and no database."""
    signed, public_key = file.read_bytes(), _public_key(key)
    is_departure = departed.is_departure(signed)
    answer = departed.verify(signed, public_key) if is_departure else proof.verify(signed, public_key)
    if isinstance(answer, Refused):
        show({"verified": False, "why": str(answer)}, [str(answer)], as_json=as_json)
        sys.exit(1)
    body, line = _of_agency(answer) if isinstance(answer, departed.VerifiedDeparture) else _of_run(answer)
    show({"verified": True, "hash": answer.hash, "certificate": body}, [line], as_json=as_json)


def _of_agency(answer: departed.VerifiedDeparture) -> tuple[Mapping[str, Any], str]:
    rows = sum(answer.body["destroyed"].values())
    return answer.body, f"The certificate is whole: {answer.body['agency']} left, {rows} rows destroyed."


def _of_run(answer: proof.Verified) -> tuple[Mapping[str, Any], str]:
    body = certificate_as_json(answer.certificate)
    count = f"{body['leaf_count']} records destroyed, as of {body['as_of']}."
    return body, f"Certificate {body['number']} is whole: {count}"


def _public_key(said: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(said))
    except ValueError:
        pass
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(Path(said).read_text().strip()))
    except (OSError, ValueError):
        raise Refused("The key is 64 hexadecimal digits, or a file that holds them.") from None

"""The pages of an agency that leaves: what is said, what is asked for, and what still works."""

import re
from collections.abc import Callable
from pathlib import Path

import psycopg
from click.testing import CliRunner
from sqlalchemy import select

from records.departures.models import Archive
from tenants import gate
from tenants.context import acting_for
from tenants.database import transaction
from tenants.mail import Mail
from tests.departures import (
    answer_holds,
    ask,
    close,
    departure_of,
    let_ninety_days_pass,
    mails_of_the_platform,
    show_receipt,
    two_administrators,
    work,
)
from tests.visitor import Visitor
from tests.world import World
from webapp.cli import main

ClientOf = Callable[..., Visitor]


def test_an_administrator_asks_and_another_closes_and_everybody_is_told(
    world: World, superuser: psycopg.Connection, client_of: ClientOf
) -> None:
    two_administrators(superuser, world.first)
    here = f"/{world.first.slug}/departure"
    owner, second = client_of(world.first), client_of(world.first, "supervisor")
    assert "What happens, and when" in owner.get(here).get_data(as_text=True)
    told = {"reason": "We merge.", "second_contact": "nobody", "second_language": "en"}
    assert owner.send(here, told).status_code == 422
    assert owner.send(here, told | {"second_contact": "board@merger.example.org"}).status_code == 303
    assert owner.send(f"{here}/approval", {"version": 1}).status_code == 422  # one and the same person
    assert second.send(f"{here}/approval", {"version": 1}).status_code == 303
    assert second.send(f"{here}/closing", {"version": 2, "name": "Amik"}).status_code == 422
    name = world.first.tenancy().name
    assert second.send(f"{here}/closing", {"version": 1, "name": name}).status_code == 409
    assert second.send(f"{here}/closing", {"version": 2, "name": name}).status_code == 303
    worker = client_of(world.first, "practitioner")
    people = worker.get(f"/{world.first.slug}/people")
    assert "This agency is closed for changes" in people.get_data(as_text=True)
    assert worker.send(f"/{world.first.slug}/people").status_code == 403
    assert "closed for changes" not in client_of(world.second).get(f"/{world.second.slug}/people").get_data(
        as_text=True
    )
    with world.first.acting(read_only=True) as session:
        letters = session.execute(select(Mail.to_address).where(Mail.template == "departing")).scalars().all()
    assert sorted(letters) == sorted(
        [
            "board@merger.example.org",
            *(f"{who}@{world.first.secret}.example.org" for who in ("owner", "supervisor")),
        ]
    )
    assert owner.send(f"{here}/receipt", {"code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert owner.send(f"{here}/return", {"version": 3}).status_code == 303
    assert "closed for changes" not in worker.get(f"/{world.first.slug}/people").get_data(as_text=True)


def test_the_archive_is_taken_from_the_page_and_opened_by_the_command_and_the_link_leads_to_the_certificate(
    world: World, superuser: psycopg.Connection, client_of: ClientOf, visitor: Visitor, tmp_path: Path
) -> None:
    two_administrators(superuser, world.first)
    ask(world.first)
    answer_holds(world.first)
    close(world.first)
    archives = f"/{world.first.slug}/departure/archives"
    owner = client_of(world.first)
    page = owner.send(archives).get_data(as_text=True)
    passphrase = re.search(r"<code[^>]*>([0-9A-Z-]{35})</code>", page)[1]
    assert passphrase not in owner.get(archives).get_data(as_text=True)
    with world.first.acting(read_only=True) as session:
        archive_id = session.execute(select(Archive.id)).scalar_one()
    assert client_of(world.first, "supervisor").send(f"{archives}/{archive_id}/approval").status_code == 303
    work(superuser)
    assert client_of(world.first, "practitioner").get(f"{archives}/{archive_id}/file").status_code == 403
    assert (
        client_of(world.second).get(f"/{world.second.slug}/departure/archives/{archive_id}/file").status_code
        == 404
    )
    answer = owner.get(f"{archives}/{archive_id}/file")
    file = tmp_path / "amik.northfile"
    file.write_bytes(answer.get_data())
    assert int(answer.headers["Content-Length"]) == file.stat().st_size
    done = CliRunner().invoke(main, ["export", "open", str(file), "--passphrase", passphrase])
    assert done.exit_code == 0, done.output
    code = re.search(r'"receipt": "([0-9A-Z-]+)"', (tmp_path / "amik" / "manifest.json").read_text())[1]
    wrong = CliRunner().invoke(main, ["export", "open", str(file), "--passphrase", "AAAAA-BBBBB"])
    assert wrong.exit_code == 1
    assert "does not open" in wrong.output
    show_receipt(world.first, code)
    let_ninety_days_pass(superuser, world.first)
    assert departure_of(world.first).receipt_at is not None
    work(superuser)
    letter = mails_of_the_platform(superuser, "departed")[0]
    with acting_for(gate.platform()), transaction(read_only=True) as session:
        token = session.execute(select(Mail).where(Mail.id == letter)).scalar_one().params["token"]
    page = visitor.get(f"/departed/{token}").get_data(as_text=True)
    certificate = tmp_path / "certificate.json"
    certificate.write_bytes(visitor.get(f"/departed/{token}/certificate.json").get_data())
    key = re.search(r"<code[^>]*>([0-9a-f]{64})</code>", page)[1]
    checked = CliRunner().invoke(main, ["retention", "verify", str(certificate), "--key", key])
    assert checked.exit_code == 0, checked.output
    certificate.write_bytes(certificate.read_bytes().replace(b'"notes":', b'"nodes":'))
    assert CliRunner().invoke(main, ["retention", "verify", str(certificate), "--key", key]).exit_code == 1
    assert visitor.get("/departed/nothing").status_code == 404
    assert owner.get(f"/{world.first.slug}/departure").status_code in (303, 404)

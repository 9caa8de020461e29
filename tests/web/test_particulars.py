"""Details of a file: every kind is added, read, changed with its past, ended and marked as entered in error."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from records.particulars.declaring import CODE, CODES, DAY, ROW, TICK, WHOLE
from records.particulars.kinds import KINDS
from tenants import clock
from tests.web.conftest import Person

TODAY = clock.today("America/Toronto")
DETAILS = "/people/{client_id}/details"
# Of a kind whose last code asks for more, a code that does not.
PLAIN = {"decision": "yes", "progress": "sent"}
# What the world has of the rows that a field may name.
NAMED = {"intervention": "intervention_id", "library": "resource_id"}


def filled(name: str, person: Person, mark: str) -> dict[str, Any]:
    """A form of this kind, filled in as somebody would."""
    values: dict[str, Any] = {"since": TODAY.isoformat()}
    for field in KINDS[name].fields:
        codes = sorted(field.codes)
        values[field.name] = {
            CODE: PLAIN.get(field.name, codes[0] if codes else ""),
            CODES: codes,
            DAY: TODAY.isoformat(),
            ROW: str(person.agency.ids.get(NAMED.get(field.name, ""), "")) if person.agency else "",
            TICK: "y",
            WHOLE: "7",
        }.get(field.type, f"{mark} {field.name}")
    if KINDS[name].in_case:
        assert person.agency is not None
        values["case_id"] = str(person.agency.ids["case_id"])
    return values


@pytest.mark.parametrize("name", sorted(name for name, kind in KINDS.items() if not kind.closed))
def test_a_kind_is_kept_changed_and_taken_back(
    name: str, worker: Person, superuser: psycopg.Connection
) -> None:
    values = filled(name, worker, "Quince")
    empty = worker.send(f"{DETAILS}/new/{name}", {"since": ""}, 422)
    assert empty.wrong
    worker.send(f"{DETAILS}/new/{name}", values)
    (row,) = superuser.execute(
        "SELECT id, words_sealed FROM particulars WHERE kind = %s ORDER BY id DESC LIMIT 1", (name,)
    )
    assert b"Quince" not in row[1]
    path = f"{DETAILS}/{row[0]}"
    assert "Quince" in worker.look(path).words + worker.look(DETAILS).words
    changed = filled(name, worker, "Medlar") | {"reason_for_change": "Told us more", "version": "1"}
    worker.send(path, changed)
    page = worker.look(path)
    assert "Medlar" in page.words and "Quince" in page.words and "Told us more" in page.words
    again = worker.send(path, changed, 409)
    assert "Somebody changed this" in again.summary and again.typed("reason_for_change") == "Told us more"
    worker.send(f"{path}/end", {"on": TODAY.isoformat()})
    worker.send(f"{path}/error", {"reason": "Another person's"})
    assert "Medlar" not in worker.look(DETAILS).words
    assert "entered in error" in worker.look(path).words.lower()


def test_the_front_desk_sees_the_address_and_nothing_of_the_past(
    worker: Person, colleague: Person, superuser: psycopg.Connection
) -> None:
    worker.send(f"{DETAILS}/new/history", filled("history", worker, "Quince"))
    superuser.execute(
        "UPDATE members SET roles = '{front_desk}' WHERE id = %s", (worker.agency.members["colleague"],)
    )
    page = colleague.look(DETAILS)
    assert "heliotrope street" in page.words and "Quince" not in page.words and "History" not in page.words
    assert "Quince" not in colleague.look("/people/{client_id}").words
    colleague.look(f"{DETAILS}/new/history", 404)
    (row,) = superuser.execute("SELECT id FROM particulars WHERE kind = 'history'")
    colleague.look(f"{DETAILS}/{row[0]}", 404)


def test_no_day_in_the_future_and_no_social_insurance_number(worker: Person) -> None:
    later = {"since": (TODAY + timedelta(days=1)).isoformat()}
    back = worker.send(f"{DETAILS}/new/about_me", filled("about_me", worker, "Quince") | later, 422)
    assert "future" in back.wrong["since"] and back.typed("matters") == "Quince matters"
    number = {"value": "046 454 286"}
    back = worker.send(f"{DETAILS}/new/identifier", filled("identifier", worker, "Quince") | number, 422)
    assert "social insurance number" in back.wrong["value"]


def test_an_unknown_kind_is_not_here(worker: Person) -> None:
    worker.look(f"{DETAILS}/new/horoscope", 404)
    worker.send(f"{DETAILS}/new/horoscope", {}, 404)

"""Agencies with very many closed files, some of them old enough to go: what evaluation, forecast and purge stand on."""

from dataclasses import dataclass

import psycopg

from benchmarks.load import MEMBERS, Scale, World, begun, members, trusted
from tenants.database import new_id

# Rows of one due case file: the case and its clock, four notes and the closing with their entries, two tasks and two
# particulars.
ROWS_EACH = 16
_BASE = "organisation_id, id, created_at"
_DUE = "n <= %(due)s"
_CASE = "SELECT %(me)s, {id}, now(), client_id, case_id"
_STEPS = (
    # One case in so many is of somebody who has an open one too: that person stays.
    """CREATE TEMP TABLE archived ON COMMIT DROP AS SELECT n, uuidv7() AS case_id,
    CASE WHEN n > %(due)s AND n <= %(due)s * 7 / 4 THEN NULL ELSE uuidv7() END AS client_id,
    n > %(due)s AND n <= %(due)s * 7 / 4 AS is_open, current_date - (CASE WHEN n <= %(due)s THEN 2600 + n %% 900
    ELSE n * 7 %% 2500 END)::int AS closed_on, date '1955-01-01' + (n * 13 %% 19000)::int AS birth_on,
    (%(workers)s::uuid[])[1 + n %% %(count)s] AS worker_id FROM generate_series(1, %(cases)s) n""",
    "UPDATE archived a SET client_id = b.client_id FROM archived b WHERE a.is_open AND b.n = a.n - %(due)s",
    f"""INSERT INTO clients ({_BASE}, file_number, legal_given, legal_family, preferred_name, pronouns, birth_on,
    language, status, restricted, worker_id, sort_name, version) SELECT %(me)s, client_id, now(), 'N-' || n,
    'Given' || n %% 40, 'Family' || n, '', '', birth_on, 'en', 'active', false, worker_id, 'family' || n, 1
    FROM archived WHERE NOT is_open""",
    """INSERT INTO client_keys SELECT %(me)s, client_id, now(), %(key)s, sha256(uuid_send(client_id)) FROM archived
    WHERE NOT is_open""",
    f"""INSERT INTO client_tokens ({_BASE}, client_id, token, kind, alike) SELECT %(me)s, uuidv7(), now(), client_id, t,
    'name', '' FROM archived, unnest(ARRAY['given' || n %% 40, 'family' || n]) t WHERE NOT is_open""",
    f"""INSERT INTO cases ({_BASE}, client_id, number, program, worker_id, status, opened_on, closed_on, exit_reason,
    version) SELECT %(me)s, case_id, now(), client_id, 'K-' || n, (ARRAY['youth', 'adults', 'arrivals'])[1 + n %% 3],
    worker_id, CASE WHEN is_open THEN 'active' ELSE 'closed' END, closed_on - 290, CASE WHEN NOT is_open THEN closed_on
    END, CASE WHEN NOT is_open THEN 'employed' END, 1 FROM archived""",
    f"""INSERT INTO trigger_events ({_BASE}, client_id, case_id, kind, effective_on, member_id, withdrawn)
    {_CASE.format(id="uuidv7()")}, 'case_closed', closed_on, worker_id, false FROM archived WHERE NOT is_open""",
    # What stands in the file: four notes of a due file and two of any other, its opening and its closing.
    f"""CREATE TEMP TABLE filed ON COMMIT DROP AS SELECT uuidv7() AS id, m, archived.*,
    CASE WHEN m <= 4 THEN 'note' ELSE 'case_status' END AS kind, closed_on - 30 * m::int AS occurred_on
    FROM archived, generate_series(1, 5) m WHERE {_DUE} OR m IN (1, 2)""",
    f"""INSERT INTO entries ({_BASE}, client_id, case_id, kind, occurred_on, author_id, sensitivity, state)
    {_CASE.format(id="id")}, kind, occurred_on, worker_id, 'case', 'signed' FROM filed""",
    f"""INSERT INTO notes ({_BASE}, client_id, case_id, author_id, format, kind, details_sealed, place, occurred_on,
    minutes, state, version, saved_at, signed_at, previous, hash) {_CASE.format(id="id")}, worker_id, '5.3', 'meeting',
    convert_to(repeat(md5(id::text), 12), 'UTF8'), 'office', occurred_on, 45, 'signed', 2, now(), now(), sha256('x'),
    sha256(uuid_send(id)) FROM filed WHERE kind = 'note'""",
    f"""INSERT INTO case_status_changes ({_BASE}, client_id, case_id, member_id, from_status, to_status, changed_on)
    {_CASE.format(id="id")}, worker_id, 'active', 'closed', closed_on FROM filed WHERE kind = 'case_status'""",
    f"""INSERT INTO tasks ({_BASE}, client_id, case_id, note_id, source, what_sealed, owner, agreed, position, due_on,
    state, version) {_CASE.format(id="uuidv7()")}, id, 'note', sha256(uuid_send(id)), 'client', true, 0, occurred_on,
    'open', 1 FROM filed WHERE m <= 2 AND {_DUE}""",
    f"""INSERT INTO particulars ({_BASE}, client_id, case_id, kind, codes, words_sealed, since, state, version)
    {_CASE.format(id="uuidv7()")}, 'job_search', '{{}}', sha256(uuid_send(case_id)), closed_on - 200, 'current', 1
    FROM archived, generate_series(1, 2) WHERE {_DUE}""",
)


@dataclass(frozen=True)
class Archive:
    """An agency with so many case files, `due` of them closed long enough ago."""

    world: World
    slug: str
    cases: int
    due: int


def loaded(connection: psycopg.Connection, scale: Scale, slug: str, cases: int, due: int) -> Archive:
    """Loads one. Nobody opens its files: their keys and sealed texts are random bytes."""
    writer, wrapped = begun(scale)
    world = writer.world
    told = {"me": world.organisation_id, "key": writer.key_id, "cases": cases, "due": due}
    with connection.transaction():
        trusted(connection)
        members(connection, writer, slug, new_id(), wrapped)
        for step in _STEPS:
            connection.execute(step, {**told, "workers": world.members, "count": MEMBERS})
    for table in ("cases", "clients", "entries", "notes", "trigger_events", "tasks", "particulars"):
        connection.execute(f"ANALYZE {table}")
    return Archive(world, slug, cases, due)

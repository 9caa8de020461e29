"""The many agencies around the one that is measured."""

import psycopg

from benchmarks.load import Scale, trusted

_ROWS = (
    """INSERT INTO organisations SELECT gen_random_uuid(), 'agency-' || n, 'Agency ' || n, 'ON', 'en',
    'America/Toronto', 'active', now(), NULL FROM generate_series(1, %(agencies)s) n""",
    """INSERT INTO organisation_keys SELECT id, gen_random_uuid(), now(), sha256(uuid_send(id)) FROM organisations
    WHERE slug LIKE 'agency-%%'""",
    """INSERT INTO members SELECT o.id, gen_random_uuid(), now(), gen_random_uuid(), 'Worker ' || n, n || '@' || o.slug,
    '{practitioner}', NULL FROM organisations o, generate_series(1, 3) n WHERE o.slug LIKE 'agency-%%'""",
    """INSERT INTO clients (organisation_id, id, created_at, file_number, legal_given, legal_family, preferred_name,
    pronouns, birth_on, language, status, restricted, worker_id, sort_name, version)
    SELECT o.id, gen_random_uuid(), now(), 'N-' || n, 'Given' || n %% 40, 'Family' || n, '', '', '1990-01-01', 'en',
    'active', false, m.id, 'family' || n || ' given' || n %% 40, 1
    FROM organisations o JOIN LATERAL (SELECT id FROM members WHERE organisation_id = o.id LIMIT 1) m ON true,
    generate_series(1, %(each)s) n WHERE o.slug LIKE 'agency-%%'""",
    """INSERT INTO client_tokens SELECT c.organisation_id, gen_random_uuid(), now(), c.id, t, 'name', '' FROM clients c
    JOIN organisations o ON o.id = c.organisation_id AND o.slug LIKE 'agency-%%',
    unnest(ARRAY[lower(c.legal_given), lower(c.legal_family), lower(c.file_number)]) t""",
    """INSERT INTO access_grants (organisation_id, id, created_at, client_id, member_id, kind) SELECT c.organisation_id,
    gen_random_uuid(), now(), c.id, c.worker_id, 'caseload' FROM clients c JOIN organisations o
    ON o.id = c.organisation_id AND o.slug LIKE 'agency-%%'""",
    """INSERT INTO client_keys SELECT c.organisation_id, c.id, now(), k.id, sha256(uuid_send(c.id)) FROM clients c
    JOIN organisations o ON o.id = c.organisation_id AND o.slug LIKE 'agency-%%'
    JOIN organisation_keys k ON k.organisation_id = o.id""",
    """INSERT INTO cases (organisation_id, id, created_at, client_id, number, program, worker_id, status, opened_on,
    version) SELECT c.organisation_id, gen_random_uuid(), now(), c.id, 'K-' || c.file_number, '', c.worker_id, 'active',
    '2026-02-01', 1 FROM clients c JOIN organisations o ON o.id = c.organisation_id AND o.slug LIKE 'agency-%%'""",
    """INSERT INTO entries (organisation_id, id, created_at, client_id, case_id, kind, occurred_on, author_id,
    sensitivity, state) SELECT k.organisation_id, gen_random_uuid(), now(), k.client_id, k.id, 'note', '2026-03-01',
    k.worker_id, 'case', 'signed' FROM cases k JOIN organisations o ON o.id = k.organisation_id
    AND o.slug LIKE 'agency-%%'""",
    """INSERT INTO notes (organisation_id, id, created_at, client_id, case_id, author_id, format, kind, details_sealed,
    place, occurred_on, minutes, state, version, saved_at, signed_at, previous, hash)
    SELECT e.organisation_id, e.id, now(), e.client_id, e.case_id, e.author_id, '5.3', 'meeting',
    convert_to(repeat(md5(e.id::text), 12), 'UTF8'), 'office', e.occurred_on, 45, 'signed', 2, now(), now(),
    sha256('x'), sha256(uuid_send(e.id)) FROM entries e JOIN organisations o ON o.id = e.organisation_id
    AND o.slug LIKE 'agency-%%'""",
)


def loaded(connection: psycopg.Connection, scale: Scale) -> None:
    """Loads the other agencies. Nobody opens their files: their keys and sealed texts are random bytes."""
    with connection.transaction():
        trusted(connection)
        for statement in _ROWS:
            connection.execute(statement, {"agencies": scale.agencies - 1, "each": scale.clients_elsewhere})


def settle(connection: psycopg.Connection) -> None:
    """What a database that has stood for a night has done."""
    connection.execute("VACUUM (ANALYZE)")
    connection.execute("CHECKPOINT")

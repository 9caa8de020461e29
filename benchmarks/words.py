"""The invented names and texts of the measured agency, and the statements that make its neighbours."""

GIVEN = [
    *(
        "Amina",
        "Benoît",
        "Chantal",
        "Devon",
        "Élodie",
        "Farid",
        "Grace",
        "Hugo",
        "Ines",
        "Jamal",
        "Kim",
        "Léa",
    ),
    *(
        "Marcus",
        "Noor",
        "Olivia",
        "Paul",
        "Quinn",
        "Rosalie",
        "Sam",
        "Tomás",
        "Uma",
        "Viktor",
        "Wendy",
        "Yusuf",
    ),
]
_FIRST = [
    "Trem",
    "Berg",
    "Côt",
    "Dela",
    "Fort",
    "Gagn",
    "Hass",
    "Iron",
    "Jack",
    "Kowal",
    "Lav",
    "Mac",
    "Ngu",
    "O’Ne",
]
_SECOND = [
    "blay",
    "eron",
    "é",
    "croix",
    "ier",
    "on",
    "an",
    "wood",
    "son",
    "ski",
    "oie",
    "donald",
    "yen",
    "il",
]
_THIRD = ["", "-Roy", "-Singh", "-Martin", " Lee", "-Ali", "-Wong"]

GOALS = [
    "Find full-time work in a warehouse within four months, near a bus line.",
    "Finish the high-school equivalency and apply for the plumbing apprenticeship.",
    "Return to office work after six years of caring for a parent.",
]
_TALKS = """
We went through four postings together. Two ask for a forklift licence, which is not there yet; the other two fit. The
interview at the packing plant went well, and they will call by Friday. Evenings are still difficult because of child
care, so we looked at day shifts only. The résumé now says more about the years in the kitchen.

Talked about the letter from the school board and what it asks for. The transcript has not come. We wrote the request
together and sent it from the front desk. Mood better than two weeks ago; sleeping again. The bus pass runs out at the
end of the month, and the next one depends on the approval of the training plan.

Practised the first ten minutes of an interview three times. The answer about the gap is now short and true. Agreed on
what not to say about the last employer. Tools for the trade test are still missing; the loan bank has a set from the
first of the month.
"""
NOTE = (
    [
        "Planned meeting to look at the applications sent since the last time.",
        "Asked for help before an interview.",
    ],
    [talk.strip().replace("\n", " ") for talk in _TALKS.split("\n\n")],
    [
        "Corrected the résumé and sent two applications.",
        "Wrote to the school board and booked the loan of tools.",
    ],
    [
        "Bring the transcript",
        "Call the packing plant on Friday",
        "Book the forklift course",
        "Ask for the day shift",
    ],
)


def family(number: int) -> str:
    """A family name; 1,372 different ones, so that a list has namesakes and a search finds several."""
    first, rest = number % len(_FIRST), number // len(_FIRST)
    second, third = rest % len(_SECOND), rest // len(_SECOND) % len(_THIRD)
    return _FIRST[first] + _SECOND[second] + _THIRD[third]


NEIGHBOURS = (
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
    """INSERT INTO client_tokens SELECT c.organisation_id, gen_random_uuid(), now(), c.id, t FROM clients c
    JOIN organisations o ON o.id = c.organisation_id AND o.slug LIKE 'agency-%%',
    unnest(ARRAY[lower(c.legal_given), lower(c.legal_family), lower(c.file_number)]) t""",
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

"""What somebody is told in the page and by mail."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KINDS = (
    "'note_returned', 'note_to_cosign', 'remarked', 'remark_answered', 'referral_answered', 'case_yours',"
    " 'handover_offered', 'task_given'"
)


def upgrade() -> None:
    """Takes the step."""
    _notices()
    _preferences()
    _sign_in_functions()


def _notices() -> None:
    tenant_table(
        "notices",
        f"""member_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ({KINDS})), client_id uuid, case_id uuid,
        about uuid, read_at timestamptz, CHECK (case_id IS NULL OR client_id IS NOT NULL)""",
        refers=[("member_id", "members"), ("client_id", "clients"), ("case_id", "cases")],
        app="SELECT, INSERT, UPDATE (read_at)",
        retention="SELECT, DELETE",
    )
    # Told once while it is unread, whoever tells at the same time; and counted at every look-up of a session.
    run(
        "CREATE UNIQUE INDEX notices_once ON notices (organisation_id, member_id, kind, client_id, about)"
        " NULLS NOT DISTINCT WHERE read_at IS NULL"
    )
    open_to_gate_functions("notices")
    tenant_table(
        "digests",
        "member_id uuid NOT NULL, day date NOT NULL, UNIQUE (organisation_id, member_id, day)",
        refers=[("member_id", "members")],
        app="SELECT, INSERT",
    )


def _preferences() -> None:
    """And what a member looked at last, for the box that leads there again."""
    run(
        "CREATE INDEX audit_events_member ON audit_events (organisation_id, member_id, seq)",
        "ALTER TABLE members ADD keys boolean NOT NULL DEFAULT true, ADD digest text NOT NULL DEFAULT 'off'"
        " CHECK (digest IN ('off', 'working_days'))",
        "GRANT UPDATE (keys, digest) ON members TO northfile_app",
    )


# As before: a membership holds until it is ended and through its last day where the agency is.
_HERE = (
    """m.ended_at IS NULL AND (m.last_day IS NULL OR m.last_day >= (p_now AT TIME ZONE o.timezone)::date)"""
)

_TENANCY = """organisation_id uuid, slug text, name text, language text, timezone text, standing text, token text,
member_id uuid, person_name text, person_language text, roles text[]"""

# The bell says "more than 99" of a hundred.
_UNREAD = """(SELECT count(*)::int FROM (SELECT FROM notices n WHERE n.organisation_id = m.organisation_id
    AND n.member_id = m.id AND n.read_at IS NULL LIMIT 100) few)"""


def _sign_in_functions() -> None:
    """As before; the session brings along how the member likes to work and how much they have not read, and work
    outside of a request knows the language of the member it is for."""
    run(
        "DROP FUNCTION gate.resume(bytea, text, timestamptz)",
        "DROP FUNCTION gate.tenancy(uuid, uuid, int, timestamptz)",
    )
    definer(
        "gate.resume(p_token bytea, p_slug text, p_now timestamptz)",
        f"TABLE (identity_id uuid, email text, identity_name text, identity_language text, {_TENANCY}, keys boolean,"
        " unread int)",
        f"""
#variable_conflict use_column
DECLARE s gate.sessions;
BEGIN
    SELECT * INTO s FROM gate.sessions x WHERE x.token_hash = p_token AND x.revoked_at IS NULL
        AND x.last_seen > clock_timestamp() - interval '30 minutes'
        AND x.created_at > clock_timestamp() - interval '12 hours';
    IF s.token_hash IS NULL THEN RETURN; END IF;
    IF s.last_seen < clock_timestamp() - interval '60 seconds' THEN
        UPDATE gate.sessions SET last_seen = clock_timestamp() WHERE token_hash = p_token;
    END IF;
    RETURN QUERY SELECT i.id, i.email, i.name, i.language, o.id, o.slug, o.name, o.language, o.timezone, o.standing,
        CASE WHEN m.id IS NOT NULL THEN gate.mint(o.id, m.id, 120) END, m.id, m.name, i.language, m.roles, m.keys,
        {_UNREAD}
    FROM gate.identities i
    LEFT JOIN (organisations o JOIN members m ON m.organisation_id = o.id AND {_HERE})
        ON o.slug = p_slug AND o.standing NOT IN ('closed', 'platform') AND m.identity_id = i.id
    WHERE i.id = s.identity_id AND i.disabled_at IS NULL;
END""",
        to="northfile_gate",
    )
    definer(
        "gate.tenancy(p_organisation uuid, p_member uuid, p_seconds int, p_now timestamptz)",
        f"TABLE ({_TENANCY}, keys boolean, unread int)",
        f"""BEGIN RETURN QUERY SELECT o.id, o.slug, o.name, o.language, o.timezone, o.standing,
        gate.mint(o.id, m.id, p_seconds), m.id, coalesce(m.name, ''), coalesce(i.language, o.language),
        coalesce(m.roles, '{{}}'), coalesce(m.keys, true), 0
    FROM organisations o LEFT JOIN members m ON m.organisation_id = o.id AND m.id = p_member AND {_HERE}
    LEFT JOIN gate.identities i ON i.id = m.identity_id
    WHERE o.id = p_organisation AND (p_member IS NULL OR m.id IS NOT NULL); END""",
        to="northfile_gate",
    )

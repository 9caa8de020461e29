"""The agency's own policies and who has read them; conflicts of interest; staff with a last day."""

from migrations.policies import definer, run, tenant_table

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

EMPLOYMENTS = "'staff', 'contractor', 'student', 'volunteer'"


def upgrade() -> None:
    _policies()
    _conflicts()
    _employment()
    _sign_in_functions()
    _joining_functions()


def _policies() -> None:
    tenant_table(
        "policy_documents",
        """kind text NOT NULL CHECK (kind IN ('confidentiality', 'records', 'ethics', 'conflict', 'privacy_notice',
        'other')), ended_on date""",
        app="SELECT, INSERT, UPDATE (ended_on)",
    )
    # What staff confirmed they read never changes: no login may update a text.
    tenant_table(
        "policy_texts",
        """policy_id uuid NOT NULL, number int NOT NULL, title_en text NOT NULL, title_fr text NOT NULL,
        text_en text NOT NULL, text_fr text NOT NULL, effective_on date NOT NULL, published_by uuid NOT NULL,
        UNIQUE (organisation_id, policy_id, number)""",
        refers=[("policy_id", "policy_documents"), ("published_by", "members")],
        app="SELECT, INSERT",
    )
    tenant_table(
        "acknowledgements",
        "text_id uuid NOT NULL, member_id uuid NOT NULL, UNIQUE (organisation_id, text_id, member_id)",
        refers=[("text_id", "policy_texts"), ("member_id", "members")],
        app="SELECT, INSERT",
    )


def _conflicts() -> None:
    tenant_table(
        "conflict_declarations",
        """member_id uuid NOT NULL, year int NOT NULL, answer text NOT NULL CHECK (answer IN ('none', 'some')),
        party_sealed bytea, nature text CHECK (nature IN ('family', 'friend', 'money', 'other_work', 'gift', 'other')),
        details_sealed bytea, action text CHECK (action IN ('nothing', 'other_worker', 'stands_back', 'watched',
        'ended')), reviewed_by uuid, reviewed_at timestamptz, review_sealed bytea,
        CHECK ((answer = 'some') = (nature IS NOT NULL)), CHECK ((answer = 'some') = (party_sealed IS NOT NULL)),
        CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL)), CHECK ((reviewed_by IS NULL) = (action IS NULL)),
        CHECK (reviewed_by <> member_id)""",
        refers=[("member_id", "members"), ("reviewed_by", "members")],
        app="SELECT, INSERT, UPDATE (action, reviewed_by, reviewed_at, review_sealed)",
    )


def _employment() -> None:
    run(
        f"""ALTER TABLE members ADD employment text NOT NULL DEFAULT 'staff' CHECK (employment IN ({EMPLOYMENTS})),
        ADD starts_on date, ADD last_day date, ADD version int NOT NULL DEFAULT 1, ADD CHECK (last_day >= starts_on)""",
        "GRANT UPDATE (employment, starts_on, last_day, version) ON members TO northfile_app",
        f"""ALTER TABLE invitations ADD employment text NOT NULL DEFAULT 'staff'
        CHECK (employment IN ({EMPLOYMENTS})), ADD last_day date""",
    )


# One sentence for every door: a membership holds until it is ended and through its last day where the agency is.
_HERE = (
    """m.ended_at IS NULL AND (m.last_day IS NULL OR m.last_day >= (p_now AT TIME ZONE o.timezone)::date)"""
)

_TENANCY = """organisation_id uuid, slug text, name text, language text, timezone text, standing text, token text,
member_id uuid, person_name text, person_language text, roles text[]"""


def _sign_in_functions() -> None:
    """The day is the caller's, as everywhere in the gate, so that a moved calendar moves last days too."""
    run(
        "DROP FUNCTION gate.resume(bytea, text)",
        "DROP FUNCTION gate.agencies_of(uuid)",
        "DROP FUNCTION gate.tenancy(uuid, uuid, int)",
    )
    definer(
        "gate.resume(p_token bytea, p_slug text, p_now timestamptz)",
        f"TABLE (identity_id uuid, email text, identity_name text, identity_language text, {_TENANCY})",
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
        CASE WHEN m.id IS NOT NULL THEN gate.mint(o.id, m.id, 120) END, m.id, m.name, i.language, m.roles
    FROM gate.identities i
    LEFT JOIN (organisations o JOIN members m ON m.organisation_id = o.id AND {_HERE})
        ON o.slug = p_slug AND o.standing NOT IN ('closed', 'platform') AND m.identity_id = i.id
    WHERE i.id = s.identity_id AND i.disabled_at IS NULL;
END""",
        to="northfile_gate",
    )
    for name, holds in (("agencies_of", _HERE), ("agencies_left", f"NOT ({_HERE})")):
        definer(
            f"gate.{name}(p_identity uuid, p_now timestamptz)",
            "TABLE (slug text, name text, member_id uuid, organisation_id uuid)",
            f"""BEGIN RETURN QUERY SELECT o.slug, o.name, m.id, o.id FROM members m
            JOIN organisations o ON o.id = m.organisation_id WHERE m.identity_id = p_identity AND {holds}
            AND o.standing NOT IN ('closed', 'platform') ORDER BY o.name; END""",
            to="northfile_gate",
            volatility="STABLE",
        )
    definer(
        "gate.tenancy(p_organisation uuid, p_member uuid, p_seconds int, p_now timestamptz)",
        f"TABLE ({_TENANCY})",
        f"""BEGIN RETURN QUERY SELECT o.id, o.slug, o.name, o.language, o.timezone, o.standing,
        gate.mint(o.id, m.id, p_seconds), m.id, coalesce(m.name, ''), o.language, coalesce(m.roles, '{{}}')
    FROM organisations o LEFT JOIN members m ON m.organisation_id = o.id AND m.id = p_member AND {_HERE}
    WHERE o.id = p_organisation AND (p_member IS NULL OR m.id IS NOT NULL); END""",
        to="northfile_gate",
    )


def _joining_functions() -> None:
    """As before, and the invitation brings along what kind of place it offers and until when."""
    run("DROP FUNCTION gate.accept_invitation(bytea, uuid, uuid, text, timestamptz)")
    definer(
        "gate.accept_invitation(p_token bytea, p_member uuid, p_identity uuid, p_name text, p_now timestamptz)",
        "TABLE (slug text, organisation_id uuid, member_id uuid)",
        """
#variable_conflict use_column
DECLARE v invitations;
BEGIN
    -- Bound to the address it was sent to, and redeemed by one UPDATE: of sixteen at once, one wins.
    UPDATE invitations SET used_at = p_now WHERE token_hash = p_token AND used_at IS NULL AND revoked_at IS NULL
        AND expires_at > p_now AND email = (SELECT i.email_canon FROM gate.identities i WHERE i.id = p_identity)
        AND (last_day IS NULL OR last_day >= (p_now AT TIME ZONE (SELECT o.timezone FROM organisations o
            WHERE o.id = invitations.organisation_id))::date)
        RETURNING * INTO v;
    IF v.id IS NULL THEN RETURN; END IF;
    INSERT INTO members (organisation_id, id, created_at, identity_id, name, email, roles, employment, starts_on,
            last_day)
        SELECT v.organisation_id, p_member, p_now, p_identity, p_name, v.email, v.roles, v.employment,
            (p_now AT TIME ZONE o.timezone)::date, v.last_day FROM organisations o WHERE o.id = v.organisation_id
        ON CONFLICT (organisation_id, identity_id) DO UPDATE SET ended_at = NULL, roles = excluded.roles,
            employment = excluded.employment, starts_on = excluded.starts_on, last_day = excluded.last_day,
            version = members.version + 1;
    RETURN QUERY SELECT o.slug, o.id, m.id FROM organisations o JOIN members m ON m.organisation_id = o.id
        WHERE o.id = v.organisation_id AND m.identity_id = p_identity;
END""",
        to="northfile_gate",
    )

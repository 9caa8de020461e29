"""Second steps of signing in."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

# As an agency has ruled; whoever administers one needs a second step in any case.
REQUIRED = """('administrator' = ANY (m.roles) OR coalesce((SELECT r.second_required FROM sign_in_rules r
    WHERE r.organisation_id = m.organisation_id ORDER BY r.version DESC LIMIT 1), '') = 'everyone')"""


def upgrade() -> None:
    """Takes the step."""
    _factors()
    _proof()
    _lost()
    _sessions()


def _factors() -> None:
    """What somebody has besides a password stands with the person, in one sealed piece: it leaves with them, and a
    backup has it. The seven days to set one up are real ones, as those of a session are."""
    run(
        "ALTER TABLE gate.identities ADD factors_sealed bytea, ADD factors_version int NOT NULL DEFAULT 1,"
        " ADD has_second boolean NOT NULL DEFAULT false, ADD second_due_from timestamptz"
    )
    definer(
        "gate.factors(p_identity uuid)",
        "TABLE (email text, name text, language text, version int, sealed bytea)",
        "BEGIN RETURN QUERY SELECT i.email, i.name, i.language, i.factors_version, i.factors_sealed"
        " FROM gate.identities i WHERE i.id = p_identity AND i.disabled_at IS NULL; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.keep_factors(p_identity uuid, p_version int, p_sealed bytea, p_second boolean, p_session bytea)",
        "boolean",
        """DECLARE had boolean;
BEGIN
    SELECT i.has_second INTO had FROM gate.identities i WHERE i.id = p_identity AND i.factors_version = p_version
        AND i.disabled_at IS NULL FOR UPDATE;
    IF had IS NULL THEN RETURN false; END IF;
    UPDATE gate.identities i SET factors_sealed = p_sealed, factors_version = p_version + 1, has_second = p_second,
        second_due_from = CASE WHEN NOT p_second THEN i.second_due_from END WHERE i.id = p_identity;
    IF p_second AND NOT had THEN
        UPDATE gate.sessions s SET revoked_at = clock_timestamp() WHERE s.identity_id = p_identity
            AND s.token_hash <> p_session AND s.revoked_at IS NULL;
    END IF;
    RETURN true;
END""",
        to="northfile_gate",
    )
    definer(
        "gate.needs_second(p_identity uuid)",
        "boolean",
        f"""BEGIN RETURN EXISTS (SELECT FROM members m WHERE m.identity_id = p_identity AND m.ended_at IS NULL
        AND {REQUIRED}); END""",
        to="northfile_gate",
        volatility="STABLE",
    )


def _proof() -> None:
    run("ALTER TABLE gate.sessions ADD proved_at timestamptz NOT NULL DEFAULT clock_timestamp()")
    definer(
        "gate.prove(p_token bytea)",
        "void",
        "BEGIN UPDATE gate.sessions SET proved_at = clock_timestamp() WHERE token_hash = p_token"
        " AND revoked_at IS NULL; END",
        to="northfile_gate",
    )


def _lost() -> None:
    """Whoever has lost every second step is let in again by two administrators who know them, a day later."""
    tenant_table(
        "factor_losses",
        """member_id uuid NOT NULL, begun_by uuid NOT NULL, checked text NOT NULL
        CHECK (checked IN ('in_person', 'by_video')), confirmed_by uuid, due_at timestamptz, stopped_by uuid,
        stopped_at timestamptz, taken_at timestamptz, CHECK (begun_by <> member_id),
        CHECK (confirmed_by NOT IN (member_id, begun_by)), CHECK ((confirmed_by IS NULL) = (due_at IS NULL)),
        CHECK ((stopped_by IS NULL) = (stopped_at IS NULL)), CHECK (taken_at IS NULL OR stopped_at IS NULL),
        CHECK (taken_at >= due_at)""",
        refers=[
            ("member_id", "members"),
            ("begun_by", "members"),
            ("confirmed_by", "members"),
            ("stopped_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (confirmed_by, due_at, stopped_by, stopped_at)",
    )
    run(
        "CREATE UNIQUE INDEX factor_losses_open ON factor_losses (organisation_id, member_id)"
        " WHERE stopped_at IS NULL AND taken_at IS NULL"
    )
    open_to_gate_functions("factor_losses")
    definer(
        "gate.take_loss(p_identity uuid, p_now timestamptz)",
        "boolean",
        """BEGIN
    UPDATE factor_losses l SET taken_at = p_now FROM members m WHERE m.organisation_id = l.organisation_id
        AND m.id = l.member_id AND m.identity_id = p_identity AND m.ended_at IS NULL AND l.due_at <= p_now
        AND l.stopped_at IS NULL AND l.taken_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    -- Where one is needed, the next one is set up at once.
    UPDATE gate.identities i SET factors_sealed = NULL, factors_version = i.factors_version + 1, has_second = false,
        second_due_from = clock_timestamp() - interval '7 days' WHERE i.id = p_identity;
    RETURN true;
END""",
        to="northfile_gate",
    )
    definer(
        "gate.stop_losses(p_identity uuid, p_now timestamptz)",
        "void",
        """BEGIN UPDATE factor_losses l SET stopped_at = p_now, stopped_by = m.id FROM members m
        WHERE m.organisation_id = l.organisation_id AND m.id = l.member_id AND m.identity_id = p_identity
        AND l.stopped_at IS NULL AND l.taken_at IS NULL; END""",
        to="northfile_gate",
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

_DAYS = f"""CASE WHEN m.id IS NOT NULL AND NOT i.has_second AND {REQUIRED} THEN greatest(0, 7 - floor(extract(
    epoch FROM clock_timestamp() - coalesce(i.second_due_from, clock_timestamp())) / 86400)::int) END"""


def _sessions() -> None:
    """As before; the session brings along whether somebody proved themselves within ten minutes, and in how many days
    they need a second step that they do not have. The days begin when it is missed first."""
    run("DROP FUNCTION gate.resume(bytea, text, timestamptz)")
    definer(
        "gate.resume(p_token bytea, p_slug text, p_now timestamptz)",
        f"TABLE (identity_id uuid, email text, identity_name text, identity_language text, is_fresh boolean,"
        f" {_TENANCY}, keys boolean, unread int, second_days int,"
        " trial_ends_on date)",
        f"""
#variable_conflict use_column
DECLARE s gate.sessions;
BEGIN
    SELECT * INTO s FROM gate.sessions x WHERE x.token_hash = p_token AND x.revoked_at IS NULL
        AND x.locked_at IS NULL
        AND x.last_seen > clock_timestamp() - make_interval(mins => x.idle_minutes)
        AND x.created_at > clock_timestamp() - interval '12 hours';
    IF s.token_hash IS NULL THEN RETURN; END IF;
    IF s.last_seen < clock_timestamp() - interval '60 seconds' THEN
        UPDATE gate.sessions SET last_seen = clock_timestamp() WHERE token_hash = p_token;
    END IF;
    UPDATE gate.identities i SET second_due_from = clock_timestamp() WHERE i.id = s.identity_id
        AND i.second_due_from IS NULL AND NOT i.has_second AND EXISTS (SELECT FROM members m
        WHERE m.identity_id = i.id AND m.ended_at IS NULL AND {REQUIRED});
    RETURN QUERY SELECT i.id, i.email, i.name, i.language, s.proved_at > clock_timestamp() - interval '10 minutes',
        o.id, o.slug, o.name, o.language, o.timezone, o.standing,
        CASE WHEN m.id IS NOT NULL THEN gate.mint(o.id, m.id, 120) END, m.id, m.name, i.language, m.roles, m.keys,
        {_UNREAD}, {_DAYS}, o.trial_ends_on
    FROM gate.identities i
    LEFT JOIN (organisations o JOIN members m ON m.organisation_id = o.id AND {_HERE})
        ON o.slug = p_slug AND o.standing NOT IN ('closed', 'platform') AND m.identity_id = i.id
    WHERE i.id = s.identity_id AND i.disabled_at IS NULL;
END""",
        to="northfile_gate",
    )

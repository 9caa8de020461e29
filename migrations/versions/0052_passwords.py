"""Resets, delays, how long a session may rest."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    _rules()
    _sessions()
    _opening_and_ending()
    _locking()
    _resets()
    _passwords()
    _tries()


def _rules() -> None:
    """What an agency asks of those who sign in. Each change is a row of its own; the last one holds."""
    tenant_table(
        "sign_in_rules",
        """version int NOT NULL CHECK (version > 0), idle_minutes int NOT NULL
        CHECK (idle_minutes BETWEEN 10 AND 120), second_required text NOT NULL
        CHECK (second_required IN ('administrators', 'everyone')), set_by uuid NOT NULL,
        UNIQUE (organisation_id, version)""",
        refers=[("set_by", "members")],
        app="SELECT, INSERT",
    )
    open_to_gate_functions("sign_in_rules")


def _sessions() -> None:
    """How long a session may rest stands on its row, because it is asked at each request: the shortest that one of the
    person's agencies wants."""
    run(
        """ALTER TABLE gate.sessions ADD id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
        ADD idle_minutes int NOT NULL DEFAULT 30, ADD agent text NOT NULL DEFAULT '', ADD locked_at timestamptz""",
        """CREATE FUNCTION gate.shortest_rest(p_identity uuid) RETURNS int LANGUAGE sql STABLE
        SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT coalesce(min(coalesce((SELECT r.idle_minutes FROM sign_in_rules r
            WHERE r.organisation_id = m.organisation_id ORDER BY r.version DESC LIMIT 1), 30)), 30)
        FROM members m WHERE m.identity_id = p_identity AND m.ended_at IS NULL $$""",
        "REVOKE ALL ON FUNCTION gate.shortest_rest FROM PUBLIC",
        """CREATE FUNCTION gate.rest_as_ruled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
        UPDATE gate.sessions s SET idle_minutes = gate.shortest_rest(s.identity_id) WHERE s.revoked_at IS NULL
            AND s.identity_id IN (SELECT m.identity_id FROM members m WHERE m.organisation_id = NEW.organisation_id);
        RETURN NULL; END $$""",
        "REVOKE ALL ON FUNCTION gate.rest_as_ruled FROM PUBLIC",
        "CREATE TRIGGER rest_as_ruled AFTER INSERT ON sign_in_rules FOR EACH ROW"
        " EXECUTE FUNCTION gate.rest_as_ruled()",
        # A session that is locked is nobody's until it is opened again.
        """DO $$ BEGIN EXECUTE replace(replace(
        pg_get_functiondef('gate.resume(bytea, text, timestamptz)'::regprocedure),
        'interval ''30 minutes''', 'make_interval(mins => x.idle_minutes)'),
        'x.revoked_at IS NULL', 'x.revoked_at IS NULL AND x.locked_at IS NULL'); END $$""",
    )


# A session that has not ended: neither by somebody nor by itself. What is locked may rest.
_OPEN = """s.revoked_at IS NULL AND s.created_at > clock_timestamp() - interval '12 hours'
    AND (s.locked_at IS NOT NULL OR s.last_seen > clock_timestamp() - make_interval(mins => s.idle_minutes))"""


def _opening_and_ending() -> None:
    run("DROP FUNCTION gate.open_session(uuid, bytea)")
    definer(
        "gate.open_session(p_identity uuid, p_token bytea, p_agent text)",
        "void",
        """BEGIN
    INSERT INTO gate.sessions (token_hash, identity_id, idle_minutes, agent)
        VALUES (p_token, p_identity, gate.shortest_rest(p_identity), p_agent);
    -- Five at once (ASVS 7.1.2): the oldest ends.
    UPDATE gate.sessions SET revoked_at = clock_timestamp() WHERE token_hash IN (SELECT s.token_hash
        FROM gate.sessions s
        WHERE s.identity_id = p_identity AND s.revoked_at IS NULL ORDER BY s.created_at DESC OFFSET 5);
END""",
        to="northfile_gate",
    )
    definer(
        "gate.sessions_of(p_identity uuid, p_token bytea)",
        "TABLE (id uuid, begun_at timestamptz, last_seen timestamptz, agent text, is_locked boolean, is_this boolean)",
        f"""BEGIN RETURN QUERY SELECT s.id, s.created_at, s.last_seen, s.agent, s.locked_at IS NOT NULL,
        s.token_hash = p_token FROM gate.sessions s WHERE s.identity_id = p_identity AND {_OPEN}
        ORDER BY s.token_hash = p_token DESC, s.last_seen DESC; END""",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.end_session(p_identity uuid, p_id uuid)",
        "boolean",
        """BEGIN UPDATE gate.sessions s SET revoked_at = clock_timestamp() WHERE s.identity_id = p_identity
        AND s.id = p_id AND s.revoked_at IS NULL; RETURN FOUND; END""",
        to="northfile_gate",
    )
    definer(
        "gate.end_other_sessions(p_identity uuid, p_token bytea)",
        "void",
        """BEGIN UPDATE gate.sessions s SET revoked_at = clock_timestamp() WHERE s.identity_id = p_identity
        AND s.token_hash <> p_token AND s.revoked_at IS NULL; END""",
        to="northfile_gate",
    )
    definer(
        "gate.settled(p_identity uuid)",
        "boolean",
        """BEGIN RETURN EXISTS (SELECT FROM gate.sessions s WHERE s.identity_id = p_identity)
        OR EXISTS (SELECT FROM gate.identities i WHERE i.id = p_identity
        AND i.created_at < clock_timestamp() - interval '1 day'); END""",
        to="northfile_gate",
        volatility="STABLE",
    )


def _locking() -> None:
    definer(
        "gate.lock_session(p_token bytea)",
        "void",
        "BEGIN UPDATE gate.sessions SET locked_at = clock_timestamp() WHERE token_hash = p_token"
        " AND locked_at IS NULL AND revoked_at IS NULL; END",
        to="northfile_gate",
    )
    definer(
        "gate.locked_session(p_token bytea)",
        "TABLE (identity_id uuid, email text, name text)",
        f"""BEGIN RETURN QUERY SELECT i.id, i.email, i.name FROM gate.sessions s
        JOIN gate.identities i ON i.id = s.identity_id AND i.disabled_at IS NULL
        WHERE s.token_hash = p_token AND s.locked_at IS NOT NULL AND {_OPEN}; END""",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.renew_session(p_token bytea, p_new bytea)",
        "boolean",
        f"""BEGIN UPDATE gate.sessions s SET token_hash = p_new, locked_at = NULL, last_seen = clock_timestamp()
        WHERE s.token_hash = p_token AND {_OPEN}; RETURN FOUND; END""",
        to="northfile_gate",
    )
    definer(
        "gate.seconds_left(p_token bytea)",
        "int",
        f"""BEGIN RETURN (SELECT extract(epoch FROM least(s.last_seen + make_interval(mins => s.idle_minutes),
        s.created_at + interval '12 hours') - clock_timestamp())::int FROM gate.sessions s
        WHERE s.token_hash = p_token AND s.locked_at IS NULL AND {_OPEN}); END""",
        to="northfile_gate",
        volatility="STABLE",
    )


def _resets() -> None:
    run(
        """CREATE TABLE gate.resets (id uuid PRIMARY KEY, email text NOT NULL, asked_at timestamptz NOT NULL,
        identity_id uuid, token_hash bytea UNIQUE, expires_at timestamptz,
        used_at timestamptz, CHECK ((token_hash IS NULL) = (identity_id IS NULL)),
        CHECK ((token_hash IS NULL) = (expires_at IS NULL)))""",
        "CREATE INDEX resets_identity ON gate.resets (identity_id)",
    )
    definer(
        "gate.ask_reset(p_id uuid, p_email text, p_now timestamptz)",
        "void",
        "BEGIN INSERT INTO gate.resets (id, email, asked_at) VALUES (p_id, p_email, p_now); END",
        to="northfile_gate",
    )
    definer(
        "gate.issue_reset(p_id uuid, p_token bytea, p_until timestamptz)",
        "TABLE (email text, language text)",
        # Of an address that is nobody's nothing is kept.
        """BEGIN
    DELETE FROM gate.resets r WHERE r.id = p_id AND NOT EXISTS (SELECT FROM gate.identities i
        WHERE i.email_canon = r.email AND i.disabled_at IS NULL);
    RETURN QUERY UPDATE gate.resets r SET identity_id = i.id, token_hash = p_token, expires_at = p_until
        FROM gate.identities i WHERE r.id = p_id AND r.used_at IS NULL AND i.email_canon = r.email
        AND i.disabled_at IS NULL RETURNING i.email, i.language;
END""",
        to="northfile_gate",
    )
    definer(
        "gate.find_reset(p_token bytea, p_now timestamptz)",
        "TABLE (identity_id uuid, email text, name text)",
        """BEGIN RETURN QUERY SELECT i.id, i.email, i.name FROM gate.resets r JOIN gate.identities i
        ON i.id = r.identity_id AND i.disabled_at IS NULL
        WHERE r.token_hash = p_token AND r.used_at IS NULL AND r.expires_at > p_now; END""",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.redeem_reset(p_token bytea, p_hash text, p_now timestamptz)",
        "TABLE (identity_id uuid, email text, language text)",
        """DECLARE who uuid; BEGIN
    UPDATE gate.resets r SET used_at = p_now WHERE r.token_hash = p_token AND r.used_at IS NULL
        AND r.expires_at > p_now RETURNING r.identity_id INTO who;
    UPDATE gate.resets r SET used_at = p_now WHERE r.identity_id = who AND r.used_at IS NULL;
    UPDATE gate.sessions s SET revoked_at = clock_timestamp() WHERE s.identity_id = who AND s.revoked_at IS NULL;
    RETURN QUERY UPDATE gate.identities i SET password_hash = p_hash WHERE i.id = who AND i.disabled_at IS NULL
        RETURNING i.id, i.email, i.language;
END""",
        to="northfile_gate",
    )


def _passwords() -> None:
    definer(
        "gate.set_password(p_identity uuid, p_old text, p_new text)",
        "boolean",
        # Whoever knows the password needs no link any more that somebody else may read.
        """BEGIN UPDATE gate.resets r SET used_at = clock_timestamp() WHERE r.identity_id = p_identity
        AND r.used_at IS NULL;
    UPDATE gate.identities i SET password_hash = p_new WHERE i.id = p_identity
        AND i.password_hash = p_old AND i.disabled_at IS NULL; RETURN FOUND; END""",
        to="northfile_gate",
    )


def _tries() -> None:
    """What was tried in vain, by a hash of who or whence; forgotten after a day."""
    run(
        """CREATE TABLE gate.tries (kind text, key bytea, wrong double precision NOT NULL,
        last_at timestamptz NOT NULL, PRIMARY KEY (kind, key))"""
    )
    definer(
        "gate.tries_of(p_kind text, p_key bytea, p_now timestamptz)",
        "TABLE (wrong double precision, last_at timestamptz)",
        "BEGIN RETURN QUERY SELECT t.wrong, t.last_at FROM gate.tries t WHERE t.kind = p_kind AND t.key = p_key"
        " AND t.last_at > p_now - interval '1 day'; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.note_try(p_kind text, p_key bytea, p_now timestamptz, p_forgets int)",
        "void",
        """BEGIN INSERT INTO gate.tries AS t VALUES (p_kind, p_key, 1, p_now) ON CONFLICT (kind, key) DO UPDATE
        SET wrong = 1 + greatest(0, t.wrong - greatest(0, extract(epoch FROM p_now - t.last_at)) / p_forgets),
        last_at = p_now; END""",
        to="northfile_gate",
    )
    definer(
        "gate.forgive(p_kind text, p_key bytea)",
        "void",
        "BEGIN DELETE FROM gate.tries t WHERE t.kind = p_kind AND t.key = p_key; END",
        to="northfile_gate",
    )
    definer(
        "gate.forget_tries()",
        "void",
        """BEGIN
    DELETE FROM gate.tries t WHERE t.last_at < clock_timestamp() - interval '1 day';
    DELETE FROM gate.resets r WHERE r.asked_at < clock_timestamp() - interval '2 days';
END""",
        to="northfile_gate",
    )

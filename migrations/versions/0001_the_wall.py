"""The wall: organisations, members, keys, audit, jobs, files, and the gate in front of them."""

import secrets

from migrations.policies import definer, fence, open_to_gate_functions, run, tenant_table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PLATFORM = "00000000-0000-0000-0000-000000000000"


def upgrade() -> None:
    _the_signed_context()
    _organisations()
    _people_and_sessions()
    _platform_tables()
    _audit_trail()
    _sign_in_functions()
    _joining_functions()
    _job_functions()


def _the_signed_context() -> None:
    """Injected SQL can set a setting; it cannot forge this token (decision 3). HMAC-SHA-256 is written out with
    its two padded keys because the embedded PostgreSQL has no pgcrypto."""
    key = secrets.token_bytes(32).ljust(64, b"\0")
    inner, outer = bytes(b ^ 0x36 for b in key).hex(), bytes(b ^ 0x5C for b in key).hex()
    run(
        "CREATE SCHEMA gate",
        "GRANT USAGE ON SCHEMA gate TO northfile_gate",
        "CREATE TABLE gate.secrets (id int PRIMARY KEY, inner_pad bytea NOT NULL, outer_pad bytea NOT NULL,"
        " active boolean NOT NULL DEFAULT true)",
        f"INSERT INTO gate.secrets VALUES (1, '\\x{inner}', '\\x{outer}')",
    )
    run(
        "CREATE FUNCTION gate.proof(words text, secret gate.secrets) RETURNS text LANGUAGE sql IMMUTABLE"
        " SET search_path = pg_catalog, pg_temp AS $$ SELECT encode(sha256(secret.outer_pad"
        " || sha256(secret.inner_pad || convert_to(words, 'UTF8'))), 'hex') $$",
        "REVOKE ALL ON FUNCTION gate.proof FROM PUBLIC",
        """CREATE FUNCTION gate.mint(organisation uuid, member uuid, seconds int) RETURNS text LANGUAGE sql VOLATILE
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT w || '.' || gate.proof(w, s) FROM gate.secrets s, LATERAL (SELECT organisation || '.' ||
        coalesce(member::text, '') || '.' || (extract(epoch FROM clock_timestamp())::bigint + least(seconds, 3600))
        || '.' || s.id) AS q (w) WHERE s.active ORDER BY s.id DESC LIMIT 1 $$""",
        "REVOKE ALL ON FUNCTION gate.mint FROM PUBLIC",
    )
    definer(
        "current_organisation()",
        "uuid",
        """
DECLARE
    token text := current_setting('app.ctx', true);
    part text[];
    secret gate.secrets;
BEGIN
    IF token IS NULL OR token = '' THEN RETURN NULL; END IF;  -- a setting that was reset reads as ''
    part := string_to_array(token, '.');
    IF array_length(part, 1) <> 5 OR part[3]::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN NULL; END IF;
    SELECT * INTO secret FROM gate.secrets s WHERE s.id = part[4]::int AND s.active;
    IF secret.id IS NULL OR gate.proof(part[1] || '.' || part[2] || '.' || part[3] || '.' || part[4], secret) <> part[5]
    THEN RETURN NULL; END IF;
    RETURN part[1]::uuid;
EXCEPTION WHEN data_exception THEN RETURN NULL;
END""",
        to="northfile_app, northfile_retention",
        volatility="STABLE PARALLEL SAFE",
    )


def _organisations() -> None:
    run(
        """CREATE TABLE organisations (id uuid PRIMARY KEY, slug text NOT NULL UNIQUE, name text NOT NULL,
        province text NOT NULL, language text NOT NULL CHECK (language IN ('en', 'fr')), timezone text NOT NULL,
        standing text NOT NULL CHECK (standing IN ('trial', 'active', 'past_due', 'read_only', 'closing', 'closed',
        'platform')), created_at timestamptz NOT NULL, trial_ends_on date)""",
        f"INSERT INTO organisations VALUES ('{PLATFORM}', '-', 'Northfile', 'ON', 'en', 'UTC', 'platform',"
        " now(), NULL)",
        "GRANT SELECT, UPDATE (name, language, timezone) ON organisations TO northfile_app",
        "GRANT SELECT ON organisations TO northfile_retention",
    )
    fence("organisations", column="id")
    open_to_gate_functions("organisations")
    tenant_table("organisation_keys", "wrapped bytea NOT NULL", app="SELECT, INSERT")
    open_to_gate_functions("organisation_keys")


def _people_and_sessions() -> None:
    run(
        """CREATE TABLE gate.identities (id uuid PRIMARY KEY, email text NOT NULL, email_canon text NOT NULL UNIQUE,
        name text NOT NULL, language text NOT NULL, password_hash text NOT NULL, created_at timestamptz NOT NULL,
        disabled_at timestamptz)""",
        """CREATE TABLE gate.sessions (token_hash bytea PRIMARY KEY, identity_id uuid NOT NULL
        REFERENCES gate.identities, created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        last_seen timestamptz NOT NULL DEFAULT clock_timestamp(), revoked_at timestamptz)""",
        "CREATE INDEX sessions_identity ON gate.sessions (identity_id)",
    )
    tenant_table(
        "members",
        """identity_id uuid NOT NULL, name text NOT NULL, email text NOT NULL, roles text[] NOT NULL,
        ended_at timestamptz, UNIQUE (organisation_id, identity_id)""",
        app="SELECT, UPDATE (name, roles, ended_at)",
    )
    run("CREATE INDEX members_identity ON members (identity_id)")
    open_to_gate_functions("members")
    tenant_table(
        "invitations",
        """email text NOT NULL, name text NOT NULL, roles text[] NOT NULL, language text NOT NULL,
        token_hash bytea NOT NULL, invited_by uuid NOT NULL, expires_at timestamptz NOT NULL, used_at timestamptz,
        revoked_at timestamptz""",
        refers=[("invited_by", "members")],
    )
    run("CREATE INDEX invitations_token ON invitations (token_hash)")
    open_to_gate_functions("invitations")
    tenant_table(
        "signups",
        """email text NOT NULL, agency_name text NOT NULL, province text NOT NULL, language text NOT NULL,
        token_hash bytea NOT NULL, expires_at timestamptz NOT NULL, used_at timestamptz""",
        app="SELECT, INSERT",
    )
    run("CREATE INDEX signups_token ON signups (token_hash)")
    open_to_gate_functions("signups")


def _platform_tables() -> None:
    tenant_table(
        "mails",
        """to_address text NOT NULL, template text NOT NULL, language text NOT NULL, params_sealed bytea,
        sent_at timestamptz""",
    )
    tenant_table(
        "jobs",
        """kind text NOT NULL, args jsonb NOT NULL, state text NOT NULL CHECK (state IN ('waiting', 'running', 'done',
        'failed')), member_id uuid, run_after timestamptz NOT NULL, attempts int NOT NULL,
        queued_at timestamptz NOT NULL DEFAULT clock_timestamp(), lease_until timestamptz, nudged_at timestamptz,
        finished_at timestamptz, error text, done int NOT NULL, total int NOT NULL""",
        retention="SELECT, INSERT, UPDATE",
    )
    run(
        "CREATE INDEX jobs_by_id ON jobs (id)",
        "CREATE INDEX jobs_open ON jobs (run_after) WHERE state IN ('waiting', 'running')",
    )
    open_to_gate_functions("jobs")


def _audit_trail() -> None:
    run(
        """CREATE TABLE audit_events (organisation_id uuid NOT NULL REFERENCES organisations, seq bigint NOT NULL,
        at timestamptz NOT NULL, member_id uuid, verb text NOT NULL, subject_id uuid, client_id uuid,
        codes jsonb NOT NULL, previous bytea NOT NULL, hash bytea NOT NULL, PRIMARY KEY (organisation_id, seq))""",
        "CREATE INDEX audit_events_client ON audit_events (organisation_id, client_id, seq)",
        """CREATE TABLE audit_heads (organisation_id uuid PRIMARY KEY REFERENCES organisations, seq bigint NOT NULL,
        hash bytea NOT NULL)""",
        "GRANT SELECT ON audit_events, audit_heads TO northfile_app, northfile_retention",
        """CREATE FUNCTION audit_hash(previous bytea, organisation uuid, seq bigint, at timestamptz, member uuid,
        verb text, subject uuid, client uuid, codes jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE
        SET search_path = pg_catalog, pg_temp AS $$ SELECT sha256(previous || convert_to(jsonb_build_array(
        organisation, seq, extract(epoch FROM at)::text, member, verb, subject, client, codes)::text, 'UTF8')) $$""",
        "REVOKE ALL ON FUNCTION audit_hash FROM PUBLIC",
        """CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp AS $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$""",
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW"
        " EXECUTE FUNCTION audit_is_append_only()",
        "CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT"
        " EXECUTE FUNCTION audit_is_append_only()",
    )
    for table in ("audit_events", "audit_heads"):
        fence(table)
        open_to_gate_functions(table)
    definer(
        "audit_append(p_at timestamptz, p_verb text, p_subject uuid, p_client uuid, p_codes text)",
        "bigint",
        """
DECLARE
    org uuid := current_organisation();
    -- Who acts is what the token proves, not what the caller says.
    p_member uuid := nullif(split_part(current_setting('app.ctx', true), '.', 2), '')::uuid;
    head audit_heads;
    digest bytea;
BEGIN
    IF org IS NULL THEN RAISE EXCEPTION 'no tenancy'; END IF;
    INSERT INTO audit_heads VALUES (org, 0, sha256(uuid_send(org))) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_heads h WHERE h.organisation_id = org FOR UPDATE;
    digest := audit_hash(head.hash, org, head.seq + 1, p_at, p_member, p_verb, p_subject, p_client, p_codes::jsonb);
    INSERT INTO audit_events VALUES (org, head.seq + 1, p_at, p_member, p_verb, p_subject, p_client, p_codes::jsonb,
        head.hash, digest);
    UPDATE audit_heads SET seq = head.seq + 1, hash = digest WHERE organisation_id = org;
    RETURN head.seq + 1;
END""",
        to="northfile_app, northfile_retention",
    )
    definer(
        "audit_first_broken()",
        "bigint",
        """
DECLARE
    org uuid := current_organisation();
    broken bigint;
    head audit_heads;
BEGIN
    SELECT min(e.seq) INTO broken FROM (SELECT a.*, lag(a.hash, 1, sha256(uuid_send(org))) OVER w AS before,
        lag(a.seq, 1, 0::bigint) OVER w AS seq_before FROM audit_events a WHERE a.organisation_id = org
        WINDOW w AS (ORDER BY a.seq)) e
    WHERE e.previous <> e.before OR e.seq <> e.seq_before + 1 OR e.hash <> audit_hash(e.previous, e.organisation_id,
        e.seq, e.at, e.member_id, e.verb, e.subject_id, e.client_id, e.codes);
    IF broken IS NOT NULL THEN RETURN broken; END IF;
    SELECT * INTO head FROM audit_heads h WHERE h.organisation_id = org;
    IF head.seq IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_events a WHERE a.organisation_id = org
        AND a.seq = head.seq AND a.hash = head.hash) THEN RETURN head.seq; END IF;
    RETURN NULL;
END""",
        to="northfile_app, northfile_retention",
        volatility="STABLE",
    )


_TENANCY = """organisation_id uuid, slug text, name text, language text, timezone text, standing text, token text,
member_id uuid, person_name text, person_language text, roles text[]"""


def _sign_in_functions() -> None:
    definer(
        "gate.find_login(p_email text)",
        "TABLE (id uuid, password_hash text)",
        "BEGIN RETURN QUERY SELECT i.id, i.password_hash FROM gate.identities i WHERE i.email_canon = p_email"
        " AND i.disabled_at IS NULL; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.open_session(p_identity uuid, p_token bytea)",
        "void",
        """BEGIN
    INSERT INTO gate.sessions (token_hash, identity_id) VALUES (p_token, p_identity);
    -- Five at once (ASVS 7.1.2): the oldest ends.
    UPDATE gate.sessions SET revoked_at = clock_timestamp() WHERE token_hash IN (SELECT s.token_hash
        FROM gate.sessions s
        WHERE s.identity_id = p_identity AND s.revoked_at IS NULL ORDER BY s.created_at DESC OFFSET 5);
END""",
        to="northfile_gate",
    )
    definer(
        "gate.close_session(p_token bytea)",
        "void",
        "BEGIN UPDATE gate.sessions SET revoked_at = clock_timestamp() WHERE token_hash = p_token"
        " AND revoked_at IS NULL; END",
        to="northfile_gate",
    )
    definer(
        "gate.resume(p_token bytea, p_slug text)",
        f"TABLE (identity_id uuid, email text, identity_name text, identity_language text, {_TENANCY})",
        """
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
    LEFT JOIN organisations o ON o.slug = p_slug AND o.standing NOT IN ('closed', 'platform')
        AND EXISTS (SELECT 1 FROM members y WHERE y.organisation_id = o.id AND y.identity_id = i.id
        AND y.ended_at IS NULL)
    LEFT JOIN members m ON m.organisation_id = o.id AND m.identity_id = i.id AND m.ended_at IS NULL
    WHERE i.id = s.identity_id AND i.disabled_at IS NULL;
END""",
        to="northfile_gate",
    )
    definer(
        "gate.agencies_of(p_identity uuid)",
        "TABLE (slug text, name text, member_id uuid, organisation_id uuid)",
        "BEGIN RETURN QUERY SELECT o.slug, o.name, m.id, o.id FROM members m"
        " JOIN organisations o ON o.id = m.organisation_id WHERE m.identity_id = p_identity AND m.ended_at IS NULL"
        " AND o.standing NOT IN ('closed', 'platform') ORDER BY o.name; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.set_language(p_identity uuid, p_language text)",
        "void",
        "BEGIN UPDATE gate.identities SET language = p_language WHERE id = p_identity; END",
        to="northfile_gate",
    )
    definer(
        "gate.tenancy(p_organisation uuid, p_member uuid, p_seconds int)",
        f"TABLE ({_TENANCY})",
        """BEGIN RETURN QUERY SELECT o.id, o.slug, o.name, o.language, o.timezone, o.standing,
        gate.mint(o.id, m.id, p_seconds), m.id, coalesce(m.name, ''), o.language, coalesce(m.roles, '{}')
    FROM organisations o LEFT JOIN members m ON m.organisation_id = o.id AND m.id = p_member AND m.ended_at IS NULL
    WHERE o.id = p_organisation AND (p_member IS NULL OR m.id IS NOT NULL); END""",
        to="northfile_gate",
    )
    definer(
        "gate.organisations()",
        "TABLE (id uuid, slug text, timezone text)",
        "BEGIN RETURN QUERY SELECT o.id, o.slug, o.timezone FROM organisations o"
        " WHERE o.standing NOT IN ('closed', 'platform') ORDER BY o.id; END",
        to="northfile_gate",
        volatility="STABLE",
    )


def _joining_functions() -> None:
    definer(
        "gate.find_signup(p_token bytea, p_now timestamptz)",
        "TABLE (email text, agency_name text, province text, language text)",
        "BEGIN RETURN QUERY SELECT s.email, s.agency_name, s.province, s.language FROM signups s"
        " WHERE s.token_hash = p_token AND s.used_at IS NULL AND s.expires_at > p_now; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.find_invitation(p_token bytea, p_now timestamptz)",
        "TABLE (email text, name text, agency_name text, language text, has_identity boolean)",
        "BEGIN RETURN QUERY SELECT v.email, v.name, o.name, v.language, EXISTS (SELECT 1 FROM gate.identities i"
        " WHERE i.email_canon = v.email) FROM invitations v JOIN organisations o ON o.id = v.organisation_id"
        " WHERE v.token_hash = p_token AND v.used_at IS NULL AND v.revoked_at IS NULL AND v.expires_at > p_now; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.ensure_identity(p_id uuid, p_email text, p_name text, p_language text, p_hash text, p_now timestamptz)",
        "uuid",
        """DECLARE found_id uuid;
BEGIN
    INSERT INTO gate.identities VALUES (p_id, p_email, p_email, p_name, p_language, p_hash, p_now)
        ON CONFLICT (email_canon) DO NOTHING;
    SELECT i.id INTO found_id FROM gate.identities i WHERE i.email_canon = p_email;
    RETURN found_id;
END""",
        to="northfile_gate",
    )
    definer(
        "gate.accept_signup(p_token bytea, p_organisation uuid, p_slug text, p_timezone text, p_key uuid,"
        " p_wrapped bytea, p_member uuid, p_identity uuid, p_name text, p_roles text[], p_now timestamptz)",
        "text",
        """DECLARE s signups; free_slug text := p_slug; n int := 1;
BEGIN
    UPDATE signups SET used_at = p_now WHERE token_hash = p_token AND used_at IS NULL AND expires_at > p_now
        RETURNING * INTO s;
    IF s.id IS NULL THEN RETURN NULL; END IF;
    LOOP
        INSERT INTO organisations VALUES (p_organisation, free_slug, s.agency_name, s.province, s.language, p_timezone,
            'trial', p_now, p_now::date + 30) ON CONFLICT (slug) DO NOTHING;
        EXIT WHEN FOUND;
        n := n + 1;
        free_slug := p_slug || '-' || n;
    END LOOP;
    INSERT INTO organisation_keys VALUES (p_organisation, p_key, p_now, p_wrapped);
    INSERT INTO members VALUES (p_organisation, p_member, p_now, p_identity, p_name, s.email, p_roles);
    RETURN free_slug;
END""",
        to="northfile_gate",
    )
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
        RETURNING * INTO v;
    IF v.id IS NULL THEN RETURN; END IF;
    INSERT INTO members VALUES (v.organisation_id, p_member, p_now, p_identity, p_name, v.email, v.roles)
        ON CONFLICT (organisation_id, identity_id) DO UPDATE SET ended_at = NULL, roles = excluded.roles;
    RETURN QUERY SELECT o.slug, o.id, m.id FROM organisations o JOIN members m ON m.organisation_id = o.id
        WHERE o.id = v.organisation_id AND m.identity_id = p_identity;
END""",
        to="northfile_gate",
    )


def _job_functions() -> None:
    definer(
        "gate.claim_job(p_id uuid, p_lease int, p_now timestamptz)",
        "TABLE (organisation_id uuid, kind text, args jsonb, member_id uuid, attempts int)",
        """
#variable_conflict use_column
BEGIN RETURN QUERY UPDATE jobs SET state = 'running', attempts = attempts + 1,
        lease_until = clock_timestamp() + make_interval(secs => p_lease)
    WHERE id = p_id AND run_after <= p_now
        AND (state = 'waiting' OR (state = 'running' AND lease_until < clock_timestamp()))
    RETURNING organisation_id, kind, args, member_id, attempts; END""",
        to="northfile_gate",
    )
    definer(
        "gate.due_jobs(p_now timestamptz, p_attempts int, p_limit int)",
        "TABLE (id uuid, kind text)",
        """
#variable_conflict use_column
BEGIN
    UPDATE jobs SET state = 'failed', error = 'gave_up', finished_at = p_now, lease_until = NULL
        WHERE state = 'running' AND lease_until < clock_timestamp() AND attempts >= p_attempts;
    RETURN QUERY UPDATE jobs j SET nudged_at = clock_timestamp() FROM (SELECT d.organisation_id, d.id FROM jobs d
        WHERE d.run_after <= p_now AND ((d.state = 'waiting'
        AND coalesce(d.nudged_at, d.queued_at) < clock_timestamp() - interval '5 seconds')
        OR (d.state = 'running' AND d.lease_until < clock_timestamp()))
        ORDER BY d.run_after LIMIT p_limit FOR UPDATE SKIP LOCKED) due
    WHERE j.organisation_id = due.organisation_id AND j.id = due.id RETURNING j.id, j.kind;
END""",
        to="northfile_gate",
    )
    definer(
        "gate.retry_job(p_id uuid, p_attempt int, p_error text, p_attempts int, p_after timestamptz)",
        "void",
        # Only the try that raised may put it back: a late worker must not take it from the one that has it now.
        """BEGIN UPDATE jobs SET state = CASE WHEN attempts >= p_attempts THEN 'failed' ELSE 'waiting' END,
        finished_at = CASE WHEN attempts >= p_attempts THEN clock_timestamp() END,
        error = p_error, run_after = p_after, lease_until = NULL
        WHERE id = p_id AND state = 'running' AND attempts = p_attempt; END""",
        to="northfile_gate",
    )

"""Backups: what was restored is sealed until what was destroyed since is destroyed again (decision 38)."""

import secrets

from migrations.policies import definer, run, tenant_table

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    _seals()
    _nothing_passes_a_seal()
    _restorations()
    _last_backup()


def _seals() -> None:
    """Among agencies there is no row here, so that looking costs next to nothing. Only the administrator's login breaks
    a seal; the gate may set one, which shuts and never opens."""
    key = secrets.token_bytes(32).ljust(64, b"\0")
    inner, outer = bytes(b ^ 0x36 for b in key).hex(), bytes(b ^ 0x5C for b in key).hex()
    run(
        """CREATE TABLE gate.seals (organisation_id uuid PRIMARY KEY, id uuid NOT NULL,
        since timestamptz NOT NULL DEFAULT clock_timestamp(),
        is_whole boolean NOT NULL, taken_at timestamptz, journal_seq bigint NOT NULL)""",
        # The key of the replay alone: what it signs passes a seal, and no login can have it sign anything.
        f"INSERT INTO gate.secrets VALUES (0, '\\x{inner}', '\\x{outer}')",
        """CREATE FUNCTION gate.mint_for_replay(organisation uuid) RETURNS text LANGUAGE sql VOLATILE
        SET search_path = pg_catalog, pg_temp AS $$
        SELECT w || '.' || gate.proof(w, s) FROM gate.secrets s, LATERAL (SELECT organisation || '..'
        || (extract(epoch FROM clock_timestamp())::bigint + 3600) || '.0') AS q (w) WHERE s.id = 0 $$""",
        "REVOKE ALL ON FUNCTION gate.mint_for_replay FROM PUBLIC",
    )
    definer(
        "gate.sealed()",
        "TABLE (organisation_id uuid)",
        "BEGIN RETURN QUERY SELECT s.organisation_id FROM gate.seals s; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    run("CREATE POLICY gate ON erasure_ledger FOR SELECT TO northfile_owner USING (true)")
    definer(
        "gate.seal_unless_known(p_organisation uuid, p_references text[], p_seal uuid, p_seq bigint)",
        "boolean",
        """BEGIN
    IF NOT EXISTS (SELECT 1 FROM organisations o WHERE o.id = p_organisation) OR NOT EXISTS (SELECT 1
        FROM unnest(p_references) r (reference) WHERE NOT EXISTS (SELECT 1 FROM erasure_ledger l
        WHERE l.organisation_id = p_organisation AND l.reference = r.reference)) THEN RETURN false; END IF;
    INSERT INTO gate.seals VALUES (p_organisation, p_seal, clock_timestamp(), true, NULL, p_seq) ON CONFLICT DO NOTHING;
    RETURN true;
END""",
        to="northfile_gate",
    )


def _nothing_passes_a_seal() -> None:
    """No new token, no old one, no job: whatever is done for an agency begins with one of the three."""
    run(
        """CREATE OR REPLACE FUNCTION gate.mint(organisation uuid, member uuid, seconds int) RETURNS text
        LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM gate.seals x WHERE x.organisation_id = organisation) THEN
                RAISE EXCEPTION 'sealed' USING ERRCODE = 'NF503';
            END IF;
            RETURN (SELECT w || '.' || gate.proof(w, s) FROM gate.secrets s, LATERAL (SELECT organisation || '.' ||
            coalesce(member::text, '') || '.' || (extract(epoch FROM clock_timestamp())::bigint
            + least(seconds, 3600)) || '.' || s.id) AS q (w) WHERE s.active AND s.id > 0 ORDER BY s.id DESC LIMIT 1);
        END $$""",
        """CREATE OR REPLACE FUNCTION current_organisation() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
    IF secret.id <> 0 AND EXISTS (SELECT 1 FROM gate.seals x WHERE x.organisation_id = part[1]::uuid)
    THEN RETURN NULL; END IF;
    RETURN part[1]::uuid;
EXCEPTION WHEN data_exception THEN RETURN NULL;
END $$""",
        """CREATE POLICY not_sealed ON jobs AS RESTRICTIVE FOR ALL TO northfile_owner USING (NOT EXISTS (SELECT 1
        FROM gate.seals s WHERE s.organisation_id = jobs.organisation_id))""",
    )


def _restorations() -> None:
    tenant_table(
        "restorations",
        """taken_at timestamptz, journal_seq bigint NOT NULL, destroyed int NOT NULL, shown int NOT NULL,
        holds_placed int NOT NULL, holds_released int NOT NULL, finished_at timestamptz""",
        app="SELECT",
        retention="SELECT, INSERT, UPDATE",
    )
    # What a replay destroys again has its cause here: the run that did it first may be younger than the backup.
    run(
        "ALTER TABLE erasure_ledger ADD COLUMN restoration_id uuid, DROP CONSTRAINT erasure_ledger_cause,"
        " ADD CONSTRAINT erasure_ledger_cause CHECK (num_nonnulls(run_id, import_id, restoration_id) = 1)",
        "ALTER TABLE stubs ALTER COLUMN run_id DROP NOT NULL, ALTER COLUMN version_id DROP NOT NULL,"
        " ADD COLUMN restoration_id uuid,"
        " ADD CONSTRAINT stubs_cause CHECK (num_nonnulls(run_id, restoration_id) = 1)",
        *(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_restoration_id_within FOREIGN KEY"
            " (organisation_id, restoration_id) REFERENCES restorations (organisation_id, id) ON DELETE RESTRICT"
            for table in ("erasure_ledger", "stubs")
        ),
        *(
            f"CREATE INDEX {table}_restoration_id ON {table} (organisation_id, restoration_id)"
            for table in ("erasure_ledger", "stubs")
        ),
        # Holds of the journal are placed, and those it says were released are released, by the replay itself.
        "GRANT INSERT, UPDATE ON holds TO northfile_retention",
        "GRANT INSERT ON hold_cases, hold_clients TO northfile_retention",
    )


def _last_backup() -> None:
    run("CREATE TABLE gate.backups (taken_at timestamptz PRIMARY KEY)")
    definer(
        "gate.last_backup()",
        "timestamptz",
        "BEGIN RETURN (SELECT max(b.taken_at) FROM gate.backups b); END",
        to="northfile_gate",
        volatility="STABLE",
    )

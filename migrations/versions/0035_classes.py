"""Records that go by a rule of their own: hidden like cases, then destroyed; and what work leaves behind ends."""

from migrations.policies import definer, open_to_gate_functions, run

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

# A record that goes by itself, and when its rows may be deleted: from quarantine, or with its case.
WHOLES = {
    "incidents": "quarantined_at IS NOT NULL",
    "breaches": "quarantined_at IS NOT NULL",
    "conflict_declarations": "quarantined_at IS NOT NULL",
    "exchanges": "quarantined_at IS NOT NULL OR case_id IS NOT NULL",
}
OF_AN_INCIDENT = ("incident_persons", "incident_steps", "incident_actions", "incident_notices")


def upgrade() -> None:
    """Takes the step."""
    _hidden()
    _destroyed()
    _listed()
    _left_behind()


def _hidden() -> None:
    for table in WHOLES:
        run(
            f"ALTER TABLE {table} ADD COLUMN quarantined_at timestamptz",
            f"GRANT UPDATE (quarantined_at) ON {table} TO northfile_retention",
            f"CREATE POLICY not_in_quarantine ON {table} AS RESTRICTIVE FOR ALL TO northfile_app"
            " USING (quarantined_at IS NULL) WITH CHECK (quarantined_at IS NULL)",
        )
    run(
        """CREATE OR REPLACE FUNCTION incident_stays_submitted() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE
            handled text[] := ARRAY['state', 'severity', 'close_asked_by', 'close_asked_at', 'closed_by',
                'closed_at', 'alone'];
        BEGIN
            -- Hidden by the purge, and brought back; destroyed only from there.
            IF TG_OP = 'DELETE' AND OLD.quarantined_at IS NOT NULL THEN RETURN OLD; END IF;
            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'quarantined_at'::text = to_jsonb(OLD) - 'quarantined_at'::text
                THEN RETURN NEW; END IF;
            IF OLD.state = 'draft' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
            IF TG_OP = 'UPDATE' AND OLD.state <> 'discarded' AND NEW.state NOT IN ('draft', 'discarded')
                AND to_jsonb(NEW) - handled = to_jsonb(OLD) - handled THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'a report that was handed in does not change' USING ERRCODE = 'check_violation';
        END $$"""
    )


def _destroyed() -> None:
    for table, when in WHOLES.items():
        run(
            f"GRANT DELETE ON {table} TO northfile_retention",
            f"CREATE POLICY only_from_quarantine ON {table} AS RESTRICTIVE FOR DELETE TO northfile_retention"
            f" USING ({when})",
        )
    for table in OF_AN_INCIDENT:
        run(
            f"GRANT DELETE ON {table} TO northfile_retention",
            f"""CREATE POLICY only_from_quarantine ON {table} AS RESTRICTIVE FOR DELETE TO northfile_retention
            USING (EXISTS (SELECT 1 FROM incidents i WHERE i.organisation_id = {table}.organisation_id
            AND i.id = {table}.incident_id AND i.quarantined_at IS NOT NULL))""",
        )


def _listed() -> None:
    run(
        # A breach stands under the id of its incident, and a part of a case file under that of the case.
        "DROP INDEX run_items_once",
        "CREATE UNIQUE INDEX run_items_once ON run_items (organisation_id, record_id, record_class)"
        " WHERE state = 'quarantined'",
        # A whole record is destroyed once; a part of a file can grow again when the case is opened again.
        "ALTER TABLE stubs DROP CONSTRAINT stubs_organisation_id_reference_key",
        "CREATE UNIQUE INDEX stubs_once ON stubs (organisation_id, reference)"
        " WHERE record_class NOT IN ('employment_evidence', 'document')",
        "CREATE INDEX stubs_reference ON stubs (organisation_id, reference)",
        "ALTER TABLE erasure_ledger DROP CONSTRAINT erasure_ledger_organisation_id_reference_key",
        "CREATE UNIQUE INDEX erasure_ledger_once ON erasure_ledger (organisation_id, reference)"
        " WHERE record_class NOT IN ('employment_evidence', 'document')",
    )


def _left_behind() -> None:
    """What work, mail and signing in leave behind. The periods stand here, where no caller can shorten them."""
    open_to_gate_functions("digests")
    definer(
        "gate.clear_leftovers()",
        "TABLE (what text, gone bigint)",
        """
DECLARE
    thirty timestamptz := clock_timestamp() - interval '30 days';
    ninety timestamptz := clock_timestamp() - interval '90 days';
BEGIN
    -- What a document, a package, a preview or an import refers to goes with it.
    RETURN QUERY WITH gone AS (DELETE FROM jobs j WHERE j.finished_at < thirty AND j.state IN ('done', 'failed')
        AND j.kind NOT IN ('draw_document', 'make_package', 'preview_paper', 'run_import') RETURNING 1)
        SELECT 'jobs', count(*) FROM gone;
    -- A message that could not be sent is not tried for longer than a day.
    RETURN QUERY WITH gone AS (DELETE FROM mails m WHERE coalesce(m.sent_at, m.created_at) < thirty RETURNING 1)
        SELECT 'mails', count(*) FROM gone;
    RETURN QUERY WITH gone AS (DELETE FROM gate.sessions s WHERE coalesce(s.revoked_at, s.last_seen) < thirty
        RETURNING 1) SELECT 'sessions', count(*) FROM gone;
    RETURN QUERY WITH gone AS (DELETE FROM signups u WHERE coalesce(u.used_at, u.expires_at) < ninety RETURNING 1)
        SELECT 'signups', count(*) FROM gone;
    RETURN QUERY WITH gone AS (DELETE FROM invitations i
        WHERE coalesce(i.used_at, i.revoked_at, i.expires_at) < ninety RETURNING 1)
        SELECT 'invitations', count(*) FROM gone;
    RETURN QUERY WITH gone AS (DELETE FROM notices n WHERE n.read_at < ninety RETURNING 1)
        SELECT 'notices', count(*) FROM gone;
    RETURN QUERY WITH gone AS (DELETE FROM digests d WHERE d.created_at < ninety RETURNING 1)
        SELECT 'digests', count(*) FROM gone;
END""",
        to="northfile_gate",
    )

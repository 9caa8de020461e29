"""Retention: the schedule and its authorities, holds, runs, and what is left as proof."""

from migrations.policies import run, tenant_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHANGED = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"


def upgrade() -> None:
    """Takes the step."""
    _schedule()
    _holds()
    _runs()
    _proof()
    _published_stays_published()
    _what_the_wall_adds()


def _schedule() -> None:
    tenant_table(
        "authorities",
        """title text NOT NULL, citation text NOT NULL, kind text NOT NULL CHECK (kind IN ('statute', 'funder',
        'contract', 'agency')), verified_on date, added_by uuid NOT NULL, CHECK (btrim(citation) <> '')""",
        refers=[("added_by", "members")],
    )
    tenant_table(
        "policies", "record_set text NOT NULL, UNIQUE (organisation_id, record_set)", app="SELECT, INSERT"
    )
    tenant_table(
        "policy_versions",
        """policy_id uuid NOT NULL, number int NOT NULL, state text NOT NULL CHECK (state IN ('draft', 'proposed',
        'published', 'discarded')), author_id uuid NOT NULL, proposed_at timestamptz, approved_by uuid,
        alone boolean NOT NULL, published_at timestamptz, effective_on date, shortens boolean,
        UNIQUE (organisation_id, policy_id, number),
        CHECK ((state = 'published') = (published_at IS NOT NULL)),
        CHECK ((published_at IS NULL) = (approved_by IS NULL) AND (published_at IS NULL) = (effective_on IS NULL)),
        CHECK (approved_by <> author_id OR alone)""",
        refers=[("policy_id", "policies"), ("author_id", "members"), ("approved_by", "members")],
    )
    run(
        "CREATE UNIQUE INDEX policy_versions_one_draft ON policy_versions (organisation_id, policy_id)"
        " WHERE state IN ('draft', 'proposed')"
    )
    tenant_table(
        "retention_rules",
        """version_id uuid NOT NULL, origin_id uuid, author_id uuid NOT NULL, authority_id uuid, preset text,
        record_class text NOT NULL, selector jsonb NOT NULL, events text[] NOT NULL, joined text NOT NULL,
        cutoff text NOT NULL, cutoff_month int NOT NULL, cutoff_day int NOT NULL, keep_amount int, keep_unit text,
        within_amount int, within_unit text, action text NOT NULL CHECK (action IN ('review', 'transfer',
        'de_identify', 'destroy')), strength text NOT NULL CHECK (strength IN ('mandatory', 'agency')),
        CHECK ((keep_amount IS NULL) = (keep_unit IS NULL) AND (within_amount IS NULL) = (within_unit IS NULL)),
        CHECK (keep_amount IS NOT NULL OR within_amount IS NOT NULL)""",
        refers=[
            ("version_id", "policy_versions"),
            ("origin_id", "retention_rules"),
            ("author_id", "members"),
            ("authority_id", "authorities"),
        ],
        app=ALL,
    )
    tenant_table(
        "retention_states",
        """stopped_at timestamptz, stopped_by uuid, grace_days int NOT NULL CHECK (grace_days >= 7),
        stub_key_sealed bytea NOT NULL, evaluated_on date, evaluated_at timestamptz, evaluation jsonb NOT NULL,
        UNIQUE (organisation_id)""",
        refers=[("stopped_by", "members")],
        retention="SELECT, UPDATE",
    )


def _holds() -> None:
    tenant_table(
        "holds",
        """kind text NOT NULL, scope text NOT NULL CHECK (scope IN ('cases', 'everything')),
        basis_sealed bytea NOT NULL, reason_sealed bytea NOT NULL, placed_by uuid NOT NULL, placed_on date NOT NULL,
        review_on date NOT NULL, release_asked_by uuid, release_asked_at timestamptz, release_reason_sealed bytea,
        released_by uuid, released_at timestamptz, alone boolean NOT NULL,
        CHECK ((released_at IS NULL) = (released_by IS NULL)),
        CHECK (released_at IS NULL OR release_asked_by IS NOT NULL),
        CHECK (released_by <> release_asked_by OR alone)""",
        refers=[("placed_by", "members"), ("release_asked_by", "members"), ("released_by", "members")],
    )
    # The database itself keeps a held case: this reference restricts, and the purge may only remove it after release.
    tenant_table(
        "hold_cases",
        """hold_id uuid NOT NULL, case_id uuid NOT NULL, client_id uuid NOT NULL,
        UNIQUE (organisation_id, hold_id, case_id)""",
        refers=[("hold_id", "holds"), ("client_id", "clients"), ("case_id", "cases")],
        app="SELECT, INSERT",
        retention="SELECT, DELETE",
    )
    run(
        """CREATE POLICY held ON hold_cases AS RESTRICTIVE FOR DELETE TO northfile_retention USING (EXISTS (SELECT 1
        FROM holds h WHERE h.organisation_id = hold_cases.organisation_id AND h.id = hold_cases.hold_id
        AND h.released_at IS NOT NULL))"""
    )


def _runs() -> None:
    tenant_table(
        "retention_runs",
        """number int NOT NULL, as_of date NOT NULL, planned_by uuid NOT NULL, state text NOT NULL CHECK (state IN
        ('planned', 'approved', 'waiting', 'destroying', 'sweeping', 'complete', 'partial', 'cancelled')),
        list_hash text NOT NULL, planned int NOT NULL, identities int NOT NULL, left_over int NOT NULL,
        grace_days int NOT NULL CHECK (grace_days >= 7), approved_at timestamptz, destroy_on date,
        started_at timestamptz, finished_at timestamptz, cancelled_by uuid, UNIQUE (organisation_id, number)""",
        refers=[("planned_by", "members"), ("cancelled_by", "members")],
        retention="SELECT, UPDATE",
    )
    # The ids are forgotten when the certificate is issued; until then they drive the work, and nothing refers to them.
    tenant_table(
        "run_items",
        """run_id uuid NOT NULL, record_class text NOT NULL, record_id uuid, client_id uuid,
        with_identity boolean NOT NULL, rule_id uuid NOT NULL, action text NOT NULL, due_on date NOT NULL,
        basis_hash text NOT NULL, state text NOT NULL CHECK (state IN ('planned', 'quarantined', 'destroyed',
        'changed', 'held', 'restored', 'busy', 'failed')), reason text NOT NULL, attempts int NOT NULL,
        restore_asked_by uuid, UNIQUE (organisation_id, run_id, record_class, record_id)""",
        refers=[
            ("run_id", "retention_runs"),
            ("rule_id", "retention_rules"),
            ("restore_asked_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (restore_asked_by)",
        retention="SELECT, UPDATE",
    )
    run(
        "CREATE INDEX run_items_record ON run_items (organisation_id, record_id)",
        "CREATE UNIQUE INDEX run_items_once ON run_items (organisation_id, record_id) WHERE state = 'quarantined'",
    )
    tenant_table(
        "run_approvals",
        """run_id uuid NOT NULL, member_id uuid NOT NULL, roles text[] NOT NULL, list_hash text NOT NULL,
        confirmed int NOT NULL, alone boolean NOT NULL, UNIQUE (organisation_id, run_id, member_id)""",
        refers=[("run_id", "retention_runs"), ("member_id", "members")],
        app="SELECT, INSERT",
    )
    tenant_table(
        "erasures",
        """run_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('file')), target uuid NOT NULL,
        attempts int NOT NULL, last_error text, done_at timestamptz""",
        refers=[("run_id", "retention_runs")],
        app="SELECT",
        retention=ALL,
    )
    tenant_table(
        "dispositions",
        """record_class text NOT NULL, client_id uuid NOT NULL, case_id uuid, triggers jsonb NOT NULL,
        state text NOT NULL, due_on date, UNIQUE NULLS NOT DISTINCT (organisation_id, record_class, client_id,
        case_id)""",
        refers=[("client_id", "clients"), ("case_id", "cases")],
        app="SELECT",
        retention=ALL,
    )


def _proof() -> None:
    tenant_table(
        "stubs",
        """run_id uuid NOT NULL, version_id uuid NOT NULL, record_class text NOT NULL, reference text NOT NULL,
        trigger text NOT NULL, closed_month text NOT NULL, destroyed_on date NOT NULL, leaf_index int,
        UNIQUE (organisation_id, reference), UNIQUE (organisation_id, run_id, leaf_index)""",
        refers=[("run_id", "retention_runs"), ("version_id", "policy_versions")],
        app="SELECT",
        retention="SELECT, INSERT, UPDATE (leaf_index)",
    )
    tenant_table(
        "erasure_ledger",
        """run_id uuid NOT NULL, record_class text NOT NULL, reference text NOT NULL, rows jsonb NOT NULL,
        UNIQUE (organisation_id, reference)""",
        refers=[("run_id", "retention_runs")],
        app="SELECT",
        retention="SELECT, INSERT",
    )
    tenant_table(
        "stat_cells",
        """program text NOT NULL, agreement text NOT NULL, period text NOT NULL, measure text NOT NULL,
        dims jsonb NOT NULL, value bigint NOT NULL, subjects int NOT NULL,
        UNIQUE (organisation_id, program, agreement, period, measure, dims)""",
        app="SELECT",
        retention="SELECT, INSERT, UPDATE",
    )
    tenant_table(
        "signing_keys",
        "public bytea NOT NULL, private_sealed bytea NOT NULL, retired_at timestamptz",
        app="SELECT",
        retention="SELECT, INSERT",
    )
    tenant_table(
        "certificates",
        """run_id uuid NOT NULL, number int NOT NULL, signing_key_id uuid NOT NULL, body bytea NOT NULL,
        hash text NOT NULL, completeness text NOT NULL CHECK (completeness IN ('complete', 'partial')),
        file_id uuid, UNIQUE (organisation_id, number), UNIQUE (organisation_id, hash)""",
        refers=[("run_id", "retention_runs"), ("signing_key_id", "signing_keys"), ("file_id", "files")],
        app="SELECT, UPDATE (file_id)",
        retention="SELECT, INSERT",
    )


def _published_stays_published() -> None:
    """What a purge was decided by must be there to be read afterwards, as it was."""
    run(
        """CREATE FUNCTION version_stays_published() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF OLD.state IN ('published', 'discarded') THEN
                RAISE EXCEPTION 'a published schedule does not change' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER stays_published BEFORE UPDATE ON policy_versions FOR EACH ROW"
        " EXECUTE FUNCTION version_stays_published()",
        """CREATE FUNCTION rule_belongs_to_draft() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE
            of_row retention_rules := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
        BEGIN
            PERFORM 1 FROM policy_versions v WHERE v.organisation_id = of_row.organisation_id
                AND v.id = of_row.version_id AND v.state = 'draft' FOR SHARE;
            IF NOT FOUND OR (TG_OP = 'UPDATE' AND NEW.version_id <> OLD.version_id) THEN
                RAISE EXCEPTION 'only a draft schedule takes a change' USING ERRCODE = 'check_violation';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END $$""",
        "CREATE TRIGGER belongs_to_draft BEFORE INSERT OR UPDATE OR DELETE ON retention_rules FOR EACH ROW"
        " EXECUTE FUNCTION rule_belongs_to_draft()",
    )


def _what_the_wall_adds() -> None:
    run(
        # A case in quarantine is nowhere for the product; its notes and documents are reached only through it.
        """CREATE POLICY not_in_quarantine ON cases AS RESTRICTIVE FOR ALL TO northfile_app
        USING (quarantined_at IS NULL) WITH CHECK (quarantined_at IS NULL)""",
        # And what is not in quarantine cannot be destroyed, whatever a worker believes.
        """CREATE POLICY only_from_quarantine ON cases AS RESTRICTIVE FOR DELETE TO northfile_retention
        USING (quarantined_at IS NOT NULL)""",
        # The product plans, approves and cancels; only the purge moves a run or its list any further.
        """CREATE POLICY begins_planned ON run_items AS RESTRICTIVE FOR INSERT TO northfile_app
        WITH CHECK (state = 'planned')""",
        """CREATE POLICY begins_planned ON retention_runs AS RESTRICTIVE FOR INSERT TO northfile_app
        WITH CHECK (state = 'planned')""",
        """CREATE POLICY goes_no_further ON retention_runs AS RESTRICTIVE FOR UPDATE TO northfile_app USING (true)
        WITH CHECK (state IN ('planned', 'approved', 'cancelled'))""",
        # The job that drew a document names it, so it goes with it.
        "GRANT DELETE ON jobs TO northfile_retention",
        "CREATE INDEX cases_quarantined ON cases (organisation_id, id) WHERE quarantined_at IS NOT NULL",
    )

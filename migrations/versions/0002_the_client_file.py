"""The client file: clients and how to reach them, entries, consents, cases, notes, next steps, documents."""

from migrations.policies import run, tenant_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"


def upgrade() -> None:
    _clients()
    _cases_and_entries()
    _notes()
    _documents()
    _signed_is_signed()


def _clients() -> None:
    tenant_table("counters", "name text NOT NULL, value bigint NOT NULL, UNIQUE (organisation_id, name)")
    tenant_table(
        "clients",
        """file_number text NOT NULL, legal_given text NOT NULL, legal_family text NOT NULL,
        preferred_name text NOT NULL, pronouns text NOT NULL, birth_on date, language text NOT NULL,
        status text NOT NULL CHECK (status IN ('prospect', 'active', 'inactive', 'deceased')),
        restricted boolean NOT NULL, worker_id uuid, sort_name text COLLATE "C" NOT NULL, version int NOT NULL,
        UNIQUE (organisation_id, file_number)""",
        refers=[("worker_id", "members")],
        retention="SELECT, UPDATE, DELETE",
    )
    run("CREATE INDEX clients_by_name ON clients (organisation_id, sort_name, id)")
    tenant_table(
        "client_keys",
        "organisation_key_id uuid NOT NULL, wrapped bytea NOT NULL",
        refers=[("id", "clients"), ("organisation_key_id", "organisation_keys")],
        app="SELECT, INSERT",
        retention=PURGED,
    )
    # Equality and prefix over "C" text are leakproof, so these indexes work under row security (decision 14).
    tenant_table(
        "client_tokens",
        """client_id uuid NOT NULL, token text COLLATE "C" NOT NULL""",
        refers=[("client_id", "clients")],
        app="SELECT, INSERT, DELETE",
        retention=PURGED,
    )
    run("CREATE INDEX client_tokens_search ON client_tokens (organisation_id, token, client_id)")
    tenant_table(
        "contact_points",
        """client_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('phone', 'email')),
        value_sealed bytea NOT NULL, lookup bytea NOT NULL, preferred boolean NOT NULL,
        safe_for_messages boolean NOT NULL, ended_on date""",
        refers=[("client_id", "clients")],
        retention=PURGED,
    )
    run("CREATE INDEX contact_points_lookup ON contact_points (organisation_id, lookup)")


def _cases_and_entries() -> None:
    tenant_table(
        "cases",
        """client_id uuid NOT NULL, number text NOT NULL, program text NOT NULL, worker_id uuid NOT NULL,
        status text NOT NULL CHECK (status IN ('active', 'on_hold', 'closed')), opened_on date NOT NULL,
        closed_on date, exit_reason text, goal_sealed bytea, quarantined_at timestamptz, version int NOT NULL,
        UNIQUE (organisation_id, number), CHECK ((status = 'closed') = (closed_on IS NOT NULL)),
        CHECK ((status = 'closed') = (exit_reason IS NOT NULL)), CHECK (closed_on >= opened_on)""",
        refers=[("client_id", "clients"), ("worker_id", "members")],
        retention="SELECT, UPDATE, DELETE",
    )
    tenant_table(
        "trigger_events",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, kind text NOT NULL, effective_on date NOT NULL,
        member_id uuid, supersedes uuid, withdrawn boolean NOT NULL, reason_sealed bytea""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("supersedes", "trigger_events"),
            ("member_id", "members"),
        ],
        app="SELECT, INSERT",
        retention=PURGED,
    )
    tenant_table(
        "entries",
        """client_id uuid NOT NULL, case_id uuid, kind text NOT NULL, occurred_on date NOT NULL, author_id uuid,
        sensitivity text NOT NULL CHECK (sensitivity IN ('basic', 'case', 'sensitive', 'restricted')),
        state text NOT NULL""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("author_id", "members")],
        app="SELECT, INSERT, UPDATE (occurred_on, sensitivity, state, case_id)",
        retention=PURGED,
    )
    run("CREATE INDEX entries_timeline ON entries (organisation_id, client_id, occurred_on DESC, id DESC)")
    tenant_table(
        "consents",
        """client_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('service', 'release')), wording text NOT NULL,
        wording_version text NOT NULL, language text NOT NULL, given_how text NOT NULL CHECK (given_how IN
        ('signed_paper', 'signed_screen', 'verbal')), witness_sealed bytea, conditions_sealed bytea,
        explained_by uuid NOT NULL, given_on date NOT NULL, expires_on date, state text NOT NULL
        CHECK (state IN ('given', 'withdrawn', 'refused', 'superseded')), withdrawn_on date,
        CHECK ((state = 'withdrawn') = (withdrawn_on IS NOT NULL))""",
        refers=[("id", "entries"), ("client_id", "clients"), ("explained_by", "members")],
        retention=PURGED,
    )


def _notes() -> None:
    tenant_table(
        "notes",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, author_id uuid NOT NULL, format text NOT NULL,
        kind text, reason_sealed bytea, details_sealed bytea, training_sealed bytea, action_taken_sealed bytea,
        next_steps_sealed bytea, place text, occurred_on date, started_at time,
        minutes int CHECK (minutes BETWEEN 0 AND 1440),
        draft_sealed bytea, state text NOT NULL CHECK (state IN ('draft', 'discarded', 'signed',
        'in_error')), version int NOT NULL,
        saved_at timestamptz NOT NULL, signed_at timestamptz, late_days int, previous bytea, hash bytea,
        CHECK ((state IN ('draft', 'discarded')) = (signed_at IS NULL)),
        CHECK ((signed_at IS NULL) = (hash IS NULL))""",
        refers=[("id", "entries"), ("client_id", "clients"), ("case_id", "cases"), ("author_id", "members")],
        retention=PURGED,
    )
    tenant_table(
        "note_addenda",
        """client_id uuid NOT NULL, note_id uuid NOT NULL, author_id uuid NOT NULL, reason text NOT NULL,
        words_sealed bytea NOT NULL, previous bytea NOT NULL, hash bytea NOT NULL""",
        refers=[("client_id", "clients"), ("note_id", "notes"), ("author_id", "members")],
        app="SELECT, INSERT",
        retention=PURGED,
    )
    tenant_table(
        "next_steps",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, note_id uuid, what_sealed bytea NOT NULL,
        who text NOT NULL CHECK (who IN ('client', 'worker', 'provider')), due_on date, done_on date,
        position int NOT NULL""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("note_id", "notes")],
        retention=PURGED,
    )


def _documents() -> None:
    tenant_table(
        "files",
        "client_id uuid, case_id uuid, size bigint NOT NULL, digest bytea NOT NULL",
        refers=[("client_id", "clients"), ("case_id", "cases")],
        app="SELECT, INSERT",
        retention=PURGED,
    )
    tenant_table(
        "documents",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, kind text NOT NULL, language text NOT NULL,
        size text NOT NULL CHECK (size IN ('regular', 'large')), number text NOT NULL, requested_by uuid NOT NULL,
        job_id uuid NOT NULL, values_sealed bytea, file_id uuid, pages int, ready_at timestamptz,
        UNIQUE (organisation_id, number), CHECK ((ready_at IS NULL) = (file_id IS NULL))""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("requested_by", "members"),
            ("file_id", "files"),
            ("job_id", "jobs"),
        ],
        retention=PURGED,
    )


def _signed_is_signed() -> None:
    """No role edits signed text, the vendor's included: only `entered in error` may follow."""
    run(
        """CREATE FUNCTION note_stays_signed() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF OLD.state = 'draft' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
            IF TG_OP = 'DELETE' AND current_user = 'northfile_retention' THEN RETURN OLD; END IF;
            IF TG_OP = 'UPDATE' AND NEW.state = 'in_error' AND OLD.state = 'signed'
                AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'a signed note does not change' USING ERRCODE = 'check_violation';
        END $$""",
        "CREATE TRIGGER stays_signed BEFORE UPDATE OR DELETE ON notes FOR EACH ROW"
        " EXECUTE FUNCTION note_stays_signed()",
    )

"""Imports of people, cases and notes from spreadsheets."""

from migrations.policies import run, tenant_table

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    tenant_table(
        "imports",
        """kind text NOT NULL CHECK (kind IN ('people', 'cases', 'notes')), member_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('uploaded', 'checked', 'running', 'done', 'undoing', 'undone',
        'cancelled')), name_sealed bytea, headings_sealed bytea, mapping jsonb NOT NULL, counts jsonb NOT NULL,
        job_id uuid, started_at timestamptz, finished_at timestamptz, forgotten_at timestamptz, version int NOT NULL,
        CHECK ((state IN ('uploaded', 'checked')) = (started_at IS NULL AND finished_at IS NULL))""",
        refers=[("member_id", "members"), ("job_id", "jobs")],
        retention="SELECT, UPDATE",
    )
    run("CREATE INDEX imports_newest ON imports (organisation_id, member_id, id)")
    # What a row holds is sealed with the agency's key, because it belongs to nobody yet. Rows go with the person they
    # made or were added to, and all of them some weeks after the import ended.
    tenant_table(
        "import_rows",
        """import_id uuid NOT NULL, number int NOT NULL, cells_sealed bytea NOT NULL, matches_sealed bytea,
        state text NOT NULL CHECK (state IN ('staged', 'ready', 'faulty', 'doubtful', 'left_out', 'done', 'undone',
        'touched')), problems jsonb NOT NULL, decision text CHECK (decision IN ('new', 'existing')), person_id uuid,
        case_id uuid, note_id uuid, made jsonb NOT NULL, UNIQUE (organisation_id, import_id, number),
        CHECK (state <> 'done' OR person_id IS NOT NULL)""",
        refers=[
            ("import_id", "imports"),
            ("person_id", "clients"),
            ("case_id", "cases"),
            ("note_id", "notes"),
        ],
        retention="SELECT, UPDATE, DELETE",
    )
    tenant_table(
        "former_numbers",
        "client_id uuid NOT NULL, number text NOT NULL",
        refers=[("client_id", "clients")],
        app="SELECT, INSERT",
        retention="SELECT, DELETE",
    )
    run(
        "CREATE INDEX former_numbers_number ON former_numbers (organisation_id, lower(number))",
        "CREATE INDEX import_rows_state ON import_rows (organisation_id, import_id, state, number)",
        # What an import that is taken back removes has its line in the ledger, as what a run destroys has, so that a
        # restored backup can be brought up to date. There is no stub: nothing was kept for its time.
        "ALTER TABLE erasure_ledger ALTER COLUMN run_id DROP NOT NULL, ADD COLUMN import_id uuid,"
        " ADD CONSTRAINT erasure_ledger_cause CHECK (num_nonnulls(run_id, import_id) = 1)",
    )

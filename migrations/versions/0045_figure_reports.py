"""Reports of figures for a funder."""

from migrations.policies import run, tenant_table

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

# What a report says is never written twice: only how far it is, and that it holds no longer.
_MOVES = "state, job_id, file_id, pages, issued_at, withdrawn_at, withdrawn_by, withdrawn_why_sealed"


def upgrade() -> None:
    """Takes the step."""
    tenant_table(
        "figure_reports",
        """number text NOT NULL, edition int NOT NULL CHECK (edition > 0), since date NOT NULL, until date NOT NULL,
        program text NOT NULL, language text NOT NULL CHECK (language IN ('en', 'fr')),
        size text NOT NULL CHECK (size IN ('regular', 'large')),
        state text NOT NULL CHECK (state IN ('making', 'issued', 'replaced', 'withdrawn')),
        requested_by uuid NOT NULL, job_id uuid NOT NULL, values_sealed bytea NOT NULL, file_id uuid, pages int,
        issued_at timestamptz, withdrawn_at timestamptz, withdrawn_by uuid, withdrawn_why_sealed bytea,
        CHECK (since <= until), CHECK ((state = 'making') = (file_id IS NULL)),
        CHECK ((file_id IS NULL) = (issued_at IS NULL)),
        CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL AND withdrawn_why_sealed IS NOT NULL))""",
        refers=[
            ("requested_by", "members"),
            ("withdrawn_by", "members"),
            ("job_id", "jobs"),
            ("file_id", "files"),
        ],
        app=f"SELECT, INSERT, UPDATE ({_MOVES})",
    )
    run(
        # What a report refers to is no leftover.
        """DO $$ BEGIN EXECUTE replace(pg_get_functiondef('gate.clear_leftovers()'::regprocedure),
        '''draw_document'', ', '''draw_document'', ''draw_report'', '); END $$""",
        "CREATE UNIQUE INDEX figure_reports_once ON figure_reports (organisation_id, number, edition, language, size)"
        " WHERE file_id IS NOT NULL",
        "CREATE INDEX figure_reports_period ON figure_reports (organisation_id, since, until, program)",
    )

"""Spreadsheets read and checked in the background; entries that were typed from paper."""

from migrations.policies import run

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    run(
        "ALTER TABLE imports DROP CONSTRAINT imports_state_check, DROP CONSTRAINT imports_check,"
        " ADD COLUMN sheet_sealed bytea, ADD COLUMN refusal_sealed bytea",
        "ALTER TABLE imports ADD CONSTRAINT imports_state_check CHECK (state IN ('reading', 'refused', 'uploaded',"
        " 'checking', 'checked', 'running', 'done', 'undoing', 'undone', 'cancelled')),"
        " ADD CONSTRAINT imports_check CHECK ((state IN ('reading', 'uploaded', 'checking', 'checked'))"
        " = (started_at IS NULL AND finished_at IS NULL)),"
        " ADD CONSTRAINT imports_refusal CHECK (state = 'refused' OR refusal_sealed IS NULL)",
        "ALTER TABLE entries ADD COLUMN paper_on date, ADD COLUMN scan_follows boolean NOT NULL DEFAULT false,"
        " ADD CONSTRAINT entries_scan CHECK (NOT scan_follows OR paper_on IS NOT NULL)",
        "GRANT UPDATE (paper_on, scan_follows) ON entries TO northfile_app",
        # What an undone case opened is closed with it.
        "GRANT UPDATE (ended_at) ON access_grants TO northfile_retention",
    )

"""Questions and thanks between a supervisor and a worker, outside the file; a worker's own words on a paper."""

from migrations.policies import run, tenant_table

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tenant_table(
        "exchanges",
        """kind text NOT NULL, asked_by uuid NOT NULL, asked_to uuid NOT NULL, client_id uuid, case_id uuid,
        note_id uuid, words_sealed bytea NOT NULL, state text NOT NULL, answer_sealed bytea,
        answered_at timestamptz, closed_at timestamptz, CHECK (kind IN ('question', 'thanks')),
        CHECK (state IN ('open', 'answered', 'closed')), CHECK (asked_by <> asked_to),
        CHECK ((client_id IS NULL) = (case_id IS NULL)), CHECK (note_id IS NULL OR case_id IS NOT NULL),
        CHECK ((answer_sealed IS NULL) = (answered_at IS NULL)), CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
        CHECK (state <> 'answered' OR answered_at IS NOT NULL)""",
        refers=[
            ("asked_by", "members"),
            ("asked_to", "members"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("note_id", "notes"),
        ],
        app="SELECT, INSERT, UPDATE (state, answer_sealed, answered_at, closed_at)",
        retention="SELECT, DELETE",
    )
    run("ALTER TABLE documents ADD COLUMN words_sealed bytea")

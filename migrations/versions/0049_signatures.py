"""Documents signed on paper or on a page."""

from migrations.policies import run, tenant_table

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    tenant_table(
        "signatures",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, document_id uuid NOT NULL,
        role text NOT NULL CHECK (role IN ('client', 'worker', 'director')),
        state text NOT NULL CHECK (state IN ('signed', 'declined')),
        how text CHECK (how IN ('screen', 'account', 'paper')), sha256 bytea NOT NULL CHECK (length(sha256) = 32),
        name_sealed bytea, strokes_sealed bytea, known_by text, member_id uuid NOT NULL, at timestamptz NOT NULL,
        signed_on date NOT NULL, paper_id uuid, reason_sealed bytea, version int NOT NULL,
        CHECK ((state = 'signed') = (how IS NOT NULL) AND (state = 'signed') = (name_sealed IS NOT NULL)),
        CHECK ((how = 'paper') = (paper_id IS NOT NULL)), CHECK (how <> 'account' OR known_by = 'account'),
        CHECK (how <> 'screen' OR known_by IS NOT NULL)""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("document_id", "documents"),
            ("member_id", "members"),
            ("paper_id", "papers"),
        ],
        # What was signed stays as it was signed; only a better scan may take the place of the first.
        app="SELECT, INSERT, UPDATE (paper_id, version)",
        retention="SELECT, DELETE",
    )
    run(
        "CREATE UNIQUE INDEX signatures_once ON signatures (organisation_id, document_id, role)"
        " WHERE state = 'signed'"
    )

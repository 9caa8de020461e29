"""Papers: files that were received or scanned, and their versions."""

from migrations.policies import tenant_table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"


def upgrade() -> None:
    """Takes the step."""
    tenant_table(
        "papers",
        """client_id uuid NOT NULL, case_id uuid, number text NOT NULL, kind text NOT NULL, title_sealed bytea NOT NULL,
        received_on date NOT NULL, from_whom_sealed bytea, language text, source text NOT NULL
        CHECK (source IN ('upload', 'scan', 'email')), original text NOT NULL CHECK (original IN ('none', 'returned',
        'destroyed', 'kept')), kept_where_sealed bytea, turned int NOT NULL CHECK (turned IN (0, 90, 180, 270)),
        file_number int NOT NULL, state text NOT NULL CHECK (state IN ('kept', 'in_error')), error_reason_sealed bytea,
        version int NOT NULL, UNIQUE (organisation_id, number),
        CHECK ((state = 'in_error') = (error_reason_sealed IS NOT NULL))""",
        refers=[("id", "entries"), ("client_id", "clients"), ("case_id", "cases")],
        retention=PURGED,
    )
    tenant_table(
        "paper_files",
        """client_id uuid NOT NULL, case_id uuid, paper_id uuid NOT NULL, number int NOT NULL, media text NOT NULL,
        size int NOT NULL, name_sealed bytea NOT NULL, member_id uuid, reason_sealed bytea, scan text NOT NULL
        CHECK (scan IN ('waiting', 'clean', 'refused', 'unscanned')), scanned_at timestamptz,
        UNIQUE (organisation_id, paper_id, number), CHECK ((scan = 'waiting') = (scanned_at IS NULL))""",
        refers=[
            ("id", "files"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("paper_id", "papers"),
            ("member_id", "members"),
        ],
        app="SELECT, INSERT, UPDATE (scan, scanned_at)",
        retention=PURGED,
    )

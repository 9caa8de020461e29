"""What was looked at when a case was closed."""

from migrations.policies import tenant_table

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tenant_table(
        "closings",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, member_id uuid NOT NULL, closed_on date NOT NULL,
        left_open jsonb NOT NULL, regardless_sealed bytea, seen_by uuid, seen_at timestamptz,
        CHECK ((left_open = '{}') = (regardless_sealed IS NULL)), CHECK ((seen_by IS NULL) = (seen_at IS NULL)),
        CHECK (seen_by <> member_id)""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("member_id", "members"),
            ("seen_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (seen_by, seen_at)",
        retention="SELECT, DELETE",
    )

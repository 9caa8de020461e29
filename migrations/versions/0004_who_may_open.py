"""Who may open a file: grants with an end, and blocks."""

from migrations.policies import run, tenant_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"


def upgrade() -> None:
    tenant_table(
        "access_grants",
        """client_id uuid NOT NULL, member_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('caseload', 'granted',
        'opened', 'request', 'asked')), reason_sealed bytea, given_by uuid, ends_at timestamptz, ended_at timestamptz,
        CHECK (kind = 'caseload' OR reason_sealed IS NOT NULL),
        CHECK (kind NOT IN ('granted', 'opened') OR ends_at IS NOT NULL)""",
        refers=[("client_id", "clients"), ("member_id", "members"), ("given_by", "members")],
        app="SELECT, INSERT, UPDATE (ended_at)",
        retention=PURGED,
    )
    tenant_table(
        "access_blocks",
        """client_id uuid NOT NULL, member_id uuid NOT NULL, kind text NOT NULL, reason_sealed bytea, set_by uuid,
        until date, ended_at timestamptz""",
        refers=[("client_id", "clients"), ("member_id", "members"), ("set_by", "members")],
        app="SELECT, INSERT, UPDATE (ended_at)",
        retention=PURGED,
    )
    # What is asked with every list: what this reader has, and must not see.
    run(
        "CREATE INDEX access_grants_running ON access_grants (organisation_id, member_id, kind, client_id)"
        " WHERE ended_at IS NULL",
        "CREATE INDEX access_blocks_running ON access_blocks (organisation_id, member_id, client_id)"
        " WHERE ended_at IS NULL",
    )

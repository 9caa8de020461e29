"""Particulars, and the past of every record that changes."""

from migrations.policies import tenant_table

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _versions()
    tenant_table(
        "particulars",
        """client_id uuid NOT NULL, case_id uuid, kind text NOT NULL, codes jsonb NOT NULL, words_sealed bytea NOT NULL,
        since date NOT NULL, ended_on date, state text NOT NULL CHECK (state IN ('current', 'ended', 'in_error')),
        version int NOT NULL, CHECK (state <> 'ended' OR ended_on >= since)""",
        refers=[("id", "entries"), ("client_id", "clients"), ("case_id", "cases")],
        retention="SELECT, DELETE",
    )


def _versions() -> None:
    tenant_table(
        "versions",
        """client_id uuid NOT NULL, case_id uuid, subject text NOT NULL, subject_id uuid NOT NULL, number int NOT NULL,
        member_id uuid, reason_sealed bytea, values_sealed bytea NOT NULL,
        UNIQUE (organisation_id, subject, subject_id, number)""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("member_id", "members")],
        app="SELECT, INSERT",
        retention="SELECT, DELETE",
    )

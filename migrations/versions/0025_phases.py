"""What workers say of the phases of a case and of their steps."""

from migrations.policies import tenant_table

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tenant_table(
        "phase_marks",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, what text NOT NULL, mark text NOT NULL CHECK (mark IN
        ('closed', 'revisited', 'done', 'not_needed', 'open')), happened_on date NOT NULL, words_sealed bytea,
        member_id uuid NOT NULL,
        CHECK (mark NOT IN ('closed', 'revisited', 'not_needed') OR words_sealed IS NOT NULL)""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("member_id", "members")],
        app="SELECT, INSERT",
        retention="SELECT, DELETE",
    )

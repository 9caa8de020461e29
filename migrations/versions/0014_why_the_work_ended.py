"""Why the work ended, in words beside the reason of the list."""

from migrations.policies import run

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        "ALTER TABLE cases ADD COLUMN exit_words_sealed bytea,"
        " ADD CHECK (exit_words_sealed IS NULL OR exit_reason IS NOT NULL)"
    )

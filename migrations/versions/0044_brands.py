"""How the agency looks on paper, in numbered versions, and how its members sign."""

from migrations.policies import tenant_table

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    tenant_table(
        "brands",
        """number int NOT NULL CHECK (number > 0), member_id uuid NOT NULL, name_en text NOT NULL,
        name_fr text NOT NULL, lines text[] NOT NULL CHECK (cardinality(lines) <= 5), contact text NOT NULL,
        footer_en text NOT NULL, footer_fr text NOT NULL, colour text NOT NULL CHECK (colour ~ '^#[0-9A-F]{6}$'),
        paper text NOT NULL CHECK (paper IN ('letter', 'a4')), logo_id uuid,
        UNIQUE (organisation_id, number), CHECK (name_en <> '' OR name_fr <> '')""",
        refers=[("member_id", "members"), ("logo_id", "files")],
        # Appended, never changed: documents that were issued keep the number of theirs.
        app="SELECT, INSERT",
    )
    tenant_table(
        "signature_pictures",
        "member_id uuid NOT NULL, picture_sealed bytea, UNIQUE (organisation_id, member_id)",
        refers=[("member_id", "members")],
        app="SELECT, INSERT, UPDATE (picture_sealed)",
    )

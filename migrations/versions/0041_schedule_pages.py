"""Who checked an authority, lines taken out of a draft that can be put back, and suggestions an agency left out."""

from migrations.policies import refer, run, tenant_table

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    run(
        "ALTER TABLE authorities ADD verified_by uuid",
        "ALTER TABLE retention_rules ADD removed_at timestamptz, ADD removed_because uuid,"
        " ADD CHECK (removed_because IS NULL OR removed_at IS NOT NULL)",
        # A line is crossed out, not taken away: what a version dropped is read in it for ever.
        "REVOKE DELETE ON retention_rules FROM northfile_app",
    )
    refer("authorities", [("verified_by", "members")])
    refer("retention_rules", [("removed_because", "authorities")])
    tenant_table(
        "presets_left_out",
        """preset text NOT NULL, reason_sealed bytea NOT NULL, decided_by uuid NOT NULL, is_out boolean NOT NULL,
        UNIQUE (organisation_id, preset)""",
        refers=[("decided_by", "members")],
    )

"""What a goal answers, what a service belongs to, and what the agency has to give."""

from migrations.policies import run, tenant_table

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    run(
        "ALTER TABLE goals ADD barrier_ids uuid[] NOT NULL DEFAULT '{}'",
        "ALTER TABLE barriers ADD no_goal_reason_sealed bytea",
        "ALTER TABLE members ADD title_en text NOT NULL DEFAULT '', ADD title_fr text NOT NULL DEFAULT ''",
        "GRANT UPDATE (title_en, title_fr) ON members TO northfile_app",
    )
    tenant_table(
        "resources",
        """name_en text NOT NULL, name_fr text NOT NULL, kind text NOT NULL, topics text[] NOT NULL, link text
        CHECK (link ~ '^https?://'), words text, reading_level text CHECK (reading_level IN ('easy', 'usual',
        'demanding')), languages text[] NOT NULL, cost text CHECK (cost IN ('free', 'some', 'paid')), area text,
        checked_on date, ended_on date, found_by text COLLATE "C" NOT NULL, version int NOT NULL,
        CHECK (name_en <> '' OR name_fr <> '')""",
    )
    run("CREATE INDEX resources_by_name ON resources (organisation_id, found_by, id)")

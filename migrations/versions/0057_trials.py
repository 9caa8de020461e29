"""Made-up people of a trial, and the first day."""

from migrations.policies import run

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    run(
        "ALTER TABLE clients ADD made_up boolean NOT NULL DEFAULT false",
        # Whoever removes made-up people for good goes by this mark alone: a real person never gets it.
        """CREATE FUNCTION born_made_up() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN RAISE EXCEPTION 'nobody becomes made up, or real' USING ERRCODE = 'check_violation'; END $$""",
        """CREATE TRIGGER born_made_up BEFORE UPDATE ON clients FOR EACH ROW
        WHEN (OLD.made_up <> NEW.made_up) EXECUTE FUNCTION born_made_up()""",
        "CREATE INDEX clients_made_up ON clients (organisation_id, id) WHERE made_up",
        "ALTER TABLE members ADD hides_first_day boolean NOT NULL DEFAULT false",
        "GRANT UPDATE (hides_first_day) ON members TO northfile_app",
    )

"""How the agency severs, and corrections that a request leads to."""

from migrations.policies import refer, run, tenant_table

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"


def upgrade() -> None:
    """Takes the step."""
    _everything_about_a_person_is_held()
    _rules_of_severing()
    tenant_table(
        "disagreements",
        "request_id uuid NOT NULL, client_id uuid NOT NULL, case_id uuid, entry_id uuid, words_sealed bytea NOT NULL",
        refers=[
            ("request_id", "access_requests"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("entry_id", "entries"),
        ],
        app="SELECT, INSERT",
        retention=PURGED,
    )


def _everything_about_a_person_is_held() -> None:
    tenant_table(
        "hold_clients",
        "hold_id uuid NOT NULL, client_id uuid NOT NULL, UNIQUE (organisation_id, hold_id, client_id)",
        refers=[("hold_id", "holds"), ("client_id", "clients")],
        app="SELECT, INSERT",
        retention=PURGED,
    )
    run(
        """CREATE POLICY held ON hold_clients AS RESTRICTIVE FOR DELETE TO northfile_retention USING (EXISTS (SELECT 1
        FROM holds h WHERE h.organisation_id = hold_clients.organisation_id AND h.id = hold_clients.hold_id
        AND h.released_at IS NOT NULL))""",
        # A case that was opened later has no reference of its own to the hold over its person.
        """CREATE FUNCTION case_of_held_client() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM hold_clients c JOIN holds h ON h.organisation_id = c.organisation_id
                AND h.id = c.hold_id WHERE c.organisation_id = OLD.organisation_id AND c.client_id = OLD.client_id
                AND h.released_at IS NULL)
            THEN RAISE EXCEPTION 'everything about this client is held' USING ERRCODE = 'check_violation';
            END IF;
            RETURN OLD;
        END $$""",
        "CREATE TRIGGER held_client BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION case_of_held_client()",
    )


def _rules_of_severing() -> None:
    tenant_table(
        "severing_versions",
        "number int NOT NULL CHECK (number > 0), set_by uuid NOT NULL, never_alone boolean NOT NULL,"
        " rules jsonb NOT NULL, UNIQUE (organisation_id, number)",
        refers=[("set_by", "members")],
        app="SELECT, INSERT",
    )
    run("ALTER TABLE access_requests ADD COLUMN severing_id uuid")
    refer("access_requests", [("severing_id", "severing_versions")])

"""Reviews of sampled files, and what an agency asks about."""

from migrations.policies import run, tenant_table

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    # The review outlives the files it looked at: it holds counts and no person.
    tenant_table(
        "file_reviews",
        """number text NOT NULL, drawn_by uuid NOT NULL, seed int NOT NULL, size int NOT NULL
        CHECK (size BETWEEN 1 AND 50), scope text NOT NULL CHECK (scope IN ('open', 'closed')), since date NOT NULL,
        until date NOT NULL, program text NOT NULL, worker_id uuid, closed_by uuid, closed_at timestamptz,
        found jsonb, conclusion_sealed bytea, UNIQUE (organisation_id, number),
        CHECK (since <= until), CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
        CHECK ((closed_at IS NULL) = (found IS NULL))""",
        refers=[("drawn_by", "members"), ("worker_id", "members"), ("closed_by", "members")],
    )
    tenant_table(
        "reviewed_files",
        """review_id uuid NOT NULL, client_id uuid NOT NULL, case_id uuid NOT NULL, worker_id uuid NOT NULL,
        place int NOT NULL, verdicts jsonb NOT NULL, words_sealed bytea NOT NULL, reviewed_by uuid,
        reviewed_at timestamptz, answer_sealed bytea, answered_at timestamptz, version int NOT NULL,
        UNIQUE (organisation_id, review_id, case_id), CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL)),
        CHECK (reviewed_by <> worker_id), CHECK (answered_at IS NULL OR reviewed_at IS NOT NULL),
        CHECK ((answered_at IS NULL) = (answer_sealed IS NULL))""",
        refers=[
            ("review_id", "file_reviews"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("worker_id", "members"),
            ("reviewed_by", "members"),
        ],
        retention="SELECT, DELETE",
    )
    # Every change is a new line, so that it is known what was asked when.
    tenant_table(
        "asked_about",
        """question text NOT NULL, asked boolean NOT NULL, why text NOT NULL, set_by uuid NOT NULL""",
        refers=[("set_by", "members")],
        app="SELECT, INSERT",
    )
    _closed_is_closed()


def _closed_is_closed() -> None:
    """What a review found does not change after it."""
    run(
        """CREATE FUNCTION file_review_stays_closed() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF OLD.closed_at IS NULL THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'a review that was closed does not change' USING ERRCODE = 'check_violation';
        END $$""",
        "CREATE TRIGGER stays_closed BEFORE UPDATE ON file_reviews FOR EACH ROW"
        " EXECUTE FUNCTION file_review_stays_closed()",
    )

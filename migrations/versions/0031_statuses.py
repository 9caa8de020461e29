"""Waiting, on hold, and handing on with what the next worker needs."""

from migrations.policies import run, tenant_table

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

STATUSES = "'active', 'waiting', 'on_hold', 'closed'"
OF_CASE = [("id", "entries"), ("client_id", "clients"), ("case_id", "cases")]


def upgrade() -> None:
    """Takes the step."""
    _statuses()
    _handovers()


def _statuses() -> None:
    run(
        "ALTER TABLE cases ADD waiting_since date, ADD review_on date, DROP CONSTRAINT cases_status_check,"
        f" ADD CONSTRAINT cases_status_check CHECK (status IN ({STATUSES})),"
        " ADD CONSTRAINT cases_waiting_check CHECK ((status = 'waiting') = (waiting_since IS NOT NULL)),"
        " ADD CONSTRAINT cases_on_hold_check CHECK ((status = 'on_hold') = (review_on IS NOT NULL))",
        "CREATE INDEX cases_waiting ON cases (organisation_id, waiting_since, id) WHERE status = 'waiting'",
    )
    tenant_table(
        "case_status_changes",
        f"""client_id uuid NOT NULL, case_id uuid NOT NULL, member_id uuid NOT NULL,
        from_status text NOT NULL CHECK (from_status IN ({STATUSES})),
        to_status text NOT NULL CHECK (to_status IN ({STATUSES})), changed_on date NOT NULL, reason text,
        words_sealed bytea, urgency_sealed bytea, expected_on date, review_on date,
        CHECK ((to_status IN ('waiting', 'on_hold')) = (reason IS NOT NULL)),
        CHECK ((to_status = 'on_hold') = (review_on IS NOT NULL))""",
        refers=[*OF_CASE, ("member_id", "members")],
        app="SELECT, INSERT",
        retention="SELECT, DELETE",
    )


def _handovers() -> None:
    tenant_table(
        "handovers",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, from_id uuid NOT NULL, to_id uuid, grant_id uuid,
        state text NOT NULL CHECK (state IN ('draft', 'offered', 'accepted', 'declined', 'withdrawn')),
        occasion text NOT NULL CHECK (occasion IN ('leaving', 'away', 'balance', 'asked', 'other')), until date,
        matters_sealed bytea, ahead_sealed bytea, offered_on date, answered_on date,
        answer_sealed bytea, told_on date, introduced_on date, meeting_on date, letter_on date,
        content_sealed bytea, hash bytea, version int NOT NULL,
        CHECK ((occasion = 'away') = (until IS NOT NULL)),
        CHECK (state NOT IN ('offered', 'accepted', 'declined') OR (to_id IS NOT NULL AND offered_on IS NOT NULL)),
        CHECK ((state IN ('accepted', 'declined')) = (answered_on IS NOT NULL)),
        CHECK (state <> 'declined' OR answer_sealed IS NOT NULL), CHECK (to_id <> from_id),
        CHECK ((state = 'accepted') = (content_sealed IS NOT NULL)),
        CHECK ((content_sealed IS NULL) = (hash IS NULL))""",
        refers=[
            *OF_CASE,
            ("from_id", "members"),
            ("to_id", "members"),
            ("grant_id", "access_grants"),
        ],
        retention="SELECT, DELETE",
    )
    run(
        "CREATE UNIQUE INDEX handovers_one_living ON handovers (organisation_id, case_id)"
        " WHERE state IN ('draft', 'offered', 'declined')",
        # What was read at the acceptance stays as it was read, for every role; only the hand-off goes on.
        """CREATE FUNCTION handover_stays_read() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE
            followed text[] := ARRAY['told_on', 'introduced_on', 'meeting_on', 'letter_on', 'version'];
        BEGIN
            IF OLD.state NOT IN ('accepted', 'withdrawn') THEN RETURN NEW; END IF;
            IF OLD.state = 'accepted' AND to_jsonb(NEW) - followed = to_jsonb(OLD) - followed THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'what was read does not change' USING ERRCODE = 'check_violation';
        END $$""",
        "CREATE TRIGGER stays_read BEFORE UPDATE ON handovers FOR EACH ROW EXECUTE FUNCTION handover_stays_read()",
    )

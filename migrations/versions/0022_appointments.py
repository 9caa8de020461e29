"""Appointments and the calendar."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TAKES_THE_TIME = "state IN ('booked', 'reminded', 'arrived', 'in_progress')"


def upgrade() -> None:
    _appointments()
    _nobody_is_in_two_places()
    _over_is_over()
    _feeds()


def _appointments() -> None:
    tenant_table(
        "appointments",
        """client_id uuid NOT NULL, case_id uuid, worker_id uuid NOT NULL, booked_by uuid, kind text NOT NULL,
        mode text NOT NULL, place text NOT NULL, place_words_sealed bytea, room text, interpreter text
        CHECK (interpreter IN ('needed', 'booked')), interpreter_for_sealed bytea, needs text[] NOT NULL,
        starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, beside boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('booked', 'reminded', 'arrived', 'in_progress', 'wrap_up', 'completed',
        'no_show', 'late_cancel', 'cancelled', 'moved')), version int NOT NULL, reminded_at timestamptz,
        arrived_at timestamptz, started_at timestamptz, ended_at timestamptz, asked_by text
        CHECK (asked_by IN ('client', 'agency')), reason_sealed bytea, moved_to uuid, tried_sealed bytea,
        check_in_on date, check_in_how text, none_reason_sealed bytea, note_id uuid,
        CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '12 hours'),
        CHECK (state NOT IN ('in_progress', 'wrap_up', 'completed') OR started_at IS NOT NULL),
        CHECK (state NOT IN ('wrap_up', 'completed') OR ended_at IS NOT NULL), CHECK (ended_at >= started_at),
        CHECK (state <> 'no_show' OR tried_sealed IS NOT NULL), CHECK (moved_to IS NULL OR state = 'moved')""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("worker_id", "members"),
            ("booked_by", "members"),
            ("moved_to", "appointments"),
            ("note_id", "notes"),
        ],
        retention="SELECT, DELETE",
    )
    run("CREATE INDEX appointments_when ON appointments (organisation_id, starts_at)")


def _nobody_is_in_two_places() -> None:
    """Of two bookings at once, one wins, whoever asks in whatever order (decision 23). A second one that the worker
    wants beside the first stands outside; a room holds one meeting."""
    run(
        "CREATE SCHEMA IF NOT EXISTS extensions",
        "CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions",
    )
    for name, what, where in (
        ("worker", "worker_id", "NOT beside"),
        ("room", "lower(room)", "room IS NOT NULL"),
    ):
        run(
            f"ALTER TABLE appointments ADD CONSTRAINT appointments_one_{name} EXCLUDE USING gist"
            f" (organisation_id WITH =, ({what}) WITH =, tstzrange(starts_at, ends_at) WITH &&)"
            f" WHERE ({TAKES_THE_TIME} AND {where})"
        )


def _over_is_over() -> None:
    """Nobody leaves without a next step, a check-in or a reason; and what is over stays as it was."""
    run(
        """CREATE FUNCTION appointment_moves_on() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.state IN ('completed', 'late_cancel', 'cancelled', 'moved')
                AND NEW.state <> OLD.state THEN
                RAISE EXCEPTION 'an appointment that is over stays over' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state = 'completed' AND NEW.check_in_on IS NULL AND NEW.none_reason_sealed IS NULL AND NOT EXISTS (
                SELECT 1 FROM tasks t WHERE t.organisation_id = NEW.organisation_id AND t.client_id = NEW.client_id
                AND t.source = 'wrap_up' AND t.source_id = NEW.id) THEN
                RAISE EXCEPTION 'nothing was agreed and nobody says why' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER moves_on BEFORE INSERT OR UPDATE ON appointments FOR EACH ROW EXECUTE FUNCTION"
        " appointment_moves_on()",
    )


def _feeds() -> None:
    """A member's calendar in another program, by a secret link of which only a hash is kept."""
    tenant_table(
        "calendar_feeds",
        "member_id uuid NOT NULL, token_hash bytea NOT NULL, ended_at timestamptz",
        refers=[("member_id", "members")],
        app="SELECT, INSERT, UPDATE (ended_at)",
    )
    run("CREATE INDEX calendar_feeds_token ON calendar_feeds (token_hash)")
    open_to_gate_functions("calendar_feeds")
    definer(
        "gate.find_feed(p_token bytea, p_now timestamptz)",
        "TABLE (organisation_id uuid, member_id uuid)",
        """BEGIN RETURN QUERY SELECT f.organisation_id, f.member_id FROM calendar_feeds f
        JOIN organisations o ON o.id = f.organisation_id AND o.standing NOT IN ('closed', 'platform')
        JOIN members m ON m.organisation_id = f.organisation_id AND m.id = f.member_id AND m.ended_at IS NULL
            AND (m.last_day IS NULL OR m.last_day >= (p_now AT TIME ZONE o.timezone)::date)
        WHERE f.token_hash = p_token AND f.ended_at IS NULL; END""",
        to="northfile_gate",
        volatility="STABLE",
    )

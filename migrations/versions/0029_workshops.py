"""Group sessions and who attended."""

from migrations.policies import run, tenant_table

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TAKES_THE_TIME = "state IN ('booked', 'reminded', 'arrived', 'in_progress')"
HOLDS = "state IN ('registered', 'attended', 'late')"


def upgrade() -> None:
    _workshops()
    _registrations()
    _nobody_without_a_place()
    _over_is_over()
    _nobody_is_in_two_places()


def _workshops() -> None:
    tenant_table(
        "workshops",
        """title_en text NOT NULL, title_fr text NOT NULL, kind text NOT NULL, kind_words text NOT NULL,
        language text NOT NULL CHECK (language IN ('en', 'fr', 'both')), place text NOT NULL, room text,
        starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, capacity int NOT NULL,
        leader_id uuid NOT NULL, second_id uuid, description text NOT NULL, beside boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('planned', 'held', 'called_off')), reason_sealed bytea,
        visitors int NOT NULL CHECK (visitors BETWEEN 0 AND 500), version int NOT NULL,
        CHECK (title_en <> '' OR title_fr <> ''), CHECK (kind <> 'other' OR kind_words <> ''),
        CHECK (capacity BETWEEN 1 AND 500), CHECK (second_id <> leader_id),
        CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '12 hours'),
        CHECK (state <> 'called_off' OR reason_sealed IS NOT NULL)""",
        refers=[("leader_id", "members"), ("second_id", "members")],
    )
    run("CREATE INDEX workshops_when ON workshops (organisation_id, starts_at)")


def _registrations() -> None:
    tenant_table(
        "registrations",
        """client_id uuid NOT NULL, case_id uuid, workshop_id uuid NOT NULL, registered_by uuid,
        title text NOT NULL, state text NOT NULL
        CHECK (state IN ('registered', 'waiting', 'off', 'attended', 'late', 'absent')), asked_at timestamptz NOT NULL,
        moved_up_at timestamptz, minutes int CHECK (minutes BETWEEN 0 AND 720), remark_sealed bytea,
        reason_sealed bytea, note_id uuid, version int NOT NULL,
        UNIQUE (organisation_id, workshop_id, client_id), CHECK (state <> 'off' OR reason_sealed IS NOT NULL),
        CHECK (minutes IS NULL OR state IN ('attended', 'late'))""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("workshop_id", "workshops"),
            ("registered_by", "members"),
            ("note_id", "notes"),
        ],
        retention="SELECT, DELETE",
    )


def _nobody_without_a_place() -> None:
    """Never more people than places, whoever registers at the same moment: each waits for the session's row and counts
    then. Neither are places taken away under people (decision 29)."""
    run(
        f"""CREATE FUNCTION registration_has_a_place() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE places int;
        BEGIN
            SELECT w.capacity INTO places FROM workshops w WHERE w.organisation_id = NEW.organisation_id
                AND w.id = NEW.workshop_id FOR NO KEY UPDATE;
            IF places <= (SELECT count(*) FROM registrations r WHERE r.organisation_id = NEW.organisation_id
                AND r.workshop_id = NEW.workshop_id AND r.{HOLDS} AND r.id <> NEW.id) THEN
                RAISE EXCEPTION 'every place is taken' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER has_a_place BEFORE INSERT OR UPDATE OF state, workshop_id ON registrations FOR EACH ROW"
        f" WHEN (NEW.{HOLDS}) EXECUTE FUNCTION registration_has_a_place()",
        f"""CREATE FUNCTION workshop_keeps_its_people() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF NEW.capacity < (SELECT count(*) FROM registrations r WHERE r.organisation_id = NEW.organisation_id
                AND r.workshop_id = NEW.id AND r.{HOLDS}) THEN
                RAISE EXCEPTION 'more people are registered' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER keeps_its_people BEFORE UPDATE OF capacity ON workshops FOR EACH ROW"
        " EXECUTE FUNCTION workshop_keeps_its_people()",
    )


def _over_is_over() -> None:
    run(
        """CREATE FUNCTION workshop_moves_on() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            RAISE EXCEPTION 'a session that was held or called off stays so' USING ERRCODE = 'check_violation';
        END $$""",
        "CREATE TRIGGER moves_on BEFORE UPDATE OF state ON workshops FOR EACH ROW"
        " WHEN (OLD.state <> 'planned' AND NEW.state <> OLD.state) EXECUTE FUNCTION workshop_moves_on()",
    )


def _nobody_is_in_two_places() -> None:
    """A room holds one thing at a time, and so does who leads, unless both are meant. Of two sessions the constraints
    decide; against appointments each side looks at the other (decision 29)."""
    for name, what, where in (
        ("leader", "leader_id", "NOT beside"),
        ("room", "lower(room)", "room IS NOT NULL"),
    ):
        run(
            f"ALTER TABLE workshops ADD CONSTRAINT workshops_one_{name} EXCLUDE USING gist"
            f" (organisation_id WITH =, ({what}) WITH =, tstzrange(starts_at, ends_at) WITH &&)"
            f" WHERE (state <> 'called_off' AND {where})"
        )
    here = "organisation_id = NEW.organisation_id AND"
    then = "tstzrange({0}.starts_at, {0}.ends_at) && tstzrange(NEW.starts_at, NEW.ends_at)"
    run(
        f"""CREATE FUNCTION workshop_is_alone() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM appointments a WHERE a.{here} {then.format("a")} AND a.{TAKES_THE_TIME}
                AND lower(a.room) = lower(NEW.room)) THEN
                RAISE EXCEPTION 'the room is taken'
                    USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'workshops_one_room';
            END IF;
            IF NOT NEW.beside AND (EXISTS (SELECT 1 FROM appointments a WHERE a.{here} {then.format("a")}
                    AND a.{TAKES_THE_TIME} AND NOT a.beside AND a.worker_id IN (NEW.leader_id, NEW.second_id))
                OR EXISTS (SELECT 1 FROM workshops w WHERE w.{here} {then.format("w")} AND w.id <> NEW.id
                    AND w.state <> 'called_off' AND NOT w.beside
                    AND ARRAY[w.leader_id, w.second_id] && ARRAY[NEW.leader_id, NEW.second_id])) THEN
                RAISE EXCEPTION 'a leader is busy'
                    USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'workshops_one_leader';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER is_alone BEFORE INSERT OR UPDATE OF starts_at, ends_at, room, leader_id, second_id, beside"
        " ON workshops FOR EACH ROW WHEN (NEW.state <> 'called_off') EXECUTE FUNCTION workshop_is_alone()",
        f"""CREATE FUNCTION appointment_is_beside_no_workshop() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM workshops w WHERE w.{here} {then.format("w")} AND w.state <> 'called_off'
                AND lower(w.room) = lower(NEW.room)) THEN
                RAISE EXCEPTION 'the room is taken'
                    USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'appointments_one_room';
            END IF;
            IF NOT NEW.beside AND EXISTS (SELECT 1 FROM workshops w WHERE w.{here} {then.format("w")}
                AND w.state <> 'called_off' AND NOT w.beside AND NEW.worker_id IN (w.leader_id, w.second_id)) THEN
                RAISE EXCEPTION 'the worker is busy'
                    USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'appointments_one_worker';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER is_beside_no_workshop BEFORE INSERT OR UPDATE OF starts_at, ends_at, room, worker_id, beside"
        f" ON appointments FOR EACH ROW WHEN (NEW.{TAKES_THE_TIME}) EXECUTE FUNCTION"
        " appointment_is_beside_no_workshop()",
    )

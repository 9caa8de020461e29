"""What an agency pays for: subscriptions as the provider showed them, who answers for the bill, and seats."""

from migrations.policies import definer, run, tenant_table

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

FACTS = """plan text NOT NULL, interval text NOT NULL CHECK (interval IN ('month', 'year')), status text NOT NULL,
    seats int NOT NULL CHECK (seats >= 0), cancel_at timestamptz"""


def upgrade() -> None:
    """Takes the step."""
    _subscriptions()
    _billing_details()
    _seats()
    _standing()


def _subscriptions() -> None:
    """One row for each subscription the provider has told of, and what each was before."""
    tenant_table(
        "subscriptions",
        f"""customer_ref text NOT NULL, subscription_ref text NOT NULL, {FACTS}, period_ends_at timestamptz NOT NULL,
        past_due_since timestamptz, seen_at timestamptz NOT NULL, livemode boolean NOT NULL,
        UNIQUE (organisation_id, subscription_ref)""",
    )
    tenant_table(
        "subscription_changes",
        f"subscription_id uuid NOT NULL, {FACTS}, standing text NOT NULL",
        refers=[("subscription_id", "subscriptions")],
        app="SELECT, INSERT",
    )


def _billing_details() -> None:
    tenant_table(
        "billing_details",
        """version int NOT NULL, owner_id uuid, legal_name text NOT NULL, tax_number text NOT NULL,
        exemption text NOT NULL CHECK (exemption IN ('none', 'charity', 'public_body')),
        exemption_number text NOT NULL, UNIQUE (organisation_id),
        CHECK ((exemption = 'none') <= (exemption_number = ''))""",
        refers=[("owner_id", "members")],
    )


def _seats() -> None:
    """How many may practise; none said, no limit. Whoever takes a seat waits for whoever takes one at the same moment,
    by whatever way they come: an invitation, a return, a new role."""
    run(
        "ALTER TABLE organisations ADD seats int CHECK (seats >= 0)",
        # The roles stand in tenants/seats.py as well; a test compares.
        """CREATE FUNCTION seat_taken(p_roles text[], p_ended timestamptz, p_last date, p_today date) RETURNS boolean
        LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT p_roles && ARRAY['practitioner', 'supervisor', 'job_developer'] AND p_ended IS NULL
        AND (p_last IS NULL OR p_last >= p_today) $$""",
        "REVOKE ALL ON FUNCTION seat_taken FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION seat_taken TO northfile_app",
        """CREATE FUNCTION seats(p_now timestamptz) RETURNS TABLE (bought int, used int, promised int)
        LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT o.seats, (SELECT count(*)::int FROM members m WHERE m.organisation_id = o.id
            AND seat_taken(m.roles, m.ended_at, m.last_day, t.today)),
            (SELECT count(*)::int FROM invitations v WHERE v.organisation_id = o.id AND v.used_at IS NULL
            AND v.revoked_at IS NULL AND v.expires_at > p_now AND seat_taken(v.roles, NULL, v.last_day, t.today))
        FROM organisations o, LATERAL (SELECT (p_now AT TIME ZONE o.timezone)::date) AS t (today)
        WHERE o.id = current_organisation() $$""",
        "REVOKE ALL ON FUNCTION seats FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION seats TO northfile_app",
        """CREATE FUNCTION member_takes_seat() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    agency organisations;
    today date;
BEGIN
    SELECT * INTO agency FROM organisations o WHERE o.id = NEW.organisation_id FOR NO KEY UPDATE;
    today := (clock_timestamp() AT TIME ZONE agency.timezone)::date;
    IF agency.seats IS NULL OR NOT seat_taken(NEW.roles, NEW.ended_at, NEW.last_day, today)
        OR (TG_OP = 'UPDATE' AND seat_taken(OLD.roles, OLD.ended_at, OLD.last_day, today)) THEN RETURN NULL; END IF;
    IF (SELECT count(*) FROM members m WHERE m.organisation_id = agency.id
        AND seat_taken(m.roles, m.ended_at, m.last_day, today)) > agency.seats THEN
        RAISE EXCEPTION 'no seat is free' USING ERRCODE = 'NF402';
    END IF;
    RETURN NULL;
END $$""",
        "CREATE TRIGGER takes_seat AFTER INSERT OR UPDATE OF roles, ended_at, last_day ON members FOR EACH ROW"
        " EXECUTE FUNCTION member_takes_seat()",
    )


def _standing() -> None:
    """An agency that is closing stays so, whatever is paid; what was paid counts when it comes back. Whoever was here
    before there was anything to pay for is on a trial without an end."""
    definer(
        "billing_stand(p_standing text, p_seats int)",
        "void",
        """BEGIN
    IF p_standing NOT IN ('trial', 'active', 'past_due', 'read_only') THEN
        RAISE EXCEPTION 'no such standing' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE organisations SET seats = p_seats, standing = CASE WHEN standing = 'closing' THEN standing
        ELSE p_standing END
        WHERE id = current_organisation() AND standing IN ('trial', 'active', 'past_due', 'read_only', 'closing');
END""",
        to="northfile_app",
    )
    run("UPDATE organisations SET trial_ends_on = NULL WHERE standing <> 'platform'")
    definer(
        "gate.set_trial(p_organisation uuid, p_ends_on date)",
        "void",
        "BEGIN UPDATE organisations SET trial_ends_on = p_ends_on WHERE id = p_organisation"
        " AND standing NOT IN ('closed', 'platform'); END",
        to="northfile_gate",
    )

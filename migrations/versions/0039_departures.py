"""Leaving: how an agency goes, the archive it takes along, and the one row that stays of it."""

from alembic import op
from sqlalchemy import text

from migrations.policies import definer, let_depart, open_to_gate_functions, run, tenant_table

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

PLATFORM = "00000000-0000-0000-0000-000000000000"
# What refuses a deletion for the sake of an agency that stays: table, trigger, its function.
KEEPERS = (
    ("audit_events", "append_only", "audit_is_append_only"),
    ("notes", "stays_signed", "note_stays_signed"),
    ("note_addenda", "stays", "addendum_stays"),
    ("incidents", "stays_submitted", "incident_stays_submitted"),
    ("cases", "held_client", "case_of_held_client"),
    ("retention_rules", "belongs_to_draft", "rule_belongs_to_draft"),
)
_TABLES = """SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attname = 'organisation_id'
    AND NOT a.attisdropped"""


def upgrade() -> None:
    """Takes the step."""
    _leaving()
    _archives()
    _what_stays()
    _whose_day_has_come()
    _closing_and_coming_back()
    _destroying()
    _for_the_gate()


def _leaving() -> None:
    tenant_table(
        "departures",
        """state text NOT NULL CHECK (state IN ('asked', 'approved', 'closing', 'taken_back')), version int NOT NULL,
        asked_by uuid NOT NULL, reason_sealed bytea NOT NULL, second_contact text NOT NULL,
        second_language text NOT NULL CHECK (second_language IN ('en', 'fr')), approved_by uuid,
        approved_at timestamptz, alone boolean NOT NULL, standing_before text, closed_at timestamptz, destroy_on date,
        receipt_by uuid, receipt_at timestamptz, told_days int, taken_back_by uuid, taken_back_at timestamptz,
        CHECK ((approved_by IS NULL) = (approved_at IS NULL)), CHECK (approved_by <> asked_by OR alone),
        CHECK (state NOT IN ('approved', 'closing') OR approved_by IS NOT NULL),
        CHECK (state <> 'closing' OR closed_at IS NOT NULL),
        CHECK ((closed_at IS NULL) = (destroy_on IS NULL) AND destroy_on >= closed_at::date + 89)""",
        refers=[
            ("asked_by", "members"),
            ("approved_by", "members"),
            ("receipt_by", "members"),
            ("taken_back_by", "members"),
        ],
        # The days and the standing before are the database's own to set.
        app="""SELECT, INSERT, UPDATE (state, version, approved_by, approved_at, alone, receipt_by, receipt_at,
        told_days, taken_back_by, taken_back_at)""",
    )
    run(
        "CREATE UNIQUE INDEX departures_one_open ON departures (organisation_id) WHERE state <> 'taken_back'",
        """CREATE POLICY begins_asked ON departures AS RESTRICTIVE FOR INSERT TO northfile_app
        WITH CHECK (state = 'asked' AND closed_at IS NULL)""",
    )
    open_to_gate_functions("departures")
    tenant_table(
        "departure_holds",
        """departure_id uuid NOT NULL, hold_id uuid NOT NULL, answer text NOT NULL CHECK (answer IN ('acknowledged',
        'transferred')), words_sealed bytea NOT NULL, answered_by uuid NOT NULL,
        UNIQUE (organisation_id, departure_id, hold_id)""",
        refers=[("departure_id", "departures"), ("hold_id", "holds"), ("answered_by", "members")],
        app="SELECT, INSERT",
    )


def _archives() -> None:
    tenant_table(
        "archives",
        """state text NOT NULL CHECK (state IN ('asked', 'making', 'ready', 'erased')), asked_by uuid NOT NULL,
        approved_by uuid, approved_at timestamptz, alone boolean NOT NULL, salt bytea NOT NULL, key_sealed bytea,
        job_id uuid, begun_at timestamptz, place jsonb NOT NULL, counts jsonb NOT NULL, frames bigint NOT NULL,
        size bigint NOT NULL, content_hash text, receipt bytea, ready_at timestamptz, expires_at timestamptz,
        CHECK (approved_by <> asked_by OR alone), CHECK (state = 'asked' OR approved_by IS NOT NULL),
        CHECK (state <> 'ready' OR key_sealed IS NULL)""",
        refers=[("asked_by", "members"), ("approved_by", "members")],
        retention="SELECT, UPDATE (state)",
    )
    run(
        "CREATE UNIQUE INDEX archives_one_in_hand ON archives (organisation_id) WHERE state IN ('asked', 'making')"
    )
    tenant_table(
        "archive_parts",
        """archive_id uuid NOT NULL, number int NOT NULL, file_id uuid NOT NULL, name text NOT NULL,
        size bigint NOT NULL, hash text NOT NULL, UNIQUE (organisation_id, archive_id, number)""",
        refers=[("archive_id", "archives"), ("file_id", "files")],
        app="SELECT, INSERT",
        retention="SELECT, DELETE",
    )


def _what_stays() -> None:
    """`kept` holds, sealed by the root key and only until the last letter has left, what the end still needs."""
    run(
        """CREATE TABLE gate.departed (organisation_id uuid PRIMARY KEY REFERENCES organisations,
        begun_at timestamptz NOT NULL, counts jsonb NOT NULL, destroyed jsonb NOT NULL DEFAULT '{}', kept bytea,
        token_hash bytea NOT NULL UNIQUE, public bytea NOT NULL, finished_at timestamptz, certificate bytea,
        hash text, fetch_until date, CHECK ((finished_at IS NULL) = (certificate IS NULL)))"""
    )


def _whose_day_has_come() -> None:
    """The agency whose rows the purge may take whole: that of the tenancy, whose members asked for it, once its last
    day is over by the database's own clock; nobody's for any other login."""
    definer(
        "departing()",
        "uuid",
        """
DECLARE
    org uuid;
BEGIN
    IF session_user <> 'northfile_retention' THEN RETURN NULL; END IF;
    org := current_organisation();
    RETURN (SELECT o.id FROM organisations o WHERE o.id = org AND (
        (o.standing = 'closing' AND EXISTS (SELECT 1 FROM departures d WHERE d.organisation_id = org
            AND d.state = 'closing' AND d.receipt_at IS NOT NULL
            AND d.destroy_on <= (clock_timestamp() AT TIME ZONE o.timezone)::date))
        OR (o.standing = 'closed' AND EXISTS (SELECT 1 FROM gate.departed g WHERE g.organisation_id = org
            AND g.finished_at IS NULL))));
END""",
        to="northfile_app, northfile_retention",
        volatility="STABLE",
    )
    open_to_gate_functions("mails")
    for (table,) in op.get_bind().execute(text(_TABLES)).all():
        let_depart(table)
    for table, trigger, function in KEEPERS:
        events = "UPDATE" if trigger != "belongs_to_draft" else "INSERT OR UPDATE"
        run(f"DROP TRIGGER {trigger} ON {table}")
        if trigger != "held_client":
            run(
                f"CREATE TRIGGER {trigger} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
            )
        run(
            f"CREATE TRIGGER {trigger}_here BEFORE DELETE ON {table} FOR EACH ROW WHEN (current_user <>"
            f" 'northfile_owner' OR departing() IS DISTINCT FROM OLD.organisation_id) EXECUTE FUNCTION {function}()"
        )


def _closing_and_coming_back() -> None:
    definer(
        "departure_close()",
        "date",
        """
DECLARE
    org uuid := current_organisation();
    last_day date;
BEGIN
    UPDATE departures d SET state = 'closing', version = d.version + 1, standing_before = o.standing,
        closed_at = clock_timestamp(), destroy_on = (clock_timestamp() AT TIME ZONE o.timezone)::date + 90
        FROM organisations o WHERE d.organisation_id = org AND o.id = org AND d.state = 'approved'
        AND o.standing IN ('trial', 'active', 'past_due', 'read_only') RETURNING d.destroy_on INTO last_day;
    IF last_day IS NULL THEN RAISE EXCEPTION 'no approved departure' USING ERRCODE = 'check_violation'; END IF;
    UPDATE organisations SET standing = 'closing' WHERE id = org;
    RETURN last_day;
END""",
        to="northfile_app",
    )
    definer(
        "departure_receipt()",
        "date",
        # Whoever shows late that they hold the archive has a week left for second thoughts.
        """
DECLARE
    org uuid := current_organisation();
    last_day date;
BEGIN
    UPDATE departures d SET receipt_at = clock_timestamp(), destroy_on = greatest(d.destroy_on,
        (clock_timestamp() AT TIME ZONE o.timezone)::date + 7) FROM organisations o
        WHERE d.organisation_id = org AND o.id = org AND d.state = 'closing' AND d.receipt_at IS NULL
        RETURNING d.destroy_on INTO last_day;
    IF last_day IS NULL THEN RAISE EXCEPTION 'nothing is closing' USING ERRCODE = 'check_violation'; END IF;
    RETURN last_day;
END""",
        to="northfile_app",
    )
    definer(
        "departure_take_back()",
        "boolean",
        """
DECLARE
    org uuid := current_organisation();
    before text;
BEGIN
    -- Whoever begins to destroy locks the same row first.
    PERFORM 1 FROM organisations o WHERE o.id = org AND o.standing = 'closing' FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
    SELECT d.standing_before INTO before FROM departures d WHERE d.organisation_id = org AND d.state = 'closing';
    UPDATE organisations SET standing = before WHERE id = org;
    RETURN true;
END""",
        to="northfile_app",
    )


def _destroying() -> None:
    each = f"FOR t IN SELECT name FROM ({_TABLES}) every ORDER BY name"
    count = "EXECUTE format('SELECT count(*) FROM %I WHERE organisation_id = $1', t) INTO n USING org"
    definer(
        "departure_begin(p_kept bytea, p_token bytea, p_public bytea)",
        "void",
        f"""
DECLARE
    org uuid := departing();
    counted jsonb := '{{}}';
    n bigint;
    t text;
BEGIN
    PERFORM 1 FROM organisations o WHERE o.id = org AND o.standing = 'closing' FOR UPDATE;
    IF NOT FOUND OR departing() IS NULL THEN
        RAISE EXCEPTION 'not its day' USING ERRCODE = 'check_violation', HINT = 'day';
    END IF;
    IF EXISTS (SELECT 1 FROM holds h WHERE h.organisation_id = org AND h.released_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM departure_holds a JOIN departures d ON d.organisation_id = org
        AND d.id = a.departure_id AND d.state = 'closing' WHERE a.organisation_id = org AND a.hold_id = h.id))
    THEN RAISE EXCEPTION 'a hold stands' USING ERRCODE = 'check_violation', HINT = 'hold'; END IF;
    IF EXISTS (SELECT 1 FROM retention_states s WHERE s.organisation_id = org AND s.stopped_at IS NOT NULL)
    THEN RAISE EXCEPTION 'destruction is stopped' USING ERRCODE = 'check_violation', HINT = 'stopped'; END IF;
    {each} LOOP
        {count};
        IF n > 0 THEN counted := counted || jsonb_build_object(t, n); END IF;
    END LOOP;
    INSERT INTO gate.departed (organisation_id, begun_at, counts, kept, token_hash, public)
        VALUES (org, clock_timestamp(), counted, p_kept, p_token, p_public);
    -- From this commit on no text and no file of theirs can be read by anybody, whatever else is still there.
    UPDATE organisation_keys SET wrapped = '' WHERE organisation_id = org;
    UPDATE organisations SET standing = 'closed' WHERE id = org;
END""",
        to="northfile_retention",
    )
    definer(
        "departure_rows(p_table text, p_limit int)",
        "bigint",
        f"""
DECLARE
    org uuid := departing();
    leaf text;
    n bigint;
BEGIN
    PERFORM 1 FROM organisations o WHERE o.id = org AND o.standing = 'closed' FOR NO KEY UPDATE;
    IF NOT FOUND OR p_table NOT IN (SELECT name FROM ({_TABLES}) every) THEN
        RAISE EXCEPTION 'not its day' USING ERRCODE = 'check_violation';
    END IF;
    IF p_table = 'members' THEN
        n := departure_members(org, p_limit);
    ELSE
        -- A row that others of its own table refer to goes after them.
        SELECT coalesce(string_agg(format(' AND NOT EXISTS (SELECT 1 FROM %I c WHERE c.organisation_id = $1'
            ' AND c.%I = t.id AND c.id <> t.id)', p_table, a.attname), ''), '') INTO leaf FROM pg_constraint k
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
            AND a.attname <> 'organisation_id' WHERE k.contype = 'f' AND k.conrelid = p_table::regclass
            AND k.confrelid = k.conrelid;
        EXECUTE format('DELETE FROM %I WHERE organisation_id = $1 AND ctid = ANY (ARRAY(SELECT t.ctid FROM %I t'
            ' WHERE t.organisation_id = $1%s LIMIT $2))', p_table, p_table, leaf) USING org, p_limit;
        GET DIAGNOSTICS n = ROW_COUNT;
    END IF;
    UPDATE gate.departed SET destroyed = destroyed || jsonb_build_object(p_table,
        coalesce((destroyed ->> p_table)::bigint, 0) + n) WHERE organisation_id = org AND n > 0;
    RETURN n;
END""",
        to="northfile_retention",
    )
    definer(
        "departure_members(p_organisation uuid, p_limit int)",
        "bigint",
        # A person who has a place nowhere else goes with the agency: sign-in, sessions, and what was written to them
        # before there was an agency. Who has, or had, one elsewhere stays known there.
        f"""
DECLARE
    few uuid[] := ARRAY(SELECT m.id FROM members m WHERE m.organisation_id = p_organisation ORDER BY m.id
        LIMIT p_limit);
    people uuid[] := ARRAY(SELECT m.identity_id FROM members m WHERE m.organisation_id = p_organisation
        AND m.id = ANY (few));
    alone uuid[];
    addresses text[];
BEGIN
    DELETE FROM members m WHERE m.organisation_id = p_organisation AND m.id = ANY (few);
    SELECT coalesce(array_agg(i.id), '{{}}'), coalesce(array_agg(i.email_canon), '{{}}') INTO alone, addresses
        FROM gate.identities i WHERE i.id = ANY (people)
        AND NOT EXISTS (SELECT 1 FROM members m WHERE m.identity_id = i.id);
    DELETE FROM gate.sessions s WHERE s.identity_id = ANY (alone);
    DELETE FROM gate.identities i WHERE i.id = ANY (alone);
    DELETE FROM signups s WHERE s.email = ANY (addresses);
    DELETE FROM mails l WHERE l.organisation_id = '{PLATFORM}' AND l.to_address = ANY (addresses);
    RETURN cardinality(few);
END""",
        to="northfile_owner",
    )
    definer(
        "departure_finish(p_certificate bytea, p_hash text)",
        "void",
        f"""
DECLARE
    org uuid := departing();
    gone gate.departed;
    n bigint;
    t text;
BEGIN
    SELECT * INTO gone FROM gate.departed g WHERE g.organisation_id = org FOR UPDATE;
    IF gone.organisation_id IS NULL THEN
        RAISE EXCEPTION 'not its day' USING ERRCODE = 'check_violation';
    END IF;
    {each} LOOP
        {count};
        IF n > 0 OR coalesce((gone.destroyed ->> t)::bigint, 0) < coalesce((gone.counts ->> t)::bigint, 0) THEN
            RAISE EXCEPTION 'rows of % are left', t USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    UPDATE gate.departed SET finished_at = clock_timestamp(), certificate = p_certificate, hash = p_hash,
        fetch_until = current_date + 90 WHERE organisation_id = org;
END""",
        to="northfile_retention",
    )
    definer(
        "departure_story()",
        "TABLE (begun_at timestamptz, counts jsonb, destroyed jsonb, kept bytea, finished_at timestamptz, hash text)",
        "BEGIN RETURN QUERY SELECT g.begun_at, g.counts, g.destroyed, g.kept, g.finished_at, g.hash"
        " FROM gate.departed g WHERE g.organisation_id = current_organisation(); END",
        to="northfile_retention",
        volatility="STABLE",
    )
    definer(
        "departure_forget()",
        "void",
        "BEGIN UPDATE gate.departed SET kept = NULL WHERE organisation_id = current_organisation()"
        " AND finished_at IS NOT NULL; END",
        to="northfile_retention",
    )


def _for_the_gate() -> None:
    definer(
        "gate.departures()",
        "TABLE (id uuid, begun boolean)",
        "BEGIN RETURN QUERY SELECT o.id, o.standing = 'closed' FROM organisations o WHERE o.standing = 'closing'"
        " OR EXISTS (SELECT 1 FROM gate.departed g WHERE g.organisation_id = o.id AND g.kept IS NOT NULL)"
        " ORDER BY o.id; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.find_departed(p_token bytea, p_today date)",
        "TABLE (name text, language text, certificate bytea, public bytea, fetch_until date)",
        "BEGIN RETURN QUERY SELECT o.name, o.language, g.certificate, g.public, g.fetch_until FROM gate.departed g"
        " JOIN organisations o ON o.id = g.organisation_id WHERE g.token_hash = p_token AND g.fetch_until >= p_today;"
        " END",
        to="northfile_gate",
        volatility="STABLE",
    )

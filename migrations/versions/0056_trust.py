"""Who confirmed which access, who checked the audit trail, and for whom support may look."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    _trail()
    _reviews()
    _support()
    _until_the_minute()


def _trail() -> None:
    """The trail is read by what happened and by day; `head` of a check is kept to be compared with by the next."""
    run(
        "CREATE INDEX audit_events_verb ON audit_events (organisation_id, verb, seq)",
        "CREATE INDEX audit_events_day ON audit_events (organisation_id, at)",
    )
    tenant_table(
        "audit_checks",
        """asked_by uuid NOT NULL, job_id uuid NOT NULL, finished_at timestamptz, upto bigint, head bytea,
        first_broken bigint, CHECK ((finished_at IS NULL) = (upto IS NULL)), CHECK ((upto IS NULL) = (head IS NULL)),
        CHECK (first_broken IS NULL OR finished_at IS NOT NULL)""",
        refers=[("asked_by", "members")],
        app="SELECT, INSERT, UPDATE (finished_at, upto, head, first_broken)",
    )


def _reviews() -> None:
    """What was confirmed is kept as it was: another role tomorrow is another question."""
    tenant_table(
        "access_reviews",
        """opened_by uuid NOT NULL, closed_by uuid, closed_at timestamptz,
        CHECK ((closed_by IS NULL) = (closed_at IS NULL))""",
        refers=[("opened_by", "members"), ("closed_by", "members")],
        app="SELECT, INSERT, UPDATE (closed_by, closed_at)",
    )
    run(
        "CREATE UNIQUE INDEX access_reviews_one_open ON access_reviews (organisation_id) WHERE closed_at IS NULL"
    )
    tenant_table(
        "access_confirmations",
        """review_id uuid NOT NULL, member_id uuid NOT NULL, answer text NOT NULL CHECK (answer IN ('keep', 'change')),
        roles text[] NOT NULL, last_day date, words_sealed bytea, answered_by uuid NOT NULL, alone boolean NOT NULL,
        CHECK (answer = 'keep' OR words_sealed IS NOT NULL), CHECK (answered_by <> member_id OR alone)""",
        refers=[("review_id", "access_reviews"), ("member_id", "members"), ("answered_by", "members")],
        app="SELECT, INSERT",
    )


def _support() -> None:
    """Support looks as a member whose place ends by itself; the place is made by the database, from the agency's own
    leave and for no longer than a day."""
    run(
        """ALTER TABLE members ADD ends_at timestamptz, ADD CHECK ((ends_at IS NOT NULL) = ('support' = ANY (roles))),
        ADD CHECK ('support' <> ALL (roles) OR cardinality(roles) = 1)""",
        "ALTER TABLE invitations ADD CHECK ('support' <> ALL (roles))",
    )
    tenant_table(
        "support_grants",
        """email text NOT NULL, name text NOT NULL, member_id uuid, granted_by uuid NOT NULL,
        reason_sealed bytea NOT NULL, ends_at timestamptz NOT NULL, ended_by uuid, ended_at timestamptz,
        CHECK (ends_at > created_at AND ends_at <= created_at + interval '24 hours'),
        CHECK ((ended_by IS NULL) = (ended_at IS NULL))""",
        refers=[("member_id", "members"), ("granted_by", "members"), ("ended_by", "members")],
        app="SELECT, INSERT, UPDATE (ended_by, ended_at)",
    )
    open_to_gate_functions("support_grants")
    definer(
        "admit_support(p_grant uuid, p_member uuid, p_identity uuid, p_now timestamptz)",
        "uuid",
        """
DECLARE
    org uuid := current_organisation();
    g support_grants;
    admitted uuid;
BEGIN
    SELECT * INTO g FROM support_grants s WHERE s.organisation_id = org AND s.id = p_grant AND s.member_id IS NULL
        AND s.ended_at IS NULL AND s.ends_at > p_now FOR UPDATE;
    IF g.id IS NULL THEN RAISE EXCEPTION 'no leave for support'; END IF;
    -- Whoever belongs to the agency already keeps the place they have.
    INSERT INTO members (organisation_id, id, created_at, identity_id, name, email, roles, ends_at)
        VALUES (org, p_member, p_now, p_identity, g.name, g.email, '{support}', g.ends_at)
        ON CONFLICT (organisation_id, identity_id) DO UPDATE SET ended_at = NULL, ends_at = excluded.ends_at,
            version = members.version + 1 WHERE members.ends_at IS NOT NULL
        RETURNING members.id INTO admitted;
    UPDATE support_grants SET member_id = admitted WHERE organisation_id = org AND id = p_grant;
    RETURN admitted;
END""",
        to="northfile_app",
    )
    definer(
        "members_without_second()",
        "SETOF uuid",
        """BEGIN RETURN QUERY SELECT m.id FROM members m JOIN gate.identities i ON i.id = m.identity_id
        WHERE m.organisation_id = current_organisation() AND NOT i.has_second; END""",
        to="northfile_app",
        volatility="STABLE",
    )


# What every door asks of a membership, and what it asks from now on as well.
BEFORE = "m.ended_at IS NULL"
NOW = (
    f"{BEFORE} AND (m.ends_at IS NULL OR m.ends_at > p_now"
    " AND EXISTS (SELECT FROM gate.identities x WHERE x.id = m.identity_id AND x.has_second))"
)
# Whoever looked as support and is invited later belongs like anybody else.
JOINED, JOINS = "DO UPDATE SET ended_at = NULL,", "DO UPDATE SET ended_at = NULL, ends_at = NULL,"


def _until_the_minute() -> None:
    """A place that was given for hours ends to the minute, and holds only for somebody with a second step, at every
    door at once: each function of the gate that asks whether a membership holds is told so where it asks, and nothing
    else in it changes."""
    run(
        f"""DO $$
DECLARE
    door record;
    doors int := 0;
BEGIN
    FOR door IN SELECT pg_get_functiondef(p.oid) AS told FROM pg_proc p
        WHERE p.pronamespace = 'gate'::regnamespace AND 'p_now' = ANY (p.proargnames)
        AND (p.prosrc LIKE '%{BEFORE}%' OR p.prosrc LIKE '%{JOINED}%')
    LOOP
        EXECUTE replace(replace(door.told, '{BEFORE}', '{NOW}'), '{JOINED}', '{JOINS}');
        doors := doors + 1;
    END LOOP;
    IF doors < 6 THEN RAISE EXCEPTION 'a door was not found: %', doors; END IF;
END $$"""
    )

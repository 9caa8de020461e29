"""Alerts, incidents and the register of breaches."""

from migrations.policies import run, tenant_table

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"
KINDS = """'medical', 'injury', 'behaviour', 'threat', 'self_harm', 'protection', 'property', 'complaint',
        'privacy_breach', 'near_miss'"""


def upgrade() -> None:
    """Takes the step."""
    _alerts()
    _incidents()
    _what_followed()
    _breaches()
    _submitted_is_submitted()


def _alerts() -> None:
    tenant_table(
        "alerts",
        """client_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('safety', 'behaviour', 'medical', 'legal',
        'financial', 'contact')), words_sealed bytea NOT NULL, audience text NOT NULL CHECK (audience IN ('everyone',
        'casework', 'supervisors')), starts_on date NOT NULL, review_on date NOT NULL, expires_on date NOT NULL,
        set_by uuid NOT NULL, version int NOT NULL, end_asked_by uuid, end_asked_at timestamptz,
        end_reason_sealed bytea, ended_by uuid, ended_at timestamptz, alone boolean NOT NULL,
        CHECK (starts_on <= review_on AND review_on <= expires_on),
        CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
        CHECK (ended_at IS NULL OR end_asked_by IS NOT NULL),
        CHECK (ended_by <> end_asked_by OR alone)""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("set_by", "members"),
            ("end_asked_by", "members"),
            ("ended_by", "members"),
        ],
        retention=PURGED,
    )


def _incidents() -> None:
    # No right to delete for the purge yet: until the schedule evaluates incidents, the database itself keeps them.
    tenant_table(
        "incidents",
        f"""client_id uuid, number text, author_id uuid NOT NULL, state text NOT NULL CHECK (state IN ('draft',
        'discarded', 'submitted', 'triaged', 'under_review', 'actions_open', 'actions_done', 'closed', 'reopened')),
        kind text CHECK (kind IN ({KINDS})), occurred_on date, occurred_at time, place_sealed bytea,
        seen_sealed bytea, opinion_sealed bytea, immediate_action_sealed bytea, injuries_sealed bytea,
        services text[] NOT NULL, family_told text, draft_sealed bytea, version int NOT NULL, saved_at timestamptz
        NOT NULL, submitted_at timestamptz, severity text CHECK (severity IN ('minor', 'moderate', 'serious',
        'critical')), close_asked_by uuid, close_asked_at timestamptz, closed_by uuid, closed_at timestamptz,
        alone boolean NOT NULL, UNIQUE (organisation_id, number),
        CHECK ((state IN ('draft', 'discarded')) = (submitted_at IS NULL)),
        CHECK ((submitted_at IS NULL) = (number IS NULL) AND (submitted_at IS NULL) = (kind IS NULL)),
        CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL)),
        CHECK (closed_at IS NULL OR close_asked_by IS NOT NULL),
        CHECK (closed_by <> close_asked_by OR alone)""",
        refers=[
            ("client_id", "clients"),
            ("author_id", "members"),
            ("close_asked_by", "members"),
            ("closed_by", "members"),
        ],
    )
    tenant_table(
        "incident_persons",
        """incident_id uuid NOT NULL, client_id uuid, member_id uuid, entry_id uuid, kind text NOT NULL CHECK (kind IN
        ('client', 'staff', 'visitor', 'outsider', 'witness')), name_sealed bytea,
        CHECK ((kind = 'client') = (client_id IS NOT NULL) AND (kind = 'client') = (entry_id IS NOT NULL)),
        CHECK ((kind = 'staff') = (member_id IS NOT NULL)),
        CHECK ((kind IN ('client', 'staff')) = (name_sealed IS NULL))""",
        refers=[
            ("incident_id", "incidents"),
            ("client_id", "clients"),
            ("member_id", "members"),
            ("entry_id", "entries"),
        ],
        app="SELECT, INSERT",
    )


def _what_followed() -> None:
    tenant_table(
        "incident_steps",
        """incident_id uuid NOT NULL, client_id uuid, member_id uuid NOT NULL, act text NOT NULL, reason text,
        words_sealed bytea, severity text, causes text[] NOT NULL""",
        refers=[("incident_id", "incidents"), ("client_id", "clients"), ("member_id", "members")],
        app="SELECT, INSERT",
    )
    tenant_table(
        "incident_actions",
        """incident_id uuid NOT NULL, client_id uuid, what_sealed bytea NOT NULL, owner_id uuid NOT NULL,
        due_on date NOT NULL, done_on date, done_by uuid, CHECK ((done_on IS NULL) = (done_by IS NULL))""",
        refers=[
            ("incident_id", "incidents"),
            ("client_id", "clients"),
            ("owner_id", "members"),
            ("done_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (done_on, done_by)",
    )
    tenant_table(
        "incident_notices",
        """incident_id uuid NOT NULL, client_id uuid, recipient text NOT NULL CHECK (recipient IN ('funder',
        'regulator', 'police', 'child_protection', 'workplace_safety', 'insurer', 'other')), name_sealed bytea,
        due_on date, sent_on date, reference_sealed bytea, CHECK (due_on IS NOT NULL OR sent_on IS NOT NULL)""",
        refers=[("incident_id", "incidents"), ("client_id", "clients")],
        app="SELECT, INSERT, UPDATE (sent_on, reference_sealed)",
    )


def _breaches() -> None:
    # Every change is a new line, so that the register also tells what was believed before.
    tenant_table(
        "breaches",
        """incident_id uuid NOT NULL, client_id uuid, number int NOT NULL, recorded_by uuid NOT NULL,
        discovered_on date NOT NULL, information text[] NOT NULL, circumstances_sealed bytea NOT NULL,
        persons int NOT NULL CHECK (persons >= 0), safeguards_sealed bytea,
        sensitivity text CHECK (sensitivity IN ('low', 'medium', 'high')),
        likelihood text CHECK (likelihood IN ('low', 'medium', 'high')), reasons_sealed bytea,
        decision text NOT NULL CHECK (decision IN ('pending', 'no_real_risk', 'real_risk')), regulator_on date,
        regulator_reference_sealed bytea, individuals_on date, individuals_how text CHECK (individuals_how IN
        ('direct', 'indirect')), prevention_sealed bytea, UNIQUE (organisation_id, incident_id, number),
        CHECK (decision = 'pending' OR (sensitivity IS NOT NULL AND likelihood IS NOT NULL
        AND reasons_sealed IS NOT NULL)), CHECK ((individuals_on IS NULL) = (individuals_how IS NULL))""",
        refers=[("incident_id", "incidents"), ("client_id", "clients"), ("recorded_by", "members")],
        app="SELECT, INSERT",
    )


def _submitted_is_submitted() -> None:
    """No role edits a report that was handed in, the vendor's included: only how it is handled moves on."""
    run(
        """CREATE FUNCTION incident_stays_submitted() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE
            handled text[] := ARRAY['state', 'severity', 'close_asked_by', 'close_asked_at', 'closed_by',
                'closed_at', 'alone'];
        BEGIN
            IF OLD.state = 'draft' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
            IF TG_OP = 'UPDATE' AND OLD.state <> 'discarded' AND NEW.state NOT IN ('draft', 'discarded')
                AND to_jsonb(NEW) - handled = to_jsonb(OLD) - handled THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'a report that was handed in does not change' USING ERRCODE = 'check_violation';
        END $$""",
        "CREATE TRIGGER stays_submitted BEFORE UPDATE OR DELETE ON incidents FOR EACH ROW"
        " EXECUTE FUNCTION incident_stays_submitted()",
        """CREATE FUNCTION persons_belong_to_draft() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            PERFORM 1 FROM incidents i WHERE i.organisation_id = NEW.organisation_id AND i.id = NEW.incident_id
                AND i.state = 'draft';
            IF NOT FOUND THEN
                RAISE EXCEPTION 'a report that was handed in does not change' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER belong_to_draft BEFORE INSERT ON incident_persons FOR EACH ROW"
        " EXECUTE FUNCTION persons_belong_to_draft()",
    )

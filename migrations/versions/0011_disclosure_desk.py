"""The disclosure desk: requests for a file, what is withheld and why, corrections."""

from migrations.policies import run, tenant_table

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"
STATES = """'received', 'identity', 'clarifying', 'gathering', 'review', 'second_read', 'ready', 'delivered',
        'refused', 'withdrawn', 'closed'"""
REASONS = "'third_party', 'privilege', 'safety', 'commercial', 'investigation', 'not_personal'"


def upgrade() -> None:
    """Takes the step."""
    _requests()
    _what_is_in_them()
    _answered_by_the_clients_own_wish()
    _held_until_the_recourse_is_over()


def _requests() -> None:
    tenant_table(
        "access_requests",
        f"""client_id uuid NOT NULL, number text NOT NULL, kind text NOT NULL CHECK (kind IN ('copy', 'summary',
        'correction', 'account', 'withdrawal', 'erasure', 'portability')), requester_sealed bytea NOT NULL,
        relation text NOT NULL CHECK (relation IN ('client', 'guardian', 'substitute', 'lawyer', 'estate', 'other')),
        wants_sealed bytea NOT NULL, language text NOT NULL CHECK (language IN ('en', 'fr')),
        received_on date NOT NULL, received_by uuid NOT NULL, handler_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ({STATES})), extra_days int NOT NULL CHECK (extra_days BETWEEN 0 AND 30),
        extended_on date, identity_how text CHECK (identity_how IN ('known', 'photo_id', 'two_papers', 'authority')),
        identity_by uuid, asked_by uuid, asked_at timestamptz, read_by uuid, read_at timestamptz,
        alone boolean NOT NULL, outcome text CHECK (outcome IN ('whole', 'part', 'refused', 'done')),
        answered_on date, recourse_until date, closed_on date, hold_id uuid, disclosure_id uuid, version int NOT NULL,
        UNIQUE (organisation_id, number), CHECK ((extra_days = 0) = (extended_on IS NULL)),
        CHECK (extended_on <= received_on + 30),
        CHECK ((identity_how IS NULL) = (identity_by IS NULL)), CHECK ((asked_by IS NULL) = (asked_at IS NULL)),
        CHECK ((read_by IS NULL) = (read_at IS NULL)), CHECK (read_by <> asked_by OR alone),
        CHECK ((outcome IS NULL) = (answered_on IS NULL) AND (outcome IS NULL) = (recourse_until IS NULL)),
        CHECK ((state IN ('closed', 'withdrawn')) = (closed_on IS NOT NULL)),
        CHECK (state <> 'ready' OR read_by IS NOT NULL)""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("received_by", "members"),
            ("handler_id", "members"),
            ("identity_by", "members"),
            ("asked_by", "members"),
            ("read_by", "members"),
            ("hold_id", "holds"),
            ("disclosure_id", "disclosures"),
        ],
        retention=PURGED,
    )
    tenant_table(
        "request_steps",
        "request_id uuid NOT NULL, client_id uuid NOT NULL, member_id uuid NOT NULL, act text NOT NULL,"
        " words_sealed bytea",
        refers=[("request_id", "access_requests"), ("client_id", "clients"), ("member_id", "members")],
        app="SELECT, INSERT",
        retention=PURGED,
    )


def _what_is_in_them() -> None:
    # `record_id` refers to nothing: it may be of any table, and the list must not keep what a rule destroys.
    tenant_table(
        "request_items",
        f"""request_id uuid NOT NULL, client_id uuid NOT NULL, source text NOT NULL, record_id uuid NOT NULL,
        happened_on date NOT NULL, decision text CHECK (decision IN ('give', 'sever', 'withhold')),
        reason text CHECK (reason IN ({REASONS})), passages_sealed bytea NOT NULL, seen bytea,
        decided_by uuid, decided_at timestamptz, version int NOT NULL,
        UNIQUE (organisation_id, request_id, record_id),
        CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)
        AND (decision IS NULL) = (seen IS NULL)),
        CHECK ((decision IS NOT DISTINCT FROM 'withhold') = (reason IS NOT NULL))""",
        refers=[("request_id", "access_requests"), ("client_id", "clients"), ("decided_by", "members")],
        app="""SELECT, INSERT, UPDATE (happened_on, decision, reason, passages_sealed, seen, decided_by, decided_at,
        version)""",
        retention=PURGED,
    )
    tenant_table(
        "request_packages",
        """request_id uuid NOT NULL, client_id uuid NOT NULL, number text NOT NULL, asked_by uuid NOT NULL,
        job_id uuid NOT NULL, for_version int NOT NULL, file_id uuid, hash_sealed bytea, pages int,
        ready_at timestamptz, delivered_on date, UNIQUE (organisation_id, number),
        CHECK ((ready_at IS NULL) = (file_id IS NULL) AND (ready_at IS NULL) = (hash_sealed IS NULL)),
        CHECK (delivered_on IS NULL OR ready_at IS NOT NULL)""",
        refers=[
            ("request_id", "access_requests"),
            ("client_id", "clients"),
            ("asked_by", "members"),
            ("job_id", "jobs"),
            ("file_id", "files"),
        ],
        app="SELECT, INSERT, UPDATE (file_id, hash_sealed, pages, ready_at, delivered_on)",
        retention=PURGED,
    )


def _answered_by_the_clients_own_wish() -> None:
    """What a person is given of their own file is a disclosure, too, and stands in their account."""
    run(
        "ALTER TABLE disclosures DROP CONSTRAINT disclosures_basis_check,"
        " DROP CONSTRAINT disclosures_purpose_check, DROP CONSTRAINT disclosures_recipient_category_check",
        """ALTER TABLE disclosures
        ADD CHECK (basis IN ('permission', 'law', 'court_order', 'emergency', 'funder_audit', 'own_request')),
        ADD CHECK (purpose IN ('job', 'training', 'funding', 'support', 'health', 'legal', 'reporting', 'other',
            'own_request')),
        ADD CHECK (recipient_category IN ('employer', 'training', 'funder', 'government', 'health', 'legal',
            'family', 'community', 'other', 'client'))""",
    )


def _held_until_the_recourse_is_over() -> None:
    """What a person asked for stays until they can complain no more: no two people release it before."""
    run(
        """CREATE FUNCTION hold_serves_request() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF OLD.released_at IS NULL AND NEW.released_at IS NOT NULL AND EXISTS (
                SELECT 1 FROM access_requests r WHERE r.organisation_id = NEW.organisation_id
                AND r.hold_id = NEW.id AND r.state NOT IN ('closed', 'withdrawn'))
            THEN RAISE EXCEPTION 'the request this hold serves is open' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "CREATE TRIGGER serves_request BEFORE UPDATE ON holds FOR EACH ROW EXECUTE FUNCTION hold_serves_request()",
    )

"""Outcome schemes, checkpoints, attempts and evidence; and the link by which an employer confirms work."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"
OF_A_CASE = "client_id uuid NOT NULL, case_id uuid NOT NULL"
KINDS = """'offer_letter', 'pay_stub', 'employer_letter', 'employer_answer', 'attestation', 'registration',
        'self_report'"""
DECISIONS = "'counts', 'not_counts', 'not_reached', 'refused', 'late', 'missed'"


def upgrade() -> None:
    _schemes()
    _followed()
    _evidence()
    _the_employers_link()


def _schemes() -> None:
    tenant_table(
        "outcome_schemes",
        """series_id uuid NOT NULL, number int NOT NULL, name_en text NOT NULL, name_fr text NOT NULL,
        unit text NOT NULL CHECK (unit IN ('months', 'weeks')), points jsonb NOT NULL,
        hours int NOT NULL CHECK (hours BETWEEN 1 AND 60), combined boolean NOT NULL, subsidised boolean NOT NULL,
        new_employer boolean NOT NULL, wage_cents int CHECK (wage_cents BETWEEN 1 AND 100000),
        start_evidence text[] NOT NULL, evidence text[] NOT NULL, author_id uuid, retired_on date,
        UNIQUE (organisation_id, series_id, number), CHECK (jsonb_array_length(points) BETWEEN 2 AND 7)""",
        refers=[("series_id", "outcome_schemes"), ("author_id", "members")],
        # What a version asks for does not change: checkpoints are judged by the version they began with.
        app="SELECT, INSERT, UPDATE (retired_on)",
    )


def _followed() -> None:
    tenant_table(
        "enrolments",
        f"""{OF_A_CASE}, scheme_id uuid NOT NULL, spell_id uuid NOT NULL, starts_on date NOT NULL, ended_on date,
        version int NOT NULL""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("scheme_id", "outcome_schemes"),
            ("spell_id", "employment_spells"),
        ],
        app="SELECT, INSERT, UPDATE (ended_on, version)",
        retention=PURGED,
    )
    tenant_table(
        "checkpoints",
        f"""{OF_A_CASE}, enrolment_id uuid NOT NULL, place int NOT NULL, first_due_on date NOT NULL,
        opens_on date NOT NULL, due_on date NOT NULL, closes_on date NOT NULL, decision text CHECK (decision IN
        ({DECISIONS})), version int NOT NULL, UNIQUE (organisation_id, enrolment_id, place),
        CHECK (opens_on <= due_on), CHECK (due_on <= closes_on)""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("enrolment_id", "enrolments")],
        app="SELECT, INSERT, UPDATE (opens_on, due_on, closes_on, decision, version)",
        retention=PURGED,
    )
    run(
        "CREATE INDEX checkpoints_undecided ON checkpoints (organisation_id, closes_on) WHERE decision IS NULL"
    )
    tenant_table(
        "checkpoint_attempts",
        f"{OF_A_CASE}, checkpoint_id uuid NOT NULL, attempt_id uuid NOT NULL",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("checkpoint_id", "checkpoints"),
            ("attempt_id", "contact_attempts"),
        ],
        app="SELECT, INSERT",
        retention=PURGED,
    )
    tenant_table(
        "checkpoint_decisions",
        f"""{OF_A_CASE}, checkpoint_id uuid NOT NULL, outcome text NOT NULL CHECK (outcome IN ({DECISIONS})),
        found jsonb NOT NULL, words_sealed bytea,
        CHECK (outcome IN ('counts', 'not_reached') OR words_sealed IS NOT NULL)""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("checkpoint_id", "checkpoints"),
        ],
        app="SELECT, INSERT",
        retention=PURGED,
    )


def _evidence() -> None:
    tenant_table(
        "evidence_requests",
        f"""{OF_A_CASE}, checkpoint_id uuid NOT NULL, spell_id uuid NOT NULL, disclosure_id uuid NOT NULL,
        member_id uuid NOT NULL, asked_on date NOT NULL, language text NOT NULL, answer_hash bytea, answer_until date,
        answered_on date, still_works boolean, hours_week numeric(4, 1) CHECK (hours_week BETWEEN 0 AND 100),
        since date, answered_by_sealed bytea, UNIQUE (organisation_id, answer_hash),
        CHECK ((answer_hash IS NULL) = (answer_until IS NULL)),
        CHECK ((answered_on IS NULL) = (still_works IS NULL)), CHECK (answered_on IS NULL OR answer_hash IS NULL)""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("checkpoint_id", "checkpoints"),
            ("spell_id", "employment_spells"),
            ("disclosure_id", "disclosures"),
            ("member_id", "members"),
        ],
        retention=PURGED,
    )
    tenant_table(
        "evidence",
        f"""{OF_A_CASE}, checkpoint_id uuid NOT NULL, request_id uuid, kind text NOT NULL CHECK (kind IN ({KINDS})),
        checks text[] NOT NULL, is_whole boolean NOT NULL, covers_on date NOT NULL, came_on date NOT NULL,
        paper_id uuid, author_id uuid, verified_by uuid, verified_at timestamptz, alone_sealed bytea,
        state text NOT NULL CHECK (state IN ('kept', 'in_error')), version int NOT NULL,
        CHECK ((verified_by IS NULL) = (verified_at IS NULL)), CHECK (verified_by IS NULL OR is_whole),
        CHECK (verified_by IS DISTINCT FROM author_id OR verified_by IS NULL OR alone_sealed IS NOT NULL)""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("checkpoint_id", "checkpoints"),
            ("request_id", "evidence_requests"),
            ("author_id", "members"),
            ("verified_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (verified_by, verified_at, alone_sealed, state, version)",
        retention=PURGED,
    )


def _the_employers_link() -> None:
    run(
        "CREATE INDEX evidence_requests_answer ON evidence_requests (answer_hash) WHERE answer_hash IS NOT NULL"
    )
    open_to_gate_functions("evidence_requests")
    definer(
        "gate.find_evidence_request(p_token bytea, p_today date)",
        "TABLE (organisation_id uuid, id uuid)",
        "BEGIN RETURN QUERY SELECT r.organisation_id, r.id FROM evidence_requests r JOIN organisations o"
        " ON o.id = r.organisation_id WHERE r.answer_hash = p_token AND r.answer_until >= p_today"
        " AND o.standing NOT IN ('read_only', 'closing', 'closed'); END",
        to="northfile_gate",
        volatility="STABLE",
    )

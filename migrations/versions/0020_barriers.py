"""Screening, barriers, strategies and risks."""

from migrations.policies import run, tenant_table

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"


def upgrade() -> None:
    """Takes the step."""
    _screening()
    _barriers()
    _risks()


def _screening() -> None:
    tenant_table(
        "screenings",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, screened_on date NOT NULL, met text[] NOT NULL,
        unmet text[] NOT NULL, decision text NOT NULL CHECK (decision IN ('eligible', 'not_eligible', 'override')),
        reason_sealed bytea, words_sealed bytea, CHECK (decision <> 'override' OR reason_sealed IS NOT NULL),
        CHECK (decision <> 'eligible' OR cardinality(unmet) = 0), CHECK (NOT met && unmet)""",
        refers=[("id", "entries"), ("client_id", "clients"), ("case_id", "cases")],
        app="SELECT, INSERT",
        retention=PURGED,
    )


def _barriers() -> None:
    tenant_table(
        "barriers",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, category text NOT NULL, words_sealed bytea NOT NULL,
        source text NOT NULL CHECK (source IN ('client', 'worker', 'assessment', 'other')),
        severity int NOT NULL CHECK (severity BETWEEN 0 AND 4), impact_sealed bytea,
        changeability text NOT NULL CHECK (changeability IN ('now', 'weeks', 'months', 'accept')),
        rank int NOT NULL, rank_agreed_on date, state text NOT NULL CHECK (state IN ('identified', 'working', 'eased',
        'accepted', 'not_relevant')), version int NOT NULL""",
        refers=[("id", "entries"), ("client_id", "clients"), ("case_id", "cases")],
        retention=PURGED,
    )
    tenant_table(
        "strategies",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, barrier_id uuid NOT NULL, what_sealed bytea NOT NULL,
        owner text NOT NULL CHECK (owner IN ('client', 'worker', 'provider')), due_on date, tried_on date,
        result text CHECK (result IN ('helped', 'partly', 'no')), words_sealed bytea, version int NOT NULL,
        CHECK ((tried_on IS NULL) = (result IS NULL)), CHECK (words_sealed IS NULL OR result IS NOT NULL)""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("barrier_id", "barriers")],
        app="SELECT, INSERT, UPDATE (tried_on, result, words_sealed, version)",
        retention=PURGED,
    )


def _risks() -> None:
    tenant_table(
        "risks",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('self', 'others',
        'financial', 'housing', 'drop_out', 'violence', 'child')), level text NOT NULL CHECK (level IN ('low',
        'medium', 'high')), grounds_sealed bytea NOT NULL, mitigation_sealed bytea, told_to_sealed bytea,
        review_on date, state text NOT NULL CHECK (state IN ('open', 'closed')), close_reason_sealed bytea,
        version int NOT NULL, CHECK ((state = 'closed') = (close_reason_sealed IS NOT NULL)),
        CHECK ((state = 'open') = (review_on IS NOT NULL))""",
        refers=[("id", "entries"), ("client_id", "clients"), ("case_id", "cases")],
        retention=PURGED,
    )
    run("CREATE INDEX risks_to_review ON risks (organisation_id, review_on) WHERE state = 'open'")

"""What a caseload weighs, and cases handed over together."""

from migrations.policies import run, tenant_table

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"


def upgrade() -> None:
    """Takes the step."""
    _needs()
    _settings()
    _doubts()
    _reassigning()
    _taking_over()


def _needs() -> None:
    tenant_table(
        "case_needs",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, support text NOT NULL CHECK (support IN ('light', 'medium',
        'intensive')), contact text NOT NULL CHECK (contact IN ('weekly', 'fortnightly', 'monthly', 'follow_up')),
        way text NOT NULL CHECK (way IN ('here', 'remote', 'travel')), set_by uuid NOT NULL, version int NOT NULL,
        UNIQUE (organisation_id, case_id)""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("set_by", "members")],
        app="SELECT, INSERT, UPDATE (support, contact, way, set_by, version)",
        retention=PURGED,
    )


def _settings() -> None:
    # The newest line counts; those before stay, with who and when.
    tenant_table(
        "caseload_points",
        "points jsonb NOT NULL, why text NOT NULL, set_by uuid NOT NULL",
        refers=[("set_by", "members")],
        app="SELECT, INSERT",
    )
    tenant_table(
        "caseload_capacities",
        """member_id uuid NOT NULL, points int NOT NULL CHECK (points BETWEEN 1 AND 500),
        percent int NOT NULL CHECK (percent BETWEEN 1 AND 100), set_by uuid NOT NULL""",
        refers=[("member_id", "members"), ("set_by", "members")],
        app="SELECT, INSERT",
    )


def _doubts() -> None:
    tenant_table(
        "point_doubts",
        """client_id uuid NOT NULL, case_id uuid NOT NULL, code text NOT NULL, member_id uuid NOT NULL,
        words_sealed bytea NOT NULL, answer_sealed bytea, answered_by uuid, answered_at timestamptz,
        CHECK ((answer_sealed IS NULL) = (answered_at IS NULL)), CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
        CHECK (answered_by <> member_id)""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("member_id", "members"),
            ("answered_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (answer_sealed, answered_by, answered_at)",
        retention=PURGED,
    )


def _reassigning() -> None:
    tenant_table(
        "reassignments",
        """made_by uuid NOT NULL, with_appointments boolean NOT NULL, state text NOT NULL
        CHECK (state IN ('prepared', 'done', 'undone')), done_at timestamptz, undone_at timestamptz,
        CHECK ((state = 'prepared') = (done_at IS NULL)), CHECK ((state = 'undone') = (undone_at IS NOT NULL))""",
        refers=[("made_by", "members")],
        app="SELECT, INSERT, UPDATE (state, done_at, undone_at)",
    )
    tenant_table(
        "reassigned_cases",
        """reassignment_id uuid NOT NULL, client_id uuid NOT NULL, case_id uuid NOT NULL, from_id uuid NOT NULL,
        to_id uuid NOT NULL, seen_version int NOT NULL, quarters int NOT NULL, outcome text, undoing text,
        moved_ids uuid[] NOT NULL, was_worker boolean NOT NULL, CHECK (from_id <> to_id),
        CHECK (outcome IN ('moved', 'changed', 'closed', 'conflict', 'restricted')),
        CHECK (undoing IN ('put_back', 'changed', 'closed', 'conflict', 'restricted')),
        UNIQUE (organisation_id, reassignment_id, case_id)""",
        refers=[
            ("reassignment_id", "reassignments"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("from_id", "members"),
            ("to_id", "members"),
        ],
        app="SELECT, INSERT, UPDATE (outcome, undoing, moved_ids, was_worker)",
        retention=PURGED,
    )


def _taking_over() -> None:
    """Whoever takes over a case takes over what its worker promised."""
    run(
        "GRANT UPDATE (owner_member_id) ON tasks TO northfile_app",
        "GRANT UPDATE (worker_id) ON check_ins TO northfile_app",
    )

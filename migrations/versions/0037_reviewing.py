"""What people decide about files that are due, and holds over what they describe."""

from migrations.policies import definer, run, tenant_table

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KINDS = (
    "'note_returned', 'note_to_cosign', 'remarked', 'remark_answered', 'referral_answered', 'case_yours',"
    " 'handover_offered', 'task_given', 'run_hidden', 'file_to_review', 'hold_to_review'"
)
DESCRIBED = "num_nonnulls(program, opened_from, opened_until, closed_from, closed_until)"


def upgrade() -> None:
    """Takes the step."""
    _holds()
    _decisions()
    run(
        # For whoever holds the number of a file and no longer its id.
        "ALTER TABLE stubs ADD number_reference text",
        "CREATE INDEX stubs_number ON stubs (organisation_id, number_reference)",
        "ALTER TABLE notices DROP CONSTRAINT notices_kind_check",
        f"ALTER TABLE notices ADD CONSTRAINT notices_kind_check CHECK (kind IN ({KINDS}))",
    )
    _watched()


def _holds() -> None:
    run(
        "ALTER TABLE holds DROP CONSTRAINT holds_scope_check",
        """ALTER TABLE holds ADD program text, ADD opened_from date, ADD opened_until date, ADD closed_from date,
        ADD closed_until date, ADD CONSTRAINT holds_scope_check
        CHECK (scope IN ('cases', 'people', 'selector', 'everything'))""",
        # A hold that describes nothing would keep everything without saying so.
        f"ALTER TABLE holds ADD CONSTRAINT holds_described CHECK ((scope = 'selector') = ({DESCRIBED} > 0))",
    )
    tenant_table(
        "hold_reviews",
        "hold_id uuid NOT NULL, member_id uuid NOT NULL, review_on date NOT NULL, reason_sealed bytea NOT NULL",
        refers=[("hold_id", "holds"), ("member_id", "members")],
        app="SELECT, INSERT",
    )


def _decisions() -> None:
    tenant_table(
        "retention_decisions",
        """client_id uuid NOT NULL, case_id uuid, member_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN
        ('destroy', 'de_identify', 'transfer', 'extend', 'restore')), basis_hash text NOT NULL, keep_through date,
        reason_sealed bytea NOT NULL, recipient_sealed bytea, receipt_sealed bytea,
        CHECK ((kind = 'extend') = (keep_through IS NOT NULL)),
        CHECK ((kind = 'transfer') = (receipt_sealed IS NOT NULL)
            AND (kind = 'transfer') = (recipient_sealed IS NOT NULL)),
        CHECK (kind = 'restore' OR case_id IS NOT NULL)""",
        refers=[("client_id", "clients"), ("case_id", "cases"), ("member_id", "members")],
        app="SELECT, INSERT",
        retention="SELECT, DELETE",
    )


def _watched() -> None:
    """For the person on call, across all agencies and naming none: how many were not looked at, and how many have
    something left to erase."""
    for table in ("retention_states", "policy_versions", "erasures"):
        run(f"CREATE POLICY gate ON {table} FOR SELECT TO northfile_owner USING (true)")
    definer(
        "gate.retention_watch(p_evaluated timestamptz, p_erased timestamptz)",
        "TABLE (unevaluated bigint, unerased bigint)",
        """BEGIN RETURN QUERY SELECT
        (SELECT count(DISTINCT v.organisation_id) FROM policy_versions v LEFT JOIN retention_states s
            ON s.organisation_id = v.organisation_id
            WHERE v.state = 'published' AND greatest(s.evaluated_at, v.published_at) <= p_evaluated),
        (SELECT count(DISTINCT e.organisation_id) FROM erasures e
            WHERE e.done_at IS NULL AND e.created_at <= p_erased); END""",
        to="northfile_gate",
        volatility="STABLE",
    )

"""Documents handed over by a private link."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"
KINDS = (
    "'note_returned', 'note_to_cosign', 'remarked', 'remark_answered', 'referral_answered', 'case_yours',"
    " 'handover_offered', 'task_given', 'run_hidden', 'file_to_review', 'hold_to_review', 'link_closed'"
)
OF_A_CASE = "client_id uuid NOT NULL, case_id uuid NOT NULL"


def upgrade() -> None:
    """Takes the step."""
    _deliveries()
    _openings()
    _the_link()
    run(
        # Its address stands where the window of an envelope shows it.
        "ALTER TABLE documents ADD in_window boolean NOT NULL DEFAULT false",
        "ALTER TABLE documents ALTER in_window DROP DEFAULT",
        "ALTER TABLE notices DROP CONSTRAINT notices_kind_check",
        f"ALTER TABLE notices ADD CONSTRAINT notices_kind_check CHECK (kind IN ({KINDS}))",
    )


def _deliveries() -> None:
    """What would open a link, its hash and the answer, is there as long as the link may be opened and not longer."""
    tenant_table(
        "deliveries",
        f"""{OF_A_CASE}, document_id uuid NOT NULL, sent_by uuid NOT NULL, language text NOT NULL,
        way text NOT NULL CHECK (way IN ('email', 'hand')), fact text NOT NULL CHECK (fact IN ('birth_year', 'code')),
        answer_sealed bytea, token_hash bytea, expires_at timestamptz NOT NULL,
        wrong int NOT NULL CHECK (wrong BETWEEN 0 AND 5), ended_at timestamptz,
        end_reason text CHECK (end_reason IN ('revoked', 'attempts')),
        UNIQUE (organisation_id, token_hash),
        CHECK (expires_at > created_at AND expires_at <= created_at + interval '91 days'),
        CHECK ((ended_at IS NULL) = (end_reason IS NULL)), CHECK ((wrong = 5) <= (ended_at IS NOT NULL)),
        CHECK ((answer_sealed IS NULL) = (token_hash IS NULL)), CHECK (ended_at IS NULL OR token_hash IS NULL)""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("document_id", "documents"),
            ("sent_by", "members"),
        ],
        app="SELECT, INSERT, UPDATE (wrong, ended_at, end_reason, answer_sealed, token_hash)",
        retention=PURGED,
    )
    run("CREATE INDEX deliveries_token ON deliveries (token_hash) WHERE token_hash IS NOT NULL")


def _openings() -> None:
    tenant_table(
        "delivery_openings",
        f"""{OF_A_CASE}, delivery_id uuid NOT NULL, document_id uuid NOT NULL,
        what text NOT NULL CHECK (what IN ('page', 'file'))""",
        refers=[
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("delivery_id", "deliveries"),
            ("document_id", "documents"),
        ],
        app="SELECT, INSERT",
        retention=PURGED,
    )


def _the_link() -> None:
    open_to_gate_functions("deliveries")
    definer(
        "gate.find_delivery(p_token bytea, p_now timestamptz)",
        "TABLE (organisation_id uuid, id uuid)",
        "BEGIN RETURN QUERY SELECT d.organisation_id, d.id FROM deliveries d JOIN organisations o"
        " ON o.id = d.organisation_id WHERE d.token_hash = p_token AND d.expires_at > p_now"
        " AND o.standing NOT IN ('closing', 'closed'); END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.forget_links()",
        "bigint",
        "DECLARE gone bigint; BEGIN UPDATE deliveries d SET token_hash = NULL, answer_sealed = NULL"
        " WHERE d.token_hash IS NOT NULL AND d.expires_at < clock_timestamp() - interval '30 days';"
        " GET DIAGNOSTICS gone = ROW_COUNT; RETURN gone; END",
        to="northfile_gate",
    )

"""What the payment provider told."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

PROVIDERS = "'stripe', 'stripe_test', 'stand_in'"
OPEN = "o.standing NOT IN ('closed', 'platform')"


def upgrade() -> None:
    """Takes the step."""
    _accounts()
    _inbox()
    _working()


def _accounts() -> None:
    """Who an agency is at the provider. What a message is about is found by this and by nothing that it says."""
    tenant_table(
        "payment_accounts",
        f"""provider text NOT NULL CHECK (provider IN ({PROVIDERS})), customer_ref text NOT NULL,
        UNIQUE (organisation_id, provider)""",
        app="SELECT, INSERT",
    )
    run("CREATE INDEX payment_accounts_customer ON payment_accounts (customer_ref)")
    open_to_gate_functions("payment_accounts")
    definer(
        "gate.find_payer(p_provider text, p_customer text)",
        "TABLE (organisation_id uuid)",
        "BEGIN RETURN QUERY SELECT a.organisation_id FROM payment_accounts a JOIN organisations o"
        " ON o.id = a.organisation_id WHERE a.customer_ref = p_customer AND a.provider = p_provider"
        f" AND {OPEN}; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.payers(p_provider text)",
        "TABLE (organisation_id uuid)",
        "BEGIN RETURN QUERY SELECT a.organisation_id FROM payment_accounts a JOIN organisations o"
        f" ON o.id = a.organisation_id WHERE a.provider = p_provider AND {OPEN} ORDER BY 1; END",
        to="northfile_gate",
        volatility="STABLE",
    )


def _inbox() -> None:
    """Names alone, of no agency yet; taken by a function that can do nothing else."""
    run(
        """CREATE TABLE gate.payment_events (ref text PRIMARY KEY, provider text NOT NULL, customer_ref text NOT NULL,
        kind text NOT NULL, at timestamptz NOT NULL, received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        worked_at timestamptz)""",
        "CREATE INDEX payment_events_open ON gate.payment_events (customer_ref) WHERE worked_at IS NULL",
    )
    definer(
        "gate.take_payment_event(p_ref text, p_provider text, p_customer text, p_kind text, p_at timestamptz)",
        "boolean",
        "BEGIN INSERT INTO gate.payment_events (ref, provider, customer_ref, kind, at)"
        " VALUES (p_ref, p_provider, p_customer, p_kind, p_at) ON CONFLICT DO NOTHING; RETURN FOUND; END",
        to="northfile_gate",
    )
    # The provider repeats itself for three days; told later than this, it is asked once more and nothing else happens.
    definer(
        "gate.forget_payment_events()",
        "bigint",
        "DECLARE gone bigint; BEGIN DELETE FROM gate.payment_events"
        " WHERE received_at < clock_timestamp() - interval '30 days';"
        " GET DIAGNOSTICS gone = ROW_COUNT; RETURN gone; END",
        to="northfile_gate",
    )


def _working() -> None:
    about = "JOIN payment_accounts a ON a.customer_ref = e.customer_ref AND a.provider = e.provider"
    definer(
        "gate.waiting_payment_events(p_organisation uuid)",
        "TABLE (ref text)",
        f"BEGIN RETURN QUERY SELECT e.ref FROM gate.payment_events e {about}"
        " WHERE a.organisation_id = p_organisation AND e.worked_at IS NULL; END",
        to="northfile_gate",
        volatility="STABLE",
    )
    definer(
        "gate.work_payment_events(p_refs text[])",
        "void",
        "BEGIN UPDATE gate.payment_events e SET worked_at = clock_timestamp() WHERE e.ref = ANY (p_refs)"
        " AND e.worked_at IS NULL; END",
        to="northfile_gate",
    )
    definer(
        "gate.agencies_with_payment_events()",
        "TABLE (organisation_id uuid)",
        f"BEGIN RETURN QUERY SELECT DISTINCT a.organisation_id FROM gate.payment_events e {about}"
        f" JOIN organisations o ON o.id = a.organisation_id AND {OPEN}"
        " WHERE e.worked_at IS NULL AND e.received_at < clock_timestamp() - interval '1 minute'; END",
        to="northfile_gate",
        volatility="STABLE",
    )

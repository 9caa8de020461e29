"""Partners, referrals that come back, and the link by which a partner answers without an account."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"
STATES = """'draft', 'sent', 'acknowledged', 'accepted', 'waitlisted', 'declined', 'no_response', 'started', 'received',
        'not_attended', 'feedback', 'decided', 'cancelled', 'withdrawn', 'closed'"""
ASKED = "'asked', 'not_reached', 'not_wanted'"


def upgrade() -> None:
    tenant_table(
        "partners",
        """name text NOT NULL, kind text NOT NULL, offer text, contact_name text, email text, phone text,
        languages text[] NOT NULL, checked_on date, ended_on date, version int NOT NULL""",
    )
    tenant_table(
        "referrals",
        f"""client_id uuid NOT NULL, case_id uuid NOT NULL, partner_id uuid NOT NULL, author_id uuid NOT NULL,
        number text NOT NULL, need_sealed bytea NOT NULL, is_warm boolean NOT NULL, disclosure_id uuid, how_sent text,
        sent_on date, answer_by date, state text NOT NULL CHECK (state IN ({STATES})), appointment_on date,
        outcome text CHECK (outcome IN ('helped', 'partly', 'not_helped', 'not_used', 'not_needed')),
        client_asked text CHECK (client_asked IN ({ASKED})), provider_asked text CHECK (provider_asked IN ({ASKED})),
        client_view_sealed bytea, recommendation_sealed bytea, answer_hash bytea, answer_until date,
        version int NOT NULL, UNIQUE (organisation_id, number), UNIQUE (organisation_id, answer_hash),
        CHECK ((state = 'draft') <= (sent_on IS NULL)), CHECK ((sent_on IS NULL) = (answer_by IS NULL)),
        CHECK (state <> 'closed' OR (outcome IS NOT NULL AND client_asked IS NOT NULL AND provider_asked IS NOT NULL)),
        CHECK ((answer_hash IS NULL) = (answer_until IS NULL))""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("partner_id", "partners"),
            ("author_id", "members"),
            ("disclosure_id", "disclosures"),
        ],
        retention=PURGED,
    )
    tenant_table(
        "referral_steps",
        f"""client_id uuid NOT NULL, referral_id uuid NOT NULL, state text NOT NULL CHECK (state IN ({STATES}, 'asked',
        'reopened')), happened_on date NOT NULL, words_sealed bytea, member_id uuid""",
        refers=[("client_id", "clients"), ("referral_id", "referrals"), ("member_id", "members")],
        app="SELECT, INSERT",
        retention=PURGED,
    )
    _the_partners_link()


def _the_partners_link() -> None:
    run("CREATE INDEX referrals_answer ON referrals (answer_hash) WHERE answer_hash IS NOT NULL")
    open_to_gate_functions("referrals")
    definer(
        "gate.find_referral(p_token bytea, p_today date)",
        "TABLE (organisation_id uuid, id uuid)",
        "BEGIN RETURN QUERY SELECT r.organisation_id, r.id FROM referrals r JOIN organisations o"
        " ON o.id = r.organisation_id WHERE r.answer_hash = p_token AND r.answer_until >= p_today"
        " AND o.standing NOT IN ('read_only', 'closing', 'closed'); END",
        to="northfile_gate",
        volatility="STABLE",
    )

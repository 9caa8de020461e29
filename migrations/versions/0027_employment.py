"""Employers, their job orders, and the work that people find."""

from migrations.policies import run, tenant_table

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

PURGED = "SELECT, DELETE"
STANDINGS = "'active', 'watch', 'do_not_use'"
NOC = "noc_code text NOT NULL CHECK (noc_code ~ '^[0-9]{5}$')"
PAY = "wage_cents int CHECK (wage_cents BETWEEN 1 AND 100000)"
END_REASONS = """'laid_off', 'dismissed', 'business_closed', 'contract_over', 'season_over', 'quit', 'health', 'caring',
        'other_job', 'school', 'moved', 'retired'"""


def upgrade() -> None:
    _employers()
    _job_orders()
    _work_found()
    # Whoever looks for jobs sees who they may be for; a worker says so, or the first job does.
    run("ALTER TABLE clients ADD for_placing boolean NOT NULL DEFAULT false")


def _employers() -> None:
    tenant_table(
        "employers",
        f"""legal_name text NOT NULL, trade_name text, business_number text, industry text,
        size text CHECK (size IN ('1_4', '5_19', '20_99', '100_499', '500')), sites text,
        standing text NOT NULL CHECK (standing IN ({STANDINGS})), found_by text COLLATE "C" NOT NULL,
        version int NOT NULL""",
    )
    run("CREATE INDEX employers_by_name ON employers (organisation_id, found_by, id)")
    tenant_table(
        "employer_contacts",
        """employer_id uuid NOT NULL, name_sealed bytea, role_sealed bytea, phone_sealed bytea, email_sealed bytea,
        ended_on date, CHECK (name_sealed IS NOT NULL OR ended_on IS NOT NULL), CHECK (ended_on IS NULL OR
        num_nonnulls(name_sealed, role_sealed, phone_sealed, email_sealed) = 0)""",
        refers=[("employer_id", "employers")],
    )
    tenant_table(
        "employer_standings",
        f"""employer_id uuid NOT NULL, standing text NOT NULL CHECK (standing IN ({STANDINGS})), reason_sealed bytea,
        member_id uuid NOT NULL, CHECK (standing = 'active' OR reason_sealed IS NOT NULL)""",
        refers=[("employer_id", "employers"), ("member_id", "members")],
        app="SELECT, INSERT",
    )


def _job_orders() -> None:
    tenant_table(
        "job_orders",
        f"""employer_id uuid NOT NULL, title text NOT NULL, {NOC}, {PAY},
        hours_week numeric(4, 1) CHECK (hours_week BETWEEN 0.5 AND 100), conditions text, subsidy text,
        opened_on date NOT NULL, closed_on date, close_reason text CHECK (close_reason IN ('filled_by_us',
        'filled_otherwise', 'withdrawn', 'expired')), version int NOT NULL,
        CHECK ((closed_on IS NULL) = (close_reason IS NULL)), CHECK (closed_on >= opened_on)""",
        refers=[("employer_id", "employers")],
    )
    run("CREATE INDEX job_orders_open ON job_orders (organisation_id, opened_on) WHERE closed_on IS NULL")


def _work_found() -> None:
    tenant_table(
        "employment_spells",
        f"""client_id uuid NOT NULL, case_id uuid NOT NULL, employer_id uuid, job_order_id uuid,
        employer_name_sealed bytea NOT NULL, title_sealed bytea NOT NULL, {NOC}, starts_on date NOT NULL, ends_on date,
        end_reason text CHECK (end_reason IN ({END_REASONS})), {PAY},
        hours_week numeric(4, 1) NOT NULL CHECK (hours_week BETWEEN 0.5 AND 100),
        kind text NOT NULL CHECK (kind IN ('permanent', 'term', 'seasonal', 'casual', 'self_employed',
        'apprenticeship')), subsidised_from date, subsidised_to date, is_primary boolean NOT NULL,
        supports_sealed bytea, source text NOT NULL CHECK (source IN ('agency', 'own_search', 'people_known',
        'former_employer', 'other_agency', 'unknown')), state text NOT NULL CHECK (state IN ('final', 'in_error')),
        version int NOT NULL, CHECK ((ends_on IS NULL) = (end_reason IS NULL)), CHECK (ends_on >= starts_on),
        CHECK (subsidised_to IS NULL OR subsidised_from <= subsidised_to),
        CHECK (subsidised_from IS NOT NULL OR subsidised_to IS NULL),
        CHECK (job_order_id IS NULL OR employer_id IS NOT NULL), CHECK (state = 'final' OR NOT is_primary)""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("employer_id", "employers"),
            ("job_order_id", "job_orders"),
        ],
        retention=PURGED,
    )
    run(
        "CREATE UNIQUE INDEX employment_spells_one_primary ON employment_spells (organisation_id, case_id)"
        " WHERE is_primary AND ends_on IS NULL"
    )
    tenant_table(
        "job_losses",
        f"""client_id uuid NOT NULL, case_id uuid NOT NULL, spell_id uuid NOT NULL, task_id uuid, lost_on date NOT NULL,
        reason text NOT NULL CHECK (reason IN ({END_REASONS})), words_sealed bytea""",
        refers=[
            ("id", "entries"),
            ("client_id", "clients"),
            ("case_id", "cases"),
            ("spell_id", "employment_spells"),
            ("task_id", "tasks"),
        ],
        app="SELECT, INSERT",
        retention=PURGED,
    )

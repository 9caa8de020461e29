"""The journal of destruction, what stops a run, and who is told of it."""

from migrations.policies import run, tenant_table

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    run(
        # By its batch an intent of the journal is found to have been committed.
        "ALTER TABLE erasure_ledger ADD batch_id uuid",
        "CREATE INDEX erasure_ledger_batch ON erasure_ledger (organisation_id, batch_id)",
        # The last day that is believed; an agency that is there already starts from the day of this step.
        "ALTER TABLE retention_states ADD trusted_on date NOT NULL DEFAULT CURRENT_DATE",
        "ALTER TABLE retention_states ALTER trusted_on DROP DEFAULT",
        "ALTER TABLE retention_runs ADD confirmed int, ADD forecast int, ADD journal_failed_at timestamptz",
    )
    _notices()


def _notices() -> None:
    # The message is named and not referred to: it is gone after some weeks, and what became of it has to stay.
    tenant_table(
        "run_notices",
        """run_id uuid NOT NULL, member_id uuid NOT NULL, mail_id uuid NOT NULL, files int NOT NULL,
        delivered_at timestamptz, acknowledged_at timestamptz, UNIQUE (organisation_id, run_id, member_id),
        UNIQUE (organisation_id, mail_id)""",
        refers=[("run_id", "retention_runs"), ("member_id", "members")],
        app="SELECT, INSERT, UPDATE (delivered_at, acknowledged_at)",
    )
    # A month that comes near is told of at each step once.
    tenant_table(
        "due_notices",
        "month date NOT NULL, step int NOT NULL, files int NOT NULL, UNIQUE (organisation_id, month, step)",
        app="SELECT, INSERT",
    )
    run(
        "ALTER TABLE notices DROP CONSTRAINT notices_kind_check",
        f"ALTER TABLE notices ADD CONSTRAINT notices_kind_check CHECK (kind IN ({KINDS}))",
    )


KINDS = (
    "'note_returned', 'note_to_cosign', 'remarked', 'remark_answered', 'referral_answered', 'case_yours',"
    " 'handover_offered', 'task_given', 'run_hidden'"
)

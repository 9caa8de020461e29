"""Statistics that survive (decision 36): cells at their grain, whose people they are while an identity lives, and the
few facts of hidden cases that a count needs."""

from migrations.policies import definer, open_to_gate_functions, run, tenant_table

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the step."""
    _cells()
    _marks()
    _hidden()


def _cells() -> None:
    run(
        # Totals that were kept until now tell of no period and of no program; nothing ever read them.
        "DELETE FROM stat_cells",
        """ALTER TABLE stat_cells DROP COLUMN agreement, DROP COLUMN dims, DROP COLUMN value, DROP COLUMN subjects,
        ALTER COLUMN program DROP NOT NULL, ADD COLUMN code text NOT NULL, ADD COLUMN number bigint NOT NULL,
        ADD COLUMN minutes bigint NOT NULL, ADD COLUMN people int NOT NULL, ADD COLUMN workers uuid[] NOT NULL,
        ADD CHECK (period ~ '^(\\d{4}(-Q[1-4])?|all)$'), ADD CHECK (people >= 0 AND number >= 0)""",
        # A cell without a program is of all of them together.
        """CREATE UNIQUE INDEX stat_cells_once ON stat_cells
        (organisation_id, period, measure, program, code) NULLS NOT DISTINCT""",
        "REVOKE UPDATE ON stat_cells FROM northfile_retention",
        "GRANT UPDATE (number, minutes, people, workers) ON stat_cells TO northfile_retention",
    )


def _marks() -> None:
    tenant_table(
        "stat_marks",
        """client_id uuid NOT NULL, program text NOT NULL, measures text[] NOT NULL, codes text[] NOT NULL,
        quarters text[] NOT NULL, CHECK (cardinality(measures) = cardinality(codes)
        AND cardinality(measures) = cardinality(quarters))""",
        refers=[("client_id", "clients")],
        app="SELECT",
        retention="SELECT, INSERT, DELETE",
    )


def _hidden() -> None:
    """A figure must not sink while a file waits for its destruction. What is hidden is told as dates and codes."""
    open_to_gate_functions("cases")
    definer(
        "hidden_cases()",
        "TABLE (id uuid, client_id uuid, program text, opened_on date, closed_on date, exit_reason text)",
        """
#variable_conflict use_column
BEGIN RETURN QUERY SELECT c.id, c.client_id, c.program, c.opened_on, c.closed_on, c.exit_reason FROM cases c
    WHERE c.organisation_id = current_organisation() AND c.quarantined_at IS NOT NULL; END""",
        to="northfile_app",
        volatility="STABLE",
    )
